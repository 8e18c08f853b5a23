import Testing

@testable import NumericCore

/// A layer with shapes of inputs that fit it, and the same function composed of primitives.
struct LayerExample: Sendable, CustomTestStringConvertible {
  let name: String
  let inputs: [Shape]
  /// Shapes that it must refuse.
  let refused: [Shape]
  let double: @Sendable () throws -> any Layer<Double>
  let float: @Sendable () throws -> any Layer<Float>
  /// Where the inputs are whole numbers below this, which nothing is differentiated by.
  let indices: Int?
  /// From the input and the parameters, in the layer's order.
  let composed: @Sendable (Variable<Double>, [Variable<Double>]) throws -> Variable<Double>

  var testDescription: String { name }

  init(
    _ name: String, inputs: [Shape], refused: [Shape] = [], indices: Int? = nil,
    double: @escaping @autoclosure @Sendable () throws -> any Layer<Double>,
    float: @escaping @autoclosure @Sendable () throws -> any Layer<Float>,
    composed: @escaping @Sendable (Variable<Double>, [Variable<Double>]) throws -> Variable<Double>
  ) {
    self.name = name
    self.inputs = inputs
    self.refused = refused + inputs.map { $0.map { _ in 0 } }
    self.indices = indices
    self.double = double
    self.float = float
    self.composed = composed
  }

  static let all =
    linear + activations + chains + convolutions + transposedConvolutions + pools + embeddings
    + normalizations + recurrent + softmaxes + [flatten, dropout]
}

extension LayerExample {
  static let linear = [
    LayerExample(
      "Linear", inputs: [[3, 5], [1, 5], [7, 2, 5]], refused: [[3, 4], []],
      double: try Linear<Double>(5, 3), float: try Linear<Float>(5, 3)
    ) { x, parameters in
      let rows = try x.reshaped([x.value.scalars.count / 5, 5])
      let y = try rows.multiplied(by: parameters[0].transposed()) + parameters[1]
      return try y.reshaped(x.shape.dropLast() + [3])
    },
    LayerExample(
      "Linear without bias", inputs: [[2, 1], [33, 1]],
      double: try Linear<Double>(1, 17, bias: false), float: try Linear<Float>(1, 17, bias: false)
    ) { x, parameters in try x.multiplied(by: parameters[0].transposed()) },
  ]

  static let activations = zip(
    Activation<Double>.Function.allCases, Activation<Float>.Function.allCases
  ).map { double, float in
    LayerExample(
      double.rawValue, inputs: [[1], [3, 7], [2, 3, 11]], double: Activation(double),
      float: Activation(float)
    ) { x, _ in
      let function = try #require(ElementaryFunction(named: double.rawValue.lowercased()))
      return try x.mapped(function)
    }
  }

  static let chains = [
    LayerExample(
      "Linear, Tanh, Linear", inputs: [[4, 3], [1, 3]], refused: [[4, 5]],
      double: Sequential<Double>([try Linear(3, 6), Activation.tanh, try Linear(6, 2)], seed: 7),
      float: Sequential<Float>([try Linear(3, 6), Activation.tanh, try Linear(6, 2)], seed: 7)
    ) { x, p in
      let h = try (x.multiplied(by: p[0].transposed()) + p[1]).mapped(.tanh)
      return try h.multiplied(by: p[2].transposed()) + p[3]
    }
  ]
}
