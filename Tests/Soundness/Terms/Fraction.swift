/// An exact number, for sizes: floors of rounded quotients would be another thing.
struct Fraction: Hashable {
  let numerator: Int
  let denominator: Int

  init(_ numerator: Int, over denominator: Int = 1) {
    var (first, second) = (abs(numerator), abs(denominator))
    while second != 0 { (first, second) = (second, first % second) }
    let divisor = max(first, 1) * (denominator < 0 ? -1 : 1)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  /// The greatest whole number that is not above it.
  var floor: Int {
    let quotient = numerator / denominator
    return numerator % denominator < 0 ? quotient - 1 : quotient
  }
}

extension Term {
  /// The exact value of a formula of sizes; `nil` where it divides by 0.
  func fraction(at letters: [String: Int]) -> Fraction? {
    if case .number(let number) = self { return Fraction(number) }
    if case .name(let name) = self { return letters[name].map { Fraction($0) } }
    let parts = children.compactMap { $0.fraction(at: letters) }
    guard parts.count == children.count, let first = parts.first else { return nil }
    let last = parts[parts.count - 1]
    let (a, b, c, d) = (first.numerator, first.denominator, last.numerator, last.denominator)
    switch self {
    case .negated: return Fraction(-a, over: b)
    case .add: return Fraction(a * d + c * b, over: b * d)
    case .subtract: return Fraction(a * d - c * b, over: b * d)
    case .product: return Fraction(a * c, over: b * d)
    case .quotient: return c == 0 ? nil : Fraction(a * d, over: b * c)
    case .power(_, let exponent):
      return (1..<exponent).reduce(first) { result, _ in
        Fraction(result.numerator * a, over: result.denominator * b)
      }
    case .function(.floor, _): return Fraction(first.floor)
    case .function(.ceil, _): return Fraction(-Fraction(-a, over: b).floor)
    case .function(.max, _): return a * d >= c * b ? first : last
    case .function(.min, _): return a * d <= c * b ? first : last
    default: return nil
    }
  }
}
