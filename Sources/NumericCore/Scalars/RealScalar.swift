import RealModule

/// A floating-point scalar.
public protocol RealScalar: Scalar, Real, BinaryFloatingPoint {}

extension RealScalar {
  public init?(_ ratio: Rational) {
    self = Self(ratio.numerator) / Self(ratio.denominator)
  }

  @inlinable
  public func divided(by divisor: Self) throws(DomainError) -> Self {
    guard divisor != 0 else { throw .divisionByZero }
    return self / divisor
  }

  public static func apply(_ function: ElementaryFunction, _ x: Self) throws(DomainError) -> Self {
    try function.value(x)
  }

  @inlinable
  public func isLess(than other: Self) -> Bool { self < other }
}

extension Double: RealScalar {}

#if arch(x86_64)
  extension Float80: RealScalar {}
#endif
