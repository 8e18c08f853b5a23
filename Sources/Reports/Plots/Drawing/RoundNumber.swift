import RealModule

/// A round number beside an axis, `significand · 10^exponent`; exact, so that 3 · 0.1 is 0.3.
struct RoundNumber: Hashable, Sendable {
  let significand: Int
  let exponent: Int

  /// 1, 2, 5, 10, 20, 50 and so on, up to more than any table has columns to draw.
  static let counts = (0..<6).flatMap { power in
    [1, 2, 5].map { $0 * (0..<power).reduce(1) { ten, _ in ten * 10 } }
  }

  /// The nearest `Double`, as if the number were read from text.
  var value: Double { Double("\(significand)e\(exponent)") ?? .nan }

  /// The largest 1, 2 or 5 times a power of ten that is at most `limit`, a positive number.
  static func atMost(_ limit: Double) -> RoundNumber {
    let power = Int(Double.log10(limit).rounded(.down))
    var best = RoundNumber(significand: 5, exponent: power - 1)
    while best.larger.value <= limit * (1 + 1e-12) { best = best.larger }
    return best
  }

  /// The smallest 1, 2 or 5 times a power of ten that is at least `limit`, a positive number.
  static func atLeast(_ limit: Double) -> RoundNumber {
    let below = atMost(limit)
    return below.value >= limit * (1 - 1e-12) ? below : below.larger
  }

  /// The next in 1, 2, 5, 10, 20, 50 and so on.
  var larger: RoundNumber {
    switch significand {
    case 1: RoundNumber(significand: 2, exponent: exponent)
    case 2: RoundNumber(significand: 5, exponent: exponent)
    default: RoundNumber(significand: 1, exponent: exponent + 1)
    }
  }

  /// The one before it.
  var smaller: RoundNumber {
    switch significand {
    case 5: RoundNumber(significand: 2, exponent: exponent)
    case 2: RoundNumber(significand: 1, exponent: exponent)
    default: RoundNumber(significand: 5, exponent: exponent - 1)
    }
  }
}

// MARK: - As text

extension RoundNumber {
  /// Whether the number in full has few zeros to count.
  var isShortInFull: Bool { significand == 0 || (exponent >= -5 && magnitude < 7) }

  /// The power of ten of the first digit.
  private var magnitude: Int { String(significand.magnitude).count - 1 + exponent }

  /// In full with thin spaces between thousands, as `12 500` or `0.30`; zero is `0`.
  var inFull: String {
    guard significand != 0 else { return "0" }
    let digits = String(significand.magnitude) + String(repeating: "0", count: max(0, exponent))
    let decimals = max(0, -exponent)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let whole = Self.grouped(String(padded.dropLast(decimals)))
    return sign + whole + (decimals > 0 ? "." + padded.suffix(decimals) : "")
  }

  /// As `2.5×10⁻⁷`, or `10⁵` for a power of ten; zero is `0`.
  var scientific: String {
    guard significand != 0 else { return "0" }
    var digits = String(significand.magnitude)
    while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
    let power = "10" + Self.superscript(magnitude)
    guard digits != "1" else { return sign + power }
    let fraction = digits.dropFirst()
    return sign + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "×" + power
  }

  private var sign: String { significand < 0 ? "−" : "" }

  /// Four digits stay together, as in a year.
  private static func grouped(_ digits: String) -> String {
    guard digits.count > 4 else { return digits }
    var groups = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3) { groups.append("\u{2009}") }
      groups.append(digit)
    }
    return groups
  }

  private static func superscript(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let raised = String(number.magnitude).compactMap(\.wholeNumberValue).map { digits[$0] }
    return (number < 0 ? "⁻" : "") + String(raised)
  }
}
