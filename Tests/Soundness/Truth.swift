import NumericCore

/// What the second evaluator says of a statement.
enum Truth: Sendable {
  case right, wrong
  /// Its sides are no things that can be equal, or one of them is nothing.
  case meaningless
  /// Too close to be told apart, or not computable.
  case unclear
}

extension Statement {
  func truth(in setting: Setting, _ random: inout Random) -> Truth {
    switch self {
    case .equation(let left, let right) where setting.tensors.isEmpty:
      return Self.truth(ofSizes: left, right, setting, &random)
    case .equation, .shape:
      var truth = Truth.right
      for number in 0..<(setting.hasKinks(self) ? 120 : 6) {
        var point = Calculation(setting)
        draw(number, setting, into: &point, &random)
        switch truthAtEveryIndex(of: point, setting.free) {
        case .right: continue
        case .wrong: truth = .wrong
        case .meaningless: return .meaningless
        case .unclear: return .unclear
        }
      }
      return truth
    }
  }

  private static func truth(
    ofSizes left: Term, _ right: Term, _ setting: Setting, _ random: inout Random
  ) -> Truth {
    var truth = Truth.unclear
    for _ in 0..<3000 {
      var letters: [String: Int] = [:]
      for name in setting.letters {
        letters[name] = random.whole(1...(random.chance(0.5) ? 4 : 25))
      }
      for name in setting.lettersFromZero {
        // It may be 0 where nothing is divided by it.
        let isDivisor = left.divides(by: name) || right.divides(by: name)
        letters[name] = max(isDivisor ? 1 : 0, random.whole(0...6))
      }
      if let (upper, lower) = setting.constraint {
        guard let most = upper.fraction(at: letters), let least = lower.fraction(at: letters),
          most.numerator >= least.numerator
        else { continue }
      }
      guard let left = left.fraction(at: letters), let right = right.fraction(at: letters) else {
        return .meaningless
      }
      guard left == right else { return .wrong }
      truth = .right
    }
    return truth
  }

  // MARK: - Points

  private func draw(
    _ number: Int, _ setting: Setting, into point: inout Calculation, _ random: inout Random
  ) {
    for letter in setting.letters { point.letters[letter] = random.whole(2...4) }
    let isRough = setting.hasKinks(self)
    for tensor in setting.tensors {
      let count = tensor.extents.reduce(1) { $0 * ($1.literal ?? point.letter($1)) }
      point.values[tensor.name] = (0..<count).map { _ in
        isRough
          ? random.value(near: numbers)
          : (random.chance(0.5) ? 1 : -1) * (0.2 + 1.3 * random.unit())
      }
    }
  }

  private var numbers: [Double] {
    terms.flatMap(\.numbers).flatMap { [Double($0), -Double($0)] }
  }

  private func truthAtEveryIndex(of point: Calculation, _ free: [Setting.FreeIndex]) -> Truth {
    guard let first = free.first else { return truth(at: point) }
    guard let last = point.value(first.last)?.number, last >= 1 else { return .unclear }
    var point = point
    var truth = Truth.right
    for number in 1...Int(last) {
      point.indices[first.name] = number
      let next = truthAtEveryIndex(of: point, Array(free.dropFirst()))
      if next == .meaningless || next == .unclear { return next }
      if next == .wrong { truth = .wrong }
    }
    return truth
  }

  private func truth(at point: Calculation) -> Truth {
    switch self {
    case .shape(let name, let extents):
      guard let value = point.value(.name(name)) else { return .unclear }
      let sizes = extents.map { $0.literal ?? point.letter($0) }
      return sizes == [value.rows, value.columns] ? .right : .wrong
    case .equation(let left, let right):
      guard let left = point.value(left) else { return .unclear }
      guard let right = point.value(right), left.rows == right.rows, left.columns == right.columns
      else { return .meaningless }
      var truth = Truth.right
      for (one, other) in zip(left.entries, right.entries) {
        let scale = 1e-3 + max(one.value.magnitude, other.value.magnitude)
        guard scale.isFinite else { return .unclear }
        let gap = (one.value - other.value).magnitude / scale
        if gap > 1e-5 { truth = .wrong } else if gap > 1e-8 { return .unclear }
      }
      return truth
    }
  }
}

extension Calculation {
  fileprivate func letter(_ term: Term) -> Int { Int(value(term)?.number ?? 0) }
}

extension Setting {
  fileprivate func hasKinks(_ statement: Statement) -> Bool {
    (statement.terms + definitions.map(\.body)).contains { $0.hasKink }
  }
}

extension Term {
  fileprivate var hasKink: Bool {
    if case .function(let function, _) = self, [.relu, .abs, .max, .min].contains(function) {
      return true
    }
    if case .choice = self { return true }
    return children.contains { $0.hasKink }
  }

  fileprivate var numbers: [Int] { (literal.map { [$0] } ?? []) + children.flatMap(\.numbers) }
}

extension Term {
  fileprivate func divides(by name: String) -> Bool {
    if case .quotient(_, let divisor) = self, divisor.mentions(name) { return true }
    return children.contains { $0.divides(by: name) }
  }
}
