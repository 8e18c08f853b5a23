import RealModule
import Testing

@testable import NumericCore

@Suite("Losses")
struct LossTests {
  @Test("Cross entropy, its gradient and its smoothing", arguments: [0, 0.1])
  func crossEntropy(_ smoothing: Double) throws {
    let loss = CrossEntropy<Double>(labelSmoothing: smoothing)
    var random = SplitMix64(seed: 1)
    let output = Tensor<Double>(drawing: [2, 3, 5], using: &random)
    let labels = [0, 4, 2, 2, 1, 3]
    var cotangent = Tensor<Double>.empty
    let value = try loss(output, labels, cotangent: &cotangent)
    #expect((value - textbook(output, labels, smoothing)).magnitude < 1e-14)
    try expectSlopes(loss, output, labels, cotangent)
  }

  /// The cotangent that a loss wrote is its slope.
  private func expectSlopes<L: Loss<Double>>(
    _ loss: L, _ output: Tensor<Double>, _ target: L.Target, _ cotangent: Tensor<Double>,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var scratch = Tensor<Double>.empty
    let slopes = try output.scalars.indices.map { place in
      func shifted(_ shift: Double) throws -> Double {
        var moved = output
        moved.scalars[place] += shift
        return try loss(moved, target, cotangent: &scratch)
      }
      return try (shifted(1e-5) - shifted(-1e-5)) / 2e-5
    }
    let expected = Tensor(shape: output.shape, scalars: slopes)
    expectClose(cotangent, expected, within: 1e-7, floor: 1, sourceLocation: sourceLocation)
  }

  private func textbook(_ output: Tensor<Double>, _ labels: [Int], _ smoothing: Double) -> Double {
    let total = labels.enumerated().reduce(0.0) { total, pair in
      let row = (0..<5).map { Double.exp(output.scalars[pair.offset * 5 + $0]) }
      let sum = row.reduce(0, +)
      return (0..<5).reduce(total) {
        let target = ($1 == pair.element ? 1 - smoothing : 0) + smoothing / 5
        return $0 - target * .log(row[$1] / sum)
      }
    }
    return total / Double(labels.count)
  }

  @Test("Large outputs overflow nothing")
  func large() throws {
    var cotangent = Tensor<Float>.empty
    let output = Tensor<Float>(shape: [1, 2], scalars: [1e4, -1e4])
    #expect(try CrossEntropy()(output, [1], cotangent: &cotangent) == 2e4)
    #expect(cotangent.scalars == [1, -1])
  }

  @Test("A label out of range is named")
  func labels() throws {
    var cotangent = Tensor<Float>.empty
    let output = try Tensor<Float>(zeros: [2, 3])
    #expect(
      throws: ShapeError.outOfRange(layer: "CrossEntropy", index: "3", count: 3, place: 1)
    ) { try CrossEntropy()(output, [0, 3], cotangent: &cotangent) }
    #expect(throws: ShapeError.self) {
      try CrossEntropy()(output, [0], cotangent: &cotangent)
    }
  }

  @Test("One-hot targets are labels; other probabilities mix them", arguments: [0, 0.1])
  func oneHot(_ smoothing: Double) throws {
    let loss = CategoricalCrossEntropy<Double>(labelSmoothing: smoothing)
    var random = SplitMix64(seed: 1)
    let output = Tensor<Double>(drawing: [2, 3, 5], using: &random)
    let labels = [0, 4, 2, 2, 1, 3]
    var target = try Tensor<Double>(zeros: output.shape)
    for (row, label) in labels.enumerated() { target.scalars[row * 5 + label] = 1 }
    var (cotangent, byLabels) = (Tensor<Double>.empty, Tensor<Double>.empty)
    let value = try loss(output, target, cotangent: &cotangent)
    let expected = try CrossEntropy(labelSmoothing: smoothing)(
      output, labels, cotangent: &byLabels)
    #expect((value - expected).magnitude < 1e-14)
    expectClose(cotangent, byLabels, within: 1e-14, floor: 1)
    // Probabilities that do not even add up to 1.
    let mixture = target.map { 0.3 * $0 + 0.2 }
    _ = try loss(output, mixture, cotangent: &cotangent)
    try expectSlopes(loss, output, mixture, cotangent)
  }

  @Test("Binary cross entropy, its gradient, and logits that would overflow")
  func binary() throws {
    let loss = BinaryCrossEntropy<Double>()
    let output = Tensor<Double>(shape: [2, 3], scalars: [0, -2, 0.5, 3, -0.1, 1])
    let target = Tensor<Double>(shape: [2, 3], scalars: [1, 0, 0.25, 1, 1, 0])
    var cotangent = Tensor<Double>.empty
    let value = try loss(output, target, cotangent: &cotangent)
    let expected = zip(output.scalars, target.scalars).reduce(0.0) { sum, pair in
      let p = 1 / (1 + .exp(-pair.0))
      return sum - pair.1 * .log(p) - (1 - pair.1) * .log(1 - p)
    }
    #expect((value - expected / 6).magnitude < 1e-14)
    try expectSlopes(loss, output, target, cotangent)
    var single = Tensor<Float>.empty
    let large = Tensor<Float>(shape: [4], scalars: [1e4, -1e4, 1e4, -1e4])
    let wanted = Tensor<Float>(shape: [4], scalars: [1, 0, 0, 1])
    #expect(try BinaryCrossEntropy()(large, wanted, cotangent: &single) == 5e3)
    #expect(single.scalars == [0, 0, 0.25, -0.25])
  }

  @Test("Mean squared error and its gradient")
  func squares() throws {
    let output = Tensor<Double>(shape: [2, 2], scalars: [1, 2, 3, 5])
    let target = Tensor<Double>(shape: [2, 2], scalars: [1, 0, 4, 2])
    var cotangent = Tensor<Double>.empty
    #expect(try MeanSquaredError()(output, target, cotangent: &cotangent) == 14.0 / 4)
    #expect(cotangent.scalars == [0, 1, -0.5, 1.5])
    try expectSlopes(MeanSquaredError(), output, target, cotangent)
  }

  @Test(
    "Targets of another shape, and empty ones, are refused",
    arguments: [([2, 3], [3, 2]), ([2, 3], [6]), ([0, 3], [0, 3])] as [(Shape, Shape)])
  func refusal(_ output: Shape, _ target: Shape) throws {
    let (output, target) = try (Tensor<Float>(zeros: output), Tensor<Float>(zeros: target))
    var cotangent = Tensor<Float>.empty
    #expect(throws: ShapeError.self) {
      try CategoricalCrossEntropy()(output, target, cotangent: &cotangent)
    }
    #expect(throws: ShapeError.self) {
      try BinaryCrossEntropy()(output, target, cotangent: &cotangent)
    }
    #expect(throws: ShapeError.self) {
      try MeanSquaredError()(output, target, cotangent: &cotangent)
    }
  }
}
