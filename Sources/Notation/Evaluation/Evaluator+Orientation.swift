import NumericCore

/// Rows and columns, which are told apart.
extension Evaluator {
  /// How two tensors lie that stand beside each other in a sum, a product element by element, or a
  /// comparison.
  ///
  /// - Errors: a row beside a column.
  func orientation(of x: Batch<S>, beside y: Batch<S>, at span: Span) throws -> Orientation {
    guard x.own.count == 1, y.own.count == 1 else {
      return x.own.count == 1 ? x.orientation : y.orientation
    }
    if let orientation = x.orientation.meeting(y.orientation) { return orientation }
    guard x.own == [1] || reading.multipliesLoosely else {
      throw Diagnostic(.rowBesideColumn(x.form, y.form), at: span)
    }
    return .row
  }

  /// The same where one of them is a matrix of one row or one column.
  func refuseRowBesideColumn(_ x: Batch<S>, _ y: Batch<S>, at span: Span) throws {
    let (vector, matrix) = x.own.count < y.own.count ? (x, y) : (y, x)
    guard vector.own.count == 1, matrix.own.count == 2, vector.own != [1],
      !reading.multipliesLoosely,
      !vector.orientation.isShape(matrix.own, of: vector.own[0], one: 1)
    else { return }
    throw Diagnostic(.rowBesideColumn(x.form, y.form), at: span)
  }
}

extension Batch {
  /// What it is, to its author.
  var form: String {
    guard own.count == 1 else { return own.shapeDescription }
    return switch orientation {
    case .row: "a row of \(own[0]) entries"
    case .column: "a column of \(own[0]) entries"
    case .either: "a vector of \(own[0]) entries"
    }
  }

}

extension Diagnostic.Message {
  static func rowBesideColumn(_ left: String, _ right: String) -> Self {
    Self(
      .rowAndColumn, "\(left) stands beside \(right)",
      hint: "transpose one of them, with ^\\top")
  }
}
