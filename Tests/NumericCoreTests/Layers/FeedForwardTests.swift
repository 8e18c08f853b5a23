import Testing

@testable import NumericCore

/// What the layers of feed-forward networks do besides what every layer does.
@Suite("Feed-forward layers")
struct FeedForwardTests {
  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing was refused"
    } catch {
      return "\(error)"
    }
  }

  @Test("A message names the layer, the window and the sizes")
  func messages() {
    let tooLarge = message {
      _ = try Conv2d<Float>(3, 8, kernel: 5, padding: 1).outputShape(for: [2, 3, 32, 2])
    }
    #expect(
      tooLarge == "Conv2d: a kernel of 5 (stride 1, padding 1, dilation 1) has no place on an axis "
        + "of 2")
    #expect(
      message { _ = try Conv1d<Float>(2, 3, kernel: 3).outputShape(for: [1, 4, 9]) }
        == "Conv1d: takes 2 channels, not the 4 of 1 × 4 × 9")
    #expect(
      message { _ = try Conv1d<Float>(4, 6, kernel: 3, groups: 4) }
        == "Conv1d: 4 groups do not divide 4 channels and 6 filters")
    #expect(
      message { _ = try MaxPool2d<Float>(kernel: 2, padding: 2) }
        == "MaxPool2d: a kernel of 2 (stride 2, padding 2, dilation 1) is padded by more than half "
        + "of the kernel")
    #expect(
      message {
        _ = try ConvTranspose1d<Float>(1, 1, kernel: 1, padding: 2).outputShape(for: [1, 1, 4])
      }
        == "ConvTranspose1d: a kernel of 1 (stride 1, padding 2, dilation 1) leaves nothing of an "
        + "axis of 4")
  }

  @Test(
    "Sizes that are none are refused",
    arguments: [
      { _ = try Conv1d<Float>(0, 1, kernel: 3) }, { _ = try Conv1d<Float>(1, -1, kernel: 3) },
      { _ = try Conv1d<Float>(1, 1, kernel: 0) },
      { _ = try Conv2d<Float>(1, 1, kernel: 3, stride: 0) },
      { _ = try Conv2d<Float>(1, 1, kernel: 3, padding: -1) },
      { _ = try Conv2d<Float>(1, 1, kernel: 3, dilation: 0) },
      { _ = try Conv2d<Float>(1, 1, kernel: 3, groups: 0) },
      { _ = try Conv2d<Float>(1, 1, windows: [Window(kernel: 3)]) },
      { _ = try Conv1d<Float>(1 << 40, 1 << 40, kernel: 3) },
      { _ = try Conv1d<Float>(1, 1, kernel: .max, dilation: .max) },
      { _ = try ConvTranspose1d<Float>(1, 1, kernel: 2, outputPadding: 1) },
      { _ = try ConvTranspose2d<Float>(3, 2, kernel: 2, groups: 2) },
      { _ = try AvgPool1d<Float>(kernel: 0) }, { _ = try MaxPool1d<Float>(kernel: 2, stride: 0) },
      { _ = try Embedding<Float>(0, 1) }, { _ = try LayerNorm<Float>([]) },
      { _ = try LayerNorm<Float>([2, 0]) }, { _ = try BatchNorm1d<Float>(0) },
      { _ = try LSTM<Float>(.max, .max) }, { _ = try GRU<Float>(1, .max) },
      { _ = try RNN<Float>(.max, 1) }, { _ = try GatedRNN<Float>(1, 1 << 40) },
      { _ = try AttentionRNN<Float>(1, .max, memory: .max) },
      { _ = try Dropout<Float>(1.5, seed: 1) }, { _ = try Dropout<Float>(.nan, seed: 1) },
      {
        var layer = try ConvTranspose2d<Float>(1, 1, kernel: 1, stride: 1 << 20)
        try layer.prepare(for: [1, 1, 1 << 20, 1 << 20])
      },
      { _ = try AvgPool1d<Float>(kernel: 1).outputShape(for: [1, 1, 1 << 30]) },
    ] as [@Sendable () throws -> Void])
  func sizes(_ body: @Sendable () throws -> Void) {
    #expect(throws: ShapeError.self) { try body() }
  }

  @Test("An index that is none of the rows is named", arguments: [-1, 4, 1.5, .nan])
  func indices(_ index: Double) throws {
    var layer = try Embedding<Double>(4, 2)
    #expect(
      throws: ShapeError.outOfRange(layer: "Embedding", index: "\(index)", count: 4, place: 1)
    ) { try layer(Tensor(shape: [3], scalars: [0, index, 3])) }
  }

  /// Four pictures that a CNN course asks about, rows of digits.
  static let pictures: [([Double], [Double])] = [
    ([1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0], [1, 0.5, 0.5, 0.25]),
    ([0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0], [0.5, 1, 0.25, 0.5]),
    ([0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1], [0.25, 0.5, 0.5, 1]),
    ([0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0], [0.5, 0.25, 1, 0.5]),
  ]

  @Test("Averages and maxima of 2 × 2", arguments: pictures)
  func pooling(_ picture: [Double], _ averages: [Double]) throws {
    let input = Tensor(shape: [1, 1, 4, 4], scalars: picture)
    var (average, maximum) = (try AvgPool2d<Double>(kernel: 2), try MaxPool2d<Double>(kernel: 2))
    #expect(try average(input).scalars == averages)
    #expect(try maximum(input).scalars == [1, 1, 1, 1])
  }

  @Test("Of equals the first takes the gradient, and NaN is not swallowed")
  func maxima() throws {
    var layer = try MaxPool1d<Double>(kernel: 3, stride: 1)
    let input = Tensor(shape: [1, 1, 5], scalars: [2, -Double.infinity, 2, Double.nan, 1])
    var (output, slopes) = (try layer(input), input)
    #expect(output.scalars[0] == 2)
    #expect(output.scalars[1].isNaN && output.scalars[2].isNaN)
    layer.forward(input, into: &output, mode: .training)
    layer.backward(
      Tensor(shape: [1, 1, 3], scalars: [1, 2, 4]), input: input, output: output, into: &slopes)
    #expect(slopes.scalars == [1, 0, 0, 6, 0])
  }

  @Test("Running statistics are those of the batches, and evaluation takes them")
  func runningStatistics() throws {
    var layer = try BatchNorm1d<Double>(1, epsilon: 0, momentum: 0.25)
    let batch = Tensor<Double>(shape: [4, 1], scalars: [1, 2, 3, 6])
    try layer.prepare(for: batch.shape)
    var output = batch
    try layer.forward(batch, into: &output, mode: .training)
    // The mean is 3, the sum of squares around it 14.
    #expect(layer.runningMean.scalars == [0.75])
    #expect(layer.runningVariance.scalars == [0.75 + 0.25 * 14 / 3])
    let deviation = layer.runningVariance.scalars[0].squareRoot()
    let evaluated = try layer(batch)
    expectClose(evaluated, batch.map { ($0 - 0.75) / deviation }, within: 1e-14)
    #expect(layer.runningMean.scalars == [0.75])
    var slopes = batch
    layer.backward(batch, input: batch, output: evaluated, into: &slopes)
    expectClose(slopes, batch.map { $0 / deviation }, within: 1e-14)
    var buffers: [Tensor<Double>] = []
    layer.forEachBuffer { buffers.append($0) }
    #expect(buffers == [layer.runningMean, layer.runningVariance])
  }

  @Test("One number has no variance to train with")
  func lonelyNumber() throws {
    var layer = try BatchNorm2d<Float>(2)
    let input = try Tensor<Float>(zeros: [1, 2, 1, 1])
    #expect(throws: ShapeError.self) { try layer(input, mode: .training) }
    #expect(try layer(input).scalars == [0, 0])
  }

  @Test("Dropout draws anew at each step, the same for the same seed", arguments: [0, 0.25, 1])
  func dropout(_ probability: Double) throws {
    let input = Tensor<Float>(shape: [2000], scalars: Array(repeating: 1, count: 2000))
    func steps(_ seed: UInt64) throws -> [Tensor<Float>] {
      var layer = try Dropout<Float>(probability, seed: seed)
      return try (0..<3).map { _ in try layer(input, mode: .training) }
    }
    let masks = try steps(4)
    let again = try steps(4)
    let others = try steps(5)
    #expect(masks == again)
    let isRandom = probability == 0.25
    #expect(Set(masks + others).count == (isRandom ? 6 : 1))
    for mask in masks {
      let dropped = mask.scalars.count { $0 == 0 }
      #expect((Double(dropped) / 2000 - probability).magnitude < 0.03)
      #expect(mask.scalars.allSatisfy { $0 == 0 || $0 == Float(1 / (1 - probability)) })
    }
    var layer = try Dropout<Float>(probability, seed: 4)
    #expect(try layer(input) == input)
  }

  @Test("Large numbers do not overflow the softmax")
  func largeNumbers() throws {
    var (softmax, logarithm) = (Softmax<Float>(), LogSoftmax<Float>())
    let input = Tensor<Float>(shape: [1, 2], scalars: [1e4, -1e4])
    #expect(try softmax(input).scalars == [1, 0])
    #expect(try logarithm(input).scalars == [0, -2e4])
  }

  @Test("The number of threads changes no bit of a convolution")
  func threads() throws {
    var random = SplitMix64(seed: 3)
    let input = Tensor<Double>(drawing: [9, 6, 20, 21], using: &random)
    let results = try [1, 2, 8].map { count in
      Workers.shared.count = count
      var layer = try Conv2d<Double>(6, 8, kernel: 3, padding: 1, groups: 2)
      layer.initialize(seed: 1)
      let output = try layer(input)
      var slopes = input
      layer.backward(output, input: input, output: output, into: &slopes)
      return [output, slopes] + layer.parameters.map { $0.gradient }
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }
}
