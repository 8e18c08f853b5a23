/// A value with its derivative along one direction, `a + b ε` with `ε² = 0`.
///
/// Dual numbers nest, and work over any scalar: over the prime field they differentiate exactly.
/// - Source: Griewank, Walther, *Evaluating Derivatives* (2008), section 3.1.
public struct Dual<Base: Scalar>: Scalar {
  public let value: Base
  public let tangent: Base

  @inlinable
  public init(_ value: Base, tangent: Base) {
    self.value = value
    self.tangent = tangent
  }

  @inlinable public init(_ value: Int) { self.init(Base(value), tangent: .zero) }

  public init?(_ ratio: Rational) {
    guard let value = Base(ratio) else { return nil }
    self.init(value, tangent: .zero)
  }

  @inlinable
  public static func + (left: Self, right: Self) -> Self {
    Self(left.value + right.value, tangent: left.tangent + right.tangent)
  }

  @inlinable
  public static func - (left: Self, right: Self) -> Self {
    Self(left.value - right.value, tangent: left.tangent - right.tangent)
  }

  @inlinable
  public static func * (left: Self, right: Self) -> Self {
    Self(
      left.value * right.value,
      tangent: left.tangent * right.value + left.value * right.tangent)
  }

  @inlinable
  public static prefix func - (number: Self) -> Self {
    Self(-number.value, tangent: -number.tangent)
  }

  public func divided(by divisor: Self) throws(DomainError) -> Self {
    let quotient = try value.divided(by: divisor.value)
    return Self(
      quotient,
      tangent: try (tangent - quotient * divisor.tangent).divided(by: divisor.value))
  }

  public static func apply(_ function: ElementaryFunction, _ x: Self) throws(DomainError) -> Self {
    let y = try Base.apply(function, x.value)
    return Self(y, tangent: try function.derivative(x.value, y) * x.tangent)
  }

  public func isLess(than other: Self) throws(DomainError) -> Bool {
    try value.isLess(than: other.value)
  }

  public var isFinite: Bool { value.isFinite && tangent.isFinite }
  public var description: String { "\(value) + \(tangent)ε" }
}
