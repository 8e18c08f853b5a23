import RealModule
import Testing

@testable import NumericCore

@Suite("Gradient checks of layers")
struct GradientCheckTests {
  @Test("A right backward pass agrees, at every element")
  func right() throws {
    let check = try Ring(mistake: nil).checkGradients(at: ringPoint)
    #expect(check.passed, "\(check)")
    #expect(check.rows.map { $0.check.elements } == [7])
    #expect(check.rows[0].check.worst.relativeError <= 1e-8)
  }

  @Test(
    "A wrong one does not",
    arguments: [Ring.Mistake.sign, .factor, .swappedIndex, .missingTerm, .oneElement])
  func wrong(_ mistake: Ring.Mistake) throws {
    let check = try Ring(mistake: mistake).checkGradients(at: ringPoint)
    #expect(!check.passed, "\(check)")
    if mistake == .oneElement { #expect(check.rows[0].check.worst.index == [5]) }
  }

  @Test("A scalar that the backward pass leaves out is named")
  func unwritten() {
    #expect(throws: GradientCheckError.gradient("not a number", by: "input", at: [0])) {
      try Ring(mistake: .unwritten).checkGradients(at: ringPoint)
    }
  }

  /// A smooth curve of many scales, and its slope.
  @Test("A factor from 1 + 10⁻⁶ to 2 is found on every curve", arguments: 0..<300 as Range<UInt64>)
  func curves(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let (a, b) = (random.normal(), 20 * random.normal())
    let (c, d) = (random.normal(), 3 * random.normal())
    let size = Double.pow(10, random.uniform(in: -12..<6))
    let point = random.uniform(in: -2..<2)
    let value = { @Sendable (x: Double) in size * (a * .sin(b * x) + c * .exp(d * x)) }
    let slope = { @Sendable (x: Double) in
      size * (a * b * .cos(b * x) + c * d * .exp(d * x))
    }
    let right = try check(Curve(value, slope: slope), at: point)
    #expect(right.passed, "\(right.worst)")
    let factor = 1 + Double.pow(10, random.uniform(in: -6..<0))
    let wrong = try check(Curve(value) { factor * slope($0) }, at: point)
    #expect(!wrong.passed, "\(factor): \(wrong.worst)")
  }

  @Test("A tiny gradient is checked as any other", arguments: [1.0, 0])
  func tiny(_ offset: Double) throws {
    let value = { @Sendable (x: Double) in offset + 1e-9 * Double.tanh(x) }
    let slope = { @Sendable (x: Double) in 1e-9 * (1 - Double.tanh(x) * Double.tanh(x)) }
    #expect(try check(Curve(value, slope: slope), at: 0.4).passed)
    #expect(try !check(Curve(value) { 2 * slope($0) }, at: 0.4).passed)
    #expect(try !check(Curve(value) { _ in 0 }, at: 0.4).passed)
  }

  @Test("So is one among large ones")
  func tinyAmongLarge() throws {
    let value = { @Sendable (x: Double) in x < 1 ? 1e-9 * x : 1e3 * (x - 1) }
    let point = Tensor<Double>(shape: [3], scalars: [2, -0.5, 3])
    for (slope, passes) in [(1e-9, true), (2e-9, false), (0, false)] {
      let layer = Curve(value) { $0 < 1 ? slope : 1e3 }
      let check = try layer.checkGradients(at: point)
      #expect(check.passed == passes, "\(check)")
      if !passes { #expect(check.rows[0].check.worst.index == [1]) }
    }
  }

  @Test("A gradient of 0 is 0 where everything cancels or is flat")
  func zero() throws {
    #expect(
      try check(
        Curve { _ in
          1
        } slope: { _ in
          0
        }, at: 0.3
      ).passed)
    #expect(
      try check(
        Curve {
          ($0 - 0.3) * ($0 - 0.3)
        } slope: {
          2 * ($0 - 0.3)
        }, at: 0.3
      ).passed)
    #expect(
      try check(
        Curve {
          .tanh(30 + $0)
        } slope: { _ in
          1e-26
        }, at: 0.3
      ).passed)
    #expect(
      try !check(
        Curve { _ in
          1
        } slope: { _ in
          1e-9
        }, at: 0.3
      ).passed)
  }

  @Test("Curves that are steep, or whose arguments are large or near the end of their domain")
  func scales() throws {
    #expect(
      try check(
        Curve {
          .sin(1e5 * $0)
        } slope: {
          1e5 * .cos(1e5 * $0)
        }, at: 0.3
      ).passed)
    #expect(
      try check(
        Curve {
          .tanh($0 * 1e-8)
        } slope: {
          1e-8 / .pow(.cosh($0 * 1e-8), 2)
        }, at: 1e8
      )
      .passed)
    for point in [1e-2, 1e-4, 1e-6] {
      let right = try check(
        Curve {
          .log($0)
        } slope: {
          1 / $0
        }, at: point)
      #expect(right.passed, "\(right.worst)")
      #expect(
        try !check(
          Curve {
            .log($0)
          } slope: {
            1.00001 / $0
          }, at: point
        ).passed)
    }
  }

  private var ringPoint: Tensor<Double> {
    var random = SplitMix64(seed: 4)
    return Tensor(drawing: [7], using: &random)
  }
}

@Suite("Gradient checks at kinks")
struct KinkTests {
  @Test(
    "At a kink a number between the slopes is a gradient, and no other",
    arguments: [
      (0.0, true), (0.5, true), (1, true), (0.999, true), (-0.001, false), (1.001, false),
      (-1, false), (2, false),
    ])
  func subgradient(_ slope: Double, _ passes: Bool) throws {
    for curve in [0, 3.0] {
      let layer = Curve {
        max($0, 0) + curve * $0 * $0
      } slope: {
        ($0 == 0 ? slope : $0 > 0 ? 1 : 0) + 2 * curve * $0
      }
      let check = try layer.checkGradients(
        at: Tensor(shape: [3], scalars: [-0.7, 0, 0.6])
      ).rows[0].check
      #expect(check.passed == passes, "\(slope): \(check.worst)")
      #expect(check.kinks.map { $0.index } == [[1]])
      if !passes { #expect(check.worst.index == [1]) }
    }
  }

  @Test("Beside a kink only the slope on that side is the gradient")
  func besideKinks() throws {
    var random = SplitMix64(seed: 8)
    for _ in 0..<200 {
      let distance = Double.pow(10, random.uniform(in: -8..<0))
      let side = random.next() & 1 == 0 ? 1.0 : -1
      let (centre, steep) = (random.normal(), random.uniform(in: 0.5..<2))
      let value = { @Sendable (x: Double) in .sin(x) + (x > centre ? steep * (x - centre) : 0) }
      let right = { @Sendable (x: Double) in .cos(x) + (x > centre ? steep : 0) }
      let wrong = { @Sendable (x: Double) in .cos(x) + (x > centre ? 0 : steep) }
      let point = centre + side * distance
      let good = try check(Curve(value, slope: right), at: point)
      #expect(good.passed, "\(side * distance): \(good.worst)")
      let bad = try check(Curve(value, slope: wrong), at: point)
      #expect(!bad.passed, "\(side * distance): \(bad.worst)")
    }
  }

  @Test("Rectifiers at 0 pass by their subgradient and are named; the absolute value too")
  func rectifiers() throws {
    let point = Tensor<Double>(shape: [4], scalars: [0, 1.5, -0.2, 0])
    let layer = try Activation<Double>.relu.checkGradients(at: point)
    #expect(layer.passed)
    #expect(layer.rows[0].check.kinks.map { $0.index } == [[0], [3]])
    for name in ["relu", "abs"] {
      let check = try GradientCheck.run(Named(name: name), at: [point], by: 0)
      #expect(check.passed, "\(check.worst)")
      #expect(check.kinks.map { $0.index } == [[0], [3]])
    }
  }

  @Test("A kink that cancels is none: relu(x) − relu(−x) has the gradient 1")
  func cancelledKink() throws {
    let check = try GradientCheck.run(CancelledKink(), at: [Tensor(0.0)], by: 0)
    #expect(!check.passed)
    #expect(try GradientCheck.run(CancelledKink(), at: [Tensor(0.1)], by: 0).passed)
  }

  @Test("Jumps and vertical tangents have no gradient", arguments: [0.0, 0.5, 1, 100])
  func jumps(_ slope: Double) throws {
    #expect(
      try !check(
        Curve {
          $0 > 0 ? 1 : 0
        } slope: { _ in
          slope
        }, at: 0
      ).passed)
    #expect(
      try !check(
        Curve {
          $0 < 0 ? -.sqrt(-$0) : .sqrt($0)
        } slope: { _ in
          slope
        }, at: 0
      ).passed)
    if slope != 0 {
      #expect(
        try !check(
          Curve {
            .sqrt($0.magnitude)
          } slope: { _ in
            slope
          }, at: 0
        ).passed)
    }
  }
}

@Suite("What a gradient check says")
struct GradientCheckReportTests {
  @Test("What is not finite is named with its place")
  func notFinite() {
    let point = Tensor<Double>(shape: [2, 2], scalars: [1, 4, 0, 9])
    #expect(throws: GradientCheckError.value("not a number", at: [1, 0])) {
      try Curve {
        $0 == 0 ? .nan : $0
      } slope: { _ in
        1
      }.checkGradients(at: point)
    }
    #expect(throws: GradientCheckError.gradient("∞", by: "input", at: [1, 0])) {
      try Curve {
        .sqrt($0)
      } slope: {
        0.5 / .sqrt($0)
      }.checkGradients(
        at: point.map { $0 })
    }
    #expect(throws: GradientCheckError.neighbourhood(of: "input", at: [1, 0])) {
      try Curve {
        .sqrt($0)
      } slope: { _ in
        0.25
      }.checkGradients(at: point)
    }
    #expect(throws: GradientCheckError.value("∞", at: [1])) {
      try GradientCheck.run(
        Named(name: "exp"), at: [Tensor(shape: [2], scalars: [1, 1000])], by: 0)
    }
  }

  @Test("A layer that draws is checked with what it drew")
  func drawing() throws {
    var random = SplitMix64(seed: 6)
    let check = try Sieve().checkGradients(at: Tensor(drawing: [40], using: &random))
    #expect(check.passed, "\(check)")
  }

  @Test("A layer in Float is checked through its twin in Double")
  func precision() throws {
    var single = try Linear<Float>(5, 3)
    single.initialize(seed: 2)
    var double = try Linear<Double>(5, 3)
    try double.copyParameters(from: single)
    #expect(double.weight.value.scalars == single.weight.value.scalars.map { Double($0) })
    var random = SplitMix64(seed: 6)
    #expect(try double.checkGradients(at: Tensor(drawing: [4, 5], using: &random)).passed)
    var other = try Linear<Double>(5, 2)
    #expect(throws: ShapeError.self) { try other.copyParameters(from: single) }
  }

  @Test("The table names the tensors, their worst elements, and what is wrong")
  func table() throws {
    var layer = try Linear<Double>(3, 2)
    layer.initialize(seed: 1)
    var random = SplitMix64(seed: 6)
    let text = try layer.checkGradients(at: Tensor(drawing: [4, 3], using: &random)).description
    let lines = text.split(separator: "\n")
    #expect(lines[0] == "Linear, 4 × 3: gradients agree")
    #expect(lines[1].split(separator: " ").first == "elements")
    #expect(
      lines.dropFirst(2).map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        == ["input 12", "weight 6", "bias 2"])
    #expect(lines.dropFirst(2).allSatisfy { $0.hasSuffix("✓") })
    let wrong = try Curve {
      2 * $0
    } slope: { _ in
      3
    }.checkGradients(
      at: Tensor(shape: [1], scalars: [1]))
    #expect(wrong.description.hasPrefix("Curve, 1: gradients differ"))
    #expect(wrong.description.contains("0.33"))
    #expect(wrong.description.hasSuffix("✗"))
  }
}

private func check(_ layer: Curve, at point: Double) throws -> GradientCheck {
  try layer.checkGradients(at: Tensor(shape: [1], scalars: [point])).rows[0].check
}

private struct Named: DifferentiableFunction {
  let name: String

  func callAsFunction<S: Scalar>(_ inputs: [Variable<S>]) throws -> Variable<S> {
    try inputs[0].mapped(try #require(ElementaryFunction(named: name)))
  }
}

private struct CancelledKink: DifferentiableFunction {
  func callAsFunction<S: Scalar>(_ inputs: [Variable<S>]) throws -> Variable<S> {
    let reflected = try Variable.apply(.negate, to: inputs[0])
    return try inputs[0].mapped(.relu) - reflected.mapped(.relu)
  }
}
