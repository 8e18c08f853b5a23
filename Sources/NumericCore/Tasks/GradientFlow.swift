/// How much of a gradient arrives: the norm of `∂s[T]/∂s[T−lag]` for a state `s` of a recurrent
/// network whose weights are drawn and not learnt.
///
/// The norm is the spectral one, the largest factor by which a gradient can grow; at lag 0 it is 1.
/// Recurrent weights are of `N(0, scale² / hidden)`, the others of `N(0, 1 / inputs)`, the inputs of
/// `N(0, 1)`; the states before the first step are 0. All scales share the numbers that a seed draws.
///
/// - Source: Pascanu, Mikolov, Bengio, *On the difficulty of training recurrent neural networks*
///   (2013), section 2.1.
public struct GradientFlow: Hashable, Sendable {
  public enum Network: String, CaseIterable, Sendable {
    case rnn, gru, lstm
    case gatedRNN = "gated-rnn"
  }

  /// `h`, or `c` of an LSTM. The derivative by one holds the other of the same time fixed.
  public enum State: String, CaseIterable, Sendable { case h, c }

  /// What is added to the gates of an LSTM.
  public struct Biases: Hashable, Sendable {
    public var input: Double
    public var forget: Double
    public var output: Double

    public init(input: Double = 0, forget: Double = 0, output: Double = 0) {
      self.input = input
      self.forget = forget
      self.output = output
    }
  }

  public let network: Network
  public let inputs: Int
  public let hidden: Int
  /// `T`.
  public let steps: Int
  public let state: State
  public let biases: Biases

  /// - Errors: ``TaskError/setting(_:value:allowed:)``, also for a state `c` or biases where there
  ///   is no LSTM.
  public init(
    _ network: Network, inputs: Int = 8, hidden: Int = 16, steps: Int = 100, state: State = .h,
    biases: Biases = Biases()
  ) throws(TaskError) {
    try TaskError.check("the number of inputs", inputs, 1...1000)
    try TaskError.check("the number of hidden units", hidden, 1...256)
    // All Jacobians are in memory at once.
    try TaskError.check(
      "the number of steps", steps, 1...min(10_000, (1 << 23) / (hidden * hidden)))
    guard network == .lstm || state == .h else {
      throw .setting("the state", value: "c", allowed: "h, for only an LSTM has a c")
    }
    guard network == .lstm || biases == Biases() else {
      throw .setting(
        "a bias", value: "given", allowed: "left out, for only an LSTM's gates have one")
    }
    guard [biases.input, biases.forget, biases.output].allSatisfy(\.isFinite) else {
      throw .setting("a bias", value: "not finite", allowed: "a number")
    }
    self.network = network
    self.inputs = inputs
    self.hidden = hidden
    self.steps = steps
    self.state = state
    self.biases = biases
  }

  /// The norm for each lag from 0 up to ``steps``.
  ///
  /// - Errors: ``TaskError/setting(_:value:allowed:)`` where the scale is negative or not finite, and
  ///   where it is so large that numbers leave the range of double precision.
  public func norms(scale: Double, seed: UInt64) throws(TaskError) -> [Double] {
    guard scale >= 0, scale.isFinite else {
      throw .setting("a scale", value: scale.description, allowed: "a number from 0 up")
    }
    let (cell, inputs) = drawn(scale: scale, seed: seed)
    let norms = norms(of: cell.jacobians(reading: inputs, states: network == .lstm ? 2 : 1))
    guard norms.allSatisfy(\.isFinite) else {
      throw .setting("a scale", value: scale.description, allowed: "smaller: a gradient overflows")
    }
    return norms
  }

  func drawn(scale: Double, seed: UInt64) -> (cell: any FlowCell, inputs: [[Double]]) {
    func normal(_ name: String, _ rows: Int, _ columns: Int, _ deviation: Double) -> Matrix {
      var random = SplitMix64(seed: seed, stream: "flow of gradients: \(name)")
      return Matrix(
        rows, columns, (0..<(rows * columns)).map { _ in deviation * random.normal() })
    }
    let cell = network.cell(
      input: network.gates.input.map {
        normal("input of \($0)", hidden, inputs, 1 / Double(inputs).squareRoot())
      },
      recurrent: network.gates.recurrent.map {
        normal("state of \($0)", hidden, hidden, scale / Double(hidden).squareRoot())
      }, biases)
    let x = normal("inputs", steps, inputs, 1)
    return (cell, (0..<steps).map { Array(x.row($0)) })
  }

  /// Multiplies the Jacobians of the steps, from the last to the first.
  private func norms(of jacobians: [Matrix]) -> [Double] {
    let size = jacobians[0].rows
    let first = state == .h ? 0 : hidden
    let block = first..<(first + hidden)
    var product = Matrix.identity(size)
    var norms = [1.0]
    for jacobian in jacobians.reversed() {
      product = product.multiplied(by: jacobian)
      norms.append(product.block(block).spectralNorm)
    }
    return norms
  }
}
