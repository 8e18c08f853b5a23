import RealModule

/// A gated recurrent unit, one layer deep:
/// `r, z = σ(W x[t] + b + U h[t−1] + b')`, `n = tanh(W_n x[t] + b_n + r ⊙ (U_n h[t−1] + b'_n))`,
/// `h[t] = (1 − z) ⊙ n + z ⊙ h[t−1]`.
///
/// - Shapes: `[batch, time, inputs]` gives `[batch, time, hidden]`. The rows of
///   `weight_ih_l0: [3 hidden, inputs]`, `weight_hh_l0: [3 hidden, hidden]` and of both biases are
///   those of `r`, `z`, `n`, as in `torch.nn.GRU(batch_first=True)`.
/// - Source: Cho et al., *Learning Phrase Representations using RNN Encoder–Decoder* (2014), with
///   the reset gate behind the product, as PyTorch and cuDNN have it.
public struct GRU<S: TrainingScalar>: RecurrentLayer {
  public let kind = "GRU"
  public var recurrence: Recurrence<S>

  /// - Errors: ``ShapeError`` where a size is below 1.
  public init(_ inputs: Int, _ hidden: Int) throws(ShapeError) {
    recurrence = try Recurrence(
      kind, inputs, hidden, GRUCell(), torch: [(0, 0), (1, 1), (2, nil), (nil, 2)])
  }
}

private struct GRUCell: RecurrentCell {
  /// `r`, `z`, and the two parts of `n`, that of `x` and that of `h`.
  let gates = 4
  /// `n` itself takes the place of its first part.
  let kept = 4
  let keptNames: [String?] = ["r", "z", "n", nil]
  let memory: Int? = nil

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func forward<S: TrainingScalar>(_ step: CellStep<S>) {
    let (r, h, previous, count) = (step.kept, step.hidden, step.previouslyHidden, step.count)
    let (z, n, recurrent) = (r + count, r + 2 * count, r + 3 * count)
    Elementwise.sigmoid(inPlace: r, count: 2 * count)
    for k in 0..<count { n[k] += r[k] * recurrent[k] }
    Elementwise.tanh(inPlace: n, count: count)
    for k in 0..<count { h[k] = (1 - z[k]) * n[k] + z[k] * previous[k] }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func backward<S: TrainingScalar>(_ step: CellStep<S>, _ cotangents: CellCotangents<S>) {
    let (r, previous, count) = (step.kept, step.previouslyHidden, step.count)
    let (z, n, recurrent) = (r + count, r + 2 * count, r + 3 * count)
    let (dr, dh) = (cotangents.gates, cotangents.hidden)
    let (dz, dn, dRecurrent) = (dr + count, dr + 2 * count, dr + 3 * count)
    for k in 0..<count { dz[k] = dh[k] * (previous[k] - n[k]) * z[k] * (1 - z[k]) }
    for k in 0..<count { dn[k] = dh[k] * (1 - z[k]) * (1 - n[k] * n[k]) }
    for k in 0..<count { dRecurrent[k] = dn[k] * r[k] }
    for k in 0..<count { dr[k] = dn[k] * recurrent[k] * r[k] * (1 - r[k]) }
    for k in 0..<count { dh[k] *= z[k] }
  }
}
