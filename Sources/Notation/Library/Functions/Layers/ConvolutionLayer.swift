import NumericCore

/// `conv2d(x, W; stride = 2, …)`, of x: [channels, size…].
struct ConvolutionLayer: LayerFunction {
  let axes: Int

  var name: String { "conv\(axes)d" }
  var arity: ClosedRange<Int> { 2...2 }
  var options: Set<String>? { ["stride", "padding", "dilation", "groups", "bias"] }
  var windowAxes: Int? { axes }

  func output<C>(of inputs: [Variable<C.S>], _ call: FunctionCall<C>) throws -> Variable<C.S> {
    let bias = try call.options["bias"].map { try call.context.batch($0).variable }
    let kernel = Array(inputs[1].shape.suffix(axes))
    let windows = try call.windows(kernel, defaultStride: kernel.map { _ in 1 }, axes: axes)
    let groups = try call.options["groups"].map { try call.context.exact($0).whole(at: $0.span) }
    return try .convolution(
      name, of: inputs[0], by: inputs[1], bias: bias, windows: windows, groups: groups ?? 1)
  }

  func outputShape<C>(of shapes: [[Exact]], _ call: FunctionCall<C>) throws -> [Exact]? {
    let filters = shapes[1]
    guard shapes[0].count == axes + 1, filters.count == axes + 2 else { return nil }
    let input = call.channelAxes.channelsFirst(shapes[0], sizes: axes)
    let groups = try call.options["groups"].map(call.context.exact) ?? Exact(1)
    guard let count = groups.constant else { throw Diagnostic(.notAWholeNumber, at: call.span) }
    let channels = try located(at: call.span) {
      Exact(filters[1].lanes, try filters[1].values.map { try $0.multiplied(by: count) })
    }
    try require(input[0], equals: channels, in: call)
    let places = try call.placements(
      of: Array(input.dropFirst()), kernel: Array(filters.dropFirst(2)), defaultStride: nil)
    return call.channelAxes.asWritten([filters[0]] + places, sizes: axes)
  }
}
