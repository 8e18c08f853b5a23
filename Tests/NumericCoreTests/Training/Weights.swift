@testable import NumericCore

/// A layer that has weights and nothing else: they are its output, whatever its input.
struct Weights<S: TrainingScalar>: Layer {
  let kind = "Weights"
  var weight: Parameter<S>
  /// How often it ran.
  var runs = Tensor<S>(shape: [1], scalars: [0])

  init(_ scalars: [S]) throws {
    weight = try Parameter("weight", [scalars.count], standard: .constant(0))
    weight.value.scalars = scalars
  }

  static var input: Tensor<S> { Tensor(shape: [1], scalars: [1]) }

  func outputShape(for input: Shape) -> Shape { weight.value.shape }

  mutating func forward(_ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode) {
    output = weight.value
    runs.scalars[0] += 1
  }

  mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    weight.gradient = weight.gradient.zipped(cotangent, +)
  }

  mutating func forEachParameter(_ body: (inout Parameter<S>) -> Void) { body(&weight) }
  mutating func forEachBuffer(_ body: (inout Tensor<S>) -> Void) { body(&runs) }
}

/// `Σ cᵢ pᵢ + dᵢ pᵢ² / 2`; the target holds the slopes `c`.
struct Parabola<S: TrainingScalar>: Loss {
  let curvature: [S]

  func callAsFunction(
    _ output: Tensor<S>, _ slopes: Tensor<S>, cotangent: inout Tensor<S>
  ) throws(ShapeError) -> S {
    cotangent = Tensor(
      shape: output.shape,
      scalars: output.scalars.indices.map {
        slopes.scalars[$0] + curvature[$0] * output.scalars[$0]
      })
    return output.scalars.indices.reduce(0) {
      let p = output.scalars[$1]
      return $0 + slopes.scalars[$1] * p + curvature[$1] * p * p / 2
    }
  }
}
