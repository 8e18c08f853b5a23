/// A whole number modulo the prime 2^61 − 1.
///
/// Two different polynomials of degree d agree at a random point with probability at most
/// d / 2^61, so that equality here is as good as a proof.
/// - Source: Schwartz, *Fast Probabilistic Algorithms for Verification of Polynomial Identities*
///   (1980), lemma 1.
public struct PrimeField: Scalar {
  /// Always below the prime.
  public let residue: UInt64

  @usableFromInline static let prime: UInt64 = (1 << 61) - 1

  @inlinable
  init(reduced residue: UInt64) { self.residue = residue }

  public init(_ value: Int) {
    let rest = value.magnitude % UInt(Self.prime)
    residue = value < 0 && rest > 0 ? Self.prime - UInt64(rest) : UInt64(rest)
  }

  /// Any 64 bits, reduced.
  public init(bits: UInt64) { residue = bits % Self.prime }

  /// A ratio of long numbers is not taken: it could be a multiple of the prime.
  public init?(_ ratio: Rational) {
    guard ratio.numerator.magnitude < 1 << 40, ratio.denominator < 1 << 40,
      let value = try? PrimeField(ratio.numerator).divided(by: PrimeField(ratio.denominator))
    else { return nil }
    self = value
  }

  @inlinable
  public static func + (left: Self, right: Self) -> Self {
    let sum = left.residue + right.residue
    return Self(reduced: sum >= prime ? sum - prime : sum)
  }

  @inlinable
  public static func - (left: Self, right: Self) -> Self { left + -right }

  @inlinable
  public static prefix func - (value: Self) -> Self {
    Self(reduced: value.residue == 0 ? 0 : prime - value.residue)
  }

  @inlinable
  public static func * (left: Self, right: Self) -> Self {
    let product = left.residue.multipliedFullWidth(by: right.residue)
    // 2^61 is 1 modulo the prime: the upper 61 bits are added to the lower.
    let sum = (product.low & prime) + (product.high << 3 | product.low >> 61)
    return Self(reduced: sum >= prime ? sum - prime : sum)
  }

  public func divided(by divisor: Self) throws(DomainError) -> Self {
    guard divisor.residue != 0 else { throw .divisionByZero }
    // Fermat: the inverse is the power with exponent p − 2.
    var result = self
    var square = divisor
    var exponent = Self.prime - 2
    while exponent > 0 {
      if exponent & 1 == 1 { result = result * square }
      square = square * square
      exponent >>= 1
    }
    return result
  }

  /// A random value for each argument, the same whenever the argument is: an unknown function.
  ///
  /// Derivatives follow the function's own rule (`tanh' = 1 − tanh²`). What is true of values so
  /// chosen follows from that rule alone, and so is true of the function; what is false of them may
  /// still be true by another law, such as `exp(a + b) = exp(a) exp(b)`.
  /// - Errors: ``DomainError/notExact(_:)`` for functions with a kink, for there is no order here.
  public static func apply(_ function: ElementaryFunction, _ x: Self) throws(DomainError) -> Self {
    guard !function.traits.contains(.kink) else { throw .notExact(function.name) }
    var random = SplitMix64(seed: x.residue, stream: function.name)
    return Self(bits: random.next())
  }

  public func isLess(than other: Self) throws(DomainError) -> Bool { throw .notExact("an order") }
  public var isFinite: Bool { true }
  public var description: String { "\(residue)" }
}
