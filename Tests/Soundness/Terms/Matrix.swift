/// A number with its slope along the one direction in which something is varied.
struct Dual {
  var value: Double
  var slope = 0.0

  static func + (left: Dual, right: Dual) -> Dual {
    Dual(value: left.value + right.value, slope: left.slope + right.slope)
  }

  static func * (left: Dual, right: Dual) -> Dual {
    Dual(
      value: left.value * right.value,
      slope: left.slope * right.value + left.value * right.slope)
  }

  static func / (left: Dual, right: Dual) -> Dual {
    let quotient = left.value / right.value
    return Dual(value: quotient, slope: (left.slope - quotient * right.slope) / right.value)
  }

  static prefix func - (inner: Dual) -> Dual { Dual(value: -inner.value, slope: -inner.slope) }
}

/// Every value: a number is 1 × 1, a vector a column.
struct Matrix {
  var rows: Int
  var columns: Int
  var entries: [Dual]

  init(_ rows: Int, _ columns: Int, _ entry: (Int, Int) -> Dual) {
    self.rows = rows
    self.columns = columns
    entries = (0..<rows * columns).map { entry($0 / columns, $0 % columns) }
  }

  init(_ number: Dual) { self.init(1, 1) { _, _ in number } }

  init(_ number: Double) { self.init(Dual(value: number)) }

  subscript(row: Int, column: Int) -> Dual { entries[row * columns + column] }

  var isNumber: Bool { rows == 1 && columns == 1 }

  /// The number that it is, if it is one.
  var number: Double? { isNumber ? entries[0].value : nil }

  var transposed: Matrix { Matrix(columns, rows) { self[$1, $0] } }

  func map(_ body: (Dual) -> Dual) -> Matrix {
    Matrix(rows, columns) { body(self[$0, $1]) }
  }

  /// Entry by entry; a number goes with every entry where `stretches` says so.
  func combined(
    with other: Matrix, stretches: Bool, _ body: (Dual, Dual) -> Dual
  ) -> Matrix? {
    if rows == other.rows, columns == other.columns {
      return Matrix(rows, columns) { body(self[$0, $1], other[$0, $1]) }
    }
    guard stretches else { return nil }
    if isNumber { return other.map { body(entries[0], $0) } }
    return other.isNumber ? map { body($0, other.entries[0]) } : nil
  }

  func times(_ other: Matrix) -> Matrix? {
    if isNumber || other.isNumber { return combined(with: other, stretches: true, *) }
    guard columns == other.rows else { return nil }
    return Matrix(rows, other.columns) { row, column in
      (0..<columns).reduce(Dual(value: 0)) { $0 + self[row, $1] * other[$1, column] }
    }
  }
}
