import NumericCore

/// `−y^⊤ log softmax(z)` of the scores z and the distribution y.
struct SoftmaxCrossEntropy: LibraryFunction {
  let name = "softmax_cross_entropy"

  var traits: FunctionTraits { [.transcendental] }
  var arity: ClosedRange<Int> { 2...2 }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let span = call.span
    let z = try call.tensor(0)
    let y = try call.tensor(1)
    guard z.own.count == 1, z.own == y.own else {
      throw Diagnostic(.crossEntropyNeedsVectors(z.own, y.own), at: call.arguments[1].span)
    }
    return try located(at: span) {
      let logarithms = try call.softmax(z).applying(.log)
      let products = try call.context.elementwise(
        .multiply, y, logarithms, mayBroadcast: false, at: span)
      let sum = try products.summed()
      return .tensor(
        Batch(sum.lanes, try .apply(.negate, to: sum.variable), faults: sum.faults))
    }
  }
}

extension Diagnostic.Message {
  static func crossEntropyNeedsVectors(_ z: Shape, _ y: Shape) -> Self {
    Self(
      .shapesDoNotFit,
      "softmax_cross_entropy(z, y) takes two vectors of one size, not \(z.shapeDescription) and "
        + y.shapeDescription)
  }
}
