import NumericCore

/// `I` and `\mathbf{1}` without a size take the shape that fits beside them.
extension Evaluator {
  /// Both operands; one whose shape the other tells is computed behind it.
  func operands(
    _ sign: Syntax.BinaryOperator, _ left: Syntax.Expression, _ right: Syntax.Expression
  ) throws -> (Value<S>, Value<S>) {
    let outer = fittingShape
    defer { fittingShape = outer }
    let isProduct = sign.isProduct && sign != .star
    fittingShape = isProduct ? nil : outer
    guard let a = try unlessOpen(left) else {
      guard let b = try unlessOpen(right) else {
        // `\mathbf{1} \mathbf{1}^\top`
        guard isProduct, let outer, outer.count == 2 else { throw openShape(of: left) }
        return (try value(left, as: [outer[0]]), try value(right, as: [outer[1]]))
      }
      let shape = ownShape(b)
      return (
        try value(left, as: isProduct ? leftOf(shape, b, left, outer) : shape ?? outer), b
      )
    }
    guard let b = try unlessOpen(right) else {
      let shape = ownShape(a)
      return (
        a, try value(right, as: isProduct ? rightOf(shape, a, right, outer) : shape ?? outer)
      )
    }
    return (a, b)
  }

  /// Both sides of a relation, which are of one shape.
  func sides(
    _ left: Syntax.Expression, _ right: Syntax.Expression, leftIsAsked: Bool
  ) throws -> (Value<S>, Value<S>) {
    defer { (isAsked, fittingShape) = (false, nil) }
    isAsked = leftIsAsked
    if let a = try unlessOpen(left) {
      isAsked = false
      return (a, try value(right, as: ownShape(a)))
    }
    isAsked = false
    let b = try value(right)
    isAsked = leftIsAsked
    return (try value(left, as: ownShape(b)), b)
  }

  /// The value, unless it is of a shape that only its surroundings tell.
  private func unlessOpen(_ expression: Syntax.Expression) throws -> Value<S>? {
    do {
      return try value(expression)
    } catch let diagnostic as Diagnostic where diagnostic.message.cause == .openShape {
      return nil
    }
  }

  private func value(_ expression: Syntax.Expression, as shape: Shape?) throws -> Value<S> {
    fittingShape = shape
    return try value(expression)
  }

  private func openShape(of expression: Syntax.Expression) -> Diagnostic {
    Diagnostic(.openShape, at: expression.span)
  }

  /// Nothing for a number: it has no shape to tell.
  private func ownShape(_ value: Value<S>) -> Shape? {
    guard case .tensor(let batch) = value else { return nil }
    let own = settledShape(batch)
    return own.isEmpty ? nil : own
  }

  /// What stands on the left of a factor: with as many columns as that has rows.
  private func leftOf(
    _ shape: Shape?, _ right: Value<S>, _ left: Syntax.Expression, _ outer: Shape?
  ) -> Shape? {
    guard let shape, case .tensor(let batch) = right else { return outer }
    let isRow = batch.orientation == .row || (shape.count == 2 && shape[0] == 1)
    if isRow, !left.isIdentity, !left.isTransposed { return outer.map { [$0[0]] } }
    return left.isIdentity ? [shape[0], shape[0]] : [shape[0]]
  }

  /// What stands on the right of a factor: with as many rows as that has columns.
  private func rightOf(
    _ shape: Shape?, _ left: Value<S>, _ right: Syntax.Expression, _ outer: Shape?
  ) -> Shape? {
    guard let shape, case .tensor(let batch) = left, let columns = shape.last else { return outer }
    if shape.count == 1, batch.orientation != .row, right.isTransposed {
      return outer?.last.map { [$0] }
    }
    return right.isIdentity ? [columns, columns] : [columns]
  }
}

extension Syntax.Expression {
  fileprivate var isTransposed: Bool {
    switch kind {
    case .transposed: true
    case .negated(let inner): inner.isTransposed
    default: false
    }
  }

  /// Whether it is made of an identity matrix: `I`, `2 I`.
  fileprivate var isIdentity: Bool {
    if case .call(Identity.name, _, _) = kind { return true }
    return children.contains(where: \.isIdentity)
  }
}
