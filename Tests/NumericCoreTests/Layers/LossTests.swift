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
    var (cotangent, scratch) = (Tensor<Double>.empty, Tensor<Double>.empty)
    let value = try loss(output, labels, cotangent: &cotangent)
    #expect((value - textbook(output, labels, smoothing)).magnitude < 1e-14)
    let slopes = try output.scalars.indices.map { place in
      func shifted(_ shift: Double) throws -> Double {
        var moved = output
        moved.scalars[place] += shift
        return try loss(moved, labels, cotangent: &scratch)
      }
      return try (shifted(1e-5) - shifted(-1e-5)) / 2e-5
    }
    expectClose(cotangent, Tensor(shape: output.shape, scalars: slopes), within: 1e-7, floor: 1)
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
}
