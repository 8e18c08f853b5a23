import NumericCore

/// The identity matrix: `I_n`, or `I` where the shape that fits is known.
struct Identity: LibraryFunction {
  static let name = "eye"
  let name: String = Self.name
  let sign: String? = "I"

  var traits: FunctionTraits { [] }
  var arity: ClosedRange<Int> { 0...1 }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let shape = try call.filledShape()
    guard shape.count == 2 || (shape.count == 1 && !call.arguments.isEmpty),
      shape[0] == shape[shape.count - 1]
    else { throw Diagnostic(.identityIsSquare(shape), at: call.span) }
    let size = shape[0]
    return try call.filled([size, size]) { $0 / size == $0 % size ? .one : .zero }
  }
}

/// A vector of ones: `\mathbf{1}_n`, or `\mathbf{1}` of the shape that fits.
struct Ones: LibraryFunction {
  static let name = "ones"
  let name: String = Self.name
  let sign: String? = "\\mathbf{1}"

  var traits: FunctionTraits { [] }
  var arity: ClosedRange<Int> { 0...2 }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    try call.filled(call.filledShape()) { _ in .one }
  }
}

extension FunctionCall {
  /// The sizes that are written, or else those that fit.
  fileprivate func filledShape() throws -> Shape {
    guard arguments.isEmpty else {
      return try arguments.map { try context.exact($0).whole(at: $0.span) }
    }
    guard let shape = context.fittingShape, !shape.isEmpty else {
      throw Diagnostic(.openShape, at: span)
    }
    return shape
  }

  fileprivate func filled(
    _ shape: Shape, by scalar: (Int) -> Context.S
  ) throws -> Value<Context.S> {
    guard shape.allSatisfy({ $0 > 0 }) else { throw Diagnostic(.extentIsNoSize, at: span) }
    try context.charge(shape, at: span)
    let scalars = (0..<shape.reduce(1, *)).map(scalar)
    return .tensor(Batch(.single, Variable(constant: Tensor(shape: shape, scalars: scalars))))
  }
}

extension Diagnostic.Message {
  static let openShape = Self(
    .openShape, "nothing beside this says which shape it has",
    hint: "write its size: I_n, \\mathbf{1}_n")

  static let extentIsNoSize = Self(
    "not-a-size", "the extents of a tensor must be whole numbers of at least 1")

  static func identityIsSquare(_ shape: Shape) -> Self {
    Self(
      .shapesDoNotFit, "an identity matrix is square, and \(shape.shapeDescription) is needed here")
  }
}
