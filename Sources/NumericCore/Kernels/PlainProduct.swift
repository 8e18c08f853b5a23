extension MatrixProduct {
  /// The product without OpenBLAS: four rows and a vector of columns at a time, in registers.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func multiplyPlainly<S: TrainingScalar>(
    _ a: UnsafePointer<S>, _ b: UnsafePointer<S>, _ c: UnsafeMutablePointer<S>
  ) {
    if depth == 0, !accumulates {
      for row in 0..<rows { (c + row * resultStride).update(repeating: 0, count: columns) }
    }
    let width = S.Vector.scalarCount
    var column = 0
    while column < columns {
      let lanes = min(width, columns - column)
      if lanes == width, !transposesRight {
        multiply(
          a, Panel(base: b + column, stride: rightStride, first: 0, depth: depth), c + column,
          lanes: lanes)
      } else {
        multiplyPacked(a, b, c + column, column: column, lanes: lanes)
      }
      column += width
    }
  }

  /// Copies a few rows of the columns at a time, padded with zeros, so that they can be read as vectors.
  @inline(__always)
  private func multiplyPacked<S: TrainingScalar>(
    _ a: UnsafePointer<S>, _ b: UnsafePointer<S>, _ c: UnsafeMutablePointer<S>, column: Int,
    lanes: Int
  ) {
    let width = S.Vector.scalarCount
    let (acrossColumns, downDepth) = transposesRight ? (rightStride, 1) : (1, rightStride)
    // One kilobyte: temporary allocations up to that size are on the stack.
    withUnsafeTemporaryAllocation(of: S.self, capacity: 16 * 8) { buffer in
      guard let packed = buffer.baseAddress else { return }
      let height = 16 * 8 / width
      packed.initialize(repeating: 0, count: 16 * 8)
      var first = 0
      while first < depth {
        let count = min(height, depth - first)
        for k in 0..<count {
          let source = b + column * acrossColumns + (first + k) * downDepth
          for lane in 0..<lanes { packed[k * width + lane] = source[lane * acrossColumns] }
        }
        multiply(
          a, Panel(base: UnsafePointer(packed), stride: width, first: first, depth: count), c,
          lanes: lanes)
        first += count
      }
    }
  }

  /// A vector's width of columns of `B`, and which of its rows they are.
  private struct Panel<S> {
    let base: UnsafePointer<S>
    let stride: Int
    let first: Int
    let depth: Int
  }

  @inline(__always)
  private func multiply<S: TrainingScalar>(
    _ a: UnsafePointer<S>, _ panel: Panel<S>, _ c: UnsafeMutablePointer<S>, lanes: Int
  ) {
    let (downRows, alongDepth) = transposesLeft ? (1, leftStride) : (leftStride, 1)
    let adds = accumulates || panel.first > 0
    let left = a + panel.first * alongDepth
    var row = 0
    while row + 4 <= rows {
      let start = left + row * downRows
      var (r0, r1, r2, r3) = (S.Vector.zero, S.Vector.zero, S.Vector.zero, S.Vector.zero)
      for k in 0..<panel.depth {
        let b = vector(panel.base + k * panel.stride)
        let a = start + k * alongDepth
        r0 = S.adding(r0, S.Vector(repeating: a[0]), b)
        r1 = S.adding(r1, S.Vector(repeating: a[downRows]), b)
        r2 = S.adding(r2, S.Vector(repeating: a[2 * downRows]), b)
        r3 = S.adding(r3, S.Vector(repeating: a[3 * downRows]), b)
      }
      let result = c + row * resultStride
      store(r0, result, lanes: lanes, adds: adds)
      store(r1, result + resultStride, lanes: lanes, adds: adds)
      store(r2, result + 2 * resultStride, lanes: lanes, adds: adds)
      store(r3, result + 3 * resultStride, lanes: lanes, adds: adds)
      row += 4
    }
    while row < rows {
      var sum = S.Vector.zero
      for k in 0..<panel.depth {
        let a = left[row * downRows + k * alongDepth]
        sum = S.adding(sum, S.Vector(repeating: a), vector(panel.base + k * panel.stride))
      }
      store(sum, c + row * resultStride, lanes: lanes, adds: adds)
      row += 1
    }
  }

  @inline(__always)
  private func vector<S: TrainingScalar>(_ base: UnsafePointer<S>) -> S.Vector {
    UnsafeRawPointer(base).loadUnaligned(as: S.Vector.self)
  }

  @inline(__always)
  private func store<S: TrainingScalar>(
    _ sum: S.Vector, _ place: UnsafeMutablePointer<S>, lanes: Int, adds: Bool
  ) {
    if lanes == S.Vector.scalarCount {
      let old = adds ? vector(UnsafePointer(place)) : .zero
      UnsafeMutableRawPointer(place).storeBytes(
        of: S.adding(old, S.Vector(repeating: 1), sum), as: S.Vector.self)
    } else {
      for lane in 0..<lanes { place[lane] = (adds ? place[lane] : 0) + sum[lane] }
    }
  }
}
