import NumericCore

/// An evaluator can be used for one expression after another: what it found out of names and
/// derivatives it keeps, and its work can be bounded.
extension Evaluator {
  /// Forgets the indices of the last expression.
  package func forgetIndices() {
    bindings = [:]
    summed = []
  }

  /// Counts elements that are about to be computed.
  ///
  /// - Errors: more than are allowed.
  func charge(_ shape: Shape, at span: Span) throws(Diagnostic) {
    guard let allowance else { return }
    let count = shape.reduce(1) { count, extent in
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      return overflow ? .max : product
    }
    guard count <= allowance else { throw Diagnostic(.allowanceExhausted, at: span) }
    self.allowance = allowance - count
  }
}

extension Diagnostic.Message {
  package static let allowanceExhausted = Self("too-large", "this takes more work than is allowed")
}
