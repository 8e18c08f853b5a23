/// What is done to each row of a matrix with a vector.
enum Rows {
  /// Writes the vector into each row.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func fill<S: TrainingScalar>(
    _ y: UnsafeMutablePointer<S>, with vector: UnsafePointer<S>, _ rows: Int, _ columns: Int
  ) {
    for row in 0..<rows { (y + row * columns).update(from: vector, count: columns) }
  }

  /// Copies rows, from one place and distance to another.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func copy<S: TrainingScalar>(
    _ x: UnsafePointer<S>, from xStart: Int, every xStride: Int, to y: UnsafeMutablePointer<S>,
    from yStart: Int, every yStride: Int, _ rows: Int, _ columns: Int
  ) {
    for row in 0..<rows {
      (y + yStart + row * yStride).update(from: x + xStart + row * xStride, count: columns)
    }
  }

  /// Adds all rows to the vector.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func addSum<S: TrainingScalar>(
    of x: UnsafePointer<S>, to vector: UnsafeMutablePointer<S>, _ rows: Int, _ columns: Int
  ) {
    for row in 0..<rows {
      let x = x + row * columns
      for column in 0..<columns { vector[column] += x[column] }
    }
  }
}
