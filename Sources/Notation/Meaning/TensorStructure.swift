import NumericCore

/// What an equation says of all entries of a tensor together, where it can be drawn exactly.
package enum TensorStructure: Hashable, Sendable {
  /// `W = W^\top`
  case symmetric
  /// `\sum_i p_i = 1`
  case sumOfOne

  /// The structure that a condition gives to a tensor.
  static func named(
    in condition: Syntax.Condition, _ scope: Scope
  ) -> (name: String, structure: Self)? {
    guard case .chain(let chain) = condition, chain.steps.count == 1,
      chain.steps[0].relation == .equal
    else { return nil }
    let sides = (chain.first, chain.steps[0].expression)
    for (left, right) in [sides, (sides.1, sides.0)] {
      if case .transposed(let inner) = left.kind, inner.kind == right.kind,
        let name = inner.tensor(ofRank: 2, in: scope)
      {
        return (name, .symmetric)
      }
      if case .reduction(.sum, let binder, let body) = left.kind,
        right.kind == .number(Rational(1)),
        binder.lower == nil, binder.upper == nil,
        case (let base, let indices) = body.chainedIndices,
        indices.map(\.kind) == [.name(binder.name)],
        let name = base.tensor(ofRank: 1, in: scope)
      {
        return (name, .sumOfOne)
      }
    }
    return nil
  }
}

extension Syntax.Expression {
  fileprivate func tensor(ofRank rank: Int, in scope: Scope) -> String? {
    guard case .name(let name) = kind, case .tensor(let extents) = scope[name]?.kind,
      extents.count == rank
    else { return nil }
    return name
  }
}
