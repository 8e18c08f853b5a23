import Testing

@testable import NumericCore

/// Networks of the course's notebooks, whose parameters people count by hand.
@Suite("Networks of the course")
struct CourseNetworkTests {
  @Test("The perceptron of the permuted digits has 6442 parameters")
  func perceptron() throws {
    let network = Sequential<Float>(
      [
        Flatten(), try Linear(784, 8), Activation.relu, try Linear(8, 8), Activation.relu,
        try Linear(8, 10), LogSoftmax(),
      ], seed: 1)
    #expect(network.parameterCount == 6442)
    #expect(try network.outputShape(for: [64, 1, 28, 28]) == [64, 10])
  }

  @Test("The convolutional network of the permuted digits has 6422 parameters")
  func convolutionalNetwork() throws {
    var network = Sequential<Float>(
      [
        try Conv2d(1, 6, kernel: 5), Activation.relu, try MaxPool2d(kernel: 2),
        try Conv2d(6, 6, kernel: 5), Activation.relu, try MaxPool2d(kernel: 2), Flatten(),
        try Linear(96, 50), Activation.relu, try Linear(50, 10), LogSoftmax(),
      ], seed: 1)
    #expect(network.parameterCount == 6422)
    #expect(
      network.parameters.map { $0.value.scalars.count } == [150, 6, 900, 6, 4800, 50, 500, 10])
    var shapes: [Shape] = [[64, 1, 28, 28]]
    for layer in network.layers {
      shapes.append(try layer.outputShape(for: shapes[shapes.count - 1]))
    }
    let planes = [[6, 24, 24], [6, 12, 12], [6, 8, 8], [6, 4, 4]]
    #expect([1, 3, 4, 6].map { Array(shapes[$0].dropFirst()) } == planes)
    #expect(shapes.suffix(5) == [[64, 96], [64, 50], [64, 50], [64, 10], [64, 10]])
    #expect(throws: ShapeError.self) { try network.prepare(for: [64, 1, 8, 8]) }
  }

  @Test("Filters of 5 × 5 × 3 on an image of 32 × 32 × 3", arguments: [(8, 608), (16, 1216)])
  func imageFilters(_ filters: Int, _ count: Int) throws {
    let layer = try Conv2d<Float>(3, filters, kernel: 5)
    #expect(layer.parameterCount == count)
    #expect(try layer.outputShape(for: [1, 3, 32, 32]) == [1, filters, 28, 28])
  }

  static let homework: [([Int], [Window], [Int])] = [
    ([10, 11], [Window(kernel: 3, stride: 2), Window(kernel: 3, stride: 2)], [4, 5]),
    ([21, 12], [Window(kernel: 4, stride: 4), Window(kernel: 5, stride: 4)], [5, 2]),
    ([17, 11], [Window(kernel: 3, stride: 2), Window(kernel: 5, stride: 2)], [8, 4]),
    (
      [19, 26],
      [Window(kernel: 4, stride: 2, padding: 1), Window(kernel: 4, stride: 2, padding: 1)], [9, 13]
    ),
  ]

  @Test("Images, kernels and strides of the homework", arguments: homework)
  func sizes(_ image: [Int], _ windows: [Window], _ expected: [Int]) throws {
    let layer = try Conv2d<Float>(1, 1, windows: windows)
    #expect(try layer.outputShape(for: [1, 1] + image) == [1, 1] + expected)
  }

  @Test("One filter over a sequence", arguments: [(2, 5, 2), (5, 7, 3), (7, 11, 5)])
  func sequences(_ channels: Int, _ length: Int, _ expected: Int) throws {
    let layer = try Conv1d<Double>(channels, 1, kernel: 3, stride: 2, bias: false)
    #expect(layer.weight.value.shape == [1, channels, 3])
    #expect(try layer.outputShape(for: [1, channels, length]) == [1, 1, expected])
  }

  @Test("A convolutional network learns to tell bars from each other")
  func learning() throws {
    var network = Sequential<Float>(
      [
        try Conv2d(1, 4, kernel: 3, padding: 1), try BatchNorm2d(4), Activation.relu,
        try MaxPool2d(kernel: 2), Flatten(), try Linear(4 * 3 * 3, 2),
      ], seed: 3)
    let (images, labels) = bars()
    try network.prepare(for: images.shape)
    var output = try Tensor<Float>(zeros: [labels.count, 2])
    var (cotangent, none) = (Tensor<Float>.empty, Tensor<Float>.empty)
    var losses: [Float] = []
    for _ in 0..<40 {
      try network.forward(images, into: &output, mode: .training)
      losses.append(try CrossEntropy()(output, labels, cotangent: &cotangent))
      network.clearGradients()
      network.backward(cotangent, input: images, output: output, into: &none)
      network.forEachParameter { $0.value = $0.value.zipped($0.gradient) { $0 - 0.2 * $1 } }
    }
    #expect(losses[0] > 0.4)
    #expect(losses[39] < 0.02)
  }

  /// Every upright and every level bar on 6 × 6.
  private func bars() -> (Tensor<Float>, [Int]) {
    let images = (0..<12).flatMap { number in
      (0..<36).map { place -> Float in
        (number % 2 == 0 ? place / 6 : place % 6) == number / 2 ? 1 : 0
      }
    }
    return (Tensor(shape: [12, 1, 6, 6], scalars: images), (0..<12).map { $0 % 2 })
  }
}
