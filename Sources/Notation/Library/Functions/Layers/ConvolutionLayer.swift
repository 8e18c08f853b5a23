import NumericCore

/// `conv2d(x, W; stride = 2, …)`, of x: [channels, size…].
struct ConvolutionLayer: LayerFunction {
  let axes: Int

  var name: String { "conv\(axes)d" }
  var arity: ClosedRange<Int> { 2...2 }
  var options: Set<String>? { ["stride", "padding", "dilation", "groups", "bias"] }
  var windowAxes: Int? { axes }

  func output<C>(of inputs: [Variable<C.S>], _ call: FunctionCall<C>) throws -> Variable<C.S> {
    let (bias, windows, groups) = try call.convolutionOptions(of: inputs[1], axes: axes)
    return try .convolution(
      name, of: inputs[0], by: inputs[1], bias: bias, windows: windows, groups: groups)
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

extension FunctionCall {
  /// What a convolution and its transpose are told beside the tensors; 1 stride and 1 group where nothing is said.
  func convolutionOptions(
    of kernel: Variable<Context.S>, axes: Int
  ) throws -> (bias: Variable<Context.S>?, windows: [Window], groups: Int) {
    let sizes = Array(kernel.shape.suffix(axes))
    return (
      try options["bias"].map { try context.batch($0).variable },
      try windows(sizes, defaultStride: sizes.map { _ in 1 }, axes: axes),
      try options["groups"].map { try context.exact($0).whole(at: $0.span) } ?? 1
    )
  }
}
