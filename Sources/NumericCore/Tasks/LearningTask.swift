/// Examples of what a network is to learn.
public struct Examples<Target: ExampleTargets>: Sendable {
  /// The first axis counts the examples.
  public let inputs: Tensor<Float>
  public let targets: Target

  public init(_ inputs: Tensor<Float>, _ targets: Target) {
    self.inputs = inputs
    self.targets = targets
  }
}

/// What a network is to learn, as a source of examples.
///
/// A task that draws its examples draws new ones for every epoch; the same seed gives the same
/// ones. A task with a fixed set gives this in every epoch, and ``Batches`` put it in another order.
public protocol LearningTask<Target>: Sendable {
  associatedtype Target: ExampleTargets

  /// The shape of one input, without the batch.
  var inputShape: Shape { get }
  /// The same of what is evaluated, which may be longer.
  var evaluationShape: Shape { get }
  /// The extent of the last axis of what the network gives: classes, or numbers.
  var outputs: Int { get }
  /// How many examples an epoch has and an evaluation looks at; `nil` where any number can be drawn.
  var trainingCount: Int? { get }
  var evaluationCount: Int? { get }
  /// `nil` where every example begins anew. Otherwise the examples are chunks of so many series
  /// that run side by side: a batch has one chunk of each, and goes on where the one before ended.
  var parallelSeries: Int? { get }

  /// The examples of an epoch, from 0; `count` only matters where any number can be drawn.
  func training(_ count: Int, epoch: Int, seed: UInt64) -> Examples<Target>
  /// Examples that training never sees.
  func evaluation(_ count: Int, epoch: Int, seed: UInt64) -> Examples<Target>
}

extension LearningTask {
  public var evaluationShape: Shape { inputShape }
  public var trainingCount: Int? { nil }
  public var evaluationCount: Int? { nil }
  public var parallelSeries: Int? { nil }

  /// Examples of this task in batches; in an order drawn by the seed, unless they go on from batch
  /// to batch.
  ///
  /// - Errors: ``TrainingError``, also where the batch size is not the number of parallel series.
  public func batches(
    of examples: Examples<Target>, size: Int, seed: UInt64
  ) throws(TrainingError) -> Batches<Float, Target> {
    guard let parallelSeries else {
      return try Batches(examples.inputs, examples.targets, batchSize: size, seed: seed)
    }
    guard size == parallelSeries else {
      throw .setting(
        "the batch size", value: "\(size)", allowed: "\(parallelSeries), the number of series")
    }
    return try Batches(
      examples.inputs, examples.targets, batchSize: size, isContinuous: true)
  }

  /// Whether so many examples can be drawn.
  ///
  /// - Errors: ``TaskError/setting(_:value:allowed:)`` where there is none, or more than 2³⁰ bytes
  ///   of inputs.
  public func checkCount(_ count: Int) throws(TaskError) {
    let size = max(inputShape.reduce(1, *), evaluationShape.reduce(1, *))
    let largest = max(1, (1 << 28) / max(1, size))
    try TaskError.check("the number of examples", count, 1...largest)
  }
}

/// What examples are drawn for: each purpose has a stream of random numbers for each epoch.
enum ExamplePurpose {
  case training
  case evaluation

  func random(epoch: Int, seed: UInt64) -> SplitMix64 {
    SplitMix64(seed: seed, stream: "\(self) of epoch \(epoch)")
  }
}

/// Which examples of a fixed set are kept from training.
enum HeldOut {
  static let every = 5

  /// The fifth, the tenth, …
  static func split(_ count: Int) -> (training: [Int], evaluation: [Int]) {
    let numbers = 0..<count
    return (
      numbers.filter { $0 % every != every - 1 }, numbers.filter { $0 % every == every - 1 }
    )
  }
}
