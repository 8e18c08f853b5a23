import Testing

@testable import NumericCore

@Suite("Series that go on from batch to batch")
struct ContinuousBatchesTests {
  static func trainer(rate: Double = 0.01) throws
    -> Trainer<Sequential<Float>, BinaryCrossEntropy<Float>>
  {
    let network = Sequential<Float>([try LSTM(1, 4), try Linear(4, 1)], seed: 3)
    return try Trainer(
      network, loss: BinaryCrossEntropy(), optimizer: .rmsprop(), learningRate: .constant(rate))
  }

  @Test("The chunks of a series give what the series gives as a whole")
  func evaluation() throws {
    let task = try BinaryEcho(chunk: 5, series: 3)
    let examples = task.evaluation(60, epoch: 0, seed: 1)
    var trainer = try Self.trainer()
    var chunks = try task.batches(of: examples, size: 3, seed: 1)
    let found = try trainer.evaluate(on: &chunks)
    // The chunks of each series behind one another.
    let order = (0..<3).flatMap { series in
      stride(from: series, to: 60, by: 3).flatMap { ($0 * 5)..<($0 * 5 + 5) }
    }
    func whole(_ x: Tensor<Float>) -> Tensor<Float> {
      Tensor(shape: [3, 100, 1], scalars: order.map { x.scalars[$0] })
    }
    var series = try Batches(whole(examples.inputs), whole(examples.targets), batchSize: 3)
    let expected = try trainer.evaluate(on: &series)
    #expect((found.loss - expected.loss).magnitude < 1e-6)
    let accuracies = try (#require(found.accuracy), #require(expected.accuracy))
    #expect((accuracies.0 - accuracies.1).magnitude < 1e-9)
    var restarting = try Batches(examples.inputs, examples.targets, batchSize: 3)
    let other = try trainer.evaluate(on: &restarting)
    #expect((other.loss - expected.loss).magnitude > 1e-5, "without its state it is another")
  }

  @Test("An evaluation in the middle of a series changes nothing; an epoch begins at zero")
  func training() throws {
    let task = try BinaryEcho(chunk: 5, series: 4)
    var batches = try task.batches(of: task.training(40, epoch: 0, seed: 1), size: 4, seed: 1)
    var others = try task.batches(of: task.evaluation(80, epoch: 0, seed: 1), size: 4, seed: 1)
    var (alone, evaluated) = (try Self.trainer(), try Self.trainer())
    for _ in 0..<25 {
      try alone.step(on: &batches)
      try evaluated.step(on: &batches)
      _ = try evaluated.evaluate(on: &others)
    }
    #expect(alone.log == evaluated.log && alone.epoch == 2)
    // With a rate that changes nothing, every epoch is the same, and no two batches are.
    var frozen = try Self.trainer(rate: 1e-30)
    for _ in 0..<20 { try frozen.step(on: &batches) }
    let losses = frozen.log.records.map(\.loss)
    #expect(losses.prefix(10) == losses.suffix(10) && Set(losses).count == 10)
  }

  @Test("A layer that is not in a chain, or has no state")
  func layers() throws {
    var linear = try Linear<Float>(1, 1)
    linear.carryState()
    linear.clearState()
    var nested = Sequential<Float>(
      [Sequential([try GRU(1, 2)], seed: 1), try Linear(2, 1)], seed: 1)
    let input = Tensor<Float>(shape: [1, 2, 1], scalars: [1, 2])
    let first = try nested(input)
    nested.carryState()
    #expect(try nested(input) != first)
    nested.clearState()
    #expect(try nested(input) == first)
  }

  @Test("A batch must have a chunk of each series")
  func batchSize() throws {
    let task = try BinaryEcho(series: 5)
    let examples = task.training(10, epoch: 0, seed: 1)
    let error = TrainingError.setting(
      "the batch size", value: "32", allowed: "5, the number of series")
    #expect(throws: error) { try task.batches(of: examples, size: 32, seed: 1) }
  }

  @Test("Accuracy of bits: a logit on the side of its target")
  func accuracy() {
    let loss = BinaryCrossEntropy<Float>()
    let output = Tensor<Float>(shape: [2, 2], scalars: [1, -1, 2, -2])
    #expect(loss.accuracy(output, Tensor(shape: [2, 2], scalars: [1, 0, 0, 0])) == 0.75)
    #expect(loss.accuracy(output, Tensor(shape: [2, 2], scalars: [1, 0, 0.5, 0])) == nil)
  }
}
