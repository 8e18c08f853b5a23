/// Short runs of scalars, some of them a step apart: a call of the C library would cost more.
enum Strided {
  /// `y[i] = x[step · i]`.
  @inline(__always)
  static func copy<S: TrainingScalar>(
    _ x: UnsafePointer<S>, step: Int, to y: UnsafeMutablePointer<S>, count: Int
  ) {
    guard step == 1 else {
      for i in 0..<count { y[i] = x[step * i] }
      return
    }
    var i = 0
    while i + 4 <= count {
      store(load(x + i), y + i)
      i += 4
    }
    while i < count {
      y[i] = x[i]
      i += 1
    }
  }

  /// `y[step · i] += x[i]`.
  @inline(__always)
  static func add<S: TrainingScalar>(
    _ x: UnsafePointer<S>, to y: UnsafeMutablePointer<S>, step: Int, count: Int
  ) {
    guard step == 1 else {
      for i in 0..<count { y[step * i] += x[i] }
      return
    }
    var i = 0
    while i + 4 <= count {
      store(load(y + i) + load(x + i), y + i)
      i += 4
    }
    while i < count {
      y[i] += x[i]
      i += 1
    }
  }

  @inline(__always)
  static func fill<S: TrainingScalar>(
    _ y: UnsafeMutablePointer<S>, with scalar: S, count: Int
  ) {
    var i = 0
    while i < count {
      y[i] = scalar
      i += 1
    }
  }

  @inline(__always)
  private static func load<S: TrainingScalar>(_ place: UnsafePointer<S>) -> SIMD4<S> {
    UnsafeRawPointer(place).loadUnaligned(as: SIMD4<S>.self)
  }

  @inline(__always)
  private static func store<S: TrainingScalar>(
    _ vector: SIMD4<S>, _ place: UnsafeMutablePointer<S>
  ) {
    UnsafeMutableRawPointer(place).storeBytes(of: vector, as: SIMD4<S>.self)
  }
}
