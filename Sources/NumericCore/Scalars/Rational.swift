/// A ratio of whole numbers in lowest terms, with a positive denominator.
///
/// Indices, sizes and literals are rationals, so that `⌊(10 − 3)/2⌋` is what it is on paper.
public struct Rational: Hashable, Sendable {
  public let numerator: Int
  public let denominator: Int

  @inlinable
  public init(_ value: Int) {
    numerator = value
    denominator = 1
  }

  /// - Errors: ``DomainError/divisionByZero`` and ``DomainError/overflow``.
  public init(_ numerator: Int, over denominator: Int) throws(DomainError) {
    guard denominator != 0 else { throw .divisionByZero }
    guard numerator != .min, denominator != .min else { throw .overflow }
    let divisor = Self.greatestCommonDivisor(abs(numerator), abs(denominator))
    let sign = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / divisor
    self.denominator = sign * denominator / divisor
  }

  /// The exact value of a decimal literal such as `0.25` or `1e-6`; `nil` if it has too many digits.
  public init?(decimal text: String) {
    let halves = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
    guard halves.count <= 2, let exponent = halves.count == 2 ? Int(halves[1]) : 0 else {
      return nil
    }
    let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let digits = Int(parts.joined()) else { return nil }
    let places = parts.count == 2 ? parts[1].count : 0
    let scale = exponent.subtractingReportingOverflow(places)
    guard !scale.overflow, let power = try? Rational(10).power(scale.partialValue),
      let value = try? Rational(digits).multiplied(by: power)
    else { return nil }
    self = value
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
  }

  public var isInteger: Bool { denominator == 1 }
  /// The whole number, where it is one and so small that indices, sizes and bounds can be reckoned
  /// with it.
  public var integer: Int? { isInteger && numerator.magnitude < 1 << 40 ? numerator : nil }
  public var isZero: Bool { numerator == 0 }
  public var double: Double { Double(numerator) / Double(denominator) }

  /// The largest whole number that is not larger.
  public var floor: Rational {
    let quotient = numerator / denominator
    return Rational(numerator % denominator < 0 ? quotient - 1 : quotient)
  }

  /// The smallest whole number that is not smaller.
  public var ceiling: Rational {
    let quotient = numerator / denominator
    return Rational(numerator % denominator > 0 ? quotient + 1 : quotient)
  }

  public var negated: Rational {
    (try? Rational(-numerator, over: denominator)) ?? self
  }

  public var magnitude: Rational { numerator < 0 ? negated : self }

  public func adding(_ other: Rational) throws(DomainError) -> Rational {
    if denominator == 1, other.denominator == 1 {
      return Rational(try Self.exact(numerator.addingReportingOverflow(other.numerator)))
    }
    let left = try Self.exact(numerator.multipliedReportingOverflow(by: other.denominator))
    let right = try Self.exact(other.numerator.multipliedReportingOverflow(by: denominator))
    return try Rational(
      Self.exact(left.addingReportingOverflow(right)),
      over: Self.exact(denominator.multipliedReportingOverflow(by: other.denominator)))
  }

  public func subtracting(_ other: Rational) throws(DomainError) -> Rational {
    try adding(other.negated)
  }

  public func multiplied(by other: Rational) throws(DomainError) -> Rational {
    let top = try Self.exact(numerator.multipliedReportingOverflow(by: other.numerator))
    if denominator == 1, other.denominator == 1 { return Rational(top) }
    return try Rational(
      top, over: Self.exact(denominator.multipliedReportingOverflow(by: other.denominator)))
  }

  public func divided(by other: Rational) throws(DomainError) -> Rational {
    try Rational(
      Self.exact(numerator.multipliedReportingOverflow(by: other.denominator)),
      over: Self.exact(denominator.multipliedReportingOverflow(by: other.numerator)))
  }

  /// A whole power.
  public func power(_ exponent: Int) throws(DomainError) -> Rational {
    guard exponent.magnitude <= 64 else { throw .overflow }
    var result = Rational(1)
    for _ in 0..<abs(exponent) { result = try result.multiplied(by: self) }
    return exponent < 0 ? try Rational(1).divided(by: result) : result
  }

  private static func exact(
    _ result: (partialValue: Int, overflow: Bool)
  ) throws(DomainError) -> Int {
    // The smallest number has no opposite.
    guard !result.overflow, result.partialValue != .min else { throw .overflow }
    return result.partialValue
  }
}

extension Rational: Comparable {
  public static func < (left: Rational, right: Rational) -> Bool {
    let a = left.numerator.multipliedFullWidth(by: right.denominator)
    let b = right.numerator.multipliedFullWidth(by: left.denominator)
    return a.high == b.high ? a.low < b.low : a.high < b.high
  }
}

extension Rational: CustomStringConvertible {
  /// A whole number, a short decimal, or a fraction.
  public var description: String {
    if isInteger { return "\(numerator)" }
    var rest = denominator
    while rest % 2 == 0 { rest /= 2 }
    while rest % 5 == 0 { rest /= 5 }
    return rest == 1 && denominator <= 1_000_000_000 ? "\(double)" : "\(numerator)/\(denominator)"
  }
}
