import NumericCore

/// The multiplications with an addition that a layer takes for one example, `…_macs`, or the operations
/// that these are, two for each, `…_flops`. Biases and activations are not counted.
///
/// - Errors: a number that is missing, and what is no whole number.
/// - Source: Sze et al., *Efficient Processing of Deep Neural Networks* (2017), section III-A.
struct OperationCount: CountingFunction {
  private enum Layer {
    case linear
    case convolution(axes: Int)
    /// One step of it.
    case recurrent(gates: Int)
    /// Scores, and what is taken of the values; without projections.
    case attention
  }

  let name: String
  private let layer: Layer
  private let ofEach: Int

  static let all = [("macs", 1), ("flops", 2)].flatMap { unit, ofEach in
    [
      // linear_macs(inputs: 3, outputs: 8)
      Self(name: "linear_\(unit)", layer: .linear, ofEach: ofEach),
      // conv2d_macs(channels: 3, filters: 8, kernel: 5, input: 32 × 32, padding: 2), or with an output
      Self(name: "conv1d_\(unit)", layer: .convolution(axes: 1), ofEach: ofEach),
      Self(name: "conv2d_\(unit)", layer: .convolution(axes: 2), ofEach: ofEach),
      // lstm_macs(inputs: 3, hidden: 8)
      Self(name: "rnn_\(unit)", layer: .recurrent(gates: 1), ofEach: ofEach),
      Self(name: "gru_\(unit)", layer: .recurrent(gates: 3), ofEach: ofEach),
      Self(name: "lstm_\(unit)", layer: .recurrent(gates: 4), ofEach: ofEach),
      // attention_macs(queries: 10, keys: 12, size: 64)
      Self(name: "attention_\(unit)", layer: .attention, ofEach: ofEach),
    ]
  }

  var options: Set<String>? {
    switch layer {
    case .linear: ["inputs", "outputs"]
    case .convolution:
      [
        "channels", "filters", "kernel", "groups", "output", "input", "stride", "padding",
        "dilation",
      ]
    case .recurrent: ["inputs", "hidden"]
    case .attention: ["queries", "keys", "size"]
    }
  }

  func count<C>(of call: FunctionCall<C>) throws -> Count<C> {
    func given(_ option: String) throws -> Count<C> { try call.count(option, of: name) }
    let products =
      switch layer {
      case .linear: try given("inputs") * given("outputs")
      case .convolution(let axes):
        try given("filters") * call.weightsOfFilter(of: name, axes: axes) * places(call, axes)
      case .recurrent(let gates):
        try call.count(gates) * given("hidden") * (given("inputs") + given("hidden"))
      case .attention:
        try call.count(2) * given("queries") * given("keys") * given("size")
      }
    return try call.count(ofEach) * products
  }

  /// How many places the output has: as it is given, or as the input and the window say.
  private func places<C>(_ call: FunctionCall<C>, _ axes: Int) throws -> Count<C> {
    if let output = call.options["output"] { return try call.product(output, axes: axes) }
    let input = try call.options.required("input", of: name, at: call.span)
    let kernel = try call.options.required("kernel", of: name, at: call.span)
    let places = try call.placements(
      of: call.sizes(input, axes), kernel: call.sizes(kernel, axes), defaultStride: nil)
    return try places.reduce(call.count(1)) { try $0 * Count(exact: $1, call: call) }
  }
}
