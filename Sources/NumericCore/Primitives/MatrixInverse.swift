extension Primitive {
  /// The inverse of the matrix in the last two axes, which are of one size.
  ///
  /// The slope is `dX⁻¹ = −X⁻¹ dX X⁻¹` (Petersen and Pedersen, The Matrix Cookbook, section 2.2).
  public static var inverse: Self {
    Self(name: "inverse") { (x) throws(DomainError) in
      try x[0].eachMatrix { (matrix) throws(DomainError) in try matrix.inverse() }
    } pullback: { (_, y, dy) throws(DomainError) in
      let size = y.shape[y.shape.count - 1]
      var slopes: [S] = []
      for first in stride(from: 0, to: y.scalars.count, by: size * size) {
        let range = first..<(first + size * size)
        let inverse = SquareMatrix(Array(y.scalars[range]), size: size).transposed
        let cotangent = SquareMatrix(Array(dy.scalars[range]), size: size)
        slopes += inverse.times(cotangent).times(inverse).entries.map { -$0 }
      }
      return [Tensor(shape: y.shape, scalars: slopes)]
    }
  }
}

extension Tensor {
  fileprivate func eachMatrix(
    _ body: (SquareMatrix<S>) throws(DomainError) -> SquareMatrix<S>
  ) throws(DomainError) -> Tensor {
    let size = shape[shape.count - 1]
    var results: [S] = []
    for first in stride(from: 0, to: scalars.count, by: size * size) {
      let entries = Array(scalars[first..<(first + size * size)])
      results += try body(SquareMatrix(entries, size: size)).entries
    }
    return Tensor(shape: shape, scalars: results)
  }
}

/// A matrix as many wide as high, row after row.
private struct SquareMatrix<S: Scalar> {
  var entries: [S]
  let size: Int

  init(_ entries: [S], size: Int) { (self.entries, self.size) = (entries, size) }

  var transposed: Self {
    Self(entries.indices.map { entries[$0 % size * size + $0 / size] }, size: size)
  }

  func times(_ other: Self) -> Self {
    Self(
      entries.indices.map { place in
        (0..<size).reduce(S.zero) {
          $0 + entries[place / size * size + $1] * other.entries[$1 * size + place % size]
        }
      }, size: size)
  }

  /// By elimination with pivots of the columns.
  ///
  /// - Errors: ``DomainError/divisionByZero`` where it has none.
  func inverse() throws(DomainError) -> Self {
    var rest = self
    var result = Self(entries.indices.map { $0 / size == $0 % size ? .one : .zero }, size: size)
    for column in 0..<size {
      let pivot = rest.pivot(of: column)
      rest.swapRows(column, pivot)
      result.swapRows(column, pivot)
      let divisor = rest.entries[column * size + column]
      for place in (column * size)..<((column + 1) * size) {
        rest.entries[place] = try rest.entries[place].divided(by: divisor)
        result.entries[place] = try result.entries[place].divided(by: divisor)
      }
      for row in 0..<size where row != column {
        let factor = rest.entries[row * size + column]
        for k in 0..<size {
          rest.entries[row * size + k] =
            rest.entries[row * size + k] - factor * rest.entries[column * size + k]
          result.entries[row * size + k] =
            result.entries[row * size + k] - factor * result.entries[column * size + k]
        }
      }
    }
    return result
  }

  /// The row at or below the diagonal with the largest entry, where there is an order, or else the first
  /// that is not 0.
  private func pivot(of column: Int) -> Int {
    func entry(_ row: Int) -> S { entries[row * size + column] }
    func magnitude(_ x: S) -> S { (try? x.isLess(than: .zero)) == true ? -x : x }
    return (column..<size).reduce(column) { best, row in
      if let isLess = try? magnitude(entry(best)).isLess(than: magnitude(entry(row))) {
        return isLess ? row : best
      }
      return entry(best) == .zero ? row : best
    }
  }

  private mutating func swapRows(_ first: Int, _ second: Int) {
    guard first != second else { return }
    for k in 0..<size { entries.swapAt(first * size + k, second * size + k) }
  }
}
