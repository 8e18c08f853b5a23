/// How large the scalars of an array are.
enum Magnitudes {
  /// `Σ x²`; 0 or infinite where squares leave the range of the scalar.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func sumOfSquares<S: TrainingScalar>(_ x: UnsafePointer<S>, count: Int) -> Double {
    let width = S.Vector.scalarCount
    var (total, start) = (0.0, 0)
    while start + width <= count {
      // Short sums of single precision, so that none of them swallows small terms.
      let end = min(start + 64 * width, count)
      var sum = S.Vector.zero
      while start + width <= end {
        let x = UnsafeRawPointer(x + start).loadUnaligned(as: S.Vector.self)
        sum = S.adding(sum, x, x)
        start += width
      }
      for lane in 0..<width { total += Double(sum[lane]) }
    }
    for place in start..<count { total += Double(x[place] * x[place]) }
    return total
  }

  /// `Σ (x / scale)²`, slowly, where squares would leave the range.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func sumOfSquares<S: TrainingScalar>(
    _ x: UnsafePointer<S>, count: Int, dividedBy scale: Double
  ) -> Double {
    var total = 0.0
    for place in 0..<count {
      let ratio = Double(x[place]) / scale
      total += ratio * ratio
    }
    return total
  }

  /// The largest magnitude, or the first that is not finite.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func largest<S: TrainingScalar>(_ x: UnsafePointer<S>, count: Int) -> Double {
    var largest: S = 0
    for place in 0..<count {
      guard x[place].isFinite else { return Double(x[place].magnitude) }
      if x[place].magnitude > largest { largest = x[place].magnitude }
    }
    return Double(largest)
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func areFinite<S: TrainingScalar>(_ x: UnsafePointer<S>, count: Int) -> Bool {
    let width = S.Vector.scalarCount
    var (sum, start) = (S.Vector.zero, 0)
    // 0 times infinity is NaN, and so is 0 times NaN.
    while start + width <= count {
      sum = S.adding(sum, UnsafeRawPointer(x + start).loadUnaligned(as: S.Vector.self), .zero)
      start += width
    }
    return sum == .zero && (start..<count).allSatisfy { x[$0].isFinite }
  }
}
