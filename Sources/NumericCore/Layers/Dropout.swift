/// Sets scalars to 0 with a probability, and scales the others so that the mean stays; in evaluation,
/// it changes nothing.
///
/// Step number n of a layer draws from a stream of its own: the same seed gives the same
/// masks, and a run that is resumed at a step continues with its masks.
///
/// - Shapes: the output has the shape of the input.
/// - Source: Srivastava et al., *Dropout: A Simple Way to Prevent Neural Networks from Overfitting*
///   (2014), section 4; scaled in training, as in `torch.nn.Dropout`.
public struct Dropout<S: TrainingScalar>: Layer {
  public let kind = "Dropout"
  public let probability: Double
  public let seed: UInt64
  /// How many forward passes of training there were: one scalar, as far as these count.
  private var steps = Tensor<S>(0)
  /// What each scalar was multiplied by.
  private var mask: [S] = []

  /// Layers of one network take different seeds.
  ///
  /// - Errors: ``ShapeError`` where the probability is not between 0 and 1.
  public init(_ probability: Double, seed: UInt64) throws(ShapeError) {
    guard (0...1).contains(probability) else {
      throw .mismatch(
        layer: kind, detail: "a probability is between 0 and 1, not \(probability)")
    }
    self.probability = probability
    self.seed = seed
  }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try requireFilled(input)
    return input
  }

  public mutating func prepare(for input: Shape) throws(ShapeError) {
    let count = try outputShape(for: input).storageCount()
    if mask.count != count { mask = Array(repeating: 1, count: count) }
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) {
    let count = input.scalars.count
    precondition(mask.count == count, "a layer is prepared for the shape of its input")
    switch mode {
    case .training:
      let step = UInt64(steps.scalars[0])
      DropoutKernel.draw(&mask, count, probability, Self.random(seed: seed, step: step))
      steps.scalars[0] += 1
    case .evaluation:
      mask.withUnsafeMutableBufferPointer { $0.update(repeating: 1) }
    }
    DropoutKernel.multiply(input.scalars, mask, &output.scalars, count)
  }

  /// The stream that a step draws from: a number from 0 up to 1 for each scalar, which is dropped
  /// where it is below the probability.
  static func random(seed: UInt64, step: UInt64) -> SplitMix64 {
    var seeds = SplitMix64(seed: seed)
    var steps = SplitMix64(seed: seeds.next() &+ step)
    return SplitMix64(seed: steps.next())
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    guard !inputCotangent.isEmpty else { return }
    DropoutKernel.multiply(
      cotangent.scalars, mask, &inputCotangent.scalars, cotangent.scalars.count)
  }

  public mutating func forEachBuffer(_ body: (inout Tensor<S>) -> Void) { body(&steps) }
}

private enum DropoutKernel {
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func draw<S: TrainingScalar>(
    _ mask: UnsafeMutablePointer<S>, _ count: Int, _ probability: Double, _ random: SplitMix64
  ) {
    var random = random
    let kept: S = probability < 1 ? S(1 / (1 - probability)) : 0
    for i in 0..<count { mask[i] = random.unit() < probability ? 0 : kept }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func multiply<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ mask: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>, _ count: Int
  ) {
    for i in 0..<count { y[i] = x[i] * mask[i] }
  }
}
