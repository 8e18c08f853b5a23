import RealModule

/// Attention to the input and to the last `memory` states:
/// `q_i, k_i, v_i = Q_i s_i, K_i s_i, V_i s_i` of `s_0 = x[t]` and `s_i = h[t−i]`,
/// `a = softmax(q_0ᵀ k_0, …, q_kᵀ k_k)`, `h[t] = Σ a_i v_i`; states before the first are 0 and take
/// part with `w_i = 0`.
///
/// - Shapes: `[batch, time, inputs]` gives `[batch, time, hidden]`; `Q_0, K_0, V_0: [hidden, inputs]`,
///   the others `[hidden, hidden]`.
/// - Source: the homework on recurrent networks of NYU's course *Deep Learning* (2022), 1.2.2.
public struct AttentionRNN<S: TrainingScalar>: Layer {
  public let kind = "AttentionRNN"
  public let inputs: Int
  public let hidden: Int
  /// How many states it looks back.
  public let memory: Int
  /// `Q_0`, `K_0`, `V_0`, `Q_1`, …
  public var weights: [Parameter<S>] = []

  /// `q_i`, `k_i` and `v_i` at each time, `[time, source, 3, batch, hidden]`, and their attention,
  /// `[time, batch, source]`.
  private var projections: Tensor<S> = .empty
  private var attention: Tensor<S> = .empty
  /// The cotangents of all states, and those of `q_i`, `k_i` and `v_i`.
  private var stateCotangent: Tensor<S> = .empty
  private var cotangents: Tensor<S> = .empty

  /// - Errors: ``ShapeError`` where a size is below 1 or the memory negative.
  public init(_ inputs: Int, _ hidden: Int, memory: Int) throws(ShapeError) {
    guard inputs > 0, hidden > 0, memory >= 0 else {
      throw .mismatch(
        layer: kind,
        detail: "sizes are at least 1 and the memory at least 0, not "
          + "\([hidden, inputs].shapeDescription) and \(memory)")
    }
    self.inputs = inputs
    self.hidden = hidden
    self.memory = memory
    let standard = Distribution.uniform(1 / .sqrt(Double(hidden)))
    for source in 0...memory {
      let features = source == 0 ? inputs : hidden
      for name in ["Q", "K", "V"] {
        weights.append(
          try Parameter(
            "\(name)_\(source)", [hidden, features], standard: standard, fans: (features, hidden)))
      }
    }
  }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try require(input, axes: 3, (2, inputs, "features"))
    return [input[0], input[1], hidden]
  }

  public mutating func prepare(for input: Shape) throws(ShapeError) {
    let output = try outputShape(for: input)
    let (batch, time) = (input[0], input[1])
    try projections.resize(to: [time, memory + 1, 3, batch, hidden])
    try attention.resize(to: [time, batch, memory + 1])
    try stateCotangent.resize(to: output)
    try cotangents.resize(to: [memory + 1, 3, batch, hidden])
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) {
    passes(input.shape).forward(
      weights, input.scalars, &projections.scalars, &attention.scalars, &output.scalars)
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    let passes = passes(input.shape)
    Rows.fill(&stateCotangent.scalars, with: cotangent.scalars, 1, cotangent.scalars.count)
    for now in stride(from: input.shape[1] - 1, through: 0, by: -1) {
      passes.pullBackAttention(
        at: now, projections.scalars, attention.scalars, output.scalars, stateCotangent.scalars,
        &cotangents.scalars)
      for source in 0...min(memory, now) {
        passes.addGradients(
          of: source, at: now, source == 0 ? input.scalars : output.scalars, cotangents.scalars,
          to: &weights)
        if source > 0 {
          passes.pullBackProjections(
            of: source, at: now, weights, cotangents.scalars, &stateCotangent.scalars)
        } else if !inputCotangent.isEmpty {
          passes.pullBackProjections(
            of: source, at: now, weights, cotangents.scalars, &inputCotangent.scalars)
        }
      }
    }
  }

  private func passes(_ input: Shape) -> AttentionPasses<S> {
    AttentionPasses(
      batch: input[0], time: input[1], inputs: inputs, hidden: hidden, sources: memory + 1)
  }

  public mutating func forEachParameter(_ body: (inout Parameter<S>) -> Void) {
    for place in weights.indices { body(&weights[place]) }
  }
}
