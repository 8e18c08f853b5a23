import NumericCore

extension Batch {
  /// The same as a constant.
  var held: Batch {
    Batch(lanes, Variable(constant: variable.value), faults: faults, orientation: orientation)
  }

  var isSquareMatrix: Bool { own.count == 2 && own[0] == own[1] }

  /// One tensor, whose first axes are those of the lanes.
  var withAxesOfLanes: Batch {
    var whole = Batch(.single, variable)
    whole.rowOrientation = own.count == 1 ? orientation : rowOrientation
    return whole
  }

  /// A function of each element.
  @_specialize(where S == PrimeField)
  @_specialize(where S == Bounded<Double>)
  func applying(_ function: ElementaryFunction) throws -> Batch {
    Batch(
      lanes, try .apply(.elementary(function), to: variable), faults: faults,
      orientation: orientation)
  }

  /// The slope of a function at each element, as a constant.
  func slopes(of function: ElementaryFunction) throws -> Batch {
    var slopes: [S] = []
    for scalar in variable.value.scalars {
      slopes.append(try function.derivative(scalar, S.apply(function, scalar)))
    }
    let tensor = Tensor(shape: variable.shape, scalars: slopes)
    return Batch(lanes, Variable(constant: tensor), faults: faults, orientation: orientation)
  }

  /// The sum of all elements at each lane.
  func summed() throws -> Batch {
    Batch(lanes, try .apply(.sum(last: own.count), to: variable), faults: faults)
  }

  /// A vector on the diagonal of a matrix, or the diagonal of a matrix as a vector.
  func diagonal(at span: Span) throws -> Batch {
    let count = lanes.count
    let shape: Shape
    let places: [Int]
    switch own.count {
    case 1:
      let size = own[0]
      shape = [size, size]
      places = (0..<(count * size * size)).map { place in
        let (row, column) = (place / size % size, place % size)
        return row == column ? place / (size * size) * size + row : -1
      }
    case 2 where own[0] == own[1]:
      let size = own[0]
      shape = [size]
      places = (0..<(count * size)).map { place in
        place / size * size * size + place % size * (size + 1)
      }
    default: throw Diagnostic(.diagonalNeedsVector(own), at: span)
    }
    _ = try (lanes.extents + shape).elementCount()
    return Batch(
      lanes, try .apply(.gather(places, shape: lanes.extents + shape), to: variable),
      faults: faults)
  }
}

extension Variable {
  static func add(_ left: Self, _ right: Self) throws(DomainError) -> Self {
    try apply(.add, to: left, right)
  }

  static func multiply(_ left: Self, _ right: Self) throws(DomainError) -> Self {
    try apply(.multiply, to: left, right)
  }

  /// The sum of all elements.
  static func sum(_ operand: Self) throws(DomainError) -> Self {
    try apply(.sum(last: operand.shape.count), to: operand)
  }
}

extension Exact {
  /// The one whole number that it is.
  func whole(at span: Span) throws(Diagnostic) -> Int {
    guard let whole = constant?.integer else { throw Diagnostic(.notAWholeNumber, at: span) }
    return whole
  }
}

/// Says where a shape or a number went wrong.
func located<Result>(at span: Span, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as ShapeError {
    throw Diagnostic(.shapesDoNotFit("\(error)"), at: span)
  } catch let error as DomainError {
    if case .notExact = error { throw error }
    throw Diagnostic(.noValue("\(error)"), at: span)
  }
}

extension Diagnostic.Message {
  static let notAWholeNumber = Self(
    "not-exact", "this must be a whole number that does not depend on the tensors")

  static func shapesDoNotFit(_ detail: String) -> Self { Self(.shapesDoNotFit, detail) }
  static func noValue(_ detail: String) -> Self { Self("no-value", detail) }

  static func diagonalNeedsVector(_ shape: Shape) -> Self {
    Self(
      .shapesDoNotFit,
      "diag takes a vector or a square matrix, not \(shape.shapeDescription)")
  }

  static let higherDerivative = Self(
    "unsupported", "derivatives are taken of at most third order", hint: "give names to the first")

  static let derivativeOfDerivative = Self(
    "unsupported", "second derivatives are not supported", hint: "write first derivatives only")
}
