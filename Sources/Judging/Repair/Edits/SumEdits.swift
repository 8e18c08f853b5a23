import Notation

extension Edit {
  static let sums: [Edit] = [
    wrongEnd, wrongStart, boundTwice, surplusSum, narrowSum, wideSum, missingSum,
  ]

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

  /// What is near, then the nearest ends of the axes that there are.
  private static func otherBounds(_ place: Place) -> [ClaimText.Replacement] {
    if let number = place.node.literal {
      let ends = place.answer.extents.flatMap { [$0, $0 - 1] }.filter { abs($0 - number) > 1 }
      return
        ([number - 1, number + 1] + ends.sorted { abs($0 - number) < abs($1 - number) }.prefix(3))
        .filter { $0 >= 0 }.map { place.replaced(by: "\($0)") }
    }
    let text = place.text.text(of: place.node)
    return ["-", "+"].map { sign in
      // One less than `n + 1` is `n`.
      if case .binary(let other, let left, let one) = place.node.kind, one.literal == 1,
        other == (sign == "-" ? .add : .subtract)
      {
        return place.replaced(by: place.text.operandText(of: left))
      }
      return place.replaced(by: "\(text) \(sign) 1")
    }
  }

  /// `\sum_k o_k g_k` for `o_j g_j`.
  static let surplusSum = Edit(
    "surplus-sum", "nothing is summed here: one index alone counts", size: 2
  ) { place in
    guard place.role == .value, case .reduction(.sum, let binder, let body) = place.node.kind
    else { return [] }
    return place.answer.indices.filter { $0 != binder.name && !place.sums.contains($0) }.map {
      let letter = place.answer.spelling($0)
      return place.replaced(by: place.renamed(body, binder.name, letter))
    }
  }

  /// `\delta` for `\sum_{i, j} \delta_{i, j}`, where one number is added everywhere.
  static let missingSum = Edit(
    "missing-sum", "what is added everywhere gathers a sum over all places", size: 2
  ) { place in
    guard place.isWhole, case .name(let name) = place.node.kind,
      let rank = place.answer.shapes[name]?.count, (1...3).contains(rank)
    else { return [] }
    let letters = ["i", "j", "k", "l", "m"].filter {
      place.answer.scope[$0] == nil && !place.answer.indices.contains($0)
    }
    guard letters.count >= rank else { return [] }
    let text = place.text.text(of: place.node)
    return (1...rank).reversed().map { count in
      let list = letters.prefix(count).joined(separator: ", ")
      return place.replaced(
        by: place.text.surface == .latex
          ? "\\sum_{\(list)} \(text)[\(list)]" : "sum(\(list)) \(text)[\(list)]")
    }
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
