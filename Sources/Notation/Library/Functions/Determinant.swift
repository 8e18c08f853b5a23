import NumericCore

/// `det A` of a square matrix.
struct Determinant: LibraryFunction {
  static let name = "det"
  let name: String = Self.name

  var traits: FunctionTraits { [.takesBareArgument, .isNumber] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let x = try call.tensor(0)
    guard x.isSquareMatrix else {
      throw Diagnostic(.determinantNeedsSquare(x.own), at: call.span)
    }
    return try located(at: call.span) {
      .tensor(Batch(x.lanes, try .apply(.determinant, to: x.variable), faults: x.faults))
    }
  }
}

extension Diagnostic.Message {
  static func determinantNeedsSquare(_ shape: Shape) -> Self {
    Self(.shapesDoNotFit, "a determinant needs a square matrix, not \(shape.shapeDescription)")
  }
}
