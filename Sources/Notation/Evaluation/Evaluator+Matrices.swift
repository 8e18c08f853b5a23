import NumericCore

extension Evaluator {
  func apply(
    _ function: MatrixFunction, to arguments: [Syntax.Expression], at span: Span
  ) throws -> Value<S> {
    if function == .softmax, arguments.count > 1 {
      return .tensor(try softmax(matrix([arguments]), at: span))
    }
    guard arguments.count == 1 else {
      throw Diagnostic(.argumentCount(function.rawValue, 1, arguments.count), at: span)
    }
    let x = settled(try batch(arguments[0]))
    return try located(at: span) {
      switch function {
      case .diag: return .tensor(try diagonal(x, at: span))
      case .trace:
        guard x.own.count == 2, x.own[0] == x.own[1] else {
          throw Diagnostic(.traceNeedsSquare(x.own), at: span)
        }
        return .tensor(try summed(diagonal(x, at: span)))
      case .norm:
        let squares = try elementwise(.multiply, x, x, mayBroadcast: false, at: span)
        let sum = try summed(squares)
        return .tensor(
          Batch(sum.lanes, try .apply(.elementary(.sqrt), to: sum.variable), faults: sum.faults))
      case .softmax: return .tensor(try softmax(x, at: span))
      }
    }
  }

  /// A vector on the diagonal of a matrix, or the diagonal of a matrix as a vector.
  func diagonal(_ x: Batch<S>, at span: Span) throws -> Batch<S> {
    let lanes = x.lanes.count
    let shape: Shape
    let places: [Int]
    switch x.own.count {
    case 1:
      let size = x.own[0]
      shape = [size, size]
      places = (0..<(lanes * size * size)).map { place in
        let (row, column) = (place / size % size, place % size)
        return row == column ? place / (size * size) * size + row : -1
      }
    case 2 where x.own[0] == x.own[1]:
      let size = x.own[0]
      shape = [size]
      places = (0..<(lanes * size)).map { place in
        place / size * size * size + place % size * (size + 1)
      }
    default: throw Diagnostic(.diagonalNeedsVector(x.own), at: span)
    }
    _ = try (x.lanes.extents + shape).elementCount()
    return Batch(
      x.lanes, try .apply(.gather(places, shape: x.lanes.extents + shape), to: x.variable),
      faults: x.faults)
  }

  private func summed(_ x: Batch<S>) throws -> Batch<S> {
    Batch(x.lanes, try .apply(.sum(last: x.own.count), to: x.variable), faults: x.faults)
  }

  private func softmax(_ x: Batch<S>, at span: Span) throws -> Batch<S> {
    guard x.own.count == 1 else { throw Diagnostic(.softmaxNeedsVector(x.own), at: span) }
    let powers = Batch(
      x.lanes, try .apply(.elementary(.exp), to: x.variable), faults: x.faults)
    var result = try elementwise(
      .divide, powers, try summed(powers), mayBroadcast: true, at: span)
    result.isRow = x.isRow
    return result
  }

  /// `−y^⊤ log softmax(z)` of the scores z and the distribution y.
  func softmaxCrossEntropy(
    _ arguments: [Syntax.Expression], at span: Span
  ) throws -> Batch<S> {
    guard arguments.count == 2 else {
      throw Diagnostic(.argumentCount("softmax_cross_entropy", 2, arguments.count), at: span)
    }
    let (z, y) = (settled(try batch(arguments[0])), settled(try batch(arguments[1])))
    guard z.own.count == 1, z.own == y.own else {
      throw Diagnostic(.crossEntropyNeedsVectors(z.own, y.own), at: arguments[1].span)
    }
    return try located(at: span) {
      let p = try softmax(z, at: span)
      let logarithms = Batch(
        p.lanes, try .apply(.elementary(.log), to: p.variable), faults: p.faults)
      let sum = try summed(
        elementwise(.multiply, y, logarithms, mayBroadcast: false, at: span))
      return Batch(sum.lanes, try .apply(.negate, to: sum.variable), faults: sum.faults)
    }
  }

  /// The slope of an elementary function at each element: `tanh'(c)`.
  func slope(
    of function: ElementaryFunction, at argument: Syntax.Expression, _ span: Span
  ) throws -> Value<S> {
    let x = settled(try batch(argument))
    guard !x.variable.isDifferentiable else {
      throw Diagnostic(.derivativeOfDerivative, at: span)
    }
    return try located(at: span) {
      var slopes: [S] = []
      for scalar in x.variable.value.scalars {
        slopes.append(try function.derivative(scalar, S.apply(function, scalar)))
      }
      let tensor = Tensor(shape: x.variable.shape, scalars: slopes)
      return .tensor(Batch(x.lanes, Variable(constant: tensor), faults: x.faults))
    }
  }

  // MARK: - Products that are written loosely

  /// What authors mean where the strict rules give no product: `Q h^⊤` for `(Q h)^⊤`, `v M^⊤` in row
  /// vectors for `M v`, and two vectors side by side element by element.
  func looseProduct(_ x: Batch<S>, _ y: Batch<S>, at span: Span) throws -> Batch<S>? {
    switch (x.own.count, y.own.count) {
    case (2, 1) where y.isRow && x.own[1] == y.own[0]:
      var row = try contracted(x, y, axes: 1, at: span)
      row.isRow = true
      return row
    case (1, 2) where x.own[0] == y.own[0]:
      var row = try contracted(x, y, axes: 1, at: span)
      row.isRow = true
      return row
    case (1, 2) where x.own[0] == y.own[1]: return try contracted(y, x, axes: 1, at: span)
    case (1, 1) where x.isRow == y.isRow && x.own == y.own:
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
    return try contracted(diagonal(x, at: span), y, axes: 1, at: span)
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
  static func diagonalNeedsVector(_ shape: Shape) -> Self {
    Self(
      .shapesDoNotFit,
      "diag takes a vector or a square matrix, not \(shape.shapeDescription)")
  }

  static func crossEntropyNeedsVectors(_ z: Shape, _ y: Shape) -> Self {
    Self(
      .shapesDoNotFit,
      "softmax_cross_entropy(z, y) takes two vectors of one size, not \(z.shapeDescription) and "
        + y.shapeDescription)
  }

  static func traceNeedsSquare(_ shape: Shape) -> Self {
    Self(.shapesDoNotFit, "a trace needs a square matrix, not \(shape.shapeDescription)")
  }

  static func softmaxNeedsVector(_ shape: Shape) -> Self {
    Self(.shapesDoNotFit, "softmax takes a vector, not \(shape.shapeDescription)")
  }
}
