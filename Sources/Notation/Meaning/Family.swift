import NumericCore

/// Values by whole indices, the last of them time: `h[t]`, `q_i[t]`.
public struct Family: Hashable, Sendable {
  /// One equation of the family: for which indices it holds, and what stands there.
  public struct Line: Hashable, Sendable {
    /// A letter, or the number that the index must be.
    public let pattern: [Syntax.Expression]
    public let conditions: [Syntax.Condition]
    /// `nil` where any value is given, as by `h[0] \in \R^m`.
    public let body: Syntax.Expression?

    public init(
      pattern: [Syntax.Expression], conditions: [Syntax.Condition], body: Syntax.Expression?
    ) {
      self.pattern = pattern
      self.conditions = conditions
      self.body = body
    }

    /// Whether it gives any values, those of a tensor that nobody can write.
    package var isGiven: Bool {
      guard case .indexed(let base, _)? = body?.kind, case .name(let name) = base.kind else {
        return false
      }
      return Scope.isHidden(name)
    }

    /// Whether it only says where the family begins: `h[0] = 0`, `h[t] = 0` for `t < 1`.
    package var isBoundary: Bool {
      guard case .number? = pattern.last?.kind else {
        guard case .number? = body?.kind else { return false }
        // `t_j = 0` from 1 to K are values, and no beginning.
        return !conditions.contains { $0.encloses(pattern.last) }
      }
      return body.map { $0.namesInOrder.isEmpty } ?? true
    }
  }

  public var lines: [Line]
  /// How many of the indices are written below the name: one in `q_i[t]`.
  public var subscripts: Int
  /// The extents of one value, where they are given.
  public var extents: [Syntax.Expression]?

  public init(lines: [Line], subscripts: Int, extents: [Syntax.Expression]?) {
    self.lines = lines
    self.subscripts = subscripts
    self.extents = extents
  }

  /// Whether one equation gives all values, between bounds that begin where the indices do. Where it
  /// does not need its own values, that is a tensor like any other. One index alone may be time, and
  /// what stands before its beginning may be read.
  package func isElementwise(from indexBase: Int?) -> Bool {
    guard rank > 1, lines.count == 1, let line = lines.first, line.body != nil, subscripts == 0,
      extents == nil, !line.conditions.isEmpty, let indexBase
    else { return false }
    let letters = line.pattern.compactMap { index in
      if case .name(let letter) = index.kind { letter } else { nil }
    }
    return letters.count == line.pattern.count
      && line.conditions.allSatisfy { $0.firstIndex(among: letters) == indexBase }
  }

  /// How many indices it takes to come to one value.
  package var rank: Int { lines.first?.pattern.count ?? 1 }
}

extension Syntax.Condition {
  /// `1 \le j \le K`
  fileprivate func encloses(_ index: Syntax.Expression?) -> Bool {
    guard case .chain(let chain) = self, chain.steps.count == 2, let index else { return false }
    return chain.steps[0].expression.kind == index.kind
  }

  /// The lower bound of `1 ≤ i ≤ n`, where it is a number.
  package func firstIndex(among letters: [String]) -> Int? {
    guard case .chain(let chain) = self, chain.steps.count == 2,
      chain.steps.allSatisfy({ $0.relation == .lessOrEqual }),
      case .number(let first) = chain.first.kind,
      case .name(let letter) = chain.steps[0].expression.kind, letters.contains(letter)
    else { return nil }
    return first.integer
  }
}
