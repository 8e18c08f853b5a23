import NumericCore

/// Products whose factors belong together as their shapes allow.
extension Evaluator {
  /// `a ⊙ b c` is `a ⊙ (b c)` or `(a ⊙ b) c`, where no brackets say it: the one that has a meaning.
  ///
  /// - Errors: where both have one, and no brackets.
  func hadamard(
    _ x: Batch<S>, _ right: Syntax.Expression, _ y: Batch<S>, at span: Span
  ) throws -> Batch<S> {
    if let scaled = try scaledRows(x, y, at: span) { return scaled }
    func whole() throws -> Batch<S> {
      try elementwise(.multiply, x, y, mayBroadcast: true, at: span)
    }
    guard case .binary(let sign, let first, let last) = right.kind, sign.isProduct,
      right.span.upper == span.upper
    else { return try whole() }
    func split() throws -> Batch<S> {
      try product(
        sign, elementwise(.multiply, x, batch(first), mayBroadcast: true, at: span), batch(last),
        at: span)
    }
    do {
      let result = try whole()
      // A number beside a vector may have been meant of the vectors alone.
      guard y.own.isEmpty, !x.own.isEmpty, let other = try? split(), other.own != result.own
      else { return result }
    } catch let diagnostic as Diagnostic {
      guard let result = try? split() else { throw diagnostic }
      return result
    }
    throw Diagnostic(.productNeedsBrackets, at: span)
  }

  /// What authors mean where the strict rules give no product: `Q h^⊤` for `(Q h)^⊤`, `v M^⊤` in row
  /// vectors for `M v`, and two vectors side by side element by element.
  func looseProduct(_ x: Batch<S>, _ y: Batch<S>, at span: Span) throws -> Batch<S>? {
    switch (x.own.count, y.own.count) {
    case (2, 1) where y.orientation == .row && x.own[1] == y.own[0]:
      var row = try contracted(x, y, axes: 1, at: span)
      row.orientation = .row
      return row
    case (1, 2) where x.own[0] == y.own[0]:
      var row = try contracted(x, y, axes: 1, at: span)
      row.orientation = .row
      return row
    case (1, 2) where x.own[0] == y.own[1]: return try contracted(y, x, axes: 1, at: span)
    case (1, 1) where x.orientation.meeting(y.orientation) != nil && x.own == y.own:
      return try elementwise(.multiply, x, y, mayBroadcast: false, at: span)
    default: return nil
    }
  }

  /// `c ⊙ ∂z/∂W`, loosely: each output's derivatives times the element of the vector.
  func scaledRows(_ left: Batch<S>, _ right: Batch<S>, at span: Span) throws -> Batch<S>? {
    let (x, y) = (settled(left), settled(right))
    guard reading.multipliesLoosely, x.own.count == 1, y.own.count > 1, x.own[0] == y.own[0] else {
      return nil
    }
    return try contracted(x.diagonal(at: span), y, axes: 1, at: span)
  }

  /// The product of matrices along a loop, the last index first: `J[t] … J[k + 1]`.
  func orderedProduct(
    of factors: [Batch<S>], at span: Span
  ) throws -> Batch<S>? {
    try factors.reduce(nil as Batch<S>?) { product, factor in
      try product.map { try contracted(factor, $0, axes: 1, at: span) } ?? factor
    }
  }
}

extension Diagnostic.Message {
  static let productNeedsBrackets = Self(
    "ambiguous", "this can be read in two ways, with brackets around either product",
    hint: "write the brackets")
}
