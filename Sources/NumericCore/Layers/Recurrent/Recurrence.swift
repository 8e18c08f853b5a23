import RealModule

/// What the recurrent layers have in common: parameters, states, and the passes over the steps.
///
/// A step multiplies the matrix of all gates by `[h[t−1], 1, x[t]]` and leaves the rest to the cell.
/// The backward pass adds the gradient of that matrix up step by step, while the step is in cache:
/// this was faster than one product over all steps.
public struct Recurrence<S: TrainingScalar>: Sendable {
  let kind: String
  let cell: any RecurrentCell
  let matrix: GateMatrix
  var weights: [Parameter<S>]
  var initialState: [Tensor<S>] = []

  private(set) var layout: RecurrentLayout
  /// The matrix of all gates, and its gradient for each piece of the batch.
  private var gateWeights: [S]
  private var gateGradients: [S] = []
  /// What the pieces of the batch need, one after the other.
  private(set) var buffer: [S] = []

  var inputs: Int { matrix.inputs }
  var hidden: Int { matrix.hidden }

  /// - Errors: ``ShapeError`` where a size is below 1.
  init(
    _ kind: String, _ inputs: Int, _ hidden: Int, _ cell: any RecurrentCell,
    parameters: [(name: String, part: RecurrentPart)], _ sources: [GateSource]
  ) throws(ShapeError) {
    guard inputs > 0, hidden > 0 else {
      throw .mismatch(
        layer: kind, detail: "sizes are at least 1, not \([hidden, inputs].shapeDescription)")
    }
    // Before anybody adds them up.
    _ = try [hidden, inputs].storageCount()
    _ = try [cell.gates, hidden, hidden + 1 + inputs].storageCount()
    self.kind = kind
    self.cell = cell
    matrix = GateMatrix(inputs: inputs, hidden: hidden, gates: cell.gates, sources: sources)
    layout = RecurrentLayout(matrix, kept: cell.kept, batch: 0, time: 0)
    gateWeights = try Tensor<S>(zeros: [cell.gates * hidden, matrix.depth]).scalars
    weights = []
    let standard = Distribution.uniform(1 / .sqrt(Double(hidden)))
    for (place, parameter) in parameters.enumerated() {
      let blocks = sources.filter { $0.parameter == place }.map { $0.block }.max() ?? 0
      let rows = (blocks + 1) * hidden
      let columns = parameter.part == .input ? inputs : hidden
      weights.append(
        parameter.part == .bias
          ? try Parameter(parameter.name, [rows], standard: standard)
          : try Parameter(
            parameter.name, [rows, columns], standard: standard, fans: (columns, hidden)))
    }
  }

  /// With PyTorch's parameters; which of their blocks of rows each gate takes.
  init(
    _ kind: String, _ inputs: Int, _ hidden: Int, _ cell: any RecurrentCell,
    torch gates: [(input: Int?, hidden: Int?)]
  ) throws(ShapeError) {
    var sources: [GateSource] = []
    for (gate, blocks) in gates.enumerated() {
      if let block = blocks.input {
        sources.append(GateSource(parameter: 0, block: block, gate: gate, part: .input))
        sources.append(GateSource(parameter: 2, block: block, gate: gate, part: .bias))
      }
      if let block = blocks.hidden {
        sources.append(GateSource(parameter: 1, block: block, gate: gate, part: .hidden))
        sources.append(GateSource(parameter: 3, block: block, gate: gate, part: .bias))
      }
    }
    try self.init(
      kind, inputs, hidden, cell,
      parameters: [
        ("weight_ih_l0", .input), ("weight_hh_l0", .hidden), ("bias_ih_l0", .bias),
        ("bias_hh_l0", .bias),
      ], sources)
  }

  mutating func prepare(batch: Int, time: Int) throws(ShapeError) {
    let layout = RecurrentLayout(matrix, kept: cell.kept, batch: batch, time: time)
    guard layout != self.layout else { return }
    buffer = try Tensor<S>(zeros: [batch, layout.scalarsPerSequence]).scalars
    gateGradients = try Tensor<S>(zeros: [layout.pieces, matrix.count]).scalars
    self.layout = layout
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  mutating func forward(_ x: Tensor<S>, into y: inout Tensor<S>) throws(ShapeError) {
    if let state = initialState.first, state.shape[0] != layout.batch {
      throw .mismatch(
        layer: kind,
        detail: "the initial state of \(state.shape[0]) sequences does not fit \(layout.batch)")
    }
    matrix.collect(weights, into: &gateWeights)
    layout.clearState(cell, &buffer)
    for (place, state) in initialState.enumerated() {
      layout.setState(place, of: cell, state.scalars, &buffer)
    }
    layout.forward(cell, matrix, gateWeights, x.scalars, &y.scalars, &buffer)
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  mutating func backward(_ dy: Tensor<S>, into dx: inout Tensor<S>) {
    Elementwise.clear(&gateGradients, count: layout.pieces * matrix.count)
    if dx.isEmpty {
      layout.backward(cell, matrix, gateWeights, &gateGradients, dy.scalars, nil, &buffer)
    } else {
      layout.backward(cell, matrix, gateWeights, &gateGradients, dy.scalars, &dx.scalars, &buffer)
    }
    matrix.distribute(gateGradients, pieces: layout.pieces, to: &weights)
  }
}

extension Recurrence {
  private var stateCount: Int { cell.memory == nil ? 1 : 2 }

  var finalState: [Tensor<S>] {
    guard !buffer.isEmpty else { return [] }
    return (0..<stateCount).map { place in
      var state = Array(repeating: S.zero, count: layout.batch * hidden)
      layout.finalState(place, of: cell, buffer, &state)
      return Tensor(shape: [layout.batch, hidden], scalars: state)
    }
  }

  mutating func setInitialState(_ state: [Tensor<S>]) throws(ShapeError) {
    guard state.count == stateCount,
      state.allSatisfy({ $0.shape == [state[0].shape[0], hidden] && !$0.isEmpty })
    else {
      let shapes = state.map { $0.shape.shapeDescription }.joined(separator: ", ")
      throw .mismatch(
        layer: kind, detail: "has \(stateCount) states of batch × \(hidden), not [\(shapes)]")
    }
    initialState = state
  }

  mutating func carryState() {
    guard initialState.first?.shape == [layout.batch, hidden] else {
      initialState = finalState
      return
    }
    for place in initialState.indices {
      layout.finalState(place, of: cell, buffer, &initialState[place].scalars)
    }
  }
}
