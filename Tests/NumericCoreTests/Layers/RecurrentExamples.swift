import Testing

@testable import NumericCore

extension LayerExample {
  static let recurrent =
    [
      LayerExample(
        "RNN, tanh", inputs: recurrentInputs, refused: recurrentRefused,
        double: try RNN<Double>(3, 5), float: try RNN<Float>(3, 5)
      ) { x, p in
        try unrolled(x, 5) { x, state in [try affine(x, state[0], p).mapped(.tanh)] }
      },
      LayerExample(
        "RNN, ReLU", inputs: recurrentInputs, refused: recurrentRefused,
        double: try RNN<Double>(3, 5, nonlinearity: .relu),
        float: try RNN<Float>(3, 5, nonlinearity: .relu)
      ) { x, p in
        try unrolled(x, 5) { x, state in [try affine(x, state[0], p).mapped(.relu)] }
      },
      LayerExample(
        "LSTM", inputs: recurrentInputs, refused: recurrentRefused,
        double: try LSTM<Double>(3, 5), float: try LSTM<Float>(3, 5)
      ) { x, p in
        try unrolled(x, 5, states: 2) { x, state in
          let gates = try affine(x, state[0], p)
          let (i, f) = try (block(gates, 0).mapped(.sigmoid), block(gates, 1).mapped(.sigmoid))
          let (g, o) = try (block(gates, 2).mapped(.tanh), block(gates, 3).mapped(.sigmoid))
          let c = try f * state[1] + i * g
          return [try o * c.mapped(.tanh), c]
        }
      },
      LayerExample(
        "GRU", inputs: recurrentInputs, refused: recurrentRefused,
        double: try GRU<Double>(3, 5), float: try GRU<Float>(3, 5)
      ) { x, p in
        try unrolled(x, 5) { x, state in
          let input = try x.multiplied(by: p[0].transposed()) + p[2]
          let recurrent = try state[0].multiplied(by: p[1].transposed()) + p[3]
          let r = try (block(input, 0) + block(recurrent, 0)).mapped(.sigmoid)
          let z = try (block(input, 1) + block(recurrent, 1)).mapped(.sigmoid)
          let n = try (block(input, 2) + r * block(recurrent, 2)).mapped(.tanh)
          return [try n - z * n + z * state[0]]
        }
      },
      LayerExample(
        "GatedRNN", inputs: recurrentInputs, refused: recurrentRefused,
        double: try GatedRNN<Double>(3, 5), float: try GatedRNN<Float>(3, 5)
      ) { x, p in
        try unrolled(x, 5) { x, state in
          let recurrent = try state[0].multiplied(by: p[1].transposed())
          let c = try (x.multiplied(by: p[0].transposed()) + recurrent).mapped(.sigmoid)
          let v = try x.multiplied(by: p[2].transposed())
          return [try c * state[0] + v - c * v]
        }
      },
      LayerExample(
        "LastStep", inputs: [[2, 3, 5], [1, 1, 1], [4, 1, 2]], refused: [[2, 3]],
        double: LastStep<Double>(), float: LastStep<Float>()
      ) { x, _ in try step(x.shape[1] - 1, of: x) },
    ] + [0, 1, 2, 3].map(attention)

  private static func attention(_ memory: Int) -> LayerExample {
    LayerExample(
      "AttentionRNN(\(memory))", inputs: recurrentInputs, refused: recurrentRefused,
      double: try AttentionRNN<Double>(3, 5, memory: memory),
      float: try AttentionRNN<Float>(3, 5, memory: memory)
    ) { x, p in
      try unrolled(x, 5, states: memory + 1) { x, state in
        let sources = [x] + state.prefix(memory)
        let batch = x.shape[0]
        var weights: [Variable<Double>] = []
        var values: [Variable<Double>] = []
        for (i, source) in sources.enumerated() {
          let q = try source.multiplied(by: p[3 * i].transposed())
          let k = try source.multiplied(by: p[3 * i + 1].transposed())
          values.append(try source.multiplied(by: p[3 * i + 2].transposed()))
          weights.append(
            try (q * k).sum(last: 1).mapped(#require(ElementaryFunction(named: "exp"))))
        }
        let total = try weights.dropFirst().reduce(weights[0]) { try $0 + $1 }
        let parts = try zip(weights, values).map { try ($0 / total).reshaped([batch, 1]) * $1 }
        let h = try parts.dropFirst().reduce(parts[0]) { try $0 + $1 }
        return [h] + state.dropLast()
      }
    }
  }

  private static let recurrentInputs = [[2, 4, 3], [1, 1, 3], [17, 2, 3]]
  private static let recurrentRefused = [[2, 4, 2], [4, 3], [3], [1, 2, 4, 3]]

  /// A step for the batch: `[batch, features]`.
  private static func step(_ time: Int, of x: Variable<Double>) throws -> Variable<Double> {
    try x.sliced(time..<time + 1, of: 1).reshaped([x.shape[0], x.shape[2]])
  }

  /// The first state at each time, from states that start at zero.
  private static func unrolled(
    _ x: Variable<Double>, _ hidden: Int, states: Int = 1,
    _ next: (Variable<Double>, [Variable<Double>]) throws -> [Variable<Double>]
  ) throws -> Variable<Double> {
    let zero = Variable(constant: try Tensor<Double>(zeros: [x.shape[0], hidden]))
    var state = Array(repeating: zero, count: states)
    var outputs: [Variable<Double>] = []
    for time in 0..<x.shape[1] {
      state = try next(step(time, of: x), state)
      outputs.append(state[0])
    }
    return try Variable.apply(.stack, toAll: outputs).transposed([1, 0, 2])
  }

  /// `W x + b + U h + b'`, with PyTorch's parameters.
  private static func affine(
    _ x: Variable<Double>, _ h: Variable<Double>, _ p: [Variable<Double>]
  ) throws -> Variable<Double> {
    let input = try x.multiplied(by: p[0].transposed()) + p[2]
    return try input + (h.multiplied(by: p[1].transposed()) + p[3])
  }

  private static func block(
    _ gates: Variable<Double>, _ number: Int
  ) throws -> Variable<Double> { try gates.sliced(5 * number..<5 * (number + 1), of: 1) }
}
