import NumericCore

/// `exp(vᵢ) / Σⱼ exp(vⱼ)`; several numbers are one vector.
struct SoftmaxFunction: LibraryFunction {
  let name = "softmax"
  let aliases = ["softargmax"]

  var traits: FunctionTraits { [.transcendental] }
  var arity: ClosedRange<Int> { 1...Int.max }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    guard call.arguments.count == 1 else {
      return .tensor(try call.softmax(call.context.matrix(call.arguments.map { [$0] })))
    }
    let x = try call.tensor(0)
    return try located(at: call.span) { .tensor(try call.softmax(x)) }
  }
}

extension FunctionCall {
  func softmax(_ x: Batch<Context.S>) throws -> Batch<Context.S> {
    guard x.own.count == 1 else { throw Diagnostic(.softmaxNeedsVector(x.own), at: span) }
    let powers = try x.applying(.exp)
    return try context.elementwise(
      .divide, powers, powers.summed(), mayBroadcast: true, at: span)
  }
}

extension Diagnostic.Message {
  static func softmaxNeedsVector(_ shape: Shape) -> Self {
    Self(.shapesDoNotFit, "softmax takes a vector, not \(shape.shapeDescription)")
  }
}
