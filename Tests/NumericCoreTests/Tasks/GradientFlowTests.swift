import RealModule
import Testing

@testable import NumericCore

@Suite("Flow of gradients")
struct GradientFlowTests {
  typealias Network = GradientFlow.Network

  /// The same network as a layer.
  static func layer(_ flow: GradientFlow, scale: Double, seed: UInt64) throws
    -> (any RecurrentLayer<Double>, Tensor<Double>)
  {
    let (cell, inputs) = flow.drawn(scale: scale, seed: seed)
    var layer: any RecurrentLayer<Double> =
      switch flow.network {
      case .rnn: try RNN(flow.inputs, flow.hidden)
      case .gru: try GRU(flow.inputs, flow.hidden)
      case .lstm: try LSTM(flow.inputs, flow.hidden)
      case .gatedRNN: try GatedRNN(flow.inputs, flow.hidden)
      }
    let input = cell.input
    let biases = [flow.biases.input, flow.biases.forget, 0, flow.biases.output]
    let values = [
      "weight_ih_l0": input.flatMap(\.scalars),
      "weight_hh_l0": cell.recurrent.flatMap(\.scalars),
      "bias_ih_l0": biases.flatMap { Array(repeating: $0, count: flow.hidden) },
      "W_c": input[0].scalars, "W_x": input.last?.scalars ?? [], "W_h": cell.recurrent[0].scalars,
    ]
    layer.forEachParameter { parameter in
      let count = parameter.value.scalars.count
      parameter.value = Tensor(
        shape: parameter.value.shape,
        scalars: Array((values[parameter.name] ?? Array(repeating: 0, count: count)).prefix(count)))
    }
    return (
      layer, Tensor(shape: [1, flow.steps, flow.inputs], scalars: inputs.flatMap { $0 })
    )
  }

  /// The final state, `h` and then `c`, from an initial one.
  static func finalState(
    _ layer: any RecurrentLayer<Double>, _ input: Tensor<Double>, from state: [Double]
  ) throws -> [Double] {
    var layer = layer
    let hidden = layer.hidden
    try layer.setInitialState(
      stride(from: 0, to: state.count, by: hidden).map {
        Tensor(shape: [1, hidden], scalars: Array(state[$0..<($0 + hidden)]))
      })
    _ = try layer(input)
    return layer.finalState.flatMap { $0.scalars }
  }

  @Test(
    "Steps are those of our layers, and Jacobians what differences of them give",
    arguments: Network.allCases)
  func jacobians(_ network: Network) throws {
    let biases =
      network == .lstm
      ? GradientFlow.Biases(input: 0.5, forget: 1, output: -0.5) : GradientFlow.Biases()
    let flow = try GradientFlow(network, inputs: 3, hidden: 4, steps: 3, biases: biases)
    let (layer, input) = try Self.layer(flow, scale: 1.5, seed: 2)
    let (cell, x) = flow.drawn(scale: 1.5, seed: 2)
    let jacobians = cell.jacobians(reading: x, states: network == .lstm ? 2 : 1)
    let product = jacobians[2].multiplied(by: jacobians[1]).multiplied(by: jacobians[0])
    let zero = Array(repeating: 0.0, count: product.rows)
    let step = 1e-5
    for column in zero.indices {
      var (above, below) = (zero, zero)
      (above[column], below[column]) = (step, -step)
      let ends = try [above, below].map { try Self.finalState(layer, input, from: $0) }
      for row in zero.indices {
        let slope = (ends[0][row] - ends[1][row]) / (2 * step)
        #expect((product[row, column] - slope).magnitude < 1e-8)
      }
    }
  }

  @Test("Norms are those of the products, and at lag 0 it is 1", arguments: Network.allCases)
  func norms(_ network: Network) throws {
    for state in network == .lstm ? GradientFlow.State.allCases : [.h] {
      let flow = try GradientFlow(network, inputs: 3, hidden: 4, steps: 6, state: state)
      let norms = try flow.norms(scale: 2, seed: 5)
      #expect(norms.count == 7 && norms[0] == 1)
      let (cell, x) = flow.drawn(scale: 2, seed: 5)
      let jacobians = cell.jacobians(reading: x, states: network == .lstm ? 2 : 1)
      let last = jacobians[5].multiplied(by: jacobians[4])
      let block = last.block(state == .h ? 0..<4 : 4..<8)
      #expect((norms[2] - MatrixNormTests.norm(block)).magnitude < 1e-9 * norms[2])
      let end = Self.lastNorm(flow, scale: 2, seed: 5)
      #expect((norms[6] - end).magnitude < 1e-9 * end)
    }
  }

  /// The norm at the largest lag: the others take their time without optimisation.
  static func lastNorm(_ flow: GradientFlow, scale: Double, seed: Int) -> Double {
    let (cell, inputs) = flow.drawn(scale: scale, seed: UInt64(seed))
    let jacobians = cell.jacobians(reading: inputs, states: flow.network == .lstm ? 2 : 1)
    let product = jacobians.dropFirst().reduce(jacobians[0]) { $1.multiplied(by: $0) }
    let first = flow.state == .h ? 0 : flow.hidden
    return product.block(first..<(first + flow.hidden)).spectralNorm
  }

  static func median(_ numbers: [Double]) -> Double {
    let sorted = numbers.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// Medians of log10 ‖∂h[100]/∂h[0]‖ of another implementation, with 50 seeds of its own, and five
  /// standard errors of the difference of two such medians.
  @Test(
    "The gated RNN vanishes, explodes, and saturates, by its scale",
    arguments: zip([0, 1, 4, 16], [(-30.4, 1.2), (-22.6, 1.9), (-3.3, 2.4), (5.9, 3.0)]))
  func gatedRNN(_ scale: Double, _ expected: (median: Double, tolerance: Double)) throws {
    let flow = try GradientFlow(.gatedRNN)
    let logarithms = (1...50).map {
      Double.log10(Self.lastNorm(flow, scale: scale, seed: $0))
    }
    #expect((Self.median(logarithms) - expected.median).magnitude < expected.tolerance)
  }

  @Test("The cell of an LSTM neither vanishes nor explodes where its gates are set so")
  func lstm() throws {
    func lastNorms(_ biases: GradientFlow.Biases) throws -> [Double] {
      let flow = try GradientFlow(.lstm, state: .c, biases: biases)
      return (1...8).map { Self.lastNorm(flow, scale: 1, seed: $0) }
    }
    let kept = try lastNorms(GradientFlow.Biases(input: -6, forget: 6, output: -6))
    #expect(kept.allSatisfy { (0.65...0.85).contains($0) })
    #expect(try lastNorms(GradientFlow.Biases()).allSatisfy { $0 < 1e-12 })
    let open = try lastNorms(GradientFlow.Biases(input: 6, forget: 6, output: 6))
    #expect(open.allSatisfy { $0 > 1 })
  }

  @Test("A seed names the norms, and scales share what it draws")
  func seeds() throws {
    let flow = try GradientFlow(.gru, hidden: 4, steps: 5)
    #expect(try flow.norms(scale: 1, seed: 1) == flow.norms(scale: 1, seed: 1))
    #expect(try flow.norms(scale: 1, seed: 1) != flow.norms(scale: 1, seed: 2))
    let (one, two) = (flow.drawn(scale: 1, seed: 1), flow.drawn(scale: 2, seed: 1))
    #expect(two.cell.recurrent[0].scalars == one.cell.recurrent[0].scalars.map { 2 * $0 })
    #expect(one.inputs == two.inputs)
  }

  @Test(
    "Flows that there are not",
    arguments: [
      { try GradientFlow(.rnn, inputs: 0) }, { try GradientFlow(.rnn, hidden: 257) },
      { try GradientFlow(.rnn, steps: 0) }, { try GradientFlow(.rnn, hidden: 256, steps: 129) },
      { try GradientFlow(.gru, state: .c) },
      { try GradientFlow(.rnn, biases: GradientFlow.Biases(forget: 1)) },
      { try GradientFlow(.lstm, biases: GradientFlow.Biases(forget: .nan)) },
    ] as [@Sendable () throws -> GradientFlow])
  func settings(_ flow: @Sendable () throws -> GradientFlow) {
    #expect(throws: TaskError.self) { try flow() }
  }

  @Test("Scales that there are not", arguments: [-1, .nan, .infinity] as [Double])
  func scales(_ scale: Double) throws {
    let flow = try GradientFlow(.gatedRNN, inputs: 1, hidden: 2, steps: 20)
    #expect(throws: TaskError.self) { try flow.norms(scale: scale, seed: 1) }
  }
}

@Suite("Norm of a matrix")
struct MatrixNormTests {
  /// By many steps of the power method.
  static func norm(_ matrix: Matrix) -> Double {
    var v = (0..<matrix.columns).map { 1 + 0.1 * Double($0) }
    var norm = 0.0
    for _ in 0..<1000 {
      let y = matrix * v
      norm = y.reduce(0) { $0 + $1 * $1 }.squareRoot()
      v = (0..<matrix.columns).map { column in
        (0..<matrix.rows).reduce(0) { $0 + matrix[$1, column] * y[$1] }
      }
      let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else { return 0 }
      v = v.map { $0 / length }
    }
    return norm
  }

  @Test("As by the power method, whatever the size", arguments: [1, 2, 3, 5, 16])
  func random(_ size: Int) {
    var random = SplitMix64(seed: UInt64(size))
    let numbers = (0..<(size * size)).map { _ in random.normal() }
    let expected = Self.norm(Matrix(size, size, numbers))
    for scale in [1, 1e-170, 1e-300, 1e170] {
      let scaled = Matrix(size, size, numbers.map { scale * $0 })
      #expect((scaled.spectralNorm / scale - expected).magnitude < 1e-9 * expected)
    }
  }

  @Test("Matrices whose norm is known")
  func known() {
    #expect(Matrix(zeros: 3).spectralNorm == 0)
    #expect((Matrix.identity(7).spectralNorm - 1).magnitude < 1e-15)
    #expect((Matrix(2, 2, [3, 0, 0, -4]).spectralNorm - 4).magnitude < 1e-14)
    // Of rank 1, and a rotation.
    #expect((Matrix(2, 2, [6, 8, 0, 0]).spectralNorm - 10).magnitude < 1e-14)
    let (c, s) = (Double.cos(1), Double.sin(1))
    #expect((Matrix(2, 2, [c, -s, s, c]).spectralNorm - 1).magnitude < 1e-15)
    // Two equal largest singular values, and a block that does not meet the first row.
    #expect((Matrix(3, 3, [5, 0, 0, 0, 0, 5, 0, 1, 0]).spectralNorm - 5).magnitude < 1e-14)
    #expect(Matrix(2, 2, [1, .nan, 0, 0]).spectralNorm.isNaN)
  }
}
