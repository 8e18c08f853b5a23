/// All values that something may have, of which proofs of inequalities are made.
///
/// What is computed alike is known to be one and the same: `x · x` is a square, and a polynomial of the
/// second degree in one thing is bounded by its vertex, so that `σ(x)(1 − σ(x))` is at most a quarter.
public struct Enclosure: Scalar {
  public let interval: Interval
  /// Equal for what is computed alike.
  private let identity: UInt64
  /// It as a polynomial of something.
  private let form: Quadratic
  /// What it is the sum of, where all of that is positive.
  private let summands: Set<UInt64>

  private static let mostSummands = 64

  /// What is no polynomial, or one of too many things.
  private init(_ interval: Interval, _ identity: UInt64, summands: Set<UInt64> = []) {
    self.interval = interval
    self.identity = identity
    self.form = Quadratic(of: interval, identity)
    self.summands = summands
  }

  private init(_ form: Quadratic, _ identity: UInt64, summands: Set<UInt64> = []) {
    interval = form.range
    self.identity = identity
    self.form = form
    self.summands = summands
  }

  /// Something that takes each value of an interval: one entry of a tensor.
  public init(_ interval: Interval, named name: String, place: Int) {
    self.init(interval, Self.identity(.drawn, UInt64(hashing: name.utf8), UInt64(place)))
  }

  public init(_ value: Int) { self.init(constant: Rational(value)) }

  public init?(_ ratio: Rational) { self.init(constant: ratio) }

  private init(constant: Rational) {
    self.init(
      Quadratic(constant),
      Self.identity(
        .constant, UInt64(bitPattern: Int64(constant.numerator)),
        UInt64(constant.denominator.magnitude)))
  }

  private enum Operation: UInt64 { case drawn, constant, sum, product, quotient, opposite, call }

  private static func identity(_ operation: Operation, _ a: UInt64, _ b: UInt64) -> UInt64 {
    [a, b].reduce(operation.rawValue) { state, part in
      var random = SplitMix64(seed: state ^ part)
      return random.next()
    }
  }

  private var isZero: Bool { form.isConstant && interval.isPoint && interval.lower.value.isZero }

  // MARK: - Arithmetic

  public static func + (left: Self, right: Self) -> Self {
    if left.isZero { return right }
    if right.isZero { return left }
    let identity = identity(
      .sum, min(left.identity, right.identity), max(left.identity, right.identity))
    var summands: Set<UInt64> = []
    if left.interval.isPositive, right.interval.isPositive,
      left.ownSummands.isDisjoint(with: right.ownSummands),
      left.ownSummands.count + right.ownSummands.count <= mostSummands
    {
      summands = left.ownSummands.union(right.ownSummands)
    }
    if let form = left.form.adding(right.form) { return Self(form, identity, summands: summands) }
    return Self(left.interval + right.interval, identity, summands: summands)
  }

  /// It is one of them itself where it is no sum of different ones.
  private var ownSummands: Set<UInt64> { summands.isEmpty ? [identity] : summands }

  public static func - (left: Self, right: Self) -> Self {
    left.identity == right.identity ? Self(0) : left + -right
  }

  public static prefix func - (value: Self) -> Self {
    let identity = identity(.opposite, value.identity, 0)
    guard let form = value.form.multiplied(by: Quadratic(Rational(-1))) else {
      return Self(-value.interval, identity)
    }
    return Self(form, identity)
  }

  public static func * (left: Self, right: Self) -> Self {
    let identity = identity(
      .product, min(left.identity, right.identity), max(left.identity, right.identity))
    if let form = left.form.multiplied(by: right.form) { return Self(form, identity) }
    let product = left.interval * right.interval
    // A square of what is no polynomial of the first degree.
    let isSquare = left.identity == right.identity
    return Self(isSquare ? product.intersection(.notNegative) : product, identity)
  }

  /// - Errors: where the divisor may be 0.
  public func divided(by divisor: Self) throws(DomainError) -> Self {
    var quotient = try interval.divided(by: divisor.interval)
    // A part of a sum of positive numbers.
    if interval.isPositive, ownSummands.isSubset(of: divisor.summands) {
      let isWhole = ownSummands == divisor.summands
      quotient = quotient.intersection(
        Interval(from: .init(0, isOpen: true), to: .init(1, isOpen: !isWhole)))
    }
    return Self(quotient, Self.identity(.quotient, identity, divisor.identity))
  }

  public static func apply(_ function: ElementaryFunction, _ x: Self) throws(DomainError) -> Self {
    Self(
      function.range.image(of: x.interval, function),
      identity(.call, UInt64(hashing: function.name.utf8), x.identity))
  }

  // MARK: - Order

  /// - Errors: ``DomainError/notExact(_:)`` where some values are less and others are not.
  public func isLess(than other: Self) throws(DomainError) -> Bool {
    let difference = (other - self).interval
    if difference.isPositive { return true }
    if (-difference).isNotNegative { return false }
    throw .notExact("an order that is not the same everywhere")
  }

  /// - Errors: ``DomainError/notExact(_:)`` where they may be equal and may be not.
  public func isEqual(to other: Self) throws(DomainError) -> Bool {
    let difference = (self - other).interval
    if difference.isPoint, difference.lower.value.isZero { return true }
    if !difference.containsZero { return false }
    throw .notExact("values that may be equal")
  }

  public var isFinite: Bool { true }

  public var description: String { "\(interval.lower.value) … \(interval.upper.value)" }
}

/// `c₀ + c₁ u + c₂ u²`, where u takes each value of an interval.
private struct Quadratic: Hashable {
  /// What it is a polynomial of; `nil` where it is a constant.
  private let atom: Atom?
  private let coefficients: [Rational]

  private struct Atom: Hashable {
    let interval: Interval
    let identity: UInt64
  }

  private init(_ atom: Atom?, _ coefficients: [Rational]) {
    let isConstant = coefficients.dropFirst().allSatisfy(\.isZero)
    self.atom = isConstant ? nil : atom
    self.coefficients = coefficients
  }

  init(_ constant: Rational) { self.init(nil, [constant, Rational(0), Rational(0)]) }

  init(of interval: Interval, _ identity: UInt64) {
    self.init(
      Atom(interval: interval, identity: identity), [Rational(0), Rational(1), Rational(0)])
  }

  var isConstant: Bool { atom == nil }

  func adding(_ other: Self) -> Self? {
    guard isConstant || other.isConstant || atom == other.atom else { return nil }
    let sums = zip(coefficients, other.coefficients).compactMap { try? $0.adding($1) }
    return sums.count == 3 ? Self(atom ?? other.atom, sums) : nil
  }

  func multiplied(by other: Self) -> Self? {
    guard isConstant || other.isConstant || atom == other.atom else { return nil }
    var products = Array(repeating: Rational(0), count: 5)
    for (power, a) in coefficients.enumerated() where !a.isZero {
      for (more, b) in other.coefficients.enumerated() where !b.isZero {
        guard let product = try? a.multiplied(by: b),
          let sum = try? products[power + more].adding(product)
        else { return nil }
        products[power + more] = sum
      }
    }
    guard products[3...].allSatisfy(\.isZero) else { return nil }
    return Self(atom ?? other.atom, Array(products[...2]))
  }

  /// Its values: those at the ends of the interval, and that of the vertex where it may lie inside.
  var range: Interval {
    let terms = coefficients.map { Interval($0) }
    guard let u = atom?.interval else { return terms[0] }
    var values = [value(u.lower, terms), value(u.upper, terms)]
    if !coefficients[2].isZero,
      let half = try? terms[1].divided(by: terms[2] + terms[2]),
      let square = try? (terms[1] * terms[1]).divided(
        by: terms[2] + terms[2] + terms[2] + terms[2]),
      !(u + half).isPositive, !(-(u + half)).isPositive
    {
      values.append(terms[0] - square)
    }
    return Interval.hull(values)
  }

  private func value(_ u: Interval.End, _ terms: [Interval]) -> Interval {
    guard u.value.isInfinite else {
      let point = Interval(point: u.value)
      let value = terms[0] + point * (terms[1] + point * terms[2])
      return Interval(
        from: .init(value.lower.value, isOpen: u.isOpen),
        to: .init(value.upper.value, isOpen: u.isOpen))
    }
    let leading = coefficients[2].isZero ? coefficients[1] : coefficients[2]
    let isRising = (leading > Rational(0)) == (u.value > 0 || !coefficients[2].isZero)
    let end = Interval.End(isRising ? .infinity : -.infinity)
    return Interval(from: end, to: end)
  }
}
