/// `conv2d_shape(input: 10 × 11, kernel: 3 × 3)`, from numbers alone.
struct OutputShape: LibraryFunction {
  let name: String
  let axes: Int
  /// Whether windows stand side by side where no stride is given.
  let isPooling: Bool

  var traits: FunctionTraits { [.isShape] }
  var arity: ClosedRange<Int> { 0...Int.max }

  var options: Set<String>? {
    ["input", "kernel", "stride", "padding", "dilation", "filters"]
  }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let options = call.options
    guard call.arguments.isEmpty, let input = options["input"], let kernel = options["kernel"]
    else {
      throw Diagnostic(
        .missingOption(options["input"] == nil ? "input" : "kernel", of: name), at: call.span)
    }
    let kernels = try call.sizes(kernel, axes)
    let extents = try call.placements(
      of: call.sizes(input, axes), kernel: kernels, defaultStride: isPooling ? kernels : nil)
    let channels = try options["filters"].map { [try call.context.exact($0)] } ?? []
    return .shape(
      call.channelAxes.asWritten(channels + extents, sizes: axes))
  }
}
