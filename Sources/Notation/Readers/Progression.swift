import NumericCore

/// Terms that differ by whole steps, `\beta g_{t-1}, \beta^2 g_{t-2}`: what stands at step s, where the first
/// of them is step 0. A power of 1 and a factor with the power 0 may be left out, as people do.
struct Progression {
  private let first: Syntax.Expression
  /// By how much each place of the first term moves with a step.
  private let slopes: [Span: Int]

  /// - Returns: `nil` where the terms differ in anything but whole numbers, or in nothing.
  init?(from first: Syntax.Expression, to second: Syntax.Expression) {
    var slopes: [Span: Int] = [:]
    guard let first = Self.aligned(first, second, &slopes), !slopes.isEmpty else { return nil }
    (self.first, self.slopes) = (first, slopes)
  }

  /// The first term with its powers written out; notes how its places move on the way to the second.
  private static func aligned(
    _ a: Syntax.Expression, _ b: Syntax.Expression, _ slopes: inout [Span: Int]
  ) -> Syntax.Expression? {
    if a.text == b.text { return a }
    if let low = WholeSum(a), let high = WholeSum(b), let slope = high.minus(low).constant {
      slopes[a.span] = slope
      return a
    }
    let (mine, theirs) = (a.children, b.children)
    if case .power(let base, let exponent) = b.kind, base.text == a.text, exponent.isWhole(2) {
      // `\rho, \rho^2`: the missing power takes the place of its base.
      let one = Syntax.Expression(.number(Rational(1)), at: Span(a.span.upper..<a.span.upper))
      guard slopes.updateValue(1, forKey: one.span) == nil else { return nil }
      return Syntax.Expression(.power(a, one), at: a.span)
    }
    guard mine.count == theirs.count, !mine.isEmpty, a.hasSameForm(as: b) else { return nil }
    var parts: [Syntax.Expression] = []
    for (x, y) in zip(mine, theirs) {
      guard let part = aligned(x, y, &slopes) else { return nil }
      parts.append(part)
    }
    var rest = parts.makeIterator()
    return a.withChildren { rest.next() ?? $0 }
  }

  /// The term at a step.
  func term(at step: Syntax.Expression) -> Syntax.Expression {
    first.replacing { place in
      guard let slope = slopes[place.span], WholeSum(place) != nil else { return nil }
      return place.moved(by: slope, times: step)
    }
  }

  /// The term at a whole step as people write it: without powers of 1 and factors that are 1.
  func writtenTerm(at step: Int) -> Syntax.Expression {
    first.replacing { place in
      guard let slope = slopes[place.span], let sum = WholeSum(place) else { return nil }
      return sum.plus(slope * step).expression(at: place.span)
    }.withoutOnes
  }

  /// The step at which a term stands.
  func step(of last: Syntax.Expression) -> Syntax.Expression? {
    for (span, slope) in slopes.sorted(by: { $0.key.lower < $1.key.lower }) where abs(slope) == 1 {
      guard let place = first.part(at: span), let low = WholeSum(place) else { continue }
      for candidate in last.wholeSums {
        let steps = candidate.minus(low).times(slope)
        let term = first.replacing { part in
          guard let slope = slopes[part.span], let sum = WholeSum(part) else { return nil }
          return sum.plus(steps.times(slope)).expression(at: part.span)
        }.withoutOnes
        if term.normalText == last.withoutOnes.normalText { return steps.expression(at: last.span) }
      }
    }
    return nil
  }
}

/// `t - 2`, `n`, `3`: names and a whole number.
private struct WholeSum: Equatable {
  private var names: [String: Int] = [:]
  private var number = 0

  init(_ number: Int) { self.number = number }

  init?(_ expression: Syntax.Expression) {
    switch expression.kind {
    case .number(let value):
      guard let value = value.integer, abs(value) < 1_000_000 else { return nil }
      number = value
    case .name(let name): names[name] = 1
    case .binary(let sign, let left, let right) where sign == .add || sign == .subtract:
      guard let left = Self(left), let right = Self(right) else { return nil }
      self = sign == .add ? left.plus(right) : left.minus(right)
    default: return nil
    }
  }

  /// Its value, where no name is in it.
  var constant: Int? { names.isEmpty ? number : nil }

  func plus(_ other: Self) -> Self {
    var sum = self
    sum.number += other.number
    sum.names.merge(other.names, uniquingKeysWith: +)
    sum.names = sum.names.filter { $0.value != 0 }
    return sum
  }

  func plus(_ other: Int) -> Self { plus(Self(other)) }
  func minus(_ other: Self) -> Self { plus(other.times(-1)) }

  func times(_ factor: Int) -> Self {
    var product = self
    product.number *= factor
    product.names = names.mapValues { $0 * factor }.filter { $0.value != 0 }
    return product
  }

  func expression(at span: Span) -> Syntax.Expression {
    func made(_ kind: Syntax.Expression.Kind) -> Syntax.Expression { .init(kind, at: span) }
    var sum: Syntax.Expression?
    for (name, count) in names.sorted(by: {
      ($0.value < 0 ? 1 : 0, $0.key) < ($1.value < 0 ? 1 : 0, $1.key)
    }) {
      let name = made(.name(name))
      let term =
        abs(count) == 1
        ? name : made(.binary(.juxtaposition, made(.number(Rational(abs(count)))), name))
      sum =
        sum.map { made(.binary(count < 0 ? .subtract : .add, $0, term)) }
        ?? (count < 0 ? made(.negated(term)) : term)
    }
    guard let sum else { return made(.number(Rational(number))) }
    guard number != 0 else { return sum }
    return made(.binary(number < 0 ? .subtract : .add, sum, made(.number(Rational(abs(number))))))
  }
}

extension Syntax.Expression {
  fileprivate func isWhole(_ value: Int) -> Bool {
    if case .number(let number) = kind { number.integer == value } else { false }
  }

  fileprivate func part(at span: Span) -> Self? {
    self.span == span && WholeSum(self) != nil
      ? self : children.firstResult { $0.part(at: span) }
  }

  /// All that is a name, a number, or a sum of them in it; 0 and 1 for a factor or a power left out.
  fileprivate var wholeSums: [WholeSum] {
    func sums(_ expression: Self) -> [WholeSum] {
      (WholeSum(expression).map { [$0] } ?? []) + expression.children.flatMap(sums)
    }
    return sums(self) + [WholeSum(0), WholeSum(1)]
  }

  /// The text with whole sums in one order.
  fileprivate var normalText: String {
    replacing { part in
      if case .binary = part.kind, let sum = WholeSum(part) {
        sum.expression(at: part.span)
      } else {
        nil
      }
    }.text
  }

  fileprivate func moved(by slope: Int, times step: Self) -> Self {
    let size = Self(.number(Rational(abs(slope))), at: span)
    let move = abs(slope) == 1 ? step : Self(.binary(.juxtaposition, size, step), at: span)
    return Self(.binary(slope < 0 ? .subtract : .add, self, move), at: span)
  }

  /// The same value without powers of 1, powers of 0 and factors of 1.
  fileprivate var withoutOnes: Self {
    let simple = withChildren(\.withoutOnes)
    switch simple.kind {
    case .power(let base, let exponent) where exponent.isWhole(1): return base
    case .power(_, let exponent) where exponent.isWhole(0):
      return Self(.number(Rational(1)), at: span)
    case .binary(let sign, let left, let right) where sign.isProduct && left.isWhole(1):
      return right
    case .binary(let sign, let left, let right) where sign.isProduct && right.isWhole(1):
      return left
    default: return simple
    }
  }
}
