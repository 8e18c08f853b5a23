/// Layers, one after the other; itself a layer.
///
/// The parameters are named by their place, as in PyTorch: `0.weight`.
public struct Sequential<S: TrainingScalar>: Layer {
  public let kind = "Sequential"
  public private(set) var layers: [any Layer<S>]
  /// The outputs of all layers but the last, and their cotangents.
  private var outputs: [Tensor<S>] = []
  private var cotangents: [Tensor<S>] = []
  private var preparedShape: Shape?

  public init(
    _ layers: [any Layer<S>], initialization: Initialization = .standard, seed: UInt64
  ) {
    precondition(!layers.isEmpty, "a chain has at least one layer")
    self.layers = layers
    for place in layers.indices {
      self.layers[place].forEachParameter { $0.name = "\(place)." + $0.name }
    }
    initialize(initialization, seed: seed)
  }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    var shape = input
    for layer in layers { shape = try layer.outputShape(for: shape) }
    return shape
  }

  public mutating func prepare(for input: Shape) throws(ShapeError) {
    guard input != preparedShape else { return }
    // Until all layers are prepared, none is.
    preparedShape = nil
    outputs = []
    var shape = input
    for place in layers.indices {
      try layers[place].prepare(for: shape)
      shape = try layers[place].outputShape(for: shape)
      if place < layers.count - 1 { outputs.append(try Tensor(zeros: shape)) }
    }
    cotangents = outputs
    preparedShape = input
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) throws(ShapeError) {
    let last = layers.count - 1
    for place in 0..<last {
      if place == 0 {
        try layers[0].forward(input, into: &outputs[0], mode: mode)
      } else {
        let previous = outputs[place - 1]
        try layers[place].forward(previous, into: &outputs[place], mode: mode)
      }
    }
    try layers[last].forward(last == 0 ? input : outputs[last - 1], into: &output, mode: mode)
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    let last = layers.count - 1
    for place in layers.indices.reversed() {
      let dy = place == last ? cotangent : cotangents[place]
      let y = place == last ? output : outputs[place]
      if place == 0 {
        layers[0].backward(dy, input: input, output: y, into: &inputCotangent)
      } else {
        layers[place].backward(
          dy, input: outputs[place - 1], output: y, into: &cotangents[place - 1])
      }
    }
  }

  public mutating func forEachParameter(_ body: (inout Parameter<S>) -> Void) {
    for place in layers.indices { layers[place].forEachParameter(body) }
  }

  public mutating func forEachBuffer(_ body: (inout Tensor<S>) -> Void) {
    for place in layers.indices { layers[place].forEachBuffer(body) }
  }

  public mutating func carryState() {
    for place in layers.indices { layers[place].carryState() }
  }

  public mutating func clearState() {
    for place in layers.indices { layers[place].clearState() }
  }
}
