/// What one step of a recurrent layer does element by element, between its matrix products.
///
/// Within a step everything is stored feature after feature, `[features, batch]`: a gate is one run
/// of `count` scalars, so that loops are long however small the layer is.
protocol RecurrentCell: Sendable {
  /// How many runs the products write: `W [h[t−1], 1, x[t]]` of each gate.
  var gates: Int { get }
  /// How many runs are kept from each step for the backward pass, the gates the first of them.
  var kept: Int { get }
  /// What each of these is called in formulas; `nil` for what only the backward pass needs.
  var keptNames: [String?] { get }
  /// Which of these is a state beside `h`, as the cell of an LSTM.
  var memory: Int? { get }

  /// Turns what the products gave into `h[t]`.
  func forward<S: TrainingScalar>(_ step: CellStep<S>)

  /// Writes the cotangents of what the products gave; replaces that of `h[t]` by what `h[t−1]` gets
  /// without a product, and that of the memory by its predecessor's.
  func backward<S: TrainingScalar>(_ step: CellStep<S>, _ cotangents: CellCotangents<S>)
}

/// Where the numbers of one step are.
struct CellStep<S: TrainingScalar> {
  let kept: UnsafeMutablePointer<S>
  let previouslyKept: UnsafeMutablePointer<S>
  let hidden: UnsafeMutablePointer<S>
  let previouslyHidden: UnsafeMutablePointer<S>
  /// The scalars of one run: hidden units times batch.
  let count: Int
}

/// Where the cotangents of one step are.
struct CellCotangents<S: TrainingScalar> {
  let gates: UnsafeMutablePointer<S>
  let hidden: UnsafeMutablePointer<S>
  let memory: UnsafeMutablePointer<S>
}
