import RealModule

/// `c[t] = σ(W_c x[t] + W_h h[t−1])`, `h[t] = c[t] ⊙ h[t−1] + (1 − c[t]) ⊙ W_x x[t]`.
///
/// - Shapes: `[batch, time, inputs]` gives `[batch, time, hidden]`; `W_c, W_x: [hidden, inputs]`,
///   `W_h: [hidden, hidden]`; no biases.
/// - Source: the homework on recurrent networks of NYU's course *Deep Learning* (2022), 1.2.1.
public struct GatedRNN<S: TrainingScalar>: RecurrentLayer {
  public let kind = "GatedRNN"
  public var recurrence: Recurrence<S>

  /// - Errors: ``ShapeError`` where a size is below 1.
  public init(_ inputs: Int, _ hidden: Int) throws(ShapeError) {
    recurrence = try Recurrence(
      kind, inputs, hidden, GatedCell(),
      parameters: [("W_c", .input), ("W_h", .hidden), ("W_x", .input)],
      [
        GateSource(parameter: 0, gate: 0, part: .input),
        GateSource(parameter: 1, gate: 0, part: .hidden),
        GateSource(parameter: 2, gate: 1, part: .input),
      ])
  }
}

private struct GatedCell: RecurrentCell {
  /// `c`, and `v = W_x x`.
  let gates = 2
  let kept = 2
  let keptNames: [String?] = ["c", "v"]
  let memory: Int? = nil

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func forward<S: TrainingScalar>(_ step: CellStep<S>) {
    let (c, h, previous, n) = (step.kept, step.hidden, step.previouslyHidden, step.count)
    let v = c + n
    Elementwise.sigmoid(inPlace: c, count: n)
    for k in 0..<n { h[k] = c[k] * previous[k] + (1 - c[k]) * v[k] }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func backward<S: TrainingScalar>(_ step: CellStep<S>, _ cotangents: CellCotangents<S>) {
    let (c, previous, n) = (step.kept, step.previouslyHidden, step.count)
    let v = c + n
    let (dc, dh) = (cotangents.gates, cotangents.hidden)
    let dv = dc + n
    for k in 0..<n { dc[k] = dh[k] * (previous[k] - v[k]) * c[k] * (1 - c[k]) }
    for k in 0..<n { dv[k] = dh[k] * (1 - c[k]) }
    for k in 0..<n { dh[k] *= c[k] }
  }
}
