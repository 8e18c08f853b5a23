import RealModule

/// The recurrent network of Elman, one layer deep: `h[t] = f(W x[t] + b + U h[t−1] + b')`, with tanh
/// or ReLU.
///
/// - Shapes: `[batch, time, inputs]` gives `[batch, time, hidden]`;
///   `weight_ih_l0: [hidden, inputs]`, `weight_hh_l0: [hidden, hidden]` and two biases, as in
///   `torch.nn.RNN(batch_first=True)`.
/// - Source: Elman, *Finding Structure in Time* (1990).
public struct RNN<S: TrainingScalar>: RecurrentLayer {
  public enum Nonlinearity: Hashable, Sendable { case tanh, relu }

  public let kind = "RNN"
  public let nonlinearity: Nonlinearity
  public var recurrence: Recurrence<S>

  /// - Errors: ``ShapeError`` where a size is below 1.
  public init(
    _ inputs: Int, _ hidden: Int, nonlinearity: Nonlinearity = .tanh
  ) throws(ShapeError) {
    self.nonlinearity = nonlinearity
    let cell: any RecurrentCell = nonlinearity == .tanh ? TanhCell() : ReLUCell()
    recurrence = try Recurrence(kind, inputs, hidden, cell, torch: [(0, 0)])
  }
}

private struct TanhCell: RecurrentCell {
  let gates = 1
  let kept = 1
  let keptNames: [String?] = [nil]
  let memory: Int? = nil

  func forward<S: TrainingScalar>(_ step: CellStep<S>) {
    Elementwise.tanh(step.kept, step.hidden, count: step.count)
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func backward<S: TrainingScalar>(_ step: CellStep<S>, _ cotangents: CellCotangents<S>) {
    let (dh, n) = (cotangents.hidden, step.count)
    Elementwise.tanhPullback(step.hidden, dh, cotangents.gates, count: n)
    for k in 0..<n { dh[k] = 0 }
  }
}

private struct ReLUCell: RecurrentCell {
  let gates = 1
  let kept = 1
  let keptNames: [String?] = [nil]
  let memory: Int? = nil

  func forward<S: TrainingScalar>(_ step: CellStep<S>) {
    Elementwise.relu(step.kept, step.hidden, count: step.count)
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func backward<S: TrainingScalar>(_ step: CellStep<S>, _ cotangents: CellCotangents<S>) {
    let (dh, n) = (cotangents.hidden, step.count)
    Elementwise.reluPullback(step.hidden, dh, cotangents.gates, count: n)
    for k in 0..<n { dh[k] = 0 }
  }
}
