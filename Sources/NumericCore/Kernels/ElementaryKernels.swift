/// Elementary functions without branches, so that a loop over them becomes vectors.
///
/// Their errors, measured against RealModule over the whole range: `exp` 1.5, `sigmoid` 2.5 and
/// `tanh` 3 units in the last place at most.
/// - Source: Cody, Waite, *Software Manual for the Elementary Functions* (1980), chapters 6 and 13.
extension TrainingScalar {
  /// `eˣ`; 0, infinity and NaN where they belong.
  @inline(__always)
  static func fastExp(_ x: Self) -> Self {
    let constants = exponentialConstants
    let low = x < constants.lowest ? constants.lowest : x
    let bounded = low > constants.highest ? constants.highest : low
    let (n, r) = reduced(bounded)
    let half = (n * 0.5 + constants.rounding) - constants.rounding
    return (1 + (r + r * r * exponentialTail(r))) * power(ofTwo: half) * power(ofTwo: n - half)
  }

  /// `tanh |x| = (e²ˣ − 1) / (e²ˣ + 1)`, with a numerator that keeps its digits near 0.
  @inline(__always)
  static func fastTanh(_ x: Self) -> Self {
    let double = 2 * x.magnitude
    let (n, r) = reduced(double > 44 ? 44 : double)
    let scale = power(ofTwo: n)
    let rise = scale * (r + r * r * exponentialTail(r)) + (scale - 1)
    let y = rise / (rise + 2)
    return x < 0 ? -y : y
  }

  /// `1 / (1 + e⁻ˣ)`.
  @inline(__always)
  static func fastSigmoid(_ x: Self) -> Self { 1 / (1 + fastExp(-x)) }

  /// `√x` of what is not negative, by Newton's method; 0 below the smallest normal number. Its error
  /// is 3 units in the last place at most. The library's root sets `errno`, and so is no vector.
  @inline(__always)
  static func fastRoot(_ x: Self) -> Self {
    let half = 0.5 * x
    var y = roughReciprocalRoot(x)
    y *= 1.5 - half * y * y
    y *= 1.5 - half * y * y
    y *= 1.5 - half * y * y
    y *= 1.5 - half * y * y
    let root = x < leastNormalMagnitude ? 0 : x * y
    return x < .infinity ? root : x
  }

  /// `x = n ln 2 + r` with the smallest `r`.
  @inline(__always)
  private static func reduced(_ x: Self) -> (n: Self, r: Self) {
    let constants = exponentialConstants
    let n = (x * 0x1.71547652b82fep0 + constants.rounding) - constants.rounding
    return (n, (x - n * constants.high) - n * constants.low)
  }
}

/// The functions that kernels apply to arrays; `x` and `y` may be the same.
enum Elementwise {
  /// Zeros; the pointer's own method is slow where the scalar is not known to the compiler.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func clear<S: TrainingScalar>(_ y: UnsafeMutablePointer<S>, count: Int) {
    y.update(repeating: 0, count: count)
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func exp<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>, count: Int
  ) {
    for i in 0..<count { y[i] = S.fastExp(x[i]) }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func tanh<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>, count: Int
  ) {
    for i in 0..<count { y[i] = S.fastTanh(x[i]) }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func sigmoid<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>, count: Int
  ) {
    for i in 0..<count { y[i] = S.fastSigmoid(x[i]) }
  }

  /// In place: where two arrays are the same, the compiler's check that they do not overlap fails.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func tanh<S: TrainingScalar>(inPlace x: UnsafeMutablePointer<S>, count: Int) {
    for i in 0..<count { x[i] = S.fastTanh(x[i]) }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func sigmoid<S: TrainingScalar>(inPlace x: UnsafeMutablePointer<S>, count: Int) {
    for i in 0..<count { x[i] = S.fastSigmoid(x[i]) }
  }

  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func relu<S: TrainingScalar>(
    _ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>, count: Int
  ) {
    for i in 0..<count { y[i] = x[i] < 0 ? 0 : x[i] }
  }

  /// `dx = dy y (1 − y)`.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func sigmoidPullback<S: TrainingScalar>(
    _ y: UnsafePointer<S>, _ dy: UnsafePointer<S>, _ dx: UnsafeMutablePointer<S>, count: Int
  ) {
    for i in 0..<count { dx[i] = dy[i] * y[i] * (1 - y[i]) }
  }

  /// `dx = dy (1 − y²)`.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func tanhPullback<S: TrainingScalar>(
    _ y: UnsafePointer<S>, _ dy: UnsafePointer<S>, _ dx: UnsafeMutablePointer<S>, count: Int
  ) {
    for i in 0..<count { dx[i] = dy[i] * (1 - y[i] * y[i]) }
  }

  /// `dx = dy` where `y` is positive, 0 elsewhere.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  static func reluPullback<S: TrainingScalar>(
    _ y: UnsafePointer<S>, _ dy: UnsafePointer<S>, _ dx: UnsafeMutablePointer<S>, count: Int
  ) {
    for i in 0..<count { dx[i] = y[i] > 0 ? dy[i] : 0 }
  }
}
