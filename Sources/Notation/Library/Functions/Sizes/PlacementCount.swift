/// `conv_size(H, K; stride = S, …)`: how many places a kernel takes along one axis.
struct PlacementCount: LibraryFunction {
  let name: String
  /// Whether windows stand side by side where no stride is given.
  let isPooling: Bool

  var traits: FunctionTraits { [] }
  var arity: ClosedRange<Int> { 0...Int.max }
  var options: Set<String>? { ["stride", "padding", "dilation", "size", "kernel"] }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let options = call.options
    let named = [options["size"], options["kernel"]].compactMap { $0 }
    guard call.arguments.count + named.count == 2,
      let size = call.arguments.first ?? options["size"],
      let kernel = call.arguments.dropFirst().first ?? options["kernel"]
    else { throw Diagnostic(.argumentCount(name, 2, call.arguments.count), at: call.span) }
    let kernels = try call.sizes(kernel, 1)
    return .exact(
      try call.placements(
        of: call.sizes(size, 1), kernel: kernels, defaultStride: isPooling ? kernels : nil)[0])
  }
}
