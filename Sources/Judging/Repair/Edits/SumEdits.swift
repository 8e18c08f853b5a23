import Notation

extension Edit {
  static let sums: [Edit] = [wrongEnd, wrongStart, boundTwice, narrowSum, wideSum]

  /// `\sum_{r=1}^{4}` for `\sum_{r=1}^{3}`.
  static let wrongEnd = Edit("wrong-end", "the upper bound of a sum is wrong", size: 1) { place in
    place.isBound(\.upper) ? otherBounds(place) : []
  }

  /// `\sum_{k=0}^{3}` for `\sum_{k=1}^{3}`.
  static let wrongStart = Edit(
    "wrong-start", "the lower bound of a sum is wrong", size: 1
  ) { place in
    place.isBound(\.lower) ? otherBounds(place) : []
  }

  /// The ends of the axes that there are, then what is near.
  private static func otherBounds(_ place: Place) -> [ClaimText.Replacement] {
    if let number = place.node.literal {
      let ends = place.answer.extents.flatMap { [$0, $0 - 1] }
      return (ends + [number - 1, number + 1]).filter { $0 >= 0 && $0 != number }
        .map { place.replaced(by: "\($0)") }
    }
    let text = place.text.text(of: place.node)
    return [" - 1", " + 1"].map { place.replaced(by: inBraces("\(text)\($0)", place)) }
  }

  /// `\sum_k \sum_k x[k] y[i]` for `\sum_k \sum_i x[k] y[i]`.
  static let boundTwice = Edit(
    "bound-twice", "the sum runs over another index than the one that is left", size: 1
  ) { place in
    guard case .reduction(_, let binder, let body) = place.node.kind else { return [] }
    let name = place.answer.spelling(binder.name)
    let start = binder.span.lower
    guard place.text.bytes[start...].starts(with: name.utf8) else { return [] }
    return body.namesInOrder.filter { other in
      other != binder.name && !place.sums.contains(other) && place.answer.indices.contains(other)
    }.map { other in
      ClaimText.Replacement(
        range: start..<start + name.utf8.count, text: place.answer.spelling(other))
    }
  }

  /// `\sum_k a_k + b_k` for `\sum_k (a_k + b_k)`.
  static let narrowSum = Edit(
    "narrow-sum", "the sum reaches over more than its first term", size: 3
  ) { place in
    guard case .binary(let sign, let left, let right) = place.node.kind,
      sign == .add || sign == .subtract, let body = left.bodyOfTrailingSum
    else { return [] }
    let lower = place.text.operandRange(of: body).lowerBound
    let upper = place.text.operandRange(of: right).upperBound
    guard lower < upper else { return [] }
    return [ClaimText.Replacement(range: lower..<upper, text: "(\(place.text[lower..<upper]))")]
  }

  /// `\sum_k (a_k + b)` for `\sum_k a_k + b`.
  static let wideSum = Edit(
    "wide-sum", "the sum ends before its last term", size: 3
  ) { place in
    guard case .reduction(_, _, let body) = place.node.kind, case .binary = body.kind, body.isSum
    else { return [] }
    let range = place.text.operandRange(of: body)
    return [ClaimText.Replacement(range: range, text: place.text.text(of: body))]
  }

  /// A bound that becomes longer than a letter needs braces after `^`.
  private static func inBraces(_ text: String, _ place: Place) -> String {
    let range = place.text.range(of: place.node)
    let isScript =
      range.lowerBound > 0 && place.text.bytes[range.lowerBound - 1] == UInt8(ascii: "^")
    return isScript ? "{\(text)}" : text
  }
}

extension Place {
  fileprivate func isBound(_ end: KeyPath<Syntax.Binder, Syntax.Expression?>) -> Bool {
    guard role == .bound, case .reduction(_, let binder, _) = parent?.kind else { return false }
    return binder[keyPath: end] == node
  }
}

extension Syntax.Expression {
  /// The body of the sum at the right end of the expression.
  fileprivate var bodyOfTrailingSum: Syntax.Expression? {
    switch kind {
    case .reduction(.sum, _, let body): body.bodyOfTrailingSum ?? body
    case .binary(let sign, _, let right) where sign.multiplies: right.bodyOfTrailingSum
    default: nil
    }
  }
}
