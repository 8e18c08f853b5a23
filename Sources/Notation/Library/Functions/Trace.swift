import NumericCore

/// The sum of the diagonal of a square matrix; a number is its own.
struct Trace: LibraryFunction {
  let name = "trace"
  let aliases = ["tr", "Tr"]

  var traits: FunctionTraits { [.takesBareArgument, .isNumber] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let x = try call.tensor(0)
    if x.own.isEmpty { return .tensor(x) }
    guard x.own.count == 2, x.own[0] == x.own[1] else {
      throw Diagnostic(.traceNeedsSquare(x.own), at: call.span)
    }
    return try located(at: call.span) { .tensor(try x.diagonal(at: call.span).summed()) }
  }
}

extension Diagnostic.Message {
  static func traceNeedsSquare(_ shape: Shape) -> Self {
    Self(.shapesDoNotFit, "a trace needs a square matrix, not \(shape.shapeDescription)")
  }
}
