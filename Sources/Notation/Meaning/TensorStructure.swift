import NumericCore

/// What an equation says of all entries of a tensor together, where it can be drawn exactly.
package enum TensorStructure: Hashable, Sendable {
  /// `W = W^\top`
  case symmetric
  /// `Q^\top Q = I`
  case orthogonal
  /// `\sum_i p_i = 1`, `\sum_{c=1}^C Y_{nc} = 1`: along the last axis.
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
      if case .call(Identity.name, _, _) = right.kind,
        case .binary(.juxtaposition, let first, let second) = left.kind,
        let name = first.untransposed.tensor(ofRank: 2, in: scope),
        first.untransposed.kind == second.untransposed.kind, first.kind != second.kind
      {
        return (name, .orthogonal)
      }
      if right.kind == .number(Rational(1)), let name = left.summedAlongLastAxis(in: scope) {
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

  /// The tensor whose last axis this sums up, at every place of the others.
  fileprivate func summedAlongLastAxis(in scope: Scope) -> String? {
    guard case .reduction(.sum, let binder, let body) = kind,
      case (let base, let indices) = body.chainedIndices, case .name(let name) = base.kind,
      case .tensor(let extents) = scope[name]?.kind, extents.count == indices.count,
      let extent = extents.last, indices.last?.kind == .name(binder.name)
    else { return nil }
    let places = indices.dropLast().map(\.kind)
    guard Set(places).count == places.count,
      places.allSatisfy({ if case .name(let index) = $0 { scope[index] == nil } else { false } }),
      binder.spans(extent)
    else { return nil }
    return name
  }
}

extension Syntax.Binder {
  /// Whether its bounds, if it has some, are those of an axis.
  fileprivate func spans(_ extent: Syntax.Expression) -> Bool {
    guard let lower, let upper else { return self.lower == nil && self.upper == nil }
    return lower.kind == .number(Rational(1)) && upper.text == extent.text
  }
}
