import NumericCore

/// `exp(vᵢ) / Σⱼ exp(vⱼ)`; several numbers are one vector, and of a matrix each sample is one.
struct SoftmaxFunction: LibraryFunction {
  let name = "softmax"
  let aliases = ["softargmax", "Softmax"]

  var traits: FunctionTraits { [.transcendental] }
  var keepsShape: Bool { true }
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
    let powers = try context.settled(x).applying(.exp)
    switch powers.own.count {
    case 1:
      return try context.elementwise(
        .divide, powers, powers.summed(), mayBroadcast: true, at: span)
    case 2:
      let areColumns = context.sampleAxis == .columns
      return try context.elementwise(
        .divide, powers, powers.sumsOfSamples(alongColumns: areColumns), mayBroadcast: false,
        at: span)
    default: throw Diagnostic(.softmaxNeedsVector(x.own), at: span)
    }
  }
}

extension Batch {
  /// At each entry of a matrix the sum of its row, or of its column.
  fileprivate func sumsOfSamples(alongColumns: Bool) throws -> Batch {
    let (rows, columns) = (own[0], own[1])
    let length = alongColumns ? rows : columns
    let places = (0..<(lanes.count * rows * columns)).flatMap { place in
      let (lane, row, column) = (
        place / (rows * columns), place / columns % rows, place % columns
      )
      return (0..<length).map { k in
        (lane * rows + (alongColumns ? k : row)) * columns + (alongColumns ? column : k)
      }
    }
    _ = try (lanes.extents + own + [length]).elementCount()
    let spread = try Variable.apply(
      .gather(places, shape: lanes.extents + own + [length]), to: variable)
    return Batch(lanes, try .apply(.sum(last: 1), to: spread), faults: faults)
  }
}

extension Diagnostic.Message {
  static func softmaxNeedsVector(_ shape: Shape) -> Self {
    Self(.shapesDoNotFit, "softmax takes a vector or a matrix, not \(shape.shapeDescription)")
  }
}
