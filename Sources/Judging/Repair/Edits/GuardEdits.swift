import Notation

extension Edit {
  static let guards: [Edit] = [wrongGuard, missingDelta, missingGuard]

  /// `0 ≤ k ≤ 1` for `0 ≤ k ≤ 2`.
  static let wrongGuard = Edit(
    "wrong-guard", "a condition admits too much or too little", size: 1
  ) { place in
    guard place.isSideOfCondition, let number = place.node.literal else { return [] }
    let sizes = place.answer.extents.flatMap { [$0, $0 - 1] }
    return ([number - 1, number + 1] + sizes).filter { $0 >= 0 && $0 != number }
      .map { place.replaced(by: "\($0)") }
  }

  /// `x[d]` for `x[d] δ(a = c)`.
  static let missingDelta = Edit(
    "missing-delta", "a delta is missing: the entries of other indices are 0", size: 3
  ) { place in
    guard place.isWhole else { return [] }
    let unused = place.answer.unused
    let pairs = unused.flatMap { name in
      place.answer.indices.filter { $0 != name }.map { (name, $0) }
    }
    return pairs.map { first, second in
      let (a, b) = (place.answer.spelling(first), place.answer.spelling(second))
      let delta = place.text.surface == .latex ? "\\, \\delta_{\(a) = \(b)}" : " δ(\(a) = \(b))"
      return place.replaced(by: place.text.factorText(of: place.node) + delta)
    }
  }

  /// `W[s - t]` for `W[s - t]` where 0 ≤ s − t ≤ 2, and else 0.
  static let missingGuard = Edit(
    "missing-guard", "a guard is missing: outside of it the entry is 0", size: 3
  ) { place in
    guard place.isWhole else { return [] }
    return place.withChildren.filter(\.mayLeaveAxis).flatMap { access in
      Set(place.answer.extents).sorted().flatMap { extent in
        [(0, extent - 1), (1, extent)].map { low, high in
          place.replaced(by: place.guarded(access.text.text(of: access.node), low, high))
        }
      }
    }
  }
}

extension Place {
  /// Whether it is an index that is computed from the free ones.
  fileprivate var mayLeaveAxis: Bool {
    guard role == .index, case .indexed = parent?.kind, case .binary = node.kind else {
      return false
    }
    return node.freeNames().isDisjoint(with: sums)
  }

  fileprivate func guarded(_ index: String, _ low: Int, _ high: Int) -> String {
    let value = text.text(of: node)
    return text.surface == .latex
      ? "\\begin{cases} \(value) & \\text{if } \(low) \\le \(index) \\le \(high) \\\\ "
        + "0 & \\text{otherwise} \\end{cases}"
      : "cases(\(value) if \(low) ≤ \(index) ≤ \(high); 0 otherwise)"
  }
}
