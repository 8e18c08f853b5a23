import RealModule

/// A long short-term memory, one layer deep:
/// `i, f, o = σ(W x[t] + b + U h[t−1] + b')`, `g = tanh(…)`, `c[t] = f ⊙ c[t−1] + i ⊙ g`,
/// `h[t] = o ⊙ tanh c[t]`.
///
/// - Shapes: `[batch, time, inputs]` gives `h` as `[batch, time, hidden]`. The rows of
///   `weight_ih_l0: [4 hidden, inputs]`, `weight_hh_l0: [4 hidden, hidden]` and of both biases are
///   those of `i`, `f`, `g`, `o`, as in `torch.nn.LSTM(batch_first=True)`. The states are `h` and `c`.
/// - Source: Hochreiter, Schmidhuber, *Long Short-Term Memory* (1997); forget gates by Gers et al.,
///   *Learning to Forget* (2000).
public struct LSTM<S: TrainingScalar>: RecurrentLayer {
  public let kind = "LSTM"
  public var recurrence: Recurrence<S>

  /// - Errors: ``ShapeError`` where a size is below 1.
  public init(_ inputs: Int, _ hidden: Int) throws(ShapeError) {
    recurrence = try Recurrence(
      kind, inputs, hidden, LSTMCell(), torch: [(0, 0), (1, 1), (2, 2), (3, 3)])
  }
}

private struct LSTMCell: RecurrentCell {
  let gates = 4
  /// `i`, `f`, `g`, `o`, `tanh c`, `c`.
  let kept = 6
  let keptNames: [String?] = ["i", "f", "g", "o", nil, "c"]
  let memory: Int? = 5

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func forward<S: TrainingScalar>(_ step: CellStep<S>) {
    let (i, h, n) = (step.kept, step.hidden, step.count)
    let (f, g, o, squashed, c) = (i + n, i + 2 * n, i + 3 * n, i + 4 * n, i + 5 * n)
    let previous = step.previouslyKept + 5 * n
    Elementwise.sigmoid(inPlace: i, count: 2 * n)
    Elementwise.tanh(inPlace: g, count: n)
    Elementwise.sigmoid(inPlace: o, count: n)
    for k in 0..<n { c[k] = f[k] * previous[k] + i[k] * g[k] }
    Elementwise.tanh(c, squashed, count: n)
    for k in 0..<n { h[k] = o[k] * squashed[k] }
  }

  // One cotangent to a loop: the compiler makes vectors only where few arrays could overlap.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func backward<S: TrainingScalar>(_ step: CellStep<S>, _ cotangents: CellCotangents<S>) {
    let (i, n) = (step.kept, step.count)
    let (f, g, o, squashed) = (i + n, i + 2 * n, i + 3 * n, i + 4 * n)
    let previous = step.previouslyKept + 5 * n
    let (di, dh, dc) = (cotangents.gates, cotangents.hidden, cotangents.memory)
    let (df, dg, dO) = (di + n, di + 2 * n, di + 3 * n)
    for k in 0..<n { dc[k] += dh[k] * o[k] * (1 - squashed[k] * squashed[k]) }
    for k in 0..<n { dO[k] = dh[k] * squashed[k] * o[k] * (1 - o[k]) }
    for k in 0..<n { di[k] = dc[k] * g[k] * i[k] * (1 - i[k]) }
    for k in 0..<n { df[k] = dc[k] * previous[k] * f[k] * (1 - f[k]) }
    for k in 0..<n { dg[k] = dc[k] * i[k] * (1 - g[k] * g[k]) }
    for k in 0..<n { dc[k] *= f[k] }
    for k in 0..<n { dh[k] = 0 }
  }
}
