import NumericCore

/// `conv_transpose2d(x, W; stride = 2, …)`, of x: [channels, size…] and W: [channels, filters, kernel…].
///
/// - Source: Dumoulin, Visin, *A guide to convolution arithmetic for deep learning* (2016), chapter 4.
struct TransposedConvolutionLayer: LayerFunction {
  let axes: Int

  var name: String { "conv_transpose\(axes)d" }
  var arity: ClosedRange<Int> { 2...2 }
  var options: Set<String>? {
    ["stride", "padding", "dilation", "output_padding", "groups", "bias"]
  }
  var windowAxes: Int? { axes }

  func output<C>(of inputs: [Variable<C.S>], _ call: FunctionCall<C>) throws -> Variable<C.S> {
    let (bias, windows, groups) = try call.convolutionOptions(of: inputs[1], axes: axes)
    let outputPadding = try call.options["output_padding"].map { try call.wholeSizes($0, axes) }
    return try .transposedConvolution(
      name, of: inputs[0], by: inputs[1], bias: bias, windows: windows,
      outputPadding: outputPadding ?? windows.map { _ in 0 }, groups: groups)
  }

  func outputShape<C>(of shapes: [[Exact]], _ call: FunctionCall<C>) throws -> [Exact]? {
    let kernel = shapes[1]
    guard shapes[0].count == axes + 1, kernel.count == axes + 2 else { return nil }
    let input = call.channelAxes.channelsFirst(shapes[0], sizes: axes)
    try require(input[0], equals: kernel[0], in: call)
    let groups = try call.options["groups"].map(call.count) ?? call.count(1)
    let filters = try Count(exact: kernel[1], call: call) * groups
    let extents = try call.extents(
      ofPlaces: Array(input.dropFirst()), kernel: Array(kernel.dropFirst(2)))
    return call.channelAxes.asWritten([filters.exact] + extents, sizes: axes)
  }
}

/// `conv_transpose_size(H, K; stride = S, …)`, how long the output of a transposed convolution is:
/// `(H − 1) S − 2 P + D (K − 1) + output padding + 1`.
struct TransposedSize: LibraryFunction {
  let name = "conv_transpose_size"

  var traits: FunctionTraits { [] }
  var arity: ClosedRange<Int> { 2...2 }
  var options: Set<String>? { ["stride", "padding", "dilation", "output_padding"] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let extents = try call.extents(
      ofPlaces: call.sizes(call.arguments[0], 1), kernel: call.sizes(call.arguments[1], 1))
    return .exact(extents[0])
  }
}

extension FunctionCall {
  /// How long the axes are that a transposed convolution makes; a lane at which nothing is left of one is
  /// at fault.
  fileprivate func extents(ofPlaces places: [Exact], kernel: [Exact]) throws -> [Exact] {
    func option(_ name: String, _ fallback: Int) throws -> [Count<Context>] {
      guard let given = options[name] else { return places.map { _ in count(fallback) } }
      return try sizes(given, places.count).map { Count(exact: $0, call: self) }
    }
    let (stride, padding) = (try option("stride", 1), try option("padding", 0))
    let (dilation, rest) = (try option("dilation", denseDilation), try option("output_padding", 0))
    return try places.indices.map { axis in
      let steps = try (Count(exact: places[axis], call: self) - count(1)) * stride[axis]
      let reach = try dilation[axis] + count(1) - count(denseDilation)
      let span = try (Count(exact: kernel[axis], call: self) - count(1)) * reach
      let extent = try steps - count(2) * padding[axis] + span + rest[axis] + count(1)
      return try admissible(extent.exact)
    }
  }

  private func admissible(_ extent: Exact) throws -> Exact {
    guard extent.values.contains(where: { $0 < Rational(1) }) else { return extent }
    let fault = context.note(
      Fault(kind: .inadmissible, message: "these sizes leave nothing of an axis", span: span))
    var faults = Faults(lanes: extent.lanes.count)
    for (lane, value) in extent.values.enumerated() {
      faults[lane] = value < Rational(1) ? fault : extent.faults[lane]
    }
    return Exact(extent.lanes, extent.values, faults: faults)
  }
}
