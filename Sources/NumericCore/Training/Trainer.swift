/// A network with what makes it learn.
///
///     var trainer = try Trainer(
///       network, loss: CrossEntropy(), optimizer: .adam(), learningRate: .cosine(1e-3, steps: 500),
///       clipping: .norm(1))
///     var batches = try Batches(images, labels, batchSize: 32, seed: 1)
///     try trainer.train(on: &batches, throughEpoch: 10)
///     print(try trainer.evaluate(on: &batches), trainer.log.csv)
///
/// A trainer is a value: a copy of it trains on by itself. Training is the same, bit by bit,
/// whatever the number of threads. Steps on batches of one shape allocate nothing but the room for
/// their records.
public struct Trainer<Network: Layer, Objective: Loss>: Sendable where Network.S == Objective.S {
  public typealias S = Network.S

  public internal(set) var network: Network
  public let loss: Objective
  public let optimizer: Optimizer<S>
  public let learningRate: LearningRate
  public let clipping: Clipping
  /// For whoever draws batches; a checkpoint keeps its state.
  public var random: SplitMix64
  public var log = TrainingLog()

  /// How many steps have been taken.
  public internal(set) var step = 0
  /// How many epochs are over, and how many examples of the next have been seen.
  public internal(set) var epoch = 0
  public internal(set) var position = 0

  /// What the optimiser remembers, kind by kind, each in the order of the parameters.
  var memory: [S]
  let parameterCount: Int
  private(set) var output = Tensor<S>.empty
  private var cotangent = Tensor<S>.empty
  /// Empty, as nobody asks for it; making it anew in each step would allocate.
  private var inputCotangent = Tensor<S>.empty
  private var preparedShape: Shape?

  /// - Errors: ``TrainingError/setting(_:value:allowed:)``.
  public init(
    _ network: Network, loss: Objective, optimizer: Optimizer<S>, learningRate: LearningRate,
    clipping: Clipping = .none, random: SplitMix64 = SplitMix64(seed: 0)
  ) throws(TrainingError) {
    for setting in optimizer.settings { try setting.check() }
    try learningRate.check()
    try clipping.check()
    self.network = network
    self.loss = loss
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.clipping = clipping
    self.random = random
    parameterCount = network.parameterCount
    memory = Array(repeating: 0, count: parameterCount * optimizer.memory.count)
  }

  /// Takes one step on a batch.
  ///
  /// - Errors: ``TrainingError``; the parameters are then those of before the step.
  @discardableResult
  public mutating func step(
    _ input: Tensor<S>, _ target: Objective.Target
  ) throws(TrainingError) -> StepRecord {
    let value = try loss(of: input, target, mode: .training)
    network.clearGradients()
    network.backward(cotangent, input: input, output: output, into: &inputCotangent)
    let norm = network.gradientNorm()
    guard norm.isFinite else {
      throw notFinite(.gradient(parameter: parameterWithoutGradient), norm, norm: norm)
    }
    let record = StepRecord(
      step: step + 1, epoch: epoch + 1, loss: value, accuracy: loss.accuracy(output, target),
      gradientNorm: norm, learningRate: learningRate.rate(at: step))
    update(record)
    step += 1
    log.records.append(record)
    return record
  }

  /// Runs the network, and leaves the derivative of the loss in `cotangent`.
  mutating func loss(
    of input: Tensor<S>, _ target: Objective.Target, mode: Mode
  ) throws(TrainingError) -> Double {
    guard Magnitudes.areFinite(input.scalars, count: input.scalars.count) else {
      let place = input.scalars.firstIndex { !$0.isFinite } ?? 0
      throw notFinite(
        .input(index: input.index(of: place)), Double(input.scalars[place]), norm: nil)
    }
    let value: S
    do throws(ShapeError) {
      try prepare(for: input.shape)
      try network.forward(input, into: &output, mode: mode)
      value = try loss(output, target, cotangent: &cotangent)
    } catch {
      throw .shape(error)
    }
    guard value.isFinite else {
      throw notFinite(.loss, Double(value), norm: log.records.last?.gradientNorm)
    }
    return Double(value)
  }

  private mutating func prepare(for shape: Shape) throws(ShapeError) {
    guard shape != preparedShape else { return }
    preparedShape = nil
    try network.prepare(for: shape)
    output = try Tensor(zeros: network.outputShape(for: shape))
    preparedShape = shape
  }

  /// One pass over each parameter, its gradient and what is remembered of it.
  private mutating func update(_ record: StepRecord) {
    let (optimizer, count, clip) = (
      optimizer, parameterCount, clipping.clip(norm: record.gradientNorm) as Clip<S>
    )
    memory.withUnsafeMutableBufferPointer { memory in
      // A buffer without elements, as that of an optimiser that remembers nothing, has no address.
      guard var place = memory.baseAddress ?? UnsafeMutablePointer(bitPattern: 1) else { return }
      network.forEachParameter { parameter in
        let (gradient, size) = (parameter.gradient, parameter.value.scalars.count)
        Self.withPointers(to: &parameter.value.scalars, gradient.scalars) { value, gradient in
          optimizer.update(
            ParameterUpdate(
              value: value, gradient: gradient, memory: place, stride: count, count: size,
              step: record.step, learningRate: record.learningRate, clip: clip))
        }
        place += size
      }
    }
  }

  private static func withPointers(
    to value: UnsafeMutablePointer<S>, _ gradient: UnsafePointer<S>,
    _ body: (UnsafeMutablePointer<S>, UnsafePointer<S>) -> Void
  ) {
    body(value, gradient)
  }
}

extension Trainer {
  private func notFinite(
    _ quantity: NotFinite.Quantity, _ value: Double, norm: Double?
  ) -> TrainingError {
    .notFinite(
      NotFinite(
        quantity: quantity, value: value, step: step + 1, gradientNorm: norm,
        learningRate: learningRate.rate(at: step), clipping: clipping))
  }

  /// The first parameter whose gradient is not finite.
  private var parameterWithoutGradient: String {
    network.parameters.first { parameter in
      !parameter.gradient.scalars.allSatisfy { $0.isFinite }
    }?.name ?? ""
  }
}
