/// A matrix in double precision, for a look at its norm.
struct Matrix: Hashable, Sendable {
  let rows: Int
  let columns: Int
  private(set) var scalars: [Double]

  init(_ rows: Int, _ columns: Int, _ scalars: [Double]) {
    precondition(scalars.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.scalars = scalars
  }

  init(zeros size: Int) {
    self.init(size, size, Array(repeating: 0, count: size * size))
  }

  static func identity(_ size: Int) -> Matrix {
    var result = Matrix(zeros: size)
    for place in 0..<size { result[place, place] = 1 }
    return result
  }

  subscript(row: Int, column: Int) -> Double {
    get { scalars[row * columns + column] }
    set { scalars[row * columns + column] = newValue }
  }

  func row(_ number: Int) -> ArraySlice<Double> {
    scalars[(number * columns)..<((number + 1) * columns)]
  }

  static func * (matrix: Matrix, vector: [Double]) -> [Double] {
    (0..<matrix.rows).map { row in
      zip(matrix.row(row), vector).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  func multiplied(by other: Matrix, transposesLeft: Bool = false) -> Matrix {
    let product = MatrixProduct(
      rows: transposesLeft ? columns : rows, columns: other.columns, depth: other.rows,
      transposesLeft: transposesLeft)
    var result = Array(repeating: 0.0, count: product.rows * product.columns)
    product(scalars, other.scalars, &result)
    return Matrix(product.rows, product.columns, result)
  }

  /// The rows and the columns of these numbers.
  func block(_ places: Range<Int>) -> Matrix {
    Matrix(
      places.count, places.count,
      places.flatMap { row in places.map { self[row, $0] } })
  }
}

extension Matrix {
  /// The largest singular value: the root of the largest eigenvalue of `Aᵀ A`.
  var spectralNorm: Double {
    guard scalars.allSatisfy(\.isFinite) else { return .nan }
    let scale = scalars.reduce(0) { max($0, $1.magnitude) }
    guard scale > 0 else { return 0 }
    // Squares of the numbers could leave the range.
    let scaled = Matrix(rows, columns, scalars.map { $0 / scale })
    let gram = scaled.multiplied(by: scaled, transposesLeft: true)
    return scale * gram.tridiagonal().largestEigenvalue.squareRoot()
  }

  /// A symmetric matrix with the same eigenvalues that is 0 but for its diagonal and the numbers
  /// beside it.
  ///
  /// - Source: Golub, Van Loan, *Matrix Computations* (2013), algorithm 8.3.1.
  private func tridiagonal() -> Tridiagonal {
    var a = self
    var beside: [Double] = []
    for k in 0..<max(0, rows - 1) {
      let rest = (k + 1)..<rows
      let length = rest.reduce(0) { $0 + a[$1, k] * a[$1, k] }.squareRoot()
      let head = a[k + 1, k] > 0 ? -length : length
      beside.append(head)
      guard length > 0 else { continue }
      var v = rest.map { a[$0, k] }
      v[0] -= head
      a.reflect(rest, by: v, 2 / v.reduce(0) { $0 + $1 * $1 })
    }
    return Tridiagonal(diagonal: (0..<rows).map { a[$0, $0] }, beside: beside)
  }

  /// `H A H` with `H = 1 − factor v vᵀ` in these rows and columns.
  private mutating func reflect(_ places: Range<Int>, by v: [Double], _ factor: Double) {
    let start = places.lowerBound
    var p = places.map { row in
      factor * places.reduce(0) { $0 + self[row, $1] * v[$1 - start] }
    }
    let half = factor / 2 * zip(p, v).reduce(0) { $0 + $1.0 * $1.1 }
    for k in p.indices { p[k] -= half * v[k] }
    for row in places {
      for column in places {
        self[row, column] -= v[row - start] * p[column - start] + p[row - start] * v[column - start]
      }
    }
  }
}

/// A symmetric matrix that is 0 but for its diagonal and the numbers beside it.
private struct Tridiagonal {
  let diagonal: [Double]
  let beside: [Double]

  /// By bisection, to the last digit, of a matrix without negative eigenvalues.
  var largestEigenvalue: Double {
    let width = beside.reduce(0) { max($0, $1.magnitude) }
    var (low, high) = (0.0, (diagonal.max() ?? 0) + 2 * width)
    while true {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { return high }
      if isAbove(middle) { low = middle } else { high = middle }
    }
  }

  /// Whether an eigenvalue is above the number: whether Sturm's sequence has a positive member.
  ///
  /// - Source: Golub, Van Loan, *Matrix Computations* (2013), section 8.4.1.
  private func isAbove(_ number: Double) -> Bool {
    var ratio = 1.0
    for (place, entry) in diagonal.enumerated() {
      let neighbour = place > 0 ? beside[place - 1] : 0
      ratio = entry - number - (neighbour == 0 ? 0 : neighbour * neighbour / ratio)
      if ratio > 0 { return true }
      // A member that is 0 counts as one that is a little below.
      if ratio == 0 { ratio = -.leastNormalMagnitude }
    }
    return false
  }
}
