/// A layer that reads a sequence step by step: `h[t]` from `x[t]` and `h[t−1]`.
///
/// It starts each sequence at zero. For truncated backpropagation through time, where one long
/// sequence is read in chunks and no gradient passes between them, each chunk starts where the last
/// one ended:
///
///     rnn.clearState()              // a new sequence
///     for chunk in chunks {
///       …                           // forward, backward, step of the optimiser
///       rnn.carryState()
///     }
///
/// - Shapes: `[batch, time, inputs]` gives `[batch, time, hidden]`.
public protocol RecurrentLayer<S>: Layer {
  /// Its sizes, parameters, states and buffers.
  var recurrence: Recurrence<S> { get set }
}

extension RecurrentLayer {
  public var inputs: Int { recurrence.inputs }
  public var hidden: Int { recurrence.hidden }

  /// Where the next forward pass starts: `h`, and `c` of an LSTM, each `[batch, hidden]`; empty is zero.
  public var initialState: [Tensor<S>] { recurrence.initialState }

  /// Where the last forward pass ended: `h`, and `c` of an LSTM, each `[batch, hidden]`.
  public var finalState: [Tensor<S>] { recurrence.finalState }

  /// Sets where the next forward passes start.
  ///
  /// - Errors: ``ShapeError`` where these are not as many states of `[batch, hidden]` as the layer has.
  public mutating func setInitialState(_ state: [Tensor<S>]) throws(ShapeError) {
    try recurrence.setInitialState(state)
  }

  /// Lets the next forward pass start where the last one ended; allocates nothing after the first time.
  public mutating func carryState() { recurrence.carryState() }

  /// Lets the next forward passes start at zero.
  public mutating func clearState() { recurrence.initialState = [] }

  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try require(input, axes: 3, (2, inputs, "features"))
    return [input[0], input[1], hidden]
  }

  public mutating func prepare(for input: Shape) throws(ShapeError) {
    _ = try outputShape(for: input)
    try recurrence.prepare(batch: input[0], time: input[1])
  }

  public mutating func forward(
    _ input: Tensor<S>, into output: inout Tensor<S>, mode: Mode
  ) throws(ShapeError) {
    try recurrence.forward(input, into: &output)
  }

  public mutating func backward(
    _ cotangent: Tensor<S>, input: Tensor<S>, output: Tensor<S>,
    into inputCotangent: inout Tensor<S>
  ) {
    recurrence.backward(cotangent, into: &inputCotangent)
  }

  public mutating func forEachParameter(_ body: (inout Parameter<S>) -> Void) {
    for place in recurrence.weights.indices { body(&recurrence.weights[place]) }
  }
}
