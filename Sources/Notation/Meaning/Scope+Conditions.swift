extension Scope {
  /// The scope in which given letters keep to what a claim says of them, `|x| = x` for `x > 0`, and the
  /// conditions that are left.
  package func keeping(
    _ conditions: [Syntax.Condition]
  ) -> (scope: Scope, rest: [Syntax.Condition], contradiction: Syntax.Condition?) {
    var scope = self
    let bounds = conditions.filter { condition in
      guard let (name, _) = ValueSet.named(in: condition, self),
        case .tensor(let extents) = self[name]?.kind
      else { return false }
      // Of a tensor, only what is said of all of it: `x_i > 0` says nothing of the other entries.
      return extents.isEmpty || condition.expressions.contains { $0.kind == .name(name) }
    }
    let contradiction = scope.require(bounds)
    let rest = conditions.filter { !bounds.contains($0) && !scope.fixSize(by: $0) }
    return (scope, rest, contradiction ?? scope.brokenBound)
  }

  /// What is given of a size that has one value only, and does not hold of it.
  private var brokenBound: Syntax.Condition? {
    constraints.first { condition in
      guard case .chain(let chain) = condition else { return false }
      let values = chain.expressions.map(wholeNumber)
      return chain.steps.enumerated().contains { place, step in
        guard let left = values[place], let right = values[place + 1] else { return false }
        return !step.relation.holds(left, right)
      }
    }
  }

  private func wholeNumber(_ expression: Syntax.Expression) -> Int? {
    switch expression.kind {
    case .number(let value): return value.integer
    case .name(let name):
      guard case .number(let value?) = self[name]?.kind else { return nil }
      return wholeNumber(value)
    default: return nil
    }
  }

  /// `n = 227`: a size of which only one value is asked for. Among all that may be tried, it might not be.
  private mutating func fixSize(by condition: Syntax.Condition) -> Bool {
    guard case .chain(let chain) = condition, chain.steps.count == 1,
      chain.steps[0].relation == .equal, case .name(let name) = chain.first.kind,
      case .number(let value) = chain.steps[0].expression.kind, value.isInteger,
      let letter = self[name], letter.kind == .number(value: nil)
    else { return false }
    complete(
      Declaration(
        name: name, kind: .number(value: chain.steps[0].expression), span: letter.span,
        indexBase: letter.indexBase, section: letter.section))
    return true
  }
}
