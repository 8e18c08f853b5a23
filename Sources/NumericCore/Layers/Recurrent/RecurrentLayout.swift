/// Where the numbers of all steps are.
///
/// The batch is divided into pieces that are computed from the first step to the last without
/// waiting for each other. Each has a stretch of the buffer, and there for each step the features
/// `[h[t−1], 1, x[t]]` and what the cell keeps, all of them `[…, sequences of the piece]`; then the
/// cotangents of one step. Step 0 keeps the initial state.
struct RecurrentLayout: Hashable, Sendable {
  let batch: Int
  let time: Int
  let inputs: Int
  let hidden: Int
  let gates: Int
  let kept: Int
  /// The number of features.
  let depth: Int
  let pieces: Int

  init(_ matrix: GateMatrix, kept: Int, batch: Int, time: Int) {
    self.batch = batch
    self.time = time
    self.kept = kept
    inputs = matrix.inputs
    hidden = matrix.hidden
    gates = matrix.gates
    depth = matrix.depth
    // A scalar of a gate costs its products, and about as much as 64 more for the functions.
    let work = batch * time * gates * hidden * (depth + 64)
    pieces = work < 1 << 22 || batch < 32 ? 1 : max(2, min(4, batch / 32))
  }

  var scalarsPerSequence: Int {
    (time + 1) * (depth + kept * hidden) + gates * hidden + depth + hidden
  }

  /// The sequences of a piece.
  func sequences(_ piece: Int) -> Range<Int> {
    Workers.piece(piece, of: pieces, in: batch, multipleOf: 16)
  }
}

/// The numbers of one piece.
struct RecurrentPiece<S: TrainingScalar> {
  let layout: RecurrentLayout
  let sequences: Range<Int>
  private let start: UnsafeMutablePointer<S>

  init(_ layout: RecurrentLayout, _ piece: Int, _ buffer: UnsafeMutablePointer<S>) {
    self.layout = layout
    sequences = layout.sequences(piece)
    start = buffer + sequences.lowerBound * layout.scalarsPerSequence
  }

  var width: Int { sequences.count }
  /// The scalars of one gate.
  var run: Int { layout.hidden * width }

  /// `[h[t−1], 1, x[t]]`, counting steps from 0; after the last step, `h` only.
  func features(_ step: Int) -> UnsafeMutablePointer<S> { start + step * layout.depth * width }

  /// What the cell keeps of the step; the initial state before the first, at −1.
  private func kept(_ step: Int) -> UnsafeMutablePointer<S> {
    features(layout.time + 1) + (step + 1) * layout.kept * run
  }

  func step(_ step: Int) -> CellStep<S> {
    CellStep(
      kept: kept(step), previouslyKept: kept(step - 1), hidden: features(step + 1),
      previouslyHidden: features(step), count: run)
  }

  /// The cotangent of `h` is that of the first features.
  var cotangents: CellCotangents<S> {
    let gates = kept(layout.time)
    let features = gates + layout.gates * run
    return CellCotangents(
      gates: gates, hidden: features, memory: features + layout.depth * width)
  }

  /// A state before a step: `h`, or what the cell remembers besides.
  func state(_ number: Int, of cell: any RecurrentCell, before step: Int)
    -> UnsafeMutablePointer<S>
  {
    guard number > 0, let memory = cell.memory else { return features(step) }
    return kept(step - 1) + memory * run
  }
}

extension RecurrentLayout {
  func clearState<S: TrainingScalar>(
    _ cell: any RecurrentCell, _ buffer: UnsafeMutablePointer<S>
  ) {
    for number in 0..<pieces {
      let piece = RecurrentPiece(self, number, buffer)
      for state in 0..<2 {
        Elementwise.clear(piece.state(state, of: cell, before: 0), count: piece.run)
      }
    }
  }

  /// Sets an initial state from `[batch, hidden]`.
  func setState<S: TrainingScalar>(
    _ state: Int, of cell: any RecurrentCell, _ x: UnsafePointer<S>,
    _ buffer: UnsafeMutablePointer<S>
  ) {
    for number in 0..<pieces {
      let piece = RecurrentPiece(self, number, buffer)
      Transposition(rows: hidden, columns: piece.width, leap: hidden, stride: piece.width).gather(
        x + piece.sequences.lowerBound * hidden, piece.state(state, of: cell, before: 0))
    }
  }

  /// Reads the state after the last step into `[batch, hidden]`.
  func finalState<S: TrainingScalar>(
    _ state: Int, of cell: any RecurrentCell, _ buffer: UnsafePointer<S>,
    _ y: UnsafeMutablePointer<S>
  ) {
    for number in 0..<pieces {
      let piece = RecurrentPiece(self, number, UnsafeMutablePointer(mutating: buffer))
      Transposition(rows: hidden, columns: piece.width, leap: hidden, stride: piece.width).scatter(
        piece.state(state, of: cell, before: time), y + piece.sequences.lowerBound * hidden)
    }
  }
}
