/// Saying each symbol again, some steps later.
///
/// A sequence is of the symbols from 1 at random; the target of the first `delay` steps is the
/// empty symbol, 0, then that of a step is the symbol of `delay` steps before.
///
/// - Shapes: `[count, length, symbols + 1]`, one-hot; a label for each step, `count · length`.
/// - Source: the homework on recurrent networks of NYU's course *Deep Learning* (2021), 2.
public struct Echo: LearningTask {
  public let delay: Int
  public let length: Int
  /// Of the examples that training never sees: they may be longer.
  public let evaluationLength: Int
  /// Without the empty one.
  public let symbols: Int

  /// - Errors: ``TaskError/setting(_:value:allowed:)``.
  public init(
    delay: Int = 4, length: Int = 15, evaluationLength: Int? = nil, symbols: Int = 26
  ) throws(TaskError) {
    try EchoWriter.check(delay: delay, length: length, symbols: symbols)
    try TaskError.check(
      "the length in evaluation", evaluationLength ?? length, EchoWriter.lengths)
    self.delay = delay
    self.length = length
    self.evaluationLength = evaluationLength ?? length
    self.symbols = symbols
  }

  public var inputShape: Shape { [length, outputs] }
  public var evaluationShape: Shape { [evaluationLength, outputs] }
  public var outputs: Int { symbols + 1 }

  public func training(_ count: Int, epoch: Int, seed: UInt64) -> Examples<[Int]> {
    examples(count, length, ExamplePurpose.training.random(epoch: epoch, seed: seed))
  }

  public func evaluation(_ count: Int, epoch: Int, seed: UInt64) -> Examples<[Int]> {
    examples(count, evaluationLength, ExamplePurpose.evaluation.random(epoch: epoch, seed: seed))
  }

  private func examples(_ count: Int, _ length: Int, _ random: SplitMix64) -> Examples<[Int]> {
    var writer = EchoWriter(count, [length, outputs], random)
    for number in 0..<count { writer.write(number, delay: delay, symbols: symbols) }
    return writer.examples
  }
}

/// The same with a delay of its own for each sequence, which every step of its input tells.
///
/// - Shapes: `[count, length, symbols + 1 + maximumDelay + 1]`, the symbol one-hot and then the
///   delay one-hot; a label for each step, `count · length`.
/// - Source: as ``Echo``.
public struct VariableDelayEcho: LearningTask {
  /// Delays are from 0 up to this, each as likely as the others.
  public let maximumDelay: Int
  public let length: Int
  /// Without the empty one.
  public let symbols: Int

  /// - Errors: ``TaskError/setting(_:value:allowed:)``.
  public init(
    maximumDelay: Int = 8, length: Int = 20, symbols: Int = 26
  ) throws(TaskError) {
    try EchoWriter.check(delay: maximumDelay, length: length, symbols: symbols)
    self.maximumDelay = maximumDelay
    self.length = length
    self.symbols = symbols
  }

  public var inputShape: Shape { [length, outputs + maximumDelay + 1] }
  public var outputs: Int { symbols + 1 }

  public func training(_ count: Int, epoch: Int, seed: UInt64) -> Examples<[Int]> {
    examples(count, ExamplePurpose.training.random(epoch: epoch, seed: seed))
  }

  public func evaluation(_ count: Int, epoch: Int, seed: UInt64) -> Examples<[Int]> {
    examples(count, ExamplePurpose.evaluation.random(epoch: epoch, seed: seed))
  }

  private func examples(_ count: Int, _ random: SplitMix64) -> Examples<[Int]> {
    var writer = EchoWriter(count, inputShape, random)
    for number in 0..<count {
      let delay = writer.random.index(below: maximumDelay + 1)
      writer.write(number, delay: delay, symbols: symbols)
      for step in 0..<length { writer.inputs.set(number, step, outputs + delay) }
    }
    return writer.examples
  }
}

/// Draws sequences and writes down what their echo is.
private struct EchoWriter {
  static let lengths = 1...10_000

  var inputs: OneHotWriter
  var labels: [Int] = []
  var random: SplitMix64
  private let length: Int

  /// So many sequences of `[length, features]`.
  init(_ count: Int, _ shape: Shape, _ random: SplitMix64) {
    inputs = OneHotWriter(count, shape)
    labels.reserveCapacity(count * shape[0])
    length = shape[0]
    self.random = random
  }

  static func check(delay: Int, length: Int, symbols: Int) throws(TaskError) {
    try TaskError.check("the delay", delay, 0...1000)
    try TaskError.check("the length", length, lengths)
    try TaskError.check("the number of symbols", symbols, 1...1000)
  }

  mutating func write(_ number: Int, delay: Int, symbols: Int) {
    let sequence = (0..<length).map { _ in 1 + random.index(below: symbols) }
    for (step, symbol) in sequence.enumerated() {
      inputs.set(number, step, symbol)
      labels.append(step < delay ? 0 : sequence[step - delay])
    }
  }

  var examples: Examples<[Int]> { Examples(inputs.tensor, labels) }
}
