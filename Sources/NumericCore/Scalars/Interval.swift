/// All numbers between two ends, which are rounded outwards.
///
/// Source: R. E. Moore, R. B. Kearfott, M. J. Cloud, Introduction to Interval Analysis, chapter 2.
public struct Interval: Hashable, Sendable {
  public struct End: Hashable, Sendable {
    let value: Double
    /// Whether it does not belong to the interval, as an infinite one never does.
    let isOpen: Bool

    public init(_ value: Double, isOpen: Bool = false) {
      self.value = value
      self.isOpen = isOpen || value.isInfinite
    }

    public func opened(_ isOpen: Bool) -> End { End(value, isOpen: self.isOpen || isOpen) }

    static prefix func - (end: End) -> End { End(-end.value, isOpen: end.isOpen) }
  }

  public let lower: End
  public let upper: End

  public init(from lower: End, to upper: End) {
    self.lower = lower
    self.upper = upper
  }

  init(point value: Double) { self.init(from: End(value), to: End(value)) }

  /// The number, between its neighbours where it is none of 53 binary digits.
  public init(_ number: Rational) {
    let (value, whole) = (number.double, Double(number.numerator))
    let isExact =
      number.numerator.magnitude < 1 << 53
      && (number.isInteger || value.multiplies(Double(number.denominator), exactlyTo: whole))
    self.init(about: value, isExact: isExact)
  }

  /// A number that was computed, between its neighbours where it was rounded.
  private init(about value: Double, isExact: Bool, isOpen: Bool = false) {
    self.init(
      from: End(isExact ? value : value.nextDown, isOpen: isOpen),
      to: End(isExact ? value : value.nextUp, isOpen: isOpen))
  }

  public static let everything = Self(from: End(-.infinity), to: End(.infinity))
  public static let unit = Self(from: End(0), to: End(1))
  public static let notNegative = Self(from: End(0), to: End(.infinity))
  public static let positive = Self(from: End(0, isOpen: true), to: End(.infinity))

  var isPoint: Bool { lower.value == upper.value }
  var isNotNegative: Bool { lower.value >= 0 }
  /// Whether every number in it is above 0.
  var isPositive: Bool { lower.value > 0 || (lower.value == 0 && lower.isOpen) }
  var containsZero: Bool { !isPositive && !(-self).isPositive }

  /// The smallest interval about some.
  public static func hull(_ parts: [Self]) -> Self {
    func farthest(_ ends: [End]) -> End {
      let value = ends.map(\.value).max() ?? .infinity
      return End(value, isOpen: ends.allSatisfy { $0.value < value || $0.isOpen })
    }
    return Self(from: -farthest(parts.map { -$0.lower }), to: farthest(parts.map(\.upper)))
  }

  public func intersection(_ other: Self) -> Self {
    func nearest(_ a: End, _ b: End) -> End {
      End(
        min(a.value, b.value),
        isOpen: a.value == b.value ? a.isOpen || b.isOpen : a.value < b.value ? a.isOpen : b.isOpen)
    }
    return Self(from: -nearest(-lower, -other.lower), to: nearest(upper, other.upper))
  }

  // MARK: - Arithmetic

  static prefix func - (interval: Self) -> Self { Self(from: -interval.upper, to: -interval.lower) }

  static func + (left: Self, right: Self) -> Self {
    func upperSum(_ a: End, _ b: End) -> End {
      let sum = a.value + b.value
      let isExact = sum - a.value == b.value && sum - b.value == a.value
      let isInfinite = a.value.isInfinite || b.value.isInfinite
      return End(isInfinite || isExact ? sum : sum.nextUp, isOpen: a.isOpen || b.isOpen)
    }
    return Self(from: -upperSum(-left.lower, -right.lower), to: upperSum(left.upper, right.upper))
  }

  static func - (left: Self, right: Self) -> Self { left + -right }

  static func * (left: Self, right: Self) -> Self {
    hull(
      [left.lower, left.upper].flatMap { a in [right.lower, right.upper].map { product(a, $0) } })
  }

  /// About the product of two ends.
  private static func product(_ a: End, _ b: End) -> Self {
    if a.value.isZero || b.value.isZero {
      let isMet = (a.value.isZero && !a.isOpen) || (b.value.isZero && !b.isOpen)
      return Self(about: 0, isExact: true, isOpen: !isMet)
    }
    let (product, isOpen) = (a.value * b.value, a.isOpen || b.isOpen)
    let isExact =
      a.value.isInfinite || b.value.isInfinite || a.value.multiplies(b.value, exactlyTo: product)
    return Self(about: product, isExact: isExact, isOpen: isOpen)
  }

  /// - Errors: where the divisor may be 0.
  func divided(by divisor: Self) throws(DomainError) -> Self {
    guard !divisor.containsZero else { throw .notExact("a divisor that may be 0") }
    func inverse(_ end: End, of sign: Double) -> Self {
      if end.value.isInfinite { return Self(about: 0, isExact: true, isOpen: true) }
      let inverse = end.value.isZero ? sign * .infinity : 1 / end.value
      let isExact = end.value.isZero || inverse.multiplies(end.value, exactlyTo: 1)
      return Self(about: inverse, isExact: isExact, isOpen: end.isOpen)
    }
    let sign: Double = divisor.isPositive ? 1 : -1
    return self * .hull([inverse(divisor.lower, of: sign), inverse(divisor.upper, of: sign)])
  }
}
