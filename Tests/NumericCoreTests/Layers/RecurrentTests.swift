import RealModule
import Testing

@testable import NumericCore

@Suite("Recurrent layers")
struct RecurrentTests {
  @Test("As many parameters as PyTorch counts")
  func counts() throws {
    #expect(try RNN<Float>(8, 4, nonlinearity: .relu).parameterCount == 56)
    #expect(try LSTM<Float>(8, 4).parameterCount == 224)
    #expect(try LSTM<Float>(8, 12).parameterCount == 1056)
    #expect(try GRU<Float>(27, 64).parameterCount == 17_856)
    #expect(try RNN<Float>(1, 4, nonlinearity: .relu).parameterCount == 28)
    #expect(try Linear<Float>(4, 4).parameterCount == 20)
    #expect(try Linear<Float>(12, 4).parameterCount == 52)
    #expect(try Linear<Float>(64, 27).parameterCount == 1755)
    #expect(try GatedRNN<Float>(8, 16).parameterCount == 2 * 8 * 16 + 16 * 16)
    // Three matrices for the input and for each state.
    #expect(try AttentionRNN<Float>(7, 5, memory: 2).parameterCount == 3 * 5 * 7 + 6 * 5 * 5)
  }

  @Test("Parameters are named and shaped as PyTorch's")
  func names() throws {
    let lstm = try LSTM<Float>(8, 12).parameters
    #expect(lstm.map { $0.name } == ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"])
    #expect(lstm.map { $0.value.shape } == [[48, 8], [48, 12], [48], [48]])
    #expect(try GRU<Float>(27, 64).parameters.map { $0.value.shape }.first == [192, 27])
    #expect(try GatedRNN<Float>(2, 3).parameters.map { $0.name } == ["W_c", "W_h", "W_x"])
    let attention = try AttentionRNN<Float>(2, 3, memory: 1).parameters
    #expect(attention.map { $0.name } == ["Q_0", "K_0", "V_0", "Q_1", "K_1", "V_1"])
    #expect(attention.map { $0.value.shape[1] } == [2, 2, 2, 3, 3, 3])
  }

  @Test("The echo model's logits are batch × time × 27, the classifier's batch × 4")
  func shapes() throws {
    let echo = Sequential<Float>([try GRU(27, 64), try Linear(64, 27)], seed: 1)
    #expect(try echo.outputShape(for: [64, 15, 27]) == [64, 15, 27])
    #expect(echo.parameterCount == 17_856 + 1755)
    let classifier = Sequential<Float>([try LSTM(8, 12), LastStep(), try Linear(12, 4)], seed: 1)
    #expect(try classifier.outputShape(for: [32, 81, 8]) == [32, 4])
  }

  static let layers: [@Sendable () throws -> any RecurrentLayer<Double>] = [
    { try RNN<Double>(3, 5) }, { try RNN<Double>(3, 5, nonlinearity: .relu) },
    { try LSTM<Double>(3, 5) }, { try GRU<Double>(3, 5) }, { try GatedRNN<Double>(3, 5) },
  ]

  @Test("A sequence in chunks, the state carried, is the sequence", arguments: layers.indices)
  func chunks(_ number: Int) throws {
    var whole = try Self.layers[number]()
    whole.initialize(seed: 4)
    var chunked = whole
    var random = SplitMix64(seed: 8)
    let input = Tensor<Double>(drawing: [4, 10, 3], using: &random)
    let expected = try whole(input)
    for range in [0..<4, 4..<8, 8..<10] {
      let chunk = try TensorView(input).sliced(range, of: 1).tensor
      #expect(
        try chunked(chunk) == TensorView(expected).sliced(range, of: 1).tensor)
      chunked.carryState()
    }
    #expect(chunked.initialState == whole.finalState)
    #expect(try chunked(input) != expected)
    chunked.clearState()
    #expect(try chunked(input) == expected)
  }

  @Test(
    "The gradient stops at a state that was set, and is right behind it", arguments: layers.indices)
  func gradientBehindState(_ number: Int) throws {
    var layer = try Self.layers[number]()
    layer.initialize(seed: 4)
    var random = SplitMix64(seed: 8)
    let state = Tensor<Double>(drawing: [2, 5], using: &random)
    try layer.setInitialState(Array(repeating: state, count: number == 2 ? 2 : 1))
    let input = Tensor<Double>(drawing: [2, 3, 3], using: &random)
    let cotangent = Tensor<Double>(drawing: [2, 3, 5], using: &random)
    func loss(_ layer: any RecurrentLayer<Double>) throws -> Double {
      var layer: any RecurrentLayer<Double> = layer
      return zip(try layer(input).scalars, cotangent.scalars).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let output = try layer(input)
    var none = Tensor<Double>.empty
    layer.backward(cotangent, input: input, output: output, into: &none)
    for (place, parameter) in layer.parameters.enumerated() {
      let slopes = try parameter.value.scalars.indices.map { scalar in
        func shifted(_ shift: Double) throws -> Double {
          var moved = layer
          moved.recurrence.weights[place].value.scalars[scalar] += shift
          return try loss(moved)
        }
        return try (shifted(1e-5) - shifted(-1e-5)) / 2e-5
      }
      let expected = Tensor(shape: parameter.value.shape, scalars: slopes)
      expectClose(parameter.gradient, expected, within: 1e-7, noise: 1e-9)
    }
  }

  @Test("States that do not fit are refused")
  func refusedStates() throws {
    var layer = try LSTM<Float>(3, 5)
    let state = try Tensor<Float>(zeros: [2, 5])
    for wrong in [[], [state], [state, try Tensor<Float>(zeros: [2, 4])]] {
      #expect(throws: ShapeError.self) { try layer.setInitialState(wrong) }
    }
    try layer.setInitialState([state, state])
    #expect(throws: ShapeError.self) { try layer(Tensor<Float>(zeros: [3, 4, 3])) }
    #expect(try layer(Tensor<Float>(zeros: [2, 4, 3])).shape == [2, 4, 5])
    #expect(try LSTM<Float>(3, 5).finalState.isEmpty)
  }

  @Test("Sizes that are none are refused", arguments: [(0, 3), (3, 0), (-1, 2)])
  func sizes(_ inputs: Int, _ hidden: Int) {
    #expect(throws: ShapeError.self) { try LSTM<Float>(inputs, hidden) }
    #expect(throws: ShapeError.self) { try AttentionRNN<Float>(inputs, hidden, memory: 1) }
    #expect(throws: ShapeError.self) { try AttentionRNN<Float>(2, 2, memory: -1) }
  }

  @Test("A batch in pieces is its sequences, and the same on every number of threads")
  func pieces() throws {
    var layer = try GRU<Float>(8, 16)
    layer.initialize(seed: 3)
    #expect(RecurrentLayout(layer.recurrence.matrix, kept: 4, batch: 53, time: 80).pieces == 2)
    var random = SplitMix64(seed: 8)
    let drawn = Tensor<Double>(drawing: [53, 80, 8], using: &random)
    let input = Tensor(shape: drawn.shape, scalars: drawn.scalars.map { Float($0) })
    let whole = try pass(layer, input)
    var total = try layer.parameters.map { try Tensor<Double>(zeros: $0.value.shape) }
    for range in [0..<16, 16..<32, 32..<48, 48..<53] {
      let part = try pass(layer, TensorView(input).sliced(range, of: 0).tensor)
      let expected = try TensorView(whole.output).sliced(range, of: 0).tensor
      expectClose(part.output.widened, expected.widened, within: 1e-5, floor: 1)
      total = zip(total, part.gradients).map { $0.zipped($1.widened, +) }
    }
    for (gradient, total) in zip(whole.gradients, total) {
      expectClose(gradient.widened, total, within: 1e-5, floor: 1)
    }
    let threads = Workers.shared.count
    Workers.shared.count = 1
    let alone = try pass(layer, input)
    Workers.shared.count = threads
    #expect(alone == whole)
  }
}

/// The output, and the gradients for a cotangent of ones.
private func pass(
  _ layer: GRU<Float>, _ input: Tensor<Float>
) throws -> Gradients {
  var layer = layer
  let output = try layer(input)
  var none = Tensor<Float>.empty
  layer.backward(output.map { _ in 1 }, input: input, output: output, into: &none)
  return Gradients(output: output, gradients: layer.parameters.map { $0.gradient })
}

private struct Gradients: Equatable {
  let output: Tensor<Float>
  let gradients: [Tensor<Float>]
}
