import Allocations
import RealModule
import Testing

@testable import NumericCore

@Suite("Training")
struct TrainerTests {
  /// Exclusive or.
  static func xor(_ batchSize: Int, seed: UInt64? = 5) throws -> Batches<Float, [Int]> {
    let inputs = Tensor<Float>(shape: [4, 2], scalars: [0, 0, 0, 1, 1, 0, 1, 1])
    return try Batches(inputs, [0, 1, 1, 0], batchSize: batchSize, seed: seed)
  }

  static func trainer(
    _ optimizer: Optimizer<Float> = .adam(), rate: LearningRate = .constant(0.05),
    clipping: Clipping = .none, hidden: Int = 8, inputs: Int = 2
  ) throws -> Trainer<Sequential<Float>, CrossEntropy<Float>> {
    let network = Sequential<Float>(
      [try Linear(inputs, hidden), Activation.tanh, try Linear(hidden, 2)], seed: 3)
    return try Trainer(
      network, loss: CrossEntropy(), optimizer: optimizer, learningRate: rate, clipping: clipping)
  }

  @Test("A small network learns exclusive or")
  func learning() throws {
    var trainer = try Self.trainer()
    var batches = try Self.xor(4)
    let before = try trainer.evaluate(on: &batches)
    #expect(before.loss > 0.5)
    try trainer.train(on: &batches, throughEpoch: 100)
    let after = try trainer.evaluate(on: &batches)
    #expect(after.accuracy == 1 && after.loss < 0.05)
    #expect(trainer.log.records.count == 100 && trainer.step == 100 && trainer.epoch == 100)
  }

  @Test("An epoch sees each example once, in an order of its own; the last batch may be smaller")
  func epochs() throws {
    let inputs = Tensor<Float>(shape: [7, 1], scalars: (0..<7).map(Float.init))
    let labels = (0..<14).map { $0 }
    var batches = try Batches(inputs, labels, batchSize: 3, seed: 1)
    let orders = (0..<3).map { epoch in
      [0, 3, 6].flatMap { start in
        let size = batches.load(epoch: epoch, from: start)
        #expect(size == (start == 6 ? 1 : 3) && batches.input.shape == [size, 1])
        let numbers = batches.input.scalars.map { Int($0) }
        #expect(batches.target == numbers.flatMap { [2 * $0, 2 * $0 + 1] })
        return batches.input.scalars
      }
    }
    for order in orders { #expect(order.sorted() == inputs.scalars) }
    #expect(Set(orders).count == 3)
    // Whoever asks again, in whatever order, gets the same.
    _ = batches.load(epoch: 0, from: 3)
    #expect(batches.input.scalars == Array(orders[0][3..<6]))
    var unshuffled = try Batches(inputs, inputs, batchSize: 7)
    _ = unshuffled.load(epoch: 4, from: 0)
    #expect(unshuffled.input == inputs && unshuffled.target == inputs)
  }

  @Test("What is evaluated is the mean over all examples")
  func evaluation() throws {
    var trainer = try Self.trainer()
    var (whole, parts) = (try Self.xor(4), try Self.xor(3))
    let (a, b) = (try trainer.evaluate(on: &whole), try trainer.evaluate(on: &parts))
    #expect((a.loss - b.loss).magnitude < 1e-6 && a.accuracy == b.accuracy)
    #expect(trainer.step == 0)
  }

  @Test(
    "Once warm, steps allocate nothing", .enabled(if: allocations() >= 0),
    arguments: Optimizer<Float>.all)
  func memory(_ optimizer: Optimizer<Float>) throws {
    var trainer = try Self.trainer(optimizer, clipping: .norm(1))
    var batches = try Self.xor(2, seed: nil)
    try trainer.train(on: &batches, throughEpoch: 2)
    trainer.log.reserve(40)
    let before = allocations()
    for _ in 0..<40 { try trainer.step(on: &batches) }
    let after = allocations()
    #expect(after == before)
    trainer.log.reserve(1000)
    #expect(allocations() > after, "whatever allocates is noticed")
  }

  @Test("The number of threads changes no bit")
  func threads() throws {
    var random = SplitMix64(seed: 1)
    let inputs = Tensor<Float>(
      shape: [64, 128], scalars: (0..<(64 * 128)).map { _ in Float(random.normal()) })
    let labels = (0..<64).map { $0 % 2 }
    let threads = Workers.shared.count
    defer { Workers.shared.count = threads }
    let results = try [1, 2].map { threads in
      Workers.shared.count = threads
      var trainer = try Self.trainer(hidden: 300, inputs: 128)
      var batches = try Batches(inputs, labels, batchSize: 64, seed: 2)
      try trainer.train(on: &batches, throughEpoch: 3)
      return (trainer.network.parameters.map { $0.value }, trainer.log)
    }
    #expect(results[0].0 == results[1].0 && results[0].1 == results[1].1)
  }

  @Test("The log as a table")
  func log() throws {
    var trainer = try Trainer(
      Weights([0.5]), loss: Parabola(curvature: [1]), optimizer: .sgd(),
      learningRate: .step(0.5, every: 1, factor: 0.5))
    try trainer.step(Weights.input, Tensor(shape: [1], scalars: [1]))
    try trainer.step(Weights.input, Tensor(shape: [1], scalars: [0]))
    #expect(
      trainer.log.csv == """
        step,epoch,loss,accuracy,gradient_norm,learning_rate
        1,1,0.625,,1.5,0.5
        2,1,0.03125,,0.25,0.25

        """)
    var xor = try (trainer: Self.trainer(), batches: Self.xor(4))
    let accuracy = try #require(try xor.trainer.step(on: &xor.batches).accuracy)
    #expect([0, 0.25, 0.5, 0.75, 1].contains(accuracy))
  }
}

@Suite("Training that stops")
struct TrainingErrorTests {
  @Test("NaN and infinity in the data are found", arguments: [Float.nan, .infinity])
  func data(_ value: Float) throws {
    var trainer = try TrainerTests.trainer()
    let before = trainer.network.parameters.map { $0.value }
    let input = Tensor<Float>(shape: [2, 2], scalars: [0, 1, value, 1])
    let error = #expect(throws: TrainingError.self) { try trainer.step(input, [0, 1]) }
    #expect(error?.description == "step 1: the input at [1, 0] is \(value): correct the data")
    #expect(trainer.network.parameters.map { $0.value } == before && trainer.step == 0)
  }

  @Test("A rate that is too high ends in a message that says so")
  func divergence() throws {
    var trainer = try Trainer(
      Weights<Float>([1]), loss: Parabola<Float>(curvature: [2]), optimizer: .sgd(),
      learningRate: .constant(1e6))
    let target = Tensor<Float>(shape: [1], scalars: [0])
    let error = #expect(throws: TrainingError.self) {
      while true { try trainer.step(Weights.input, target) }
    }
    guard case .notFinite(let found) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found.quantity == .loss && found.value == .infinity)
    #expect(found.step == trainer.step + 1)
    #expect(found.gradientNorm == trainer.log.records.last?.gradientNorm)
    #expect(trainer.network.weight.value.scalars[0].isFinite)
    #expect(found.description.contains("lower the learning rate (1000000.0), or clip the gradient"))
  }

  @Test("A gradient that is not finite names its parameter")
  func gradient() throws {
    var trainer = try Trainer(
      Weights([0.0, 1]), loss: Steep(), optimizer: .adam(), learningRate: .constant(0.1),
      clipping: .value(2))
    let error = #expect(throws: TrainingError.self) { try trainer.step(Weights.input, []) }
    #expect(
      error?.description == "step 1: the gradient of 'weight' is inf; the gradient's norm was inf; "
        + "lower the learning rate (0.1), or clip the gradient further than to 2.0")
    #expect(trainer.network.weight.value.scalars == [0, 1])
  }

  /// Finite, with an infinite slope.
  private struct Steep: Loss {
    func callAsFunction(
      _ output: Tensor<Double>, _ target: [Int], cotangent: inout Tensor<Double>
    ) -> Double {
      cotangent = output.map { _ in .infinity }
      return 1
    }
  }

  @Test("Labels out of range, and batches that do not fit")
  func shapes() throws {
    var trainer = try TrainerTests.trainer()
    let input = Tensor<Float>(shape: [2, 2], scalars: [0, 1, 1, 1])
    #expect(
      throws: TrainingError.shape(
        .outOfRange(layer: "CrossEntropy", index: "2", count: 2, place: 1))
    ) { try trainer.step(input, [0, 2]) }
    #expect(throws: TrainingError.self) { try trainer.step(input, [0, -1]) }
    #expect(throws: TrainingError.self) { try trainer.step(input, [0]) }
    #expect(throws: TrainingError.self) { try trainer.step(input, []) }
    let wide = Tensor<Float>(shape: [1, 3], scalars: [0, 1, 1])
    #expect(throws: TrainingError.self) { try trainer.step(wide, [0]) }
    let empty = Tensor<Float>(shape: [0, 2], scalars: [])
    #expect(throws: TrainingError.self) { try trainer.step(empty, []) }
    #expect(trainer.step == 0)
    // It goes on as if nothing had happened.
    #expect(try trainer.step(input, [0, 1]).step == 1)
  }

  @Test("Batches that are none are refused")
  func batches() throws {
    let inputs = Tensor<Float>(shape: [4, 1], scalars: [1, 2, 3, 4])
    #expect(throws: TrainingError.setting("the batch size", value: "0", allowed: "at least 1")) {
      try Batches(inputs, [0, 0, 0, 0], batchSize: 0)
    }
    #expect(throws: TrainingError.examples(inputs: 4, targets: 6)) {
      try Batches(inputs, [0, 0, 0, 0, 0, 0], batchSize: 2)
    }
    #expect(throws: TrainingError.examples(inputs: 4, targets: 0)) {
      try Batches(inputs, [Int](), batchSize: 2)
    }
    #expect(throws: TrainingError.self) { try Batches(inputs, Tensor<Float>.empty, batchSize: 2) }
    #expect(throws: TrainingError.self) { try Batches(Tensor<Float>.empty, [], batchSize: 2) }
    #expect(throws: TrainingError.self) { try Batches(Tensor<Float>(1), [0], batchSize: 2) }
  }
}
