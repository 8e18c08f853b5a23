/// A decimal number of at most 19 digits, `±digits · 10^power`.
struct ShortDecimal {
  let isNegative: Bool
  private var digits: UInt64 = 0
  var power = 0

  init(isNegative: Bool) { self.isNegative = isNegative }

  mutating func take(digit: UInt8, isFraction: Bool) {
    digits = digits * 10 + UInt64(digit)
    if isFraction { power -= 1 }
  }

  /// The nearest `Double`; `nil` where this arithmetic cannot tell which it is.
  ///
  /// Powers of ten up to 10^22 are exact. The digits are the sum of two numbers, and so is their
  /// product or quotient with the power, up to an error that is bounded: if both ends of what is
  /// possible round to the same number, that is the nearest.
  ///
  /// - Source: T. J. Dekker, A floating-point technique for extending the available precision,
  ///   Numerische Mathematik 18, 1971; W. D. Clinger, How to read floating point numbers
  ///   accurately, PLDI 1990.
  var value: Double? {
    guard power.magnitude < Self.powers.count else { return digits == 0 ? signed(0) : nil }
    let scale = Self.powers[Int(power.magnitude)]
    let high = Double(digits)
    let near = power < 0 ? high / scale : high * scale
    guard digits >> 53 != 0 else { return signed(near) }
    // What rounding the digits left out, and then the rest of the product or quotient.
    let low = Double(Int64(truncatingIfNeeded: digits &- UInt64(high)))
    let lost = power < 0 ? high.addingProduct(-near, scale) : (-near).addingProduct(high, scale)
    let rest = power < 0 ? (lost + low) / scale : lost + low * scale
    let size =
      power < 0
      ? (lost.magnitude + low.magnitude) / scale : lost.magnitude + (low * scale).magnitude
    let doubt = size * 0x1p-48
    let value = near + rest
    return near + (rest - doubt) == value && near + (rest + doubt) == value ? signed(value) : nil
  }

  private func signed(_ value: Double) -> Double { isNegative ? -value : value }

  /// 10^0 to 10^22, the powers of ten that are `Double`s.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
