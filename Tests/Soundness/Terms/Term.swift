/// A formula of the generator: a tree of its own, which shares nothing with the one that is judged.
indirect enum Term: Hashable, Sendable {
  enum Function: String, Hashable, Sendable, CaseIterable {
    case exp, log, tanh, sigmoid, sin, cos, relu, abs, max, min, floor, ceil, diag
  }

  case number(Int)
  case name(String)
  case entry(String, [Term])
  case negated(Term)
  case add(Term, Term)
  case subtract(Term, Term)
  case product(Term, Term)
  case hadamard(Term, Term)
  case quotient(Term, Term)
  case power(Term, Int)
  case transposed(Term)
  case function(Function, [Term])
  case sum(String, from: Term, to: Term, Term)
  case delta(Term, Term)
  /// The first where the left side is at most the right one, else the second.
  case choice(Term, if: Term, atMost: Term, else: Term)
  /// By a name or an entry; a direct one follows nothing through time.
  case derivative(Term, by: Term, isDirect: Bool)
}

extension Term {
  static func apply(_ function: Function, _ arguments: Term...) -> Term {
    .function(function, arguments)
  }

  static func derivative(_ output: Term, by input: Term) -> Term {
    .derivative(output, by: input, isDirect: false)
  }

  static func + (left: Term, right: Term) -> Term { .add(left, right) }
  static func - (left: Term, right: Term) -> Term { .subtract(left, right) }
  static func * (left: Term, right: Term) -> Term { .product(left, right) }
  static func / (left: Term, right: Term) -> Term { .quotient(left, right) }
  static prefix func - (inner: Term) -> Term { .negated(inner) }

  var children: [Term] {
    switch self {
    case .number, .name: []
    case .entry(_, let indices): indices
    case .negated(let inner), .power(let inner, _), .transposed(let inner): [inner]
    case .add(let left, let right), .subtract(let left, let right), .product(let left, let right),
      .hadamard(let left, let right), .quotient(let left, let right), .delta(let left, let right):
      [left, right]
    case .function(_, let arguments): arguments
    case .sum(_, let lower, let upper, let body): [lower, upper, body]
    case .choice(let first, let left, let right, let second): [first, left, right, second]
    case .derivative(let output, let input, _): [output, input]
    }
  }

  /// The same node over other children.
  func over(_ new: [Term]) -> Term {
    switch self {
    case .number, .name: self
    case .entry(let name, _): .entry(name, new)
    case .negated: .negated(new[0])
    case .power(_, let exponent): .power(new[0], exponent)
    case .transposed: .transposed(new[0])
    case .add: .add(new[0], new[1])
    case .subtract: .subtract(new[0], new[1])
    case .product: .product(new[0], new[1])
    case .hadamard: .hadamard(new[0], new[1])
    case .quotient: .quotient(new[0], new[1])
    case .delta: .delta(new[0], new[1])
    case .function(let function, _): .function(function, new)
    case .sum(let index, _, _, _): .sum(index, from: new[0], to: new[1], new[2])
    case .choice: .choice(new[0], if: new[1], atMost: new[2], else: new[3])
    case .derivative(_, _, let isDirect): .derivative(new[0], by: new[1], isDirect: isDirect)
    }
  }

  /// A name, or a bound index, is exchanged.
  func substituting(_ name: String, _ other: Term) -> Term {
    switch self {
    case .name(name): other
    case .sum(name, let lower, let upper, let body):
      .sum(
        name, from: lower.substituting(name, other), to: upper.substituting(name, other), body)
    default: over(children.map { $0.substituting(name, other) })
    }
  }

  /// How many nodes it has.
  var size: Int { 1 + children.reduce(0) { $0 + $1.size } }

  /// Every term that one change somewhere in the tree makes; inside a derivative nothing is changed.
  func changed(by changes: (Term) -> [Term]) -> [Term] {
    if case .derivative = self { return changes(self) }
    let children = children
    return changes(self)
      + children.indices.flatMap { place in
        children[place].changed(by: changes).map { child in
          var new = children
          new[place] = child
          return over(new)
        }
      }
  }

  /// The number of an index expression or a size, where it is one.
  var literal: Int? {
    switch self {
    case .number(let number): number
    default: nil
    }
  }
}
