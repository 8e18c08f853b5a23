/// Functions of whole vectors and matrices.
enum MatrixFunction: String, CaseIterable {
  /// A vector as the diagonal of a matrix; the diagonal of a matrix.
  case diag
  case trace
  /// The square root of the sum of all squares.
  case norm
  /// `exp(vᵢ) / Σⱼ exp(vⱼ)`; several numbers are one vector.
  case softmax
}
