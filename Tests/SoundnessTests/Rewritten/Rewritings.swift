import Notation
import NumericCore

@testable import Judging
@testable import Notation

/// Other ways to write a right answer, each right by a law of algebra.
struct Rewritings {
  let formula: RightFormula
  private let spelling: Spelling

  init(of formula: RightFormula) {
    self.formula = formula
    spelling = Spelling(surface: formula.setting.surface)
  }

  /// At most so many, each another; every third is rewritten twice.
  func drawn(_ count: Int, using random: inout SplitMix64) -> [String] {
    var texts: [String] = []
    var waiting = inParts(formula.statement) + asEquations(formula.statement)
    waiting.shuffle(using: &random)
    while texts.count < count, var statement = waiting.popLast() {
      if texts.count % 3 == 2, let once = random.pick(inParts(formula.statement)) {
        statement = random.pick(inParts(once) + asEquations(once)) ?? once
      }
      guard let text = spelling.text(statement), !texts.contains(text) else { continue }
      texts.append(text)
    }
    return texts
  }

  private func inParts(_ statement: Syntax.Statement) -> [Syntax.Statement] {
    // The factors of a shape are no numbers.
    guard !statement.expressions.contains(where: \.isShape) else { return [] }
    let answers = statement.answers
    let fresh = freshNames(in: statement)
    return answers.indices.flatMap { place in
      answers[place].parts.flatMap { part in
        rewritings(of: part, fresh).map { other in
          var changed = answers
          changed[place] = changed[place].exchanging(part.node, for: other)
          return statement.answering(changed)
        }
      }
    }
  }

  /// Names that stand for nothing here.
  private func freshNames(in statement: Syntax.Statement) -> [String] {
    let parts = statement.expressions.flatMap(\.parts)
    let used = Set(parts.flatMap { $0.node.freeNames() } + parts.flatMap(\.binders).map(\.name))
    return ["i", "j", "k", "l", "r", "s", "z"].filter {
      !used.contains($0) && formula.scope[$0] == nil
    }
  }

  // MARK: - The whole equation

  /// Both sides exchanged, multiplied, or with something added to both.
  private func asEquations(_ statement: Syntax.Statement) -> [Syntax.Statement] {
    guard case .chain(let chain) = statement.kind, chain.steps.count == 1,
      chain.steps[0].relation == .equal
    else { return [] }
    let (left, right) = (chain.first, chain.steps[0].expression)
    guard !left.isShape, !right.isShape else { return [] }
    func equation(_ left: Syntax.Expression, _ right: Syntax.Expression) -> Syntax.Statement {
      Syntax.Statement(
        kind: .chain(
          Syntax.Chain(
            first: left, steps: [.init(relation: .equal, expression: right, tolerance: nil)])),
        conditions: statement.conditions, span: statement.span)
    }
    func sum(_ a: Syntax.Expression, _ b: Syntax.Expression) -> Syntax.Expression {
      left.made(.binary(.add, a, b))
    }
    var equations = [
      equation(left.times(3), right.times(3)), equation(left.over(7), right.over(7)),
      equation(left.made(.negated(left)), right.made(.negated(right))),
    ]
    // What is asked through time and what is answered may be read in two ways: they stay apart.
    if (left.derivativesThroughTime(in: formula.scope)
      + right.derivativesThroughTime(in: formula.scope)).isEmpty
    {
      equations += [
        equation(right, left), equation(sum(left, right), right.times(2)),
        equation(sum(left, left), sum(right, left)),
      ]
    }
    return equations
  }

  // MARK: - One part

  private func rewritings(of part: Part, _ fresh: [String]) -> [Syntax.Expression] {
    guard part.isPlain else { return [] }
    let node = part.node
    return arithmetic(part) + sums(node, fresh) + conditions(node) + transpositions(part)
      + (part.role == .value ? neutral(node) : [])
  }

  /// Double negation, a term added and taken away, a factor of 1.
  private func neutral(_ node: Syntax.Expression) -> [Syntax.Expression] {
    var list = [
      node.made(.negated(node.made(.negated(node)))), node.times(1), node.times(2).over(2),
      node.made(.binary(.subtract, node.made(.binary(.add, node, node)), node)),
    ]
    if node.isScalar(in: formula.scope) { list += [node.plus(1).plus(-1), node.plus(0)] }
    return list
  }

  private func arithmetic(_ part: Part) -> [Syntax.Expression] {
    let node = part.node
    guard case .binary(let sign, let left, let right) = node.kind else {
      return part.role == .index ? [node.plus(0), node.plus(2).plus(-2)] : powers(node)
    }
    var list: [Syntax.Expression] = []
    switch sign {
    case .add: list.append(node.made(.binary(.add, right, left)))
    case .subtract:
      list.append(node.made(.binary(.add, left, node.made(.negated(right)))))
      list.append(node.made(.negated(node.made(.binary(.subtract, right, left)))))
    case .hadamard: list.append(node.made(.binary(.hadamard, right, left)))
    case .juxtaposition, .dot, .times, .star:
      if left.isScalar(in: formula.scope) || right.isScalar(in: formula.scope) {
        list.append(node.made(.binary(.juxtaposition, right, left)))
      }
    case .divide: list.append(node.made(.binary(.divide, left.times(3), right.times(3))))
    }
    return list + distributed(node, sign, left, right)
  }

  /// `a (b + c)` as `a b + a c`, and the same from the right.
  private func distributed(
    _ node: Syntax.Expression, _ sign: Syntax.BinaryOperator, _ left: Syntax.Expression,
    _ right: Syntax.Expression
  ) -> [Syntax.Expression] {
    guard sign.isProduct || sign == .hadamard else { return [] }
    var list: [Syntax.Expression] = []
    if case .binary(let inner, let a, let b) = right.kind, inner == .add || inner == .subtract {
      list.append(
        node.made(
          .binary(inner, node.made(.binary(sign, left, a)), node.made(.binary(sign, left, b)))))
    }
    if case .binary(let inner, let a, let b) = left.kind, inner == .add || inner == .subtract {
      list.append(
        node.made(
          .binary(inner, node.made(.binary(sign, a, right)), node.made(.binary(sign, b, right)))))
    }
    // Numbers beside vectors are spread over them, and not added to a product of matrices.
    return list.filter { _ in !(sign != .hadamard && node.mixesNumbers(in: formula.scope)) }
  }

  private func powers(_ node: Syntax.Expression) -> [Syntax.Expression] {
    guard case .power(let base, let exponent) = node.kind, base.isScalar(in: formula.scope),
      base.kind != .name("e"), let count = exponent.literal, count >= 2
    else { return [] }
    let rest =
      count == 2 ? base : node.made(.power(base, node.made(.number(Rational(count - 1)))))
    return [node.made(.binary(.juxtaposition, base, rest))]
  }

  private func transpositions(_ part: Part) -> [Syntax.Expression] {
    let node = part.node
    if case .name(let name) = node.kind, case .tensor(let extents) = formula.scope[name]?.kind,
      extents.count == 2, part.role == .value
    {
      return [node.made(.transposed(node.made(.transposed(node))))]
    }
    // (A B)ᵀ, of matrices that are declared.
    guard case .transposed(let inner) = node.kind,
      case .binary(.juxtaposition, let left, let right) = inner.kind,
      left.isMatrix(in: formula.scope), right.isMatrix(in: formula.scope)
    else { return [] }
    return [
      node.made(
        .binary(.juxtaposition, node.made(.transposed(right)), node.made(.transposed(left))))
    ]
  }
}

extension Part {
  /// Whether another expression of the same value may stand in its place: not the name that is
  /// indexed, differentiated by or called with, not a setting of a layer, not the e of a power.
  fileprivate var isPlain: Bool {
    guard !isInDerivative, node.kind != .name("e") else { return false }
    switch parent?.kind {
    case .indexed(let base, _): return base != node
    case .call(let name, _, let options):
      return Library.contains(name) && !options.contains { $0.value == node }
    default: return true
    }
  }
}

extension Syntax.Expression {
  func over(_ number: Int) -> Self {
    made(.binary(.divide, self, made(.number(Rational(number)))))
  }

  func substituting(_ name: String, _ other: Self) -> Self {
    replacing { $0.kind == .name(name) ? other : nil }
  }

  /// Whether it is a number for certain; what is not known to be one is left alone.
  func isScalar(in scope: Scope) -> Bool {
    switch kind {
    case .number, .indicator: return true
    case .name(let name):
      guard let declaration = scope[name] else { return true }
      switch declaration.kind {
      case .number, .loss: return true
      case .tensor(let extents): return extents.isEmpty
      case .definition, .family: return false
      }
    case .negated(let inner): return inner.isScalar(in: scope)
    case .binary(_, let left, let right), .power(let left, let right):
      return left.isScalar(in: scope) && right.isScalar(in: scope)
    case .indexed(let base, let indices):
      guard case .name(let name) = base.kind else { return false }
      switch scope[name]?.kind {
      case .tensor(let extents): return extents.count == indices.count
      case .definition(let arguments, let places, _):
        return arguments.isEmpty && !places.isEmpty && places.count == indices.count
          && scope.family(name) == nil
      default: return false
      }
    case .reduction(.sum, _, let body): return body.isScalar(in: scope)
    case .call("norm", _, _), .call("trace", _, _), .call("tr", _, _): return true
    case .call(let name, let arguments, _) where Library.traits(of: name).contains(.elementwise):
      return arguments.allSatisfy { $0.isScalar(in: scope) }
    default: return false
    }
  }

  fileprivate func isMatrix(in scope: Scope) -> Bool {
    guard case .name(let name) = kind, case .tensor(let extents) = scope[name]?.kind else {
      return false
    }
    return extents.count == 2
  }

  /// Whether a bare number is added to something that may be a vector.
  fileprivate func mixesNumbers(in scope: Scope) -> Bool {
    parts.contains { part in
      guard case .binary(let sign, let left, let right) = part.node.kind, !sign.isProduct,
        sign != .hadamard, sign != .divide
      else { return false }
      return left.isScalar(in: scope) != right.isScalar(in: scope)
    }
  }
}
