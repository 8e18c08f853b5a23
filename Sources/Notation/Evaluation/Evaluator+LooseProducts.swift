import NumericCore

/// Products that are written loosely.
extension Evaluator {
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
