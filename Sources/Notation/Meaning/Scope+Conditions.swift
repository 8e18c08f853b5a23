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
    return (scope, conditions.filter { !bounds.contains($0) }, contradiction)
  }
}
