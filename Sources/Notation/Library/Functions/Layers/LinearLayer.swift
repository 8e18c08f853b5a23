import NumericCore

/// `linear(x, W; bias = b)`
struct LinearLayer: LayerFunction {
  let name = "linear"

  var arity: ClosedRange<Int> { 2...2 }
  var options: Set<String>? { ["bias"] }
  var windowAxes: Int? { nil }

  func output<C>(of inputs: [Variable<C.S>], _ call: FunctionCall<C>) throws -> Variable<C.S> {
    let (x, w) = (inputs[0], inputs[1])
    let bias = try call.options["bias"].map { try call.context.batch($0).variable }
    guard x.shape.count == 1, w.shape.count == 2, w.shape[1] == x.shape[0],
      bias == nil || bias?.shape == [w.shape[0]]
    else {
      throw ShapeError.mismatch(
        layer: name,
        detail: "takes x: [in] and W: [out, in], not \(x.shape.shapeDescription) and "
          + w.shape.shapeDescription)
    }
    let rows = (0..<w.shape[0]).flatMap { _ in 0..<x.shape[0] }
    let products = try Variable.multiply(.apply(.gather(rows, shape: w.shape), to: x), w)
    let y = try Variable.apply(.sum(last: 1), to: products)
    return try bias.map { try .add(y, $0) } ?? y
  }

  func outputShape<C>(of shapes: [[Exact]], _ call: FunctionCall<C>) throws -> [Exact]? {
    guard shapes[0].count == 1, shapes[1].count == 2 else { return nil }
    try require(shapes[0][0], equals: shapes[1][1], in: call)
    return [shapes[1][0]]
  }
}
