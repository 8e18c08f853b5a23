import NumericCore

/// `avgpool(x; size = 2)`, `maxpool(x; size = 2, stride = 1)`, over the last axes of x.
struct PoolingLayer: LayerFunction {
  let name: String
  let axes: Int
  let takesMaximum: Bool

  var options: Set<String>? {
    takesMaximum ? ["size", "kernel", "stride"] : ["size", "kernel", "stride", "padding"]
  }

  var windowAxes: Int? { axes }

  func output<C>(of inputs: [Variable<C.S>], _ call: FunctionCall<C>) throws -> Variable<C.S> {
    guard let size = call.options["size", "kernel"] else {
      throw Diagnostic(.missingOption("size", of: name), at: call.span)
    }
    let kernel = try call.wholeSizes(size, axes)
    let windows = try call.windows(kernel, defaultStride: kernel, axes: axes)
    return try .pooling(name, of: inputs[0], windows: windows, takesMaximum: takesMaximum)
  }

  func outputShape<C>(of shapes: [[Exact]], _ call: FunctionCall<C>) throws -> [Exact]? {
    guard shapes[0].count >= axes, let size = call.options["size", "kernel"] else { return nil }
    let kernel = try call.sizes(size, axes)
    let input = call.channelAxes.channelsFirst(shapes[0], sizes: axes)
    let places = try call.placements(
      of: Array(input.suffix(axes)), kernel: kernel, defaultStride: kernel)
    return call.channelAxes.asWritten(Array(input.dropLast(axes)) + places, sizes: axes)
  }
}
