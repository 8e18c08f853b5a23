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

  /// The sum of a row, as many scalars at a time as a vector has.
  @inline(__always)
  static func sum<S: TrainingScalar>(_ x: UnsafePointer<S>, _ count: Int) -> S {
    let width = S.Vector.scalarCount
    var lanes = S.Vector.zero
    var i = 0
    while i + width <= count {
      lanes = S.adding(
        lanes, S.Vector(repeating: 1), UnsafeRawPointer(x + i).loadUnaligned(as: S.Vector.self))
      i += width
    }
    var sum: S = 0
    for lane in lanes.indices { sum += lanes[lane] }
    while i < count {
      sum += x[i]
      i += 1
    }
    return sum
  }
}
