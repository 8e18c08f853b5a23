extension Evaluator {
  /// Forgets the indices of the last expression, to evaluate another; what was found out of names
  /// and derivatives is kept.
  package func forgetIndices() {
    bindings = [:]
    summed = []
  }
}
