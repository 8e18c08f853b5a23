@testable import NumericCore

/// A function of each scalar with the slope that it claims, right or wrong.
struct Curve: Layer {
  typealias S = Double
  let kind = "Curve"
  let value: @Sendable (Double) -> Double
  let slope: @Sendable (Double) -> Double

  init(
    _ value: @escaping @Sendable (Double) -> Double, slope: @escaping @Sendable (Double) -> Double
  ) {
    self.value = value
    self.slope = slope
  }

  func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

  mutating func forward(
    _ input: Tensor<Double>, into output: inout Tensor<Double>, mode: Mode
  ) {
    output.scalars = input.scalars.map(value)
  }

  mutating func backward(
    _ cotangent: Tensor<Double>, input: Tensor<Double>, output: Tensor<Double>,
    into inputCotangent: inout Tensor<Double>
  ) {
    inputCotangent.scalars = zip(input.scalars, cotangent.scalars).map { slope($0) * $1 }
  }
}

/// `y_i = e^{x_i} x_{i+1} + 10⁻⁶ x_i²` around a ring, with a mistake in its backward pass.
struct Ring: Layer {
  enum Mistake: CaseIterable {
    case sign, factor, swappedIndex, missingTerm, oneElement, unwritten
  }

  typealias S = Double
  let kind = "Ring"
  let mistake: Mistake?

  func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

  mutating func forward(
    _ input: Tensor<Double>, into output: inout Tensor<Double>, mode: Mode
  ) {
    let x = input.scalars
    for i in x.indices {
      output.scalars[i] = .exp(x[i]) * x[(i + 1) % x.count] + 1e-6 * x[i] * x[i]
    }
  }

  mutating func backward(
    _ cotangent: Tensor<Double>, input: Tensor<Double>, output: Tensor<Double>,
    into inputCotangent: inout Tensor<Double>
  ) {
    let (x, dy, count) = (input.scalars, cotangent.scalars, input.scalars.count)
    for i in x.indices {
      let (previous, next) = ((i + count - 1) % count, (i + 1) % count)
      let small = mistake == .missingTerm ? 0 : 2e-6 * x[i]
      let neighbour = mistake == .swappedIndex ? next : previous
      var slope = dy[i] * (.exp(x[i]) * x[next] + small) + dy[neighbour] * .exp(x[neighbour])
      if mistake == .sign { slope = -slope }
      if mistake == .factor { slope *= 1 + 1e-5 }
      if mistake == .oneElement, i == count - 2 { slope *= 1 + 1e-5 }
      if mistake != .unwritten || i > 0 { inputCotangent.scalars[i] = slope }
    }
  }
}

/// Leaves out scalars by chance, other ones in every pass.
struct Sieve: Layer {
  typealias S = Double
  let kind = "Sieve"
  var random = SplitMix64(seed: 1)
  var keeps: [Bool] = []

  func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

  mutating func forward(
    _ input: Tensor<Double>, into output: inout Tensor<Double>, mode: Mode
  ) {
    keeps = input.scalars.map { _ in random.unit() < 0.5 }
    for i in keeps.indices { output.scalars[i] = keeps[i] ? 2 * input.scalars[i] : 0 }
  }

  mutating func backward(
    _ cotangent: Tensor<Double>, input: Tensor<Double>, output: Tensor<Double>,
    into inputCotangent: inout Tensor<Double>
  ) {
    for i in keeps.indices { inputCotangent.scalars[i] = keeps[i] ? 2 * cotangent.scalars[i] : 0 }
  }
}
