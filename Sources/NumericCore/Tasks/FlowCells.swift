import RealModule

/// A recurrent network that says how each state depends on the one before.
protocol FlowCell: Sendable {
  /// A matrix for each gate of ``GradientFlow/Network/gates``: `[hidden, inputs]` and
  /// `[hidden, hidden]`.
  var input: [Matrix] { get }
  var recurrent: [Matrix] { get }

  /// The next state, and its derivative by this one.
  ///
  /// - Shapes: `state` and the result are `h`, and then `c` of an LSTM, each `[hidden]`.
  func step(_ state: [[Double]], _ x: [Double]) -> (next: [[Double]], jacobian: [JacobianBlock])
}

extension GradientFlow.Network {
  /// What has weights from the inputs, and what has them from `h[t−1]`.
  var gates: (input: [String], recurrent: [String]) {
    switch self {
    case .rnn: (["h"], ["h"])
    case .gatedRNN: (["c", "x"], ["c"])
    case .gru: (["r", "z", "n"], ["r", "z", "n"])
    case .lstm: (["i", "f", "g", "o"], ["i", "f", "g", "o"])
    }
  }

  func cell(
    input: [Matrix], recurrent: [Matrix], _ biases: GradientFlow.Biases
  ) -> any FlowCell {
    switch self {
    case .rnn: RNNFlow(input: input, recurrent: recurrent)
    case .gatedRNN: GatedRNNFlow(input: input, recurrent: recurrent)
    case .gru: GRUFlow(input: input, recurrent: recurrent)
    case .lstm:
      LSTMFlow(
        input: input, recurrent: recurrent,
        biases: [biases.input, biases.forget, 0, biases.output])
    }
  }
}

/// A block `diagonal + Σ scales_k U_k` of a Jacobian, where scales multiply the rows of a recurrent
/// matrix: what every gate leaves.
struct JacobianBlock {
  /// 0 for `h`, 1 for `c`.
  let row: Int
  let column: Int
  var diagonal: [Double]?
  var products: [(gate: Int, scales: [Double])] = []
}

extension FlowCell {
  /// The derivative of the state after each step by the state before it.
  ///
  /// - Shapes: `[states · hidden, states · hidden]`.
  func jacobians(reading inputs: [[Double]], states: Int) -> [Matrix] {
    let hidden = recurrent[0].rows
    var state = Array(repeating: Array(repeating: 0.0, count: hidden), count: states)
    return inputs.map { x in
      let (next, blocks) = step(state, x)
      state = next
      return matrix(of: blocks, states, hidden)
    }
  }

  private func matrix(of blocks: [JacobianBlock], _ states: Int, _ hidden: Int) -> Matrix {
    var result = Matrix(zeros: states * hidden)
    for block in blocks {
      let (top, left) = (block.row * hidden, block.column * hidden)
      for unit in 0..<hidden { result[top + unit, left + unit] += block.diagonal?[unit] ?? 0 }
      for (gate, scales) in block.products {
        for unit in 0..<hidden {
          for other in 0..<hidden {
            result[top + unit, left + other] += scales[unit] * recurrent[gate][unit, other]
          }
        }
      }
    }
    return result
  }
}

/// `h[t] = tanh(W x[t] + U h[t−1])`.
struct RNNFlow: FlowCell {
  let input: [Matrix]
  let recurrent: [Matrix]

  func step(_ state: [[Double]], _ x: [Double]) -> (next: [[Double]], jacobian: [JacobianBlock]) {
    let h = zip(input[0] * x, recurrent[0] * state[0]).map { Double.tanh($0 + $1) }
    return ([h], [JacobianBlock(row: 0, column: 0, products: [(0, h.map { 1 - $0 * $0 })])])
  }
}

/// `c[t] = σ(W_c x[t] + W_h h[t−1])`, `h[t] = c[t] ⊙ h[t−1] + (1 − c[t]) ⊙ W_x x[t]`.
struct GatedRNNFlow: FlowCell {
  let input: [Matrix]
  let recurrent: [Matrix]

  func step(_ state: [[Double]], _ x: [Double]) -> (next: [[Double]], jacobian: [JacobianBlock]) {
    let previous = state[0]
    let c = zip(input[0] * x, recurrent[0] * previous).map { sigmoid($0 + $1) }
    let v = input[1] * x
    let units = previous.indices
    let h = units.map { c[$0] * previous[$0] + (1 - c[$0]) * v[$0] }
    let scales = units.map { (previous[$0] - v[$0]) * c[$0] * (1 - c[$0]) }
    return ([h], [JacobianBlock(row: 0, column: 0, diagonal: c, products: [(0, scales)])])
  }
}

/// `r, z = σ(W x[t] + U h[t−1])`, `n = tanh(W_n x[t] + r ⊙ U_n h[t−1])`,
/// `h[t] = (1 − z) ⊙ n + z ⊙ h[t−1]`.
struct GRUFlow: FlowCell {
  let input: [Matrix]
  let recurrent: [Matrix]

  func step(_ state: [[Double]], _ x: [Double]) -> (next: [[Double]], jacobian: [JacobianBlock]) {
    let previous = state[0]
    let units = previous.indices
    let r = zip(input[0] * x, recurrent[0] * previous).map { sigmoid($0 + $1) }
    let z = zip(input[1] * x, recurrent[1] * previous).map { sigmoid($0 + $1) }
    let (a, b) = (input[2] * x, recurrent[2] * previous)
    let n = units.map { Double.tanh(a[$0] + r[$0] * b[$0]) }
    let h = units.map { (1 - z[$0]) * n[$0] + z[$0] * previous[$0] }
    // The derivative by what tanh is taken of.
    let content = units.map { (1 - z[$0]) * (1 - n[$0] * n[$0]) }
    let products = [
      (gate: 0, scales: units.map { content[$0] * b[$0] * r[$0] * (1 - r[$0]) }),
      (gate: 1, scales: units.map { (previous[$0] - n[$0]) * z[$0] * (1 - z[$0]) }),
      (gate: 2, scales: units.map { content[$0] * r[$0] }),
    ]
    return ([h], [JacobianBlock(row: 0, column: 0, diagonal: z, products: products)])
  }
}

/// `i, f, o = σ(W x[t] + U h[t−1] + b)`, `g = tanh(…)`, `c[t] = f ⊙ c[t−1] + i ⊙ g`,
/// `h[t] = o ⊙ tanh c[t]`.
struct LSTMFlow: FlowCell {
  let input: [Matrix]
  let recurrent: [Matrix]
  /// Of `i`, `f`, `g` and `o`.
  let biases: [Double]

  func step(_ state: [[Double]], _ x: [Double]) -> (next: [[Double]], jacobian: [JacobianBlock]) {
    let (previous, memory) = (state[0], state[1])
    let units = previous.indices
    let sums = (0..<4).map { gate in
      zip(input[gate] * x, recurrent[gate] * previous).map { $0 + $1 + biases[gate] }
    }
    let (i, f, o) = (sums[0].map(sigmoid), sums[1].map(sigmoid), sums[3].map(sigmoid))
    let g = sums[2].map { Double.tanh($0) }
    let c = units.map { f[$0] * memory[$0] + i[$0] * g[$0] }
    let squashed = c.map { Double.tanh($0) }
    let h = units.map { o[$0] * squashed[$0] }
    let cell = [
      (gate: 0, scales: units.map { g[$0] * i[$0] * (1 - i[$0]) }),
      (gate: 1, scales: units.map { memory[$0] * f[$0] * (1 - f[$0]) }),
      (gate: 2, scales: units.map { i[$0] * (1 - g[$0] * g[$0]) }),
    ]
    let slope = units.map { o[$0] * (1 - squashed[$0] * squashed[$0]) }
    let through = cell.map { part in
      (gate: part.gate, scales: units.map { slope[$0] * part.scales[$0] })
    }
    let output = (gate: 3, scales: units.map { squashed[$0] * o[$0] * (1 - o[$0]) })
    return (
      [h, c],
      [
        JacobianBlock(row: 0, column: 0, products: through + [output]),
        JacobianBlock(row: 0, column: 1, diagonal: units.map { slope[$0] * f[$0] }),
        JacobianBlock(row: 1, column: 0, products: cell),
        JacobianBlock(row: 1, column: 1, diagonal: f),
      ]
    )
  }
}

private func sigmoid(_ x: Double) -> Double { 1 / (1 + .exp(-x)) }
