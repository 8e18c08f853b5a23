/// What the outputs of examples are compared with, one example behind the other.
public protocol ExampleTargets: Sendable {
  static var none: Self { get }
  /// How many examples these can be the targets of: a multiple of it, or exactly as many.
  func divides(among examples: Int) -> Bool
  /// How many targets there are, for messages.
  var targetCount: Int { get }
  /// Becomes the targets of some of the examples; allocates only where their number changes.
  mutating func take(_ numbers: ArraySlice<Int>, from all: Self, of examples: Int)
}

extension [Int]: ExampleTargets {
  public static var none: [Int] { [] }
  public var targetCount: Int { count }

  /// Each example has as many labels: one, or one for each time.
  public func divides(among examples: Int) -> Bool { count > 0 && count % examples == 0 }

  public mutating func take(_ numbers: ArraySlice<Int>, from all: [Int], of examples: Int) {
    let labels = all.count / examples
    if count != numbers.count * labels {
      self = Array(repeating: 0, count: numbers.count * labels)
    }
    copyExamples(numbers, from: all, to: &self, size: labels)
  }
}

extension Tensor: ExampleTargets where S: TrainingScalar {
  public static var none: Tensor { .empty }
  public var targetCount: Int { shape.first ?? 0 }

  public func divides(among examples: Int) -> Bool { shape.first == examples }

  public mutating func take(_ numbers: ArraySlice<Int>, from all: Tensor, of examples: Int) {
    let size = all.scalars.count / examples
    if shape.first != numbers.count || shape.dropFirst() != all.shape.dropFirst() {
      self = Tensor(
        shape: [numbers.count] + all.shape.dropFirst(),
        scalars: Array(repeating: 0, count: numbers.count * size))
    }
    copyExamples(numbers, from: all.scalars, to: &scalars, size: size)
  }
}

private func copyExamples<Element>(
  _ numbers: ArraySlice<Int>, from all: UnsafePointer<Element>,
  to taken: UnsafeMutablePointer<Element>, size: Int
) {
  for (place, number) in numbers.enumerated() {
    (taken + place * size).update(from: all + number * size, count: size)
  }
}

/// Examples in batches, in an order of its own for each epoch.
///
/// The order is a function of the seed and the number of the epoch: training can be resumed in the
/// middle of one. The last batch of an epoch is smaller where the examples do not divide.
///
/// - Shapes: the first axis of the inputs counts the examples.
public struct Batches<S: TrainingScalar, Target: ExampleTargets>: Sendable {
  public let inputs: Tensor<S>
  public let targets: Target
  public let batchSize: Int
  /// Without one, the order is that of the examples.
  public let seed: UInt64?
  /// Whether each batch goes on where the one before it ended, in chunks of long series: then the
  /// state of recurrent layers is carried, and is zero at the start of an epoch. A checkpoint does
  /// not keep it.
  public let isContinuous: Bool

  /// The batch that was loaded last.
  private(set) var input = Tensor<S>.empty
  private(set) var target = Target.none
  private var order: [Int]
  private var epoch: Int?

  /// - Errors: ``TrainingError`` where there is no example, the batch is empty or the targets do not
  ///   divide among the examples.
  public init(
    _ inputs: Tensor<S>, _ targets: Target, batchSize: Int, seed: UInt64? = nil,
    isContinuous: Bool = false
  ) throws(TrainingError) {
    precondition(seed == nil || !isContinuous, "what goes on is not put in another order")
    guard batchSize > 0 else {
      throw .setting("the batch size", value: "\(batchSize)", allowed: "at least 1")
    }
    guard let count = inputs.shape.first, !inputs.isEmpty else {
      throw .setting("the number of examples", value: "0", allowed: "at least 1")
    }
    guard targets.divides(among: count) else {
      throw .examples(inputs: count, targets: targets.targetCount)
    }
    self.inputs = inputs
    self.targets = targets
    self.batchSize = batchSize
    self.seed = seed
    self.isContinuous = isContinuous
    order = Array(0..<count)
  }

  /// How many examples there are.
  public var count: Int { order.count }

  /// How many batches an epoch has.
  public var batchesPerEpoch: Int { (count + batchSize - 1) / batchSize }

  /// Loads the batch that begins with this example of this epoch; the number of its examples.
  mutating func load(epoch: Int, from start: Int) -> Int {
    if epoch != self.epoch { shuffle(epoch) }
    let numbers = order[start..<min(start + batchSize, count)]
    input.take(numbers, from: inputs, of: count)
    target.take(numbers, from: targets, of: count)
    return numbers.count
  }

  private mutating func shuffle(_ epoch: Int) {
    self.epoch = epoch
    guard let seed else { return }
    var random = SplitMix64(seed: seed, stream: "epoch \(epoch)")
    for place in order.indices { order[place] = place }
    random.shuffle(&order)
  }
}
