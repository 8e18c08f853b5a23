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

  /// The sum of a row, as many scalars at a time as a vector has.
  @inline(__always)
  static func sum<S: TrainingScalar>(_ x: UnsafePointer<S>, _ count: Int) -> S {
    reduce(count, { vector(x + $0) }, { x[$0] })
  }

  /// The sum of the products of two rows.
  @inline(__always)
  static func dot<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ y: UnsafePointer<S>, _ count: Int
  ) -> S {
    reduce(count, { S.adding(.zero, vector(x + $0), vector(y + $0)) }, { x[$0] * y[$0] })
  }

  @inline(__always)
  private static func reduce<S: TrainingScalar>(
    _ count: Int, _ vector: (Int) -> S.Vector, _ scalar: (Int) -> S
  ) -> S {
    let width = S.Vector.scalarCount
    var lanes = S.Vector.zero
    var i = 0
    while i + width <= count {
      lanes = S.adding(lanes, S.Vector(repeating: 1), vector(i))
      i += width
    }
    var sum: S = 0
    for lane in lanes.indices { sum += lanes[lane] }
    while i < count {
      sum += scalar(i)
      i += 1
    }
    return sum
  }

  @inline(__always)
  private static func vector<S: TrainingScalar>(_ x: UnsafePointer<S>) -> S.Vector {
    UnsafeRawPointer(x).loadUnaligned(as: S.Vector.self)
  }
}
