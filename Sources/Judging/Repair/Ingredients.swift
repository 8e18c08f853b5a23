import Notation
import NumericCore

/// What the definitions behind a question are made of, for an answer that left some of it out.
struct Ingredients: Sendable {
  /// A product of numbers and letters over another, as it stands before a tensor: `1/N`, `2 λ`, `1 - β`.
  struct Coefficient: Hashable, Sendable {
    var above: [Syntax.Expression] = []
    var below: [Syntax.Expression] = []
  }

  /// The coefficients, without the plain numbers 1 and 2, which have edits of their own.
  private(set) var coefficients: [Coefficient] = []
  /// The letters that stand for single numbers: sizes, rates, temperatures.
  private(set) var numbers: [String] = []
  /// The functions of each element with what they are applied to: `\sigma(z)`.
  private(set) var activations: [Syntax.Expression] = []
  /// The values that are defined as an activation, by its text: `a` of `a = \sigma(z)`.
  private(set) var activated: [String: Syntax.Expression] = [:]

  /// - Parameter answer: What is answered; a letter that it uses itself may be one that it forgets elsewhere.
  init(of asked: Set<String>, beside answer: [Syntax.Expression], _ scope: Scope) {
    let closure = scope.closure(of: asked).sorted()
    let bodies = closure.compactMap { scope[$0]?.rightSides }.joined()
    let speaking = Array(bodies) + answer
    let names = speaking.names { $0.freeNames() }
    numbers = names.filter { scope.isSingleNumber($0) }.sorted()
    for body in speaking { collect(body, scope) }
    for name in closure { noteActivation(definedBy: name, scope) }
    let variables = asked.filter { scope.isSingleNumber($0) }
    for coefficient in coefficients where !variables.isEmpty {
      add(coefficient.without(variables))
    }
    for number in numbers where !asked.contains(number) {
      add(Coefficient(above: [Syntax.Expression(.name(number), at: .nowhere)]))
    }
  }

  private mutating func add(_ coefficient: Coefficient) {
    let isPlain = coefficient.below.isEmpty && coefficient.above.allSatisfy { $0.isSmallNumber }
    if !isPlain, !coefficients.contains(where: { $0.text == coefficient.text }) {
      coefficients.append(coefficient)
    }
  }

  private mutating func collect(_ body: Syntax.Expression, _ scope: Scope) {
    switch body.kind {
    case .indexed: return
    case .binary(let sign, _, _) where sign.isProduct || sign == .divide || sign == .hadamard:
      var coefficient = Coefficient()
      body.collectFactors(into: &coefficient, isBelow: false) { scope.isSingleNumber($0) }
      add(coefficient)
    case .call(let name, let arguments, let options)
    where arguments.count == 1 && options.isEmpty && scope.actsOnElements(name):
      if !activations.contains(where: { $0.text == body.text }) { activations.append(body) }
    default: break
    }
    for child in body.children { collect(child, scope) }
  }

  /// `a = \tanh(z)`, `h[t] = \tanh(…)`
  private mutating func noteActivation(definedBy name: String, _ scope: Scope) {
    let whole = Syntax.Expression(.name(name), at: .nowhere)
    func note(_ body: Syntax.Expression?, _ indices: [Syntax.Expression]) {
      guard let body, case .call(let function, let arguments, _) = body.kind,
        arguments.count == 1, scope.actsOnElements(function)
      else { return }
      activated[body.text] =
        indices.isEmpty ? whole : Syntax.Expression(.indexed(whole, indices), at: .nowhere)
    }
    switch scope[name]?.kind {
    case .definition(_, let indices, let body):
      note(body, indices.map { Syntax.Expression(.name($0), at: .nowhere) })
    case .family(let family):
      for line in family.lines { note(line.body, line.pattern) }
    default: break
    }
  }
}

extension Ingredients.Coefficient {
  fileprivate var text: String {
    above.map(\.text).sorted().joined(separator: " ") + "/"
      + below.map(\.text).sorted().joined(separator: " ")
  }

  /// The derivative of what is linear in these letters.
  fileprivate func without(_ names: Set<String>) -> Self {
    func keeps(_ factor: Syntax.Expression) -> Bool {
      if case .name(let name) = factor.kind { !names.contains(name) } else { true }
    }
    return Self(above: above.filter(keeps), below: below)
  }

  var inverse: Self { Self(above: below, below: above) }

  /// The derivative of a square of which it is the factor.
  var doubled: Self {
    let two = Syntax.Expression(.number(Rational(2)), at: .nowhere)
    guard let place = below.firstIndex(where: { $0.kind == two.kind }) else {
      return Self(above: [two] + above, below: below)
    }
    var rest = below
    rest.remove(at: place)
    return Self(above: above, below: rest)
  }

  func written(_ surface: Surface) -> String {
    func product(_ factors: [Syntax.Expression]) -> String {
      factors.isEmpty
        ? "1"
        : factors.map { factor in
          let text = surface == .latex ? factor.typedLatex : factor.text
          return factor.isSum && (factors.count > 1 || below.isEmpty || surface == .plainText)
            ? "(\(text))" : text
        }.joined(separator: " ")
    }
    if below.isEmpty { return product(above) }
    if surface == .latex { return "\\frac{\(product(above))}{\(product(below))}" }
    let divisor = product(below)
    return "(\(product(above))/\(below.count > 1 ? "(\(divisor))" : divisor))"
  }
}

extension Syntax.Expression {
  fileprivate var isSmallNumber: Bool {
    if case .number(let number) = kind {
      [Rational(1), Rational(2)].contains(number)
    } else {
      false
    }
  }

  /// The factors that are numbers, or letters for such; what is no product counts as one factor.
  fileprivate func collectFactors(
    into coefficient: inout Ingredients.Coefficient, isBelow: Bool,
    _ isNumber: (String) -> Bool
  ) {
    switch kind {
    case .binary(let sign, let left, let right)
    where sign.isProduct || sign == .hadamard || sign == .divide:
      left.collectFactors(into: &coefficient, isBelow: isBelow, isNumber)
      right.collectFactors(
        into: &coefficient, isBelow: sign == .divide ? !isBelow : isBelow, isNumber)
    case .negated(let inner):
      inner.collectFactors(into: &coefficient, isBelow: isBelow, isNumber)
    case .number(let one) where one == Rational(1): break
    default:
      guard freeNames().allSatisfy(isNumber), !hasReduction else { return }
      if isBelow { coefficient.below.append(self) } else { coefficient.above.append(self) }
    }
  }

  private var hasReduction: Bool {
    if case .reduction = kind { true } else { children.contains(where: \.hasReduction) }
  }
}

extension Scope {
  /// Whether a name is declared as one number, whatever it is.
  func isSingleNumber(_ name: String) -> Bool {
    guard let declaration = self[name], !declaration.isHidden else { return false }
    switch declaration.kind {
    case .number: return true
    case .tensor(let extents): return extents.isEmpty
    default: return false
    }
  }

  /// Whether a name is that of a function which is taken element by element.
  fileprivate func actsOnElements(_ name: String) -> Bool {
    if case .definition(let arguments, [], _) = self[name]?.kind { return arguments.count == 1 }
    return ElementaryFunction.all.contains { $0.name == name || $0.aliases.contains(name) }
  }
}

extension Span {
  /// The place of what nobody wrote.
  fileprivate static let nowhere = Span(0..<0)
}

extension Declaration {
  fileprivate var rightSides: [Syntax.Expression] {
    switch kind {
    case .definition(_, _, let body): [body]
    case .family(let family): family.lines.compactMap(\.body)
    case .number, .tensor, .loss: []
    }
  }
}
