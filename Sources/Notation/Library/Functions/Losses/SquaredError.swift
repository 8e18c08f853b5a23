import NumericCore

/// `mse(y, ŷ) = 1/n Σᵢ (yᵢ − ŷᵢ)²`, the mean over the entries of two vectors.
///
/// - Shapes: two vectors of one size, or two numbers, give a number. Of a batch one would have to know
///   whether outputs are summed or averaged: it is an error.
/// - Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), equation 5.4.
struct SquaredError: ComposedFunction {
  let name = "mse"
  let aliases = ["MSE"]

  var traits: FunctionTraits { [.isNumber] }
  var arity: ClosedRange<Int> { 2...2 }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let (y, prediction) = try call.pair(of: name)
    let error = try y - prediction
    return try (error * error).mean()
  }
}

extension FunctionCall {
  /// Two vectors of one size, or two numbers.
  func pair(of function: String) throws -> (Operand<Context>, Operand<Context>) {
    let (first, second) = (try operand(0), try operand(1))
    guard first.shape == second.shape, first.shape.count <= 1 else {
      throw Diagnostic(
        .lossNeedsVectors(function, first.shape, second.shape), at: arguments[1].span)
    }
    return (first, second)
  }
}

extension Diagnostic.Message {
  fileprivate static func lossNeedsVectors(
    _ name: String, _ first: Shape, _ second: Shape
  ) -> Self {
    Self(
      .shapesDoNotFit,
      "\(name) takes two vectors of one size, not \(first.shapeDescription) and "
        + second.shapeDescription,
      hint: "of a batch, write the sum or the mean over the samples that is meant")
  }
}
