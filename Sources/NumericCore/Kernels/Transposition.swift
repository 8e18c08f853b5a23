/// Between sequences as they are given, each with its features side by side, and one step of them
/// all with its features one below the other.
struct Transposition: Hashable, Sendable {
  /// The features and the sequences.
  let rows: Int
  let columns: Int
  /// The distance between the sequences as they are given.
  let leap: Int
  /// The distance between the features of the step.
  let stride: Int

  /// `y[row, column] = x[column, row]`.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func gather<S: TrainingScalar>(_ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>) {
    for row in 0..<rows {
      let (x, y) = (x + row, y + row * stride)
      for column in 0..<columns { y[column] = x[column * leap] }
    }
  }

  /// `y[row, column] += x[column, row]`.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func gatherSum<S: TrainingScalar>(_ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>) {
    for row in 0..<rows {
      let (x, y) = (x + row, y + row * stride)
      for column in 0..<columns { y[column] += x[column * leap] }
    }
  }

  /// `y[column, row] = x[row, column]`.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func scatter<S: TrainingScalar>(_ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>) {
    for column in 0..<columns {
      let (x, y) = (x + column, y + column * leap)
      for row in 0..<rows { y[row] = x[row * stride] }
    }
  }
}
