import Notation
import NumericCore

/// A kind of layer: its sizes of inputs follow from what stands before it.
struct LayerKind: ExperimentKind {
  static let noun = "layer"

  let name: String
  let options: [Option]
  /// The factors of how many weights it has, for an input of that shape without the batch.
  let weights: @Sendable (Options, Shape) -> [Int]
  /// How many numbers it keeps for an example, at most, beside its output and the cotangent of that.
  let kept: @Sendable (Options, _ input: Shape, _ output: Shape) -> Int
  /// How often it uses each of its weights for an example.
  let uses: @Sendable (_ input: Shape, _ output: Shape) -> Int
  let make: @Sendable (Options, Shape, UInt64) throws(ShapeError) -> any Layer<Float>

  init(
    _ name: String, _ options: [Option] = [],
    weights: @escaping @Sendable (Options, Shape) -> [Int] = { _, _ in [] },
    kept: @escaping @Sendable (Options, Shape, Shape) -> Int = { _, _, output in output.size },
    uses: @escaping @Sendable (Shape, Shape) -> Int = { _, output in
      max(1, output.size / max(1, output.last ?? 1))
    },
    make: @escaping @Sendable (Options, Shape, UInt64) throws(ShapeError) -> any Layer<Float>
  ) {
    self.name = name
    self.options = options
    self.weights = weights
    self.kept = kept
    self.uses = uses
    self.make = make
  }

  static let all: [LayerKind] = [
    .linear, .conv1d, .conv2d, .convTranspose, .maxPool, .avgPool, .embedding, .rnn, .lstm, .gru,
    .gatedRNN, .attentionRNN, .lastStep, .flatten, .layerNorm, .batchNorm, .dropout, .relu, .tanh,
    .sigmoid, .softmax,
  ]

  private static let sizes = 1...65536

  static let linear = LayerKind(
    "linear",
    [.required("outputs", .integer(sizes)), .optional("bias", .flag, else: .flag(true))],
    weights: { [$1.last ?? 1, $0.integer("outputs") ?? 1] }
  ) { (options, input, _) throws(ShapeError) in
    try Linear(
      input.last ?? 1, options.integer("outputs") ?? 1, bias: options.flag("bias"))
  }

  static let embedding = LayerKind(
    "embedding", [.required("features", .integer(sizes)), .required("count", .integer(sizes))],
    weights: { options, _ in [options.integer("count") ?? 1, options.integer("features") ?? 1] }
  ) { (options, _, _) throws(ShapeError) in
    try Embedding(options.integer("count") ?? 1, options.integer("features") ?? 1)
  }

  static let flatten = LayerKind("flatten") { _, _, _ in Flatten() }

  static let layerNorm = LayerKind("layer-norm") { (_, input, _) throws(ShapeError) in
    try LayerNorm([input.last ?? 1])
  }

  static let batchNorm = LayerKind(
    "batch-norm",
    [.optional("momentum", .number(0...1), else: .number(0.1))]
  ) { (options, input, _) throws(ShapeError) in
    let (channels, momentum) = (input.first ?? 1, options.number("momentum") ?? 0.1)
    return input.count == 3
      ? try BatchNorm2d<Float>(channels, momentum: momentum) as any Layer<Float>
      : try BatchNorm1d<Float>(channels, momentum: momentum)
  }

  static let dropout = LayerKind("dropout", [.required("probability", .number(0...1))]) {
    (options, _, seed) throws(ShapeError) in
    try Dropout(options.number("probability") ?? 0, seed: seed)
  }

  static let relu = LayerKind("relu") { _, _, _ in Activation.relu }
  static let tanh = LayerKind("tanh") { _, _, _ in Activation.tanh }
  static let sigmoid = LayerKind("sigmoid") { _, _, _ in Activation.sigmoid }
  static let softmax = LayerKind("softmax") { _, _, _ in Softmax() }
}

extension Shape {
  /// How many numbers there are; shapes of experiments are small enough to be reckoned with.
  var size: Int { reduce(1, *) }
}
