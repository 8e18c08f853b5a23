extension [Syntax.Statement] {
  /// The statements without the names that they introduce themselves: in `z = W x, y = \tanh(z)` and in
  /// `y = \tanh(z) where z = W x`, z is what it is equal to.
  package func replacingIntroducedNames(in scope: Scope) -> Self {
    let indices = flatMap(\.expressions).names(\.bareIndices)
    var rest = map { $0.replacingNamesOfConditions(in: scope, except: indices) }
    var place = 0
    while place < rest.count {
      guard case .chain(let chain) = rest[place].kind, rest[place].conditions.isEmpty,
        let (name, value) = chain.introduction(in: scope, except: indices),
        case let users = rest.indices.filter({ $0 > place && rest[$0].mentions(name) }),
        !users.isEmpty, users.allSatisfy({ rest[$0].hasRoom(for: value) })
      else {
        place += 1
        continue
      }
      for user in users { rest[user] = rest[user].replacing(name, by: value) }
      rest.remove(at: place)
    }
    return rest
  }
}

extension Syntax.Statement {
  fileprivate var expressions: [Syntax.Expression] {
    let stated: [Syntax.Expression] =
      switch kind {
      case .chain(let chain): chain.expressions
      case .membership(let subjects, let domain): subjects + domain.expressions
      case .indexBase: []
      }
    return stated + conditions.flatMap(\.expressions)
  }

  fileprivate func mentions(_ name: String) -> Bool {
    expressions.contains { $0.freeNames().contains(name) }
      && !expressions.contains { $0.boundNames.contains(name) }
  }

  /// Whether what stands for a name does not make it too long to be walked over.
  fileprivate func hasRoom(for value: Syntax.Expression) -> Bool {
    let parts = expressions.reduce(value.partCount) { Swift.min($0 + $1.partCount, 1_000_000) }
    return parts < 2000 && value.depth + (expressions.map(\.depth).max() ?? 0) < 200
  }

  fileprivate func replacing(_ name: String, by value: Syntax.Expression) -> Self {
    mapping { $0.replacing { $0.kind == .name(name) ? value : nil } }
  }

  fileprivate func replacingNamesOfConditions(
    in scope: Scope, except indices: Set<String>
  ) -> Self {
    for (place, condition) in conditions.enumerated() {
      guard case .chain(let chain) = condition,
        let (name, value) = chain.introduction(in: scope, except: indices)
      else { continue }
      var others = conditions
      others.remove(at: place)
      let rest = Syntax.Statement(stating: kind, under: others, at: span)
      guard rest.mentions(name), rest.hasRoom(for: value) else { continue }
      return rest.replacing(name, by: value)
        .replacingNamesOfConditions(in: scope, except: indices)
    }
    return self
  }
}

extension Syntax.Chain {
  /// A name that nothing declares, and what it is equal to.
  fileprivate func introduction(
    in scope: Scope, except indices: Set<String>
  ) -> (name: String, value: Syntax.Expression)? {
    guard steps.count == 1, steps[0].relation == .equal, case .name(let name) = first.kind,
      scope[name] == nil, !indices.contains(name)
    else { return nil }
    let value = steps[0].expression
    // A letter that nothing declares would mean another thing below a sum.
    let names = value.freeNames().filter { !Library.contains($0) }
    return !names.isEmpty && names.allSatisfy { scope[$0] != nil } ? (name, value) : nil
  }
}
