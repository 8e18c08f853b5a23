import Foundation
import RealModule
import Testing

@testable import NumericCore

@Suite("Optimisers")
struct OptimizerTests {
  @Test("The first steps are PyTorch's", arguments: OptimizerExample.fixture)
  func fixture(_ example: OptimizerExample) throws {
    let lines = try String(contentsOf: OptimizerExample.file, encoding: .utf8).split(
      separator: "\n")
    #expect(lines.count == OptimizerExample.fixture.count)
    let line = try #require(lines.first { $0.hasPrefix(example.name + ":") })
    let expected = line.drop { $0 != ":" }.dropFirst().split(separator: " ").compactMap {
      Double($0)
    }
    var trainer = try Trainer(
      Weights([0.5, -1.25, 2]), loss: Parabola(curvature: [1, 0.25, 0.5]),
      optimizer: example.optimizer, learningRate: example.learningRate, clipping: example.clipping)
    var actual: [Double] = []
    for step in 0..<5 {
      let slopes = [0.3 - 0.2 * Double(step), 0.1 * Double(step), -0.4]
      try trainer.step(Weights.input, Tensor(shape: [3], scalars: slopes))
      actual += trainer.network.weight.value.scalars
    }
    #expect(expected.count == 15)
    for (a, b) in zip(actual, expected) {
      #expect((a - b).magnitude <= 1e-13 * max(1, b.magnitude), "\(a), not \(b)")
    }
  }

  @Test("The formulas of the papers, one scalar at a time", arguments: OptimizerExample.papers)
  func papers(_ example: OptimizerExample) throws {
    var random = SplitMix64(seed: 4)
    let start = (0..<37).map { _ in random.normal() }
    var trainer = try Trainer(
      Weights(start), loss: Parabola(curvature: start.map { _ in 0 }),
      optimizer: example.optimizer, learningRate: .constant(0.03))
    var scalars = start.map { PaperScalar(p: $0) }
    for _ in 0..<30 {
      let gradient = start.map { _ in random.normal() }
      try trainer.step(Weights.input, Tensor(shape: [37], scalars: gradient))
      for place in scalars.indices {
        scalars[place].t += 1
        example.paper(&scalars[place], gradient[place], 0.03)
      }
    }
    let expected = Tensor(shape: [37], scalars: scalars.map { $0.p })
    expectClose(trainer.network.weight.value, expected, within: 1e-12, floor: 1)
  }

  @Test("Each kind finds the lowest point, in single precision", arguments: Optimizer<Float>.all)
  func descent(_ optimizer: Optimizer<Float>) throws {
    var trainer = try Trainer(
      Weights<Float>([3, -2]), loss: Parabola<Float>(curvature: [1, 2]), optimizer: optimizer,
      learningRate: .cosine(0.1, steps: 300))
    // The slope at 0 is (-1, 1), so that the lowest point is (1, -0.5).
    for _ in 0..<300 {
      try trainer.step(Weights.input, Tensor(shape: [2], scalars: [-1, 1]))
    }
    let found = trainer.network.weight.value.scalars
    #expect((found[0] - 1).magnitude < 0.02 && (found[1] + 0.5).magnitude < 0.02)
  }

  @Test("Numbers outside of their range are refused", arguments: OptimizerExample.refused)
  func refusal(_ optimizer: Optimizer<Double>) {
    #expect(throws: TrainingError.self) {
      try Trainer(
        Weights([1]), loss: Parabola(curvature: [1]), optimizer: optimizer,
        learningRate: .constant(0.1))
    }
  }
}

/// A scalar as papers write about it: a parameter, two remembered numbers, and the time.
struct PaperScalar {
  var p: Double
  var m = 0.0
  var v = 0.0
  var t = 0
}

struct OptimizerExample: Sendable, CustomTestStringConvertible {
  let name: String
  let optimizer: Optimizer<Double>
  var learningRate = LearningRate.constant(0.1)
  var clipping = Clipping.none
  var paper: @Sendable (inout PaperScalar, _ g: Double, _ rate: Double) -> Void = { _, _, _ in }

  var testDescription: String { name }

  static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/optimizers.txt")

  private static func case_(
    _ name: String, _ optimizer: Optimizer<Double>, _ learningRate: LearningRate,
    _ clipping: Clipping = .none
  ) -> OptimizerExample {
    OptimizerExample(
      name: name, optimizer: optimizer, learningRate: learningRate, clipping: clipping)
  }

  /// The cases of `Fixtures/optimizers.py`.
  static let fixture = [
    case_("sgd", .sgd(), .constant(0.1)),
    case_("sgd decay", .sgd(weightDecay: 0.05), .constant(0.1)),
    case_("sgd momentum", .sgd(momentum: 0.9), .constant(0.1)),
    case_(
      "sgd nesterov", .sgd(momentum: 0.9, nesterov: true, weightDecay: 0.05), .constant(0.1)),
    case_("rmsprop", .rmsprop(), .constant(0.01)),
    case_(
      "rmsprop decay", .rmsprop(smoothing: 0.9, epsilon: 1e-4, weightDecay: 0.05), .constant(0.01)),
    case_("adam", .adam(), .constant(0.02)),
    case_(
      "adam decay", .adam(betas: (0.8, 0.95), epsilon: 1e-4, weightDecay: 0.05), .constant(0.02)),
    case_("adamw", .adamW(), .constant(0.02)),
    case_("adamw decay", .adamW(betas: (0.8, 0.95), weightDecay: 0.2), .constant(0.02)),
    case_("sgd clip norm", .sgd(momentum: 0.9), .constant(0.1), .norm(0.75)),
    case_("adam clip value", .adam(), .constant(0.02), .value(0.25)),
    case_("sgd step", .sgd(), .step(0.1, every: 2, factor: 0.3)),
    case_("adam cosine", .adam(), .cosine(0.02, steps: 5, last: 0.001)),
  ]

  static let papers = [
    OptimizerExample(name: "SGD", optimizer: .sgd(weightDecay: 0.1)) { x, g, rate in
      x.p -= rate * (g + 0.1 * x.p)
    },
    OptimizerExample(name: "momentum", optimizer: .sgd(momentum: 0.7)) { x, g, rate in
      x.m = 0.7 * x.m + g
      x.p -= rate * x.m
    },
    // As Sutskever writes it: the gradient is that at the place where momentum leads.
    OptimizerExample(name: "Nesterov", optimizer: .sgd(momentum: 0.7, nesterov: true)) {
      x, g, rate in
      let place = x.p - 0.7 * x.m
      let velocity = 0.7 * x.m - rate * g
      x.p = place + velocity + 0.7 * velocity
      x.m = velocity
      x.p -= 0
    },
    OptimizerExample(name: "RMSprop", optimizer: .rmsprop(smoothing: 0.8)) { x, g, rate in
      x.v = 0.8 * x.v + 0.2 * g * g
      x.p -= rate * g / (x.v.squareRoot() + 1e-8)
    },
    OptimizerExample(name: "Adam", optimizer: .adam(weightDecay: 0.1)) { x, g, rate in
      adam(&x, g + 0.1 * x.p, rate)
    },
    OptimizerExample(name: "AdamW", optimizer: .adamW(weightDecay: 0.1)) { x, g, rate in
      let decay = rate * 0.1 * x.p
      adam(&x, g, rate)
      x.p -= decay
    },
  ]

  private static func adam(_ x: inout PaperScalar, _ g: Double, _ rate: Double) {
    x.m = 0.9 * x.m + 0.1 * g
    x.v = 0.999 * x.v + 0.001 * g * g
    let mean = x.m / (1 - Double.pow(0.9, x.t))
    let square = x.v / (1 - Double.pow(0.999, x.t))
    x.p -= rate * mean / (square.squareRoot() + 1e-8)
  }

  static let refused: [Optimizer<Double>] = [
    .sgd(momentum: -0.1), .sgd(weightDecay: -1), .rmsprop(smoothing: 1), .rmsprop(epsilon: .nan),
    .adam(betas: (1, 0.999)), .adam(betas: (0.9, 2)), .adamW(weightDecay: .infinity),
  ]
}
