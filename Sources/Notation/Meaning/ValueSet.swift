import NumericCore

/// The values that each entry of a tensor may take: `p \in (0, 1)`, `x > 0`, `y \in \{0, 1\}^n`.
public struct ValueSet: Hashable, Sendable {
  /// One of these; any number between the ends where it is `nil`.
  private var values: [Rational]?
  private var lower: Rational?
  private var upper: Rational?
  private var hasLower = true
  private var hasUpper = true
  private var excluded: Set<Rational> = []

  private init() {}

  /// The tensor whose values a condition limits, and to which.
  ///
  /// - Returns: `nil` where it says anything else, or something of more than one name.
  package static func named(
    in condition: Syntax.Condition, _ scope: Scope
  ) -> (name: String, set: ValueSet)? {
    guard let parts = parts(of: condition, in: scope), let first = parts.first,
      parts.allSatisfy({ $0.name == first.name })
    else { return nil }
    return (first.name, parts.dropFirst().reduce(first.set) { $0.intersection($1.set) })
  }

  private static func parts(
    of condition: Syntax.Condition, in scope: Scope
  ) -> [(name: String, set: ValueSet)]? {
    switch condition {
    case .membership(let subject, let domain):
      guard let name = subject.everyEntry(in: scope), let set = ValueSet(domain) else { return nil }
      return [(name, set)]
    case .chain(let chain):
      var parts: [(String, ValueSet)] = []
      var left = chain.first
      for step in chain.steps {
        let right = step.expression
        if let name = left.everyEntry(in: scope), let end = right.rational {
          parts.append((name, ValueSet(step.relation, end)))
        } else if let name = right.everyEntry(in: scope), let end = left.rational {
          parts.append((name, ValueSet(step.relation.mirrored, end)))
        } else {
          return nil
        }
        left = right
      }
      return parts
    }
  }

  private init?(_ domain: Syntax.Domain) {
    self.init()
    switch domain {
    case .list(let list):
      let numbers = list.compactMap(\.rational)
      guard numbers.count == list.count else { return nil }
      values = numbers
    case .range(let first, let last):
      guard let first = first.rational?.integer, let last = last.rational?.integer,
        first <= last, last - first < 1000
      else { return nil }
      values = (first...last).map { Rational($0) }
    case .interval(let interval):
      guard let low = interval.lower.rational, let high = interval.upper.rational else {
        return nil
      }
      (lower, upper) = (low, high)
      (hasLower, hasUpper) = (interval.isClosedBelow, interval.isClosedAbove)
    case .reals, .naturals, .oneHot, .power, .functions: return nil
    }
  }

  private init(_ relation: Syntax.Relation, _ end: Rational) {
    self.init()
    switch relation {
    case .equal, .approximatelyEqual: values = [end]
    case .unequal: excluded = [end]
    case .less, .lessOrEqual: (upper, hasUpper) = (end, relation == .lessOrEqual)
    case .greater, .greaterOrEqual: (lower, hasLower) = (end, relation == .greaterOrEqual)
    }
  }

  package func intersection(_ other: ValueSet) -> ValueSet {
    var both = self
    if let end = other.lower, lower.map({ $0 <= end }) ?? true {
      both.hasLower = (lower != end || hasLower) && other.hasLower
      both.lower = end
    }
    if let end = other.upper, upper.map({ end <= $0 }) ?? true {
      both.hasUpper = (upper != end || hasUpper) && other.hasUpper
      both.upper = end
    }
    both.excluded.formUnion(other.excluded)
    both.values = (values ?? other.values)?.filter { both.contains($0) && other.lists($0) }
    return both
  }

  private func lists(_ number: Rational) -> Bool { values?.contains(number) ?? true }

  private func contains(_ number: Rational) -> Bool {
    let isAbove = lower.map { $0 < number || (hasLower && $0 == number) } ?? true
    let isBelow = upper.map { number < $0 || (hasUpper && $0 == number) } ?? true
    return isAbove && isBelow && !excluded.contains(number)
  }

  /// Whether no number is in it.
  package var isEmpty: Bool {
    if let values { return values.isEmpty }
    guard let lower, let upper else { return false }
    return upper < lower || (upper == lower && !contains(lower))
  }

  /// All that are in it, where these are so few that each can be taken.
  package var all: [Rational]? {
    if let values { return values }
    if let lower, lower == upper { return [lower] }
    return nil
  }

  /// From the least number in it to the largest.
  package var interval: Interval {
    if let values, let least = values.min(), let largest = values.max() {
      return Interval.hull([Interval(least), Interval(largest)])
    }
    return Interval(
      from: lower.map { Interval($0).lower.opened(!hasLower) } ?? Interval.everything.lower,
      to: upper.map { Interval($0).upper.opened(!hasUpper) } ?? Interval.everything.upper)
  }

  /// A number in it: this one, or one that follows from it.
  package func nearest(to number: Double) -> Double {
    let low = lower?.double ?? -.infinity
    let high = upper?.double ?? .infinity
    var moved = number
    let isInside =
      (low < number || (hasLower && low == number))
      && (number < high || (hasUpper && number == high))
    if !isInside {
      switch (low.isFinite, high.isFinite) {
      case (true, true):
        let part = (number.magnitude * 0.618_033_988_749).truncatingRemainder(dividingBy: 1)
        // Far out is near an end: what compares with a number beside it changes there.
        let distance = number.magnitude > 8 ? 1e-10 * (1 + part) : 0.001 + 0.998 * part
        moved = number > 0 ? high - (high - low) * distance : low + (high - low) * distance
      case (true, false): moved = low + (low - number) + (number == low ? 1 : 0)
      default: moved = high - (number - high) - (number == high ? 1 : 0)
      }
    }
    if excluded.contains(where: { $0.double == moved }) {
      moved = moved + 0.5 < high ? moved + 0.5 : (moved + max(low, moved - 1)) / 2
    }
    return moved
  }
}

extension Syntax.Expression {
  /// The tensor of which it names each entry: `x`, or `x_i` where i is any index.
  func everyEntry(in scope: Scope) -> String? {
    let (base, indices) = chainedIndices
    guard case .name(let name) = base.kind, case .tensor(let extents) = scope[name]?.kind else {
      return nil
    }
    let letters = indices.compactMap { index in
      if case .name(let letter) = index.kind, scope[letter] == nil { letter } else { nil }
    }
    guard letters.count == indices.count, Set(letters).count == letters.count,
      indices.isEmpty || indices.count == extents.count
    else { return nil }
    return name
  }

  /// The value of `1`, `-1` or `\frac{1}{2}`.
  fileprivate var rational: Rational? {
    switch kind {
    case .number(let number): number
    case .negated(let inner): inner.rational.map(\.negated)
    case .binary(.divide, let left, let right):
      left.rational.flatMap { top in right.rational.flatMap { try? top.divided(by: $0) } }
    default: nil
    }
  }
}
