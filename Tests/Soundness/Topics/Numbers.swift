import NumericCore

extension Topic {
  /// Floors and ceilings of anything.
  static let sizes = Topic(name: "sizes") { random in
    var setting = Setting()
    setting.letters = ["n", "k", "s"]
    setting.lettersFromZero = ["p"]
    let term = size(depth: random.whole(2...3), &random)
    return (setting, .equation(term, term))
  }

  private static func size(depth: Int, _ random: inout Random) -> Term {
    guard depth > 0 else {
      return random.chance(0.75)
        ? .name(random.pick(["n", "k", "p"])) : .number(random.whole(1...4))
    }
    let inner = size(depth: depth - 1, &random)
    switch random.whole(0...5) {
    case 0, 1, 2:
      let divisor: Term = random.chance(0.5) ? .name("s") : .number(random.whole(2...4))
      return .apply(random.pick([.floor, .ceil]), inner / divisor)
    case 3: return inner + size(depth: depth - 1, &random)
    case 4: return inner - size(depth: depth - 1, &random)
    default: return .number(random.whole(2...3)) * inner
    }
  }

  /// Where a kernel stands, in the ways in which books write it.
  static let outputSizes = Topic(name: "output sizes", isFree: true) { random in
    let (H, K, S, D, P): (Term, Term, Term, Term, Term) =
      (.name("H"), .name("K"), .name("S"), .name("D"), .name("P"))
    var setting = Setting()
    setting.letters = ["H", "K", "S", "D"]
    setting.lettersFromZero = ["P"]
    let reach = D * (K - 1) + 1
    let padded = H + 2 * P
    setting.constraint = (padded, reach)
    let forms: [Term] = [
      .apply(.floor, (padded - reach) / S) + 1,
      .apply(.floor, (padded - reach + S) / S),
      .apply(.floor, (padded - D * (K - 1) - 1) / S + 1),
      .apply(.ceil, (padded - D * (K - 1)) / S),
      .apply(.ceil, (padded - reach + 1) / S),
      .apply(.floor, (padded - (K + (K - 1) * (D - 1))) / S) + 1,
    ]
    let left = random.pick(forms)
    return (setting, .equation(left, random.pick(forms.filter { $0 != left })))
  }

  /// Functions with kinks, at 0 and far out.
  static let kinks = Topic(name: "kinks") { random in
    var setting = Setting()
    setting.tensors = ["x", "y"].map { .init(name: $0, extents: []) }
    let term = bent(depth: random.whole(1...3), &random)
    return (setting, .equation(term, term))
  }

  private static func bent(depth: Int, _ random: inout Random) -> Term {
    guard depth > 0 else { return .name(random.pick(["x", "y"])) }
    let inner = bent(depth: depth - 1, &random)
    switch random.whole(0...6) {
    case 0, 1: return .apply(.relu, inner)
    case 2: return .apply(.abs, inner)
    case 3: return .apply(random.pick([.max, .min]), inner, bent(depth: depth - 1, &random))
    case 4: return .apply(.relu, inner - .number(random.pick([1, 2, 50, 1000])))
    case 5: return inner + bent(depth: depth - 1, &random)
    default: return .number(random.whole(2...3)) * inner
    }
  }

  /// The left side as an author writes it, the right one with all its brackets.
  static let precedence = Topic(name: "precedence", isFree: true, baresArguments: true) { random in
    var setting = Setting()
    setting.tensors = ["a", "b", "c", "q"].map { .init(name: $0, extents: []) }
    let term = mixed(depth: random.whole(2...3), hasFunctions: true, &random) {
      .name($0.pick(["a", "b", "c", "q"]))
    }
    return (setting, .equation(term, term))
  }

  /// Numbers, and what they come to.
  static let arithmetic = Topic(name: "arithmetic", isFree: true) { random in
    while true {
      let term = mixed(depth: random.whole(2...3), hasFunctions: false, &random) {
        .number($0.whole(1...9))
      }
      guard let value = term.fraction(at: [:]), value.numerator.magnitude < 1_000_000 else {
        continue
      }
      let size: Term = .number(Int(value.numerator.magnitude))
      let number = value.denominator == 1 ? size : size / .number(value.denominator)
      return (Setting(), .equation(term, value.numerator < 0 ? -number : number))
    }
  }

  private static func mixed(
    depth: Int, hasFunctions: Bool, _ random: inout Random, _ leaf: (inout Random) -> Term
  ) -> Term {
    guard depth > 0 else { return leaf(&random) }
    let left = mixed(depth: depth - 1, hasFunctions: hasFunctions, &random, leaf)
    guard !random.chance(0.3) else {
      switch random.whole(0...(hasFunctions ? 3 : 1)) {
      case 0: return -left
      case 1: return .power(left, 2)
      default: return .apply(random.pick([.tanh, .exp, .sin]), left)
      }
    }
    let right = mixed(depth: random.whole(0...depth - 1), hasFunctions: hasFunctions, &random, leaf)
    switch random.whole(0...4) {
    case 0: return left + right
    case 1: return left - right
    case 2, 3: return left * right
    default: return left / right
    }
  }
}
