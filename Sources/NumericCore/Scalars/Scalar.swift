/// A number that a formula can be evaluated with.
///
/// A new way to compute — exactly, with derivatives, with an error bound — is a new scalar.
public protocol Scalar: Hashable, Sendable, CustomStringConvertible {
  init(_ value: Int)
  /// The ratio of two whole numbers, or `nil` where the denominator has no inverse.
  init?(_ ratio: Rational)

  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static prefix func - (value: Self) -> Self

  /// - Errors: ``DomainError/divisionByZero``; no scalar is ever infinite by division.
  func divided(by divisor: Self) throws(DomainError) -> Self
  /// - Errors: outside the function's domain, and for every function where the scalar is exact.
  static func apply(_ function: ElementaryFunction, _ x: Self) throws(DomainError) -> Self
  /// - Errors: ``DomainError/notExact(_:)`` where the scalar has no order.
  func isLess(than other: Self) throws(DomainError) -> Bool
  var isFinite: Bool { get }
}

extension Scalar {
  @inlinable public static var zero: Self { Self(0) }
  @inlinable public static var one: Self { Self(1) }
}

/// A value that has no meaning.
public enum DomainError: Error, Hashable, Sendable {
  case divisionByZero
  case outOfDomain(function: String, argument: String)
  /// The exact scalars know no order and no elementary functions.
  case notExact(String)
  /// A whole number beyond 64 bits.
  case overflow
}

extension DomainError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .divisionByZero: "division by zero"
    case .outOfDomain(let function, let argument): "\(function)(\(argument)) has no value"
    case .notExact(let what): "\(what) has no exact value"
    case .overflow: "a whole number beyond 64 bits"
    }
  }
}
