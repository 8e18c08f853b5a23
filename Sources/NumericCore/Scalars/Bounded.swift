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
    let isDyadic = ratio.denominator & (ratio.denominator - 1) == 0
    self.init(value, bound: isDyadic ? 0 : value.magnitude)
  }

  public static func + (left: Self, right: Self) -> Self {
    if left.isExactZero { return right }
    if right.isExactZero { return left }
    let sum = left.value + right.value
    if left.isExact, right.isExact, sum - left.value == right.value, sum - right.value == left.value
    {
      return Self(sum, bound: 0)
    }
    if left.vanishes(beside: right) || right.vanishes(beside: left) {
      return Self(sum, bound: .infinity)
    }
    return Self(sum, bound: left.bound + right.bound + sum.magnitude)
  }

  /// Whether it may be nothing but rounding.
  private var isNoise: Bool { value.magnitude <= 8 * Base.ulpOfOne * bound }

  private var isExact: Bool { bound.isZero }

  private var isExactZero: Bool { value.isZero && isExact }

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
    if product.magnitude < .leastNormalMagnitude, !left.value.isZero, !right.value.isZero {
      return Self(product, bound: .infinity)
    }
    if left.isExact, right.isExact, left.value.multiplies(right.value, exactlyTo: product) {
      return Self(product, bound: 0)
    }
    let propagated = left.value.magnitude * right.bound + right.value.magnitude * left.bound
    return Self(product, bound: propagated + product.magnitude)
  }

  public static prefix func - (number: Self) -> Self { Self(-number.value, bound: number.bound) }

  /// - Errors: ``DomainError/divisionByZero``, and ``DomainError/notExact(_:)`` where the divisor may
  ///   be 0 by rounding only, as a sum of powers that are too small.
  public func divided(by divisor: Self) throws(DomainError) -> Self {
    if divisor.value.isZero, !divisor.bound.isZero { throw .notExact("a divisor so close to 0") }
    let quotient = try value.divided(by: divisor.value)
    if quotient.magnitude < .leastNormalMagnitude, !value.isZero {
      return Self(quotient, bound: .infinity)
    }
    if isExact, divisor.isExact, quotient.multiplies(divisor.value, exactlyTo: value) {
      return Self(quotient, bound: 0)
    }
    let propagated = (bound + quotient.magnitude * divisor.bound) / divisor.value.magnitude
    return Self(quotient, bound: propagated + quotient.magnitude)
  }

  public static func apply(_ function: ElementaryFunction, _ x: Self) throws(DomainError) -> Self {
    let y: Base
    let slope: Base
    do {
      y = try Base.apply(function, x.value)
      slope = try function.derivative(x.value, y)
    } catch {
      // What overflowed is not what has no value.
      throw x.isFinite ? error : .notExact("numbers so large")
    }
    if x.isSwallowed(by: function, value: y, slope: slope) { return Self(y, bound: .infinity) }
    // At 0 they are exact wherever a short number can be.
    if x.isExactZero, [0, 0.5, 1].contains(y) { return Self(y, bound: 0) }
    // Where rounding may have moved it to the other side of the kink, the slope there counts as well.
    let steepest = x.isNoise && function.traits.contains(.kink) ? 1 : slope.magnitude
    // The elementary functions of the C library are good to a few units, not to half of one.
    return Self(y, bound: steepest * x.bound + 4 * y.magnitude)
  }

  /// Whether so little of the argument is seen in the value that two different arguments, or a
  /// simpler function, would give the same: `tanh(50)` is 1, `cos(10^-9)` is 1, `sin(10^-9)` is
  /// `10^-9` to every digit that there is.
  private func isSwallowed(
    by function: ElementaryFunction, value y: Base, slope: Base
  ) -> Bool {
    let traits = function.traits
    guard !traits.contains(.kink), value.magnitude > 8 * Base.ulpOfOne * bound else { return false }
    let visible = 4096 * Base.ulpOfOne
    let isLinear = (y - slope * value).magnitude < visible * y.magnitude
    return (y.magnitude < .leastNormalMagnitude && !(y.isZero && traits.contains(.zero)))
      || (slope * value).magnitude < visible * y.magnitude
      || (!y.isZero && isLinear && value.magnitude < visible.squareRoot())
      || (traits.contains(.exponentialTail) && Base.exp(-value.magnitude) < visible * max(1, y))
  }

  /// - Errors: ``DomainError/notExact(_:)`` where the rounding error could turn the order round.
  public func isLess(than other: Self) throws(DomainError) -> Bool {
    guard isFinite, other.isFinite,
      (bound.isZero && other.bound.isZero)
        || (value - other.value).magnitude > 2 * Base.ulpOfOne * (bound + other.bound)
    else { throw .notExact("an order so close to call") }
    return value < other.value
  }

  public var isFinite: Bool { value.isFinite && bound.isFinite }
  public var description: String { "\(value)" }

  /// Whether both may be the same number, or lie no further apart than the tolerance.
  ///
  /// - Errors: ``DomainError/notExact(_:)`` where too much was lost to say.
  public func isIndistinguishable(
    from other: Self, tolerance: Rational? = nil
  ) throws(DomainError) -> Bool {
    guard isFinite, other.isFinite else {
      throw .notExact("a sum of numbers of such different size")
    }
    let difference = (value - other.value).magnitude
    let rounding = 2 * Base.ulpOfOne * (bound + other.bound)
    guard let tolerance else {
      let scale = max(value.magnitude, other.value.magnitude)
      guard
        difference > rounding || (isNoise && other.isNoise)
          || rounding <= 0x1p-40 * scale
      else { throw .notExact("numbers of which too few digits are certain") }
      return difference <= rounding
    }
    guard let allowed = Base(tolerance), (difference - allowed).magnitude > rounding else {
      throw .notExact("a difference so close to the tolerance")
    }
    return difference < allowed
  }
}

extension RealScalar {
  /// Whether a product has no rounding error, and none that is too small to be seen.
  ///
  /// The error is added up from halves, whose products are exact: a fused multiplication of wide
  /// numbers is made in software, and takes ten times as long.
  /// - Source: Dekker, *A floating-point technique for extending the available precision* (1971), section 5.
  func multiplies(_ other: Self, exactlyTo product: Self) -> Bool {
    if product.isZero { return isZero || other.isZero }
    guard product.magnitude * Self.ulpOfOne * Self.ulpOfOne > .leastNormalMagnitude else {
      return false
    }
    let (one, two) = (halves, other.halves)
    let error =
      ((one.high * two.high - product) + one.high * two.low + one.low * two.high)
      + one.low * two.low
    return error.isZero
  }

  /// Two numbers of half as many digits, of which it is the sum; no numbers where it is too large.
  private var halves: (high: Self, low: Self) {
    let scaled = self * Self(1 << ((Self.significandBitCount + 2) / 2) + 1)
    let high = scaled - (scaled - self)
    return (high, self - high)
  }
}
