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
public protocol LearningTask: Sendable {
  associatedtype Target: ExampleTargets

  /// The shape of one input, without the batch.
  var inputShape: Shape { get }
  /// The extent of the last axis of what the network gives: classes, or numbers.
  var outputs: Int { get }
  /// How many examples an epoch has and an evaluation looks at; `nil` where any number can be drawn.
  var trainingCount: Int? { get }
  var evaluationCount: Int? { get }

  /// The examples of an epoch, from 0; `count` only matters where any number can be drawn.
  func training(_ count: Int, epoch: Int, seed: UInt64) -> Examples<Target>
  /// Examples that training never sees.
  func evaluation(_ count: Int, epoch: Int, seed: UInt64) -> Examples<Target>
}
