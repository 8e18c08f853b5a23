/// Which of four classes a sequence is, by two symbols far apart and before its end.
///
/// A sequence is `B`, then letters `a`, `b`, `c` and `d` at random, then `E`; at the times `t1` and
/// `t2` it has `X` or `Y` instead. The class is `Q` for `XX`, `R` for `XY`, `S` for `YX` and `U` for
/// `YY`. Shorter sequences have zero rows before their `B`.
///
/// - Shapes: `[count, steps, 8]`, one-hot in the order `X, Y, a, b, c, d, B, E`; a label each, in
///   the order `Q, R, S, U`.
/// - Source: Hochreiter, Schmidhuber, *Long Short-Term Memory* (1997), experiment 6a; with the
///   difficulties of the notebook on it in NYU's course *Deep Learning*.
public struct TemporalOrder: LearningTask {
  /// How long the sequences are, and how far apart their two symbols.
  public enum Difficulty: String, CaseIterable, Sendable {
    case easy, normal, moderate, hard, nightmare

    /// How many symbols a sequence has.
    public var lengths: Range<Int> {
      switch self {
      case .easy: 7..<9
      case .normal: 30..<41
      case .moderate: 60..<81
      case .hard: 100..<111
      case .nightmare: 300..<501
      }
    }

    /// Where the first symbol that matters may be.
    public var firstTimes: Range<Int> {
      switch self {
      case .easy: 1..<3
      case .normal: 2..<6
      case .moderate, .hard: 10..<21
      case .nightmare: 10..<81
      }
    }

    /// Where the second symbol that matters may be.
    public var secondTimes: Range<Int> {
      switch self {
      case .easy: 4..<6
      case .normal: 20..<28
      case .moderate: 45..<55
      case .hard: 50..<61
      case .nightmare: 250..<291
      }
    }
  }

  public static let symbols: [Character] = ["X", "Y", "a", "b", "c", "d", "B", "E"]
  public static let classes: [Character] = ["Q", "R", "S", "U"]

  public let difficulty: Difficulty

  public init(_ difficulty: Difficulty) { self.difficulty = difficulty }

  /// One step more than the longest sequence has symbols: every sequence is padded.
  public var steps: Int { difficulty.lengths.upperBound }
  public var inputShape: Shape { [steps, Self.symbols.count] }
  public var outputs: Int { Self.classes.count }

  public func training(_ count: Int, epoch: Int, seed: UInt64) -> Examples<[Int]> {
    examples(count, ExamplePurpose.training.random(epoch: epoch, seed: seed))
  }

  public func evaluation(_ count: Int, epoch: Int, seed: UInt64) -> Examples<[Int]> {
    examples(count, ExamplePurpose.evaluation.random(epoch: epoch, seed: seed))
  }

  private func examples(_ count: Int, _ random: SplitMix64) -> Examples<[Int]> {
    var random = random
    var inputs = OneHotWriter(count, inputShape)
    let labels = (0..<count).map { sequence(number: $0, into: &inputs, &random) }
    return Examples(inputs.tensor, labels)
  }

  /// Draws in the order of the notebook: length, times, letters, class.
  private func sequence(
    number: Int, into inputs: inout OneHotWriter, _ random: inout SplitMix64
  ) -> Int {
    let length = random.index(in: difficulty.lengths)
    let first = random.index(in: difficulty.firstTimes)
    let second = random.index(in: difficulty.secondTimes)
    var symbols = (0..<length).map { _ in 2 + random.index(below: 4) }
    let label = random.index(below: 4)
    (symbols[0], symbols[length - 1]) = (6, 7)
    (symbols[first], symbols[second]) = (label / 2, label % 2)
    for (time, symbol) in symbols.enumerated() {
      inputs.set(number, time + steps - length, symbol)
    }
    return label
  }
}
