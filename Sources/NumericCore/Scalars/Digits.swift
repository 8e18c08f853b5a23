extension Double {
  /// The number with so many significant digits, without trailing zeros; the same on every machine.
  package func significant(_ digits: Int) -> String {
    guard isFinite else { return isNaN ? "not a number" : self < 0 ? "−∞" : "∞" }
    guard self != 0 else { return "0" }
    var exponent = 0
    var scaled = magnitude
    while scaled >= 10 {
      scaled /= 10
      exponent += 1
    }
    while scaled < 1 {
      scaled *= 10
      exponent -= 1
    }
    let factor = (1..<digits).reduce(1.0) { power, _ in power * 10 }
    var whole = Int((scaled * factor).rounded())
    if whole >= Int(factor) * 10 {
      whole /= 10
      exponent += 1
    }
    let sign = self < 0 ? "-" : ""
    let text = Array(String(whole))
    guard (-4...9).contains(exponent) else {
      return sign + Self.point(text, after: 1) + "e\(exponent)"
    }
    if exponent < 0 {
      return sign + Self.point(Array(repeating: "0", count: -exponent) + text, after: 1)
    }
    let padding = Array(repeating: Character("0"), count: max(0, exponent + 1 - text.count))
    return sign + Self.point(text + padding, after: exponent + 1)
  }

  private static func point(_ digits: [Character], after count: Int) -> String {
    var fraction = digits.dropFirst(count)
    while fraction.last == "0" { fraction.removeLast() }
    let whole = String(digits.prefix(count))
    return fraction.isEmpty ? whole : whole + "." + String(fraction)
  }
}
