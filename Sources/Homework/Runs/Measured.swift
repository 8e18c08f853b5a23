import NumericCore

/// A number in a claim about runs, with what rounding may have changed of it: nothing where it stands
/// as the claim or the log has it, and nothing in whole numbers.
///
/// Sums and products of measured numbers hide no terms, however small: so those of ``Bounded``, which
/// doubt that, are not theirs.
typealias Measured = Bounded<Double>

extension Measured {
  init(asWritten value: Double) { self.init(value, bound: 0) }

  private var isWhole: Bool {
    bound == 0 && value == value.rounded() && value.magnitude < 0x1p53
  }

  /// To compute with: the digits that stand there were rounded to bits.
  private var operand: Self {
    bound > 0 || isWhole ? self : Self(value, bound: value.magnitude)
  }

  func adding(_ other: Self) -> Self {
    let sum = Self(asWritten: value + other.value)
    if isWhole, other.isWhole, sum.isWhole { return sum }
    return Self(sum.value, bound: operand.bound + other.operand.bound + sum.value.magnitude)
  }

  func multiplied(by other: Self) -> Self {
    let product = Self(asWritten: value * other.value)
    if isWhole, other.isWhole, product.isWhole { return product }
    return operand * other.operand
  }

  /// - Errors: as ``Bounded/divided(by:)``, and likewise below.
  func over(_ divisor: Self) throws(DomainError) -> Self {
    try operand.divided(by: divisor.operand)
  }

  func raised(to exponent: Int) throws(DomainError) -> Self {
    let power = (0..<exponent.magnitude).reduce(Self(1)) { power, _ in power.multiplied(by: self) }
    return exponent < 0 ? try Self(1).over(power) : power
  }

  func applying(_ function: ElementaryFunction) throws(DomainError) -> Self {
    try .apply(function, operand)
  }

  static func mean(_ values: [Double]) -> Self {
    // Each of the sums on the way is off by up to an epsilon of all that there is.
    Self(
      values.reduce(0, +) / Double(values.count), bound: values.reduce(0) { $0 + $1.magnitude })
  }

  /// Of an even number of values, the mean of the two in the middle.
  static func median(_ values: [Self]) throws(DomainError) -> Self {
    let sorted = values.sorted { $0.value < $1.value }
    let middle = sorted.count / 2
    if sorted.count % 2 == 1 { return sorted[middle] }
    return try sorted[middle - 1].adding(sorted[middle]).over(Self(2))
  }

  /// How far this lies above the other.
  func above(_ other: Self) -> Self { adding(-other) }

  /// - Errors: where rounding could turn the answer round, and likewise in ``isLess(than:)``.
  func lies(within allowance: Self, of other: Self) throws(DomainError) -> Bool {
    let distance = above(other)
    let isFurther = try allowance.isLess(
      than: Self(distance.value.magnitude, bound: distance.bound))
    return !isFurther
  }
}
