import NumericCore

/// Sine and cosine of whole multiples of `π/2`, which are known exactly.
enum QuarterTurns {
  private static let values = ["sin": [0, 1, 0, -1], "cos": [1, 0, -1, 0]]

  /// Nothing where the argument is no such multiple at every lane.
  static func value<C>(of function: String, _ call: FunctionCall<C>) -> Exact? {
    guard let values = values[function], let multiple = call.arguments[0].multipleOfPi,
      let turns = try? call.context.exact(multiple)
    else { return nil }
    var results: [Rational] = []
    for value in turns.values {
      guard let quarters = try? value.multiplied(by: Rational(2)).integer else { return nil }
      results.append(Rational(values[(quarters % 4 + 4) % 4]))
    }
    return Exact(turns.lanes, results, faults: turns.faults)
  }
}

extension Syntax.Expression {
  /// What π is multiplied by in a product in which it stands once.
  fileprivate var multipleOfPi: Syntax.Expression? {
    let one = Syntax.Expression(.number(Rational(1)), at: span)
    switch kind {
    case .call(CircleConstant.letter, [], _): return one
    case .negated(let inner):
      return inner.multipleOfPi.map { Syntax.Expression(.negated($0), at: span) }
    case .binary(let sign, let left, let right) where sign.isProduct || sign == .divide:
      if let left = left.multipleOfPi {
        return Syntax.Expression(.binary(sign, left, right), at: span)
      }
      guard sign != .divide, let right = right.multipleOfPi else { return nil }
      return Syntax.Expression(.binary(sign, left, right), at: span)
    default: return nil
    }
  }
}
