import NumericCore

/// The weights of a layer, counted with its biases.
///
/// - Errors: a number that is missing, and what is no whole number.
struct ParameterCount: CountingFunction {
  /// What the weights belong to.
  private enum Layer {
    case linear
    /// The axes of the kernel.
    case convolution(axes: Int)
    /// The gates, each with a weight for every input and every state.
    case recurrent(gates: Int)
    /// The projections of queries, keys, values and outputs.
    case attention
    case embedding
    /// How many numbers there are for each feature.
    case norm(ofEach: Int)
  }

  let name: String
  private let layer: Layer

  private init(_ kind: String, _ layer: Layer) {
    name = "\(kind)_parameters"
    self.layer = layer
  }

  static let all = [
    // linear_parameters(inputs: 3, outputs: 8)
    Self("linear", .linear),
    // conv2d_parameters(channels: 3, filters: 8, kernel: 5 × 5); a transposed one has as many.
    Self("conv1d", .convolution(axes: 1)), Self("conv2d", .convolution(axes: 2)),
    Self("conv_transpose1d", .convolution(axes: 1)),
    Self("conv_transpose2d", .convolution(axes: 2)),
    // lstm_parameters(inputs: 3, hidden: 8); one bias for each gate, of which some libraries have two.
    Self("rnn", .recurrent(gates: 1)), Self("gru", .recurrent(gates: 3)),
    Self("lstm", .recurrent(gates: 4)),
    // attention_parameters(size: 512), however many heads share that size.
    Self("attention", .attention),
    // embedding_parameters(vocabulary: 1000, size: 64)
    Self("embedding", .embedding),
    // layer_norm_parameters(size: 64)
    Self("batch_norm", .norm(ofEach: 2)), Self("layer_norm", .norm(ofEach: 2)),
    Self("rms_norm", .norm(ofEach: 1)),
  ]

  var options: Set<String>? {
    switch layer {
    case .linear: ["inputs", "outputs", "bias"]
    case .convolution: ["channels", "filters", "kernel", "groups", "bias"]
    case .recurrent: ["inputs", "hidden", "biases"]
    case .attention: ["size", "bias"]
    case .embedding: ["vocabulary", "size"]
    case .norm: ["size"]
    }
  }

  func count<C>(of call: FunctionCall<C>) throws -> Count<C> {
    func given(_ option: String) throws -> Count<C> { try call.count(option, of: name) }
    switch layer {
    case .linear:
      return try given("outputs") * (given("inputs") + biases(call))
    case .convolution(let axes):
      return try given("filters") * (call.weightsOfFilter(of: name, axes: axes) + biases(call))
    case .recurrent(let gates):
      let biases = try call.options["biases"].map(call.count) ?? call.count(1)
      let hidden = try given("hidden")
      return try call.count(gates) * hidden * (given("inputs") + hidden + biases)
    case .attention:
      let size = try given("size")
      return try call.count(4) * size * (size + biases(call))
    case .embedding: return try given("vocabulary") * given("size")
    case .norm(let ofEach): return try call.count(ofEach) * given("size")
    }
  }

  /// One for each output, unless it is said that there are none.
  private func biases<C>(_ call: FunctionCall<C>) throws -> Count<C> {
    guard let bias = call.options["bias"] else { return call.count(1) }
    guard let number = try call.count(bias).exact.constant else {
      throw Diagnostic(.notAWholeNumber, at: bias.span)
    }
    return call.count(number.isZero ? 0 : 1)
  }
}

extension FunctionCall {
  /// How many inputs a filter weighs at each place: its taps, in each channel of its group.
  func weightsOfFilter(of function: String, axes: Int) throws -> Count<Context> {
    let channels = try count("channels", of: function)
    let ofGroup = try options["groups"].map { try channels.divided(by: count($0)) } ?? channels
    return try ofGroup * (options["kernel"].map { try product($0, axes: axes) } ?? count(1))
  }
}
