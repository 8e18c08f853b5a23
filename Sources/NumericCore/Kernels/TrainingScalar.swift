import RealModule

/// A scalar that networks are trained in: `Float` or `Double`.
///
/// How hot code stays fast: a loop over scalars stands in a function that is marked
/// `@_specialize(where S == Float)` and `@_specialize(where S == Double)`, so that the compiler
/// writes it once for each and picks at its entry. What such a function calls is specialised with
/// it, the requirements below included. Loops are written for one scalar at a time, without
/// branches, and the compiler makes vectors of them; only sums in registers, which it may not
/// reorder, are written with ``Vector``.
public protocol TrainingScalar: RealScalar, Codable, SIMDScalar, BitwiseCopyable {
  /// As many scalars as one 512-bit register holds.
  associatedtype Vector: SIMD & BitwiseCopyable where Vector.Scalar == Self

  /// `sum + a b`, rounded twice: the same on every processor.
  static func adding(_ sum: Vector, _ a: Vector, _ b: Vector) -> Vector

  /// `2ⁿ` for a whole `n` from −126 (−1022) up to 127 (1023).
  static func power(ofTwo n: Self) -> Self
  /// `(eʳ − 1 − r) / r²` for `|r| ≤ ln √2`, by Taylor's series.
  static func exponentialTail(_ r: Self) -> Self
  static var exponentialConstants: ExponentialConstants<Self> { get }
  /// `1 / √x` within 4 %, by halving the exponent.
  static func roughReciprocalRoot(_ x: Self) -> Self

  /// The product by OpenBLAS; false where it is not installed.
  static func multiplyByBLAS(
    _ product: MatrixProduct, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    _ c: UnsafeMutablePointer<Self>
  ) -> Bool
}

/// What the range reduction of `exp` needs.
public struct ExponentialConstants<S: Sendable>: Sendable {
  /// Adding it rounds to a whole number.
  let rounding: S
  /// `ln 2` in two parts; the first has so few digits that its multiples are exact.
  let high: S
  let low: S
  /// Beyond these, `exp` is 0 or infinite.
  let lowest: S
  let highest: S
}

extension Float: RealScalar {}

extension Float: TrainingScalar {
  public typealias Vector = SIMD16<Float>

  @inline(__always)
  public static func adding(_ sum: Vector, _ a: Vector, _ b: Vector) -> Vector { sum + a * b }

  @inline(__always)
  public static func power(ofTwo n: Float) -> Float {
    Float(bitPattern: (n + (0x1.8p23 + 127)).bitPattern << 23)
  }

  @inline(__always)
  public static func roughReciprocalRoot(_ x: Float) -> Float {
    Float(bitPattern: 0x5f37_59df &- (x.bitPattern >> 1))
  }

  @inline(__always)
  public static func exponentialTail(_ r: Float) -> Float {
    let high = (1 / 5040 as Float) * r + 1 / 720
    return (((high * r + 1 / 120) * r + 1 / 24) * r + 1 / 6) * r + 0.5
  }

  @inline(__always)
  public static var exponentialConstants: ExponentialConstants<Float> {
    ExponentialConstants(
      rounding: 0x1.8p23, high: 0x1.63p-1, low: -0x1.bd0106p-13, lowest: -104, highest: 89)
  }
}

extension Double: TrainingScalar {
  public typealias Vector = SIMD8<Double>

  @inline(__always)
  public static func adding(_ sum: Vector, _ a: Vector, _ b: Vector) -> Vector { sum + a * b }

  @inline(__always)
  public static func power(ofTwo n: Double) -> Double {
    Double(bitPattern: (n + (0x1.8p52 + 1023)).bitPattern << 52)
  }

  @inline(__always)
  public static func roughReciprocalRoot(_ x: Double) -> Double {
    Double(bitPattern: 0x5fe6_eb50_c7b5_37a9 &- (x.bitPattern >> 1))
  }

  @inline(__always)
  public static func exponentialTail(_ r: Double) -> Double {
    let first = (1 / 6_227_020_800 as Double) * r + 1 / 479_001_600
    let second = ((first * r + 1 / 39_916_800) * r + 1 / 3_628_800) * r + 1 / 362_880
    let third = ((second * r + 1 / 40320) * r + 1 / 5040) * r + 1 / 720
    return (((third * r + 1 / 120) * r + 1 / 24) * r + 1 / 6) * r + 0.5
  }

  @inline(__always)
  public static var exponentialConstants: ExponentialConstants<Double> {
    ExponentialConstants(
      rounding: 0x1.8p52, high: 0x1.62ep-1, low: 0x1.0bfbe8e7bcd5ep-15, lowest: -746, highest: 710)
  }
}
