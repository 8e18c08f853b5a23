/// Saying each bit of long series again, some steps later: for truncated backpropagation through
/// time.
///
/// The series run side by side and are read in chunks. A batch has the next chunk of each, and the
/// state of the network goes on from batch to batch, but no gradient does. Each epoch draws new
/// series.
///
/// - Shapes: `[count, chunk, 1]` of zeros and ones, and targets of the same shape; the first are
///   the first chunks of all series, then come their second ones.
/// - Source: the notebook on echoes of NYU's course *Deep Learning*.
public struct BinaryEcho: LearningTask {
  public let delay: Int
  /// How many steps are learnt from at a time.
  public let chunk: Int
  /// How many series run side by side.
  public let series: Int

  /// - Errors: ``TaskError/setting(_:value:allowed:)``.
  public init(delay: Int = 3, chunk: Int = 20, series: Int = 5) throws(TaskError) {
    try TaskError.check("the delay", delay, 0...1000)
    try TaskError.check("the length of a chunk", chunk, 1...10_000)
    try TaskError.check("the number of series", series, 1...10_000)
    self.delay = delay
    self.chunk = chunk
    self.series = series
  }

  public var inputShape: Shape { [chunk, 1] }
  public var outputs: Int { 1 }
  public var parallelSeries: Int? { series }

  /// As many chunks as asked for, or some more, so that all series have as many.
  public func training(_ count: Int, epoch: Int, seed: UInt64) -> Examples<Tensor<Float>> {
    examples(count, ExamplePurpose.training.random(epoch: epoch, seed: seed))
  }

  /// As many chunks as asked for, or some more, so that all series have as many.
  public func evaluation(_ count: Int, epoch: Int, seed: UInt64) -> Examples<Tensor<Float>> {
    examples(count, ExamplePurpose.evaluation.random(epoch: epoch, seed: seed))
  }

  private func examples(_ count: Int, _ random: SplitMix64) -> Examples<Tensor<Float>> {
    var random = random
    let chunks = (count + series - 1) / series
    let shape = [chunks * series, chunk, 1]
    var inputs = [Float](repeating: 0, count: chunks * series * chunk)
    var targets = inputs
    for number in 0..<series {
      let bits = (0..<(chunks * chunk)).map { _ in Float(random.index(below: 2)) }
      for (time, bit) in bits.enumerated() {
        let place = (time / chunk * series + number) * chunk + time % chunk
        inputs[place] = bit
        if time >= delay { targets[place] = bits[time - delay] }
      }
    }
    return Examples(Tensor(shape: shape, scalars: inputs), Tensor(shape: shape, scalars: targets))
  }
}
