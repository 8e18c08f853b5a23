import Notation

extension Edit {
  static let shapes: [Edit] = [
    wrongNumber, wrongExtent, extentOrder, missingFloor, wrongRounding, wrongExtents,
  ]

  /// `3 × 5` for `3 × 4`; `609` for `608`.
  static let wrongNumber = Edit("wrong-number", "a number is off by one", size: 1) { place in
    guard place.role == .value || place.role == .extent || place.role == .exponent,
      let number = place.node.literal
    else { return [] }
    return [number - 1, number + 1].filter { $0 >= 0 && !place.isIdle($0) }
      .map { place.replaced(by: "\($0)") }
  }

  /// `5 × 7` for `3 × 7`, where 5 is the size of another axis.
  static let wrongExtent = Edit("wrong-extent", "the size of an axis is wrong", size: 2) { place in
    guard place.role == .extent, let number = place.node.literal else { return [] }
    return place.answer.extents.filter { $0 != number }.map { place.replaced(by: "\($0)") }
  }

  /// `2 × 2 × 7` for `3 × 5 × 7`: two sizes are those of other axes, and the rest is right.
  static let wrongExtents = Edit(
    "wrong-extents", "the sizes of two axes are wrong", size: 5
  ) { place in
    let factors = place.isFirstExtent ? place.answer.expressions.flatMap(\.shapeFactors) : []
    guard (3...8).contains(factors.count) else { return [] }
    return factors.indices.flatMap { first in
      factors.indices.filter { $0 > first }.flatMap { place.resized(factors[first], factors[$0]) }
    }
  }

  /// `5 × 3` for `3 × 5`.
  static let extentOrder = Edit(
    "extent-order", "the axes stand in another order", size: 2
  ) { place in
    let extents = place.isFirstExtent ? place.answer.expressions.flatMap(\.shapeFactors) : []
    guard (2...8).contains(extents.count) else { return [] }
    let ranges = extents.map(place.text.operandRange(of:))
    return ranges.indices.flatMap { first in
      ranges.indices.filter { $0 > first }.flatMap { place.swapped(ranges[first], ranges[$0]) }
    }
  }

  /// `(H - K)/S + 1` for `⌊(H - K)/S⌋ + 1`.
  static let missingFloor = Edit(
    "missing-floor", "the division must be rounded down", size: 3
  ) { place in
    guard place.role == .value || place.role == .extent,
      case .binary(.divide, _, _) = place.node.kind
    else { return [] }
    let text = place.text.text(of: place.node)
    return [
      place.replaced(
        by: place.text.surface == .latex
          ? "\\left\\lfloor \(text) \\right\\rfloor" : "floor(\(text))")
    ]
  }

  /// `⌈a⌉` for `⌊a⌋`.
  static let wrongRounding = Edit(
    "wrong-rounding", "the division is rounded the other way", size: 2
  ) { place in
    guard case .call(let name, _, _) = place.node.kind, name == "floor" || name == "ceil" else {
      return []
    }
    let text = place.text.text(of: place.node)
    let other =
      name == "floor"
      ? text.replacing("floor", with: "ceil") : text.replacing("ceil", with: "floor")
    return [place.replaced(by: other)]
  }
}

extension Place {
  /// Two numbers replaced by the sizes of other axes.
  fileprivate func resized(
    _ first: Syntax.Expression, _ second: Syntax.Expression
  ) -> [Replacement] {
    guard let old = first.literal, let other = second.literal else { return [] }
    let (left, right) = (text.operandRange(of: first), text.operandRange(of: second))
    guard left.upperBound <= right.lowerBound else { return [] }
    let between = text[left.upperBound..<right.lowerBound]
    return answer.extents.filter { $0 != old }.flatMap { size in
      answer.extents.filter { $0 != other }.map { next in
        Replacement(
          range: left.lowerBound..<right.upperBound, text: "\(size)\(between)\(next)")
      }
    }
  }

  /// Whether nobody would write the number here: a factor 1, a term 0, a first power.
  fileprivate func isIdle(_ number: Int) -> Bool {
    if case .power = parent?.kind { return number <= 1 }
    if case .binary(.divide, let above, let below) = parent?.kind {
      return [above, below].contains { $0 != node && $0.literal == number } || number == 0
    }
    guard role == .value || role == .exponent, case .binary(let sign, _, _) = parent?.kind else {
      return false
    }
    return sign.multiplies ? number == 1 : sign != .divide && number == 0
  }

  /// One node of a shape stands for all of it.
  fileprivate var isFirstExtent: Bool {
    role == .extent && parent == nil && node == answer.expressions.first
  }
}
