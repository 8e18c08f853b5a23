import Notation

extension Edit {
  static let indices: [Edit] = [
    missingStride, surplusStride, indexSign, indexOrder, offByOne, exchangedIndex, shiftedIndex,
    missingIndex, axisOrder, exchangedIndices,
  ]

  /// `δ(k = d - b)` for `δ(k = d - 2b)`.
  static let missingStride = Edit("missing-stride", "the stride is missing", size: 1) { place in
    guard place.isIndex, place.isTermOfIndex else { return [] }
    let operand = place.text.factorText(of: place.node)
    return place.answer.strides.map { stride in
      let gap = stride.last?.isNumber == true ? "" : " "
      return place.operandReplaced(by: stride + gap + operand)
    }
  }

  /// `x[2d]` for `x[d]`.
  static let surplusStride = Edit(
    "surplus-stride", "this index is not multiplied by the stride", size: 1
  ) { place in
    guard place.isIndex, case .binary(let sign, _, let right) = place.node.kind, sign.multiplies
    else { return [] }
    return [place.replaced(by: place.text.operandText(of: right))]
  }

  /// `x[t - k]` for `x[t + k]`.
  static let indexSign = Edit(
    "index-sign", "a sign in an index is wrong", size: 1, inEachTerm: true
  ) { place in
    place.isIndex ? place.signFlipped : []
  }

  /// `V[t - s]` for `V[s - t]`.
  static let indexOrder = Edit(
    "index-order", "the difference is taken the wrong way round", size: 1
  ) { place in
    guard place.isIndex, case .binary(.subtract, let left, let right) = place.node.kind else {
      return []
    }
    return place.swapped(place.text.operandRange(of: left), place.text.operandRange(of: right))
  }

  /// `x[2m]` for `x[2m + 1]`, `x[i + 1]` for `x[i]`.
  static let offByOne = Edit("off-by-one", "an index is off by one", size: 1) { place in
    guard place.isIndex else { return [] }
    if let number = place.node.literal {
      guard place.role == .index || place.parent?.isSum == true else { return [] }
      let isTerm = place.parent?.isSum == true
      return [number + 1, number - 1].filter { $0 >= (isTerm ? 1 : 0) }
        .map { place.replaced(by: "\($0)") }
    }
    if case .binary(let sign, let left, let right) = place.node.kind,
      sign == .add || sign == .subtract, right.literal == 1
    {
      let other = place.text.operandText(of: left)
      return [place.isWholeIndex ? place.replaced(by: other) : place.operandReplaced(by: other)]
    }
    guard place.isWholeIndex, !place.node.hasNumberAsTerm else { return [] }
    let text = place.text.text(of: place.node)
    return ["+", "-"].map { place.replaced(by: "\(text) \($0) 1") }
  }

  /// `x[2m]` for `x[2(m - 1)]`.
  static let shiftedIndex = Edit("shifted-index", "an index is shifted by one", size: 2) { place in
    guard place.isIndex, case .name = place.node.kind, place.isFactor else { return [] }
    let text = place.text.text(of: place.node)
    return ["-", "+"].map { place.replaced(by: "(\(text) \($0) 1)") }
  }

  /// `x[t]` for `x[t + k]`.
  static let missingIndex = Edit("missing-index", "an index is missing", size: 2) { place in
    guard place.isIndex, place.isWholeIndex || place.isSideOfCondition else { return [] }
    let used = place.node.freeNames()
    let text = place.text.text(of: place.node)
    return (place.sums + place.answer.unused).filter { !used.contains($0) }.map { name in
      place.replaced(by: "\(text) + \(place.answer.spelling(name))")
    }
  }

  /// `W[k, c]` for `W[k, d]`.
  static let exchangedIndex = Edit(
    "exchanged-index", "an index stands where another belongs", size: 1
  ) { place in
    guard place.isIndex || place.role == .bound, case .name(let name) = place.node.kind else {
      return []
    }
    let others = place.sums + place.answer.indices.filter { !place.sums.contains($0) }
    guard others.contains(name) else { return [] }
    return others.filter { $0 != name }.map { place.replaced(by: place.answer.spelling($0)) }
  }

  /// `x[t, c]` for `x[c, t]`.
  static let axisOrder = Edit(
    "axis-order", "the axes of an index list stand in another order", size: 2
  ) { place in
    if case .indexed = place.parent?.kind, place.role != .index { return [] }
    let indices = place.node.chainedIndices.1
    guard (2...8).contains(indices.count) else { return [] }
    let ranges = indices.map(place.text.range(of:))
    return ranges.indices.flatMap { first in
      ranges.indices.filter { $0 > first }.flatMap { place.swapped(ranges[first], ranges[$0]) }
    }
  }

  /// `a_i \delta_j` for `a_j \delta_i`.
  static let exchangedIndices = Edit(
    "exchanged-indices", "two indices are exchanged", size: 2
  ) { place in
    guard place.isWhole else { return [] }
    let used = place.node.freeNames()
    let letters = place.answer.indices.filter { used.contains($0) }
    return letters.indices.flatMap { first in
      letters[(first + 1)...].map { second in
        let names = [
          letters[first]: place.answer.spelling(second),
          second: place.answer.spelling(letters[first]),
        ]
        return place.replaced(
          by: place.renamed(place.text.range(of: place.node), in: place.node, names))
      }
    }
  }
}

extension Place {
  /// Whether it is the whole of an index place.
  fileprivate var isWholeIndex: Bool {
    guard role == .index, case .indexed = parent?.kind else { return false }
    return true
  }

  /// Whether it is one side of an equation under a delta, or of a guard.
  var isSideOfCondition: Bool {
    switch parent?.kind {
    case .indicator, .cases: role == .condition
    default: false
    }
  }

  var isFactor: Bool {
    if case .binary(let sign, _, _) = parent?.kind { sign.multiplies } else { false }
  }

  /// A name or a sum that is not multiplied by anything yet.
  fileprivate var isTermOfIndex: Bool {
    switch node.kind {
    case .name: !isFactor
    case .binary: node.isSum && !isFactor && parent?.isSum == true
    default: false
    }
  }

  /// `a + b` as `a - b`, and the other way round.
  var signFlipped: [Replacement] {
    switch node.kind {
    case .binary(.add, let left, let right):
      signReplaced(between: left, and: right, ["+"], by: "-")
    case .binary(.subtract, let left, let right):
      signReplaced(between: left, and: right, ["-", "−"], by: "+")
    default: []
    }
  }
}

extension Syntax.Expression {
  fileprivate var hasNumberAsTerm: Bool {
    guard isSum else { return false }
    return children.contains { $0.literal != nil || $0.hasNumberAsTerm }
  }

  var literal: Int? { if case .number(let number) = kind { number.integer } else { nil } }
}
