import RealModule

/// A floating-point number with a bound on its rounding error, in units of the machine epsilon.
///
/// Every operation adds what it may lose: the true value lies within `bound × ε` of `value`, to
/// first order. Two computations of one number differ by no more than the sum of their bounds.
/// - Source: Higham, *Accuracy and Stability of Numerical Algorithms* (2002), section 3.3.
public struct Bounded<Base: RealScalar>: Scalar {
  public let value: Base
  public let bound: Base

  public init(_ value: Base, bound: Base) {
    self.value = value
    self.bound = bound
  }

  public init(_ value: Int) { self.init(Base(value), bound: 0) }

  /// A ratio of numbers so long that rounding could swallow what makes it false is not taken.
  public init?(_ ratio: Rational) {
    let limit = 1_000_000_000_000
    guard ratio.numerator.magnitude <= limit, ratio.denominator <= limit, let value = Base(ratio)
    else { return nil }
    self.init(value, bound: value.magnitude)
  }

  public static func + (left: Self, right: Self) -> Self {
    let sum = left.value + right.value
    if left.vanishes(beside: right) || right.vanishes(beside: left) {
      return Self(sum, bound: .infinity)
    }
    return Self(sum, bound: left.bound + right.bound + sum.magnitude)
  }

  /// Whether a value that is no rounding error is too small to be seen in a sum with the other:
  /// then nothing can be said of the sum, for a claim may hide a false term there.
  private func vanishes(beside other: Self) -> Bool {
    let epsilon = Base.ulpOfOne
    return value.magnitude > 8 * epsilon * bound
      && value.magnitude < 4096 * epsilon * max(other.value.magnitude, other.bound)
  }

  public static func - (left: Self, right: Self) -> Self { left + -right }

  public static func * (left: Self, right: Self) -> Self {
    let product = left.value * right.value
    let propagated = left.value.magnitude * right.bound + right.value.magnitude * left.bound
    return Self(product, bound: propagated + product.magnitude)
  }

  public static prefix func - (number: Self) -> Self { Self(-number.value, bound: number.bound) }

  public func divided(by divisor: Self) throws(DomainError) -> Self {
    let quotient = try value.divided(by: divisor.value)
    let propagated = (bound + quotient.magnitude * divisor.bound) / divisor.value.magnitude
    return Self(quotient, bound: propagated + quotient.magnitude)
  }

  public static func apply(_ function: ElementaryFunction, _ x: Self) throws(DomainError) -> Self {
    let y = try Base.apply(function, x.value)
    let slope = try function.derivative(x.value, y)
    // The elementary functions of the C library are good to a few units, not to half of one.
    return Self(y, bound: slope.magnitude * x.bound + 4 * y.magnitude)
  }

  public func isLess(than other: Self) -> Bool { value < other.value }
  public var isFinite: Bool { value.isFinite && bound.isFinite }
  public var description: String { "\(value)" }

  /// Whether both may be the same number.
  ///
  /// - Errors: ``DomainError/notExact(_:)`` where too much was lost to say.
  public func isIndistinguishable(from other: Self) throws(DomainError) -> Bool {
    guard isFinite, other.isFinite else {
      throw .notExact("a sum of numbers of such different size")
    }
    return (value - other.value).magnitude <= 2 * Base.ulpOfOne * (bound + other.bound)
  }
}
