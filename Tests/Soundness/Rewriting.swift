/// Other ways to write the same. Each is valid wherever both sides have a meaning; that they do is
/// left to the second evaluator.
enum Rewriting {
  static func forms(of term: Term) -> [Term] {
    products(term) + sums(term) + powers(term) + functions(term) + reductions(term)
  }

  private static func products(_ term: Term) -> [Term] {
    switch term {
    case .product(let left, let right):
      var forms: [Term] = [right * left]
      if case .add(let a, let b) = right { forms.append(left * a + left * b) }
      if case .subtract(let a, let b) = right { forms.append(left * a - left * b) }
      if case .add(let a, let b) = left { forms.append(a * right + b * right) }
      if case .product(let a, let b) = left { forms.append(a * (b * right)) }
      if case .product(let a, let b) = right { forms.append((left * a) * b) }
      if case .negated(let inner) = left { forms.append(-(inner * right)) }
      return forms
    case .hadamard(let left, let right): return [.hadamard(right, left)]
    case .transposed(.product(let left, let right)):
      return [.transposed(right) * .transposed(left)]
    case .transposed(.add(let left, let right)):
      return [.transposed(left) + .transposed(right)]
    case .transposed(.transposed(let inner)): return [inner]
    case .quotient(.add(let a, let b), let divisor): return [a / divisor + b / divisor]
    case .quotient(let a, let b): return [(2 * a) / (2 * b)]
    default: return []
    }
  }

  private static func sums(_ term: Term) -> [Term] {
    switch term {
    case .add(let left, let right): return [right + left, left - (-right)]
    case .subtract(let left, let right): return [left + (-right), -(right - left)]
    case .negated(let inner): return [.number(-1).positive * inner]
    case .entry: return [2 * term - term, (term + term) / 2]
    default: return []
    }
  }

  private static func powers(_ term: Term) -> [Term] {
    guard case .power(let base, let exponent) = term else { return [] }
    var forms = [exponent == 2 ? base * base : .power(base, exponent - 1) * base]
    if exponent == 2 { forms.append(.hadamard(base, base)) }
    if exponent == 2, case .add(let a, let b) = base {
      forms.append(.power(a, 2) + 2 * (a * b) + .power(b, 2))
    }
    return forms
  }

  private static func functions(_ term: Term) -> [Term] {
    guard case .function(let function, let arguments) = term, let x = arguments.first else {
      return []
    }
    let last = arguments[arguments.count - 1]
    switch function {
    case .exp:
      if case .add(let a, let b) = x { return [.apply(.exp, a) * .apply(.exp, b)] }
      return [1 / .apply(.exp, -x)]
    case .tanh: return [2 * .apply(.sigmoid, 2 * x) - 1, -.apply(.tanh, -x)]
    case .sigmoid: return [1 - .apply(.sigmoid, -x), 1 / (1 + .apply(.exp, -x))]
    case .sin: return [-.apply(.sin, -x)]
    case .cos: return [.apply(.cos, -x)]
    case .relu: return [.apply(.max, x, 0), (x + .apply(.abs, x)) / 2, x + .apply(.relu, -x)]
    case .abs: return [.apply(.abs, -x), .apply(.max, x, -x), .apply(.relu, x) + .apply(.relu, -x)]
    case .max: return [.apply(.max, last, x), x + .apply(.relu, last - x)]
    case .min: return [-.apply(.max, -x, -last), x - .apply(.relu, x - last)]
    case .floor: return [.apply(.floor, x + 1) - 1, -.apply(.ceil, -x)]
    case .ceil: return [.apply(.ceil, x - 1) + 1, -.apply(.floor, -x)]
    case .log, .diag: return []
    }
  }

  private static func reductions(_ term: Term) -> [Term] {
    switch term {
    case .sum(let index, let lower, let upper, let body):
      var forms: [Term] = [
        .sum(index, from: lower, to: upper - 1, body) + body.substituting(index, upper),
        body.substituting(index, lower) + .sum(index, from: lower + 1, to: upper, body),
        .sum(
          index, from: lower + 1, to: upper + 1, body.substituting(index, .name(index) - 1)),
      ]
      if case .add(let a, let b) = body {
        forms.append(
          .sum(index, from: lower, to: upper, a) + .sum(index, from: lower, to: upper, b))
      }
      if case .product(let a, let b) = body, !a.mentions(index) {
        forms.append(a * .sum(index, from: lower, to: upper, b))
      }
      return forms
    case .delta(let left, let right): return [.delta(right, left)]
    default: return []
    }
  }
}

extension Term: ExpressibleByIntegerLiteral {
  init(integerLiteral value: Int) { self = .number(value) }

  /// −1 is the negation of a number.
  fileprivate var positive: Term {
    if case .number(let number) = self, number < 0 { .negated(.number(-number)) } else { self }
  }

  func mentions(_ name: String) -> Bool {
    self == .name(name) || children.contains { $0.mentions(name) }
  }
}

/// What a careless author writes instead. That it is wrong is left to the second evaluator.
enum Mutation {
  static func slips(of term: Term, in setting: Setting) -> [Term] {
    switch term {
    case .number(let number):
      return [.number(number + 1)] + (number > 1 ? [.number(number - 1)] : [])
    case .name(let name): return setting.relatives(of: name).map { .name($0) }
    case .entry(let name, let places):
      return setting.relatives(of: name).map { .entry($0, places) }
        + (places.count == 2 ? [.entry(name, places.reversed())] : [])
    case .negated(let inner): return [inner]
    case .add(let left, let right): return [left - right, left, right]
    case .subtract(let left, let right): return [left + right, right - left, left]
    case .product(let left, let right): return [left + right, right * left, left, right]
    case .hadamard(let left, let right): return [left + right, left, right]
    case .quotient(let left, let right): return [right / left, left]
    case .power(let base, let exponent): return [base, .power(base, exponent + 1)]
    case .transposed(let inner): return [inner]
    case .function(let function, let arguments):
      return others[function, default: []].map { .function($0, arguments) } + arguments.prefix(1)
    case .sum(let index, let lower, let upper, let body):
      return [
        .sum(index, from: lower + 1, to: upper, body),
        .sum(index, from: lower, to: upper - 1, body),
        2 * term,
      ]
    case .delta: return [1]
    case .choice(let first, let left, let right, let second):
      return [first, second, .choice(second, if: left, atMost: right, else: first)]
    case .derivative: return [2 * term]
    }
  }

  private static let others: [Term.Function: [Term.Function]] = [
    .tanh: [.sigmoid], .sigmoid: [.tanh], .exp: [.tanh], .sin: [.cos], .cos: [.sin],
    .relu: [.abs], .abs: [.relu], .max: [.min], .min: [.max], .floor: [.ceil], .ceil: [.floor],
  ]
}
