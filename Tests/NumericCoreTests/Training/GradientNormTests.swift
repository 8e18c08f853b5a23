import RealModule
import Testing

@testable import NumericCore

@Suite("Clipping and rates")
struct GradientNormTests {
  private func norm(_ gradient: [Float]) throws -> Double {
    var layer = try Weights(gradient)
    layer.weight.gradient.scalars = gradient
    return layer.gradientNorm()
  }

  @Test("The norm is right where squares leave single precision", arguments: [1, 1e-30, 1e30])
  func extremes(_ scale: Float) throws {
    var random = SplitMix64(seed: 2)
    let gradient = (0..<1100).map { _ in Float(random.normal()) * scale }
    let expected = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect((try norm(gradient) / expected - 1).magnitude < 1e-6)
  }

  @Test("The norm of nothing is 0, of something infinite infinite, of NaN NaN")
  func special() throws {
    #expect(try norm([0, 0, 0]) == 0)
    #expect(try norm([1, -.infinity, 2]) == .infinity)
    #expect(try norm([1, .nan, 2]).isNaN)
    #expect(try norm([3, .infinity, 2, .nan]).isFinite == false)
  }

  @Test("NaN and infinity are found wherever they stand", arguments: [Float.nan, .infinity])
  func finite(_ value: Float) {
    for place in 0..<37 {
      var scalars = [Float](repeating: 3e38, count: 37)
      #expect(Magnitudes.areFinite(scalars, count: 37))
      scalars[place] = -value
      #expect(!Magnitudes.areFinite(scalars, count: 37))
    }
  }

  @Test("A clipped gradient has the norm, and its direction")
  func byNorm() {
    let clip: Clip<Double> = Clipping.norm(2).clip(norm: 5)
    #expect((clip(3) - 1.2).magnitude < 1e-6 && (clip(-4) + 1.6).magnitude < 1e-6)
    let short: Clip<Double> = Clipping.norm(2).clip(norm: 1.9)
    #expect(short(0.3) == 0.3)
  }

  @Test("By value, each scalar is moved into the range")
  func byValue() {
    let clip: Clip<Double> = Clipping.value(0.5).clip(norm: 100)
    #expect([-7, -0.5, 0.2, 0.6].map { clip($0) } == [-0.5, -0.5, 0.2, 0.5])
  }

  @Test("Clipping changes the step, and not the norm in the log")
  func logged() throws {
    var trainer = try Trainer(
      Weights([0.0, 0]), loss: Parabola(curvature: [0, 0]), optimizer: .sgd(),
      learningRate: .constant(1), clipping: .norm(1))
    let record = try trainer.step(Weights.input, Tensor(shape: [2], scalars: [30, -40]))
    #expect(record.gradientNorm == 50)
    expectClose(
      trainer.network.weight.value, Tensor(shape: [2], scalars: [-0.6, 0.8]), within: 1e-6)
  }

  @Test("Rates at their corners")
  func rates() {
    let step = LearningRate.step(1, every: 3, factor: 0.5)
    #expect((0..<8).map { step.rate(at: $0) } == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25])
    let cosine = LearningRate.cosine(1, steps: 4, last: 0.2)
    let wave = 0.4 * 0.5.squareRoot()
    let expected = [1, 0.6 + wave, 0.6, 0.6 - wave, 0.2, 0.2]
    for (place, rate) in expected.enumerated() {
      #expect((cosine.rate(at: place) - rate).magnitude < 1e-15)
    }
    #expect(LearningRate.constant(0.3).rate(at: 1_000_000) == 0.3)
  }

  @Test(
    "Rates and limits that are none are refused",
    arguments: [
      (LearningRate.constant(-1), Clipping.none), (.constant(.nan), .none),
      (.step(1, every: 0), .none), (.cosine(1, steps: 0), .none),
      (.cosine(1, steps: 5, last: -1), .none), (.constant(1), .norm(0)), (.constant(1), .value(-1)),
      (.constant(1), .norm(.nan)),
    ])
  func refusal(_ rate: LearningRate, _ clipping: Clipping) {
    #expect(throws: TrainingError.self) {
      try Trainer(
        Weights([1.0]), loss: Parabola(curvature: [1]), optimizer: .sgd(), learningRate: rate,
        clipping: clipping)
    }
  }
}
