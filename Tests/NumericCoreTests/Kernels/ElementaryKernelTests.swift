import RealModule
import Testing

@testable import NumericCore

@Suite("Elementary kernels")
struct ElementaryKernelTests {
  /// A kernel, the function in twice the digits where there are any, and its error in units in the last place.
  @Test("Single precision is as exact as documented")
  func single() {
    expect(Float.fastExp, Double.exp, -87...88, 1.5)
    expect(Float.fastTanh, Double.tanh, -12...12, 3)
    expect(Float.fastSigmoid, { 1 / (1 + .exp(-$0)) }, -80...40, 2.5)
    expect({ Float.fastRoot(abs($0)) }, { Double.sqrt(abs($0)) }, -3e38...3e38, 3)
  }

  private func expect(
    _ kernel: (Float) -> Float, _ function: (Double) -> Double, _ range: ClosedRange<Double>,
    _ units: Double
  ) {
    var worst = 0.0
    for x in samples(range) {
      let x = Float(x)
      let exact = function(Double(x))
      worst = max(worst, (Double(kernel(x)) - exact).magnitude / Double(Float(exact).ulp))
    }
    #expect(worst <= units)
  }

  #if arch(x86_64)
    @Test("Double precision is as exact as documented")
    func double() {
      expect(Double.fastExp, Float80.exp, -707...709, 1.5)
      expect(Double.fastTanh, Float80.tanh, -22...22, 3)
      expect(Double.fastSigmoid, { 1 / (1 + .exp(-$0)) }, -700...40, 2.5)
      expect({ Double.fastRoot(abs($0)) }, { Float80.sqrt(abs($0)) }, -8e307...8e307, 3)
    }

    private func expect(
      _ kernel: (Double) -> Double, _ function: (Float80) -> Float80,
      _ range: ClosedRange<Double>, _ units: Float80
    ) {
      var worst: Float80 = 0
      for x in samples(range) {
        let exact = function(Float80(x))
        worst = max(worst, (Float80(kernel(x)) - exact).magnitude / Float80(Double(exact).ulp))
      }
      #expect(worst <= units)
    }
  #endif

  /// Over the range, and of every order around 0.
  private func samples(_ range: ClosedRange<Double>) -> [Double] {
    var random = SplitMix64(seed: 4)
    return (0..<40_000).map { number in
      number % 2 == 0
        ? random.uniform(in: range.lowerBound..<range.upperBound)
        : random.uniform(in: -1..<1) * .exp(random.uniform(in: -20..<0))
    }
  }

  @Test("Limits and what is no number")
  func limits() {
    expectLimits(Float.self)
    expectLimits(Double.self)
  }

  private func expectLimits<S: TrainingScalar>(_ type: S.Type) {
    #expect(S.fastExp(0) == 1 && S.fastExp(-.infinity) == 0 && S.fastExp(.infinity) == .infinity)
    #expect(S.fastExp(.nan).isNaN && S.fastTanh(.nan).isNaN && S.fastSigmoid(.nan).isNaN)
    #expect(S.fastTanh(.infinity) == 1 && S.fastTanh(-.infinity) == -1 && S.fastTanh(0) == 0)
    #expect(S.fastSigmoid(.infinity) == 1 && S.fastSigmoid(-.infinity) == 0)
    #expect(S.fastSigmoid(0) == 0.5)
    #expect(S.fastRoot(0) == 0 && S.fastRoot(.infinity) == .infinity && S.fastRoot(.nan).isNaN)
    #expect(
      S.fastRoot(.greatestFiniteMagnitude).isFinite && S.fastRoot(.leastNonzeroMagnitude) == 0)
  }
}
