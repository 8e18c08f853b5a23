/// What derivatives must know of time.
extension Evaluator {
  func isCausal(_ name: String) -> Bool {
    if let known = memo.causal[name] { return known }
    let isCausal = scope.isCausal(name)
    memo.causal[name] = isCausal
    return isCausal
  }

  /// Whether the reading follows nothing through time in a derivative.
  func isReadDirect(_ output: Syntax.Expression, _ input: Syntax.Expression) -> Bool {
    reading.isDirect(Syntax.Expression.derivativeText(ofBases: output, input), isAsked: isAsked)
  }

  func isThroughTime(_ output: Syntax.Expression, _ input: Syntax.Expression) -> Bool {
    scope.closure(of: output.freeNames().union(input.freeNames())).contains {
      scope.family($0) != nil
    }
  }

  /// Which index of a name is time: of a family the last; of a definition the one at which it reads
  /// families, as in `y[t] = V h[t]`.
  func timeAxis(of name: String) -> Int? {
    if let known = memo.timeAxes[name] { return known }
    var axis: Int?
    if let family = scope.family(name) {
      axis = family.rank - 1
    } else if case .definition(_, let indices, let body) = scope[name]?.kind {
      axis = indices.firstIndex { reads(body, at: $0) }
    }
    memo.timeAxes[name] = .some(axis)
    return axis
  }

  private func reads(_ expression: Syntax.Expression, at letter: String) -> Bool {
    if let time = timeIndex(of: expression) { return time.freeNames().contains(letter) }
    if case .reduction(_, let binder, _) = expression.kind, binder.name == letter { return false }
    return expression.children.contains { reads($0, at: letter) }
  }

  /// What stands for the time in `h[t - 1]`, `q_i[t]`.
  private func timeIndex(of expression: Syntax.Expression) -> Syntax.Expression? {
    let (base, indices) = expression.chainedIndices
    guard case .name(let name) = base.kind, let axis = timeAxis(of: name), indices.count > axis
    else { return nil }
    return indices[axis]
  }

  /// The time of an output such as `h[t]`; `nil` where it has none, as a loss.
  func time(of output: Syntax.Expression) throws -> Int? {
    let times = try times(in: output, bound: [])
    guard times.count <= 1 else { throw Diagnostic(.directAtSeveralTimes, at: output.span) }
    return times.first
  }

  private func times(in expression: Syntax.Expression, bound: Set<String>) throws -> Set<Int> {
    if let time = timeIndex(of: expression) {
      guard time.freeNames().isDisjoint(with: bound) else { return [] }
      return try exact(time).constant?.integer.map { [$0] } ?? []
    }
    var bound = bound
    if case .reduction(_, let binder, _) = expression.kind { bound.insert(binder.name) }
    return try expression.children.reduce(into: []) {
      try $0.formUnion(times(in: $1, bound: bound))
    }
  }

  /// The open loops that choose values of families here: each of those has a derivative of its own.
  func timeLoops(
    in output: Syntax.Expression, _ input: Syntax.Expression, isDirect: Bool
  ) -> Set<String> {
    guard isDirect || isFamily(input.chainedIndices.0) else { return [] }
    let names = familyIndices(in: output, isDirect: isDirect)
      .union(familyIndices(in: input, isDirect: isDirect))
    return names.filter { bindings[$0] != nil }
  }

  private func isFamily(_ expression: Syntax.Expression) -> Bool {
    if case .name(let name) = expression.kind { scope.family(name) != nil } else { false }
  }

  /// The names in the indices that choose values of families.
  private func familyIndices(in expression: Syntax.Expression, isDirect: Bool) -> Set<String> {
    let (base, indices) = expression.chainedIndices
    if case .name(let name) = base.kind {
      if let family = scope.family(name) {
        return indices.prefix(family.rank).reduce(into: []) { $0.formUnion($1.freeNames()) }
      }
      if isDirect, let time = timeIndex(of: expression) { return time.freeNames() }
    }
    return expression.children.reduce(into: []) {
      $0.formUnion(familyIndices(in: $1, isDirect: isDirect))
    }
  }
}

extension Diagnostic.Message {
  static let directAtSeveralTimes = Self(
    "not-differentiable", "∂⁺ follows what happens at one time, and here are several",
    hint: "differentiate the parts one by one")
}
