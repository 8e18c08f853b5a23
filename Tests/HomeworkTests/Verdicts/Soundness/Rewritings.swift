import Notation
import NumericCore

@testable import Homework
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
    case .juxtaposition, .dot, .times:
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

  // MARK: - Sums

  private func sums(_ node: Syntax.Expression, _ fresh: [String]) -> [Syntax.Expression] {
    guard case .reduction(.sum, let binder, let body) = node.kind else {
      return contractions(node, fresh)
    }
    var list = fresh.prefix(2).map { name in
      node.made(
        .reduction(
          .sum,
          Syntax.Binder(name: name, lower: binder.lower, upper: binder.upper, span: node.span),
          body.substituting(binder.name, node.made(.name(name)))))
    }
    list += linear(node, binder, body)
    guard let lower = binder.lower, let upper = binder.upper else { return list }
    func sum(
      _ low: Syntax.Expression, _ high: Syntax.Expression, _ body: Syntax.Expression
    ) -> Syntax.Expression {
      node.made(
        .reduction(
          .sum, Syntax.Binder(name: binder.name, lower: low, upper: high, span: node.span), body))
    }
    let index = node.made(.name(binder.name))
    // Shifted, turned round, and split at either end.
    list.append(sum(lower.plus(1), upper.plus(1), body.substituting(binder.name, index.plus(-1))))
    let turned = node.made(
      .binary(.subtract, node.made(.binary(.add, lower, upper)), index))
    list.append(sum(lower, upper, body.substituting(binder.name, turned)))
    guard let first = lower.literal, let last = upper.literal, first < last else { return list }
    list.append(
      node.made(
        .binary(
          .add, body.substituting(binder.name, lower), sum(lower.plus(1), upper, body))))
    list.append(
      node.made(
        .binary(.add, sum(lower, upper.plus(-1), body), body.substituting(binder.name, upper))))
    return list + exchanged(node, binder, body)
  }

  /// Two sums in the other order, where the bounds of neither need the other.
  private func exchanged(
    _ node: Syntax.Expression, _ binder: Syntax.Binder, _ body: Syntax.Expression
  ) -> [Syntax.Expression] {
    guard case .reduction(.sum, let inner, let term) = body.kind else { return [] }
    let bounds = [inner.lower, inner.upper].compactMap { $0 }
    guard bounds.count == 2, !bounds.contains(where: { $0.freeNames().contains(binder.name) })
    else { return [] }
    return [node.made(.reduction(.sum, inner, node.made(.reduction(.sum, binder, term))))]
  }

  /// The sum of a sum as the sum of two; a factor drawn out.
  private func linear(
    _ node: Syntax.Expression, _ binder: Syntax.Binder, _ body: Syntax.Expression
  ) -> [Syntax.Expression] {
    func sum(_ body: Syntax.Expression) -> Syntax.Expression {
      node.made(.reduction(.sum, binder, body))
    }
    guard case .binary(let sign, let left, let right) = body.kind else { return [] }
    switch sign {
    case .add, .subtract:
      return binder.lower == nil ? [] : [node.made(.binary(sign, sum(left), sum(right)))]
    case .juxtaposition
    where !left.freeNames().contains(binder.name) && binder.lower != nil
      && left.isScalar(in: formula.scope):
      return [node.made(.binary(.juxtaposition, left, sum(right)))]
    default: return []
    }
  }

  /// `W[i, k]` as `∑_s W[i, s] δ(s = k)`, over the whole axis.
  private func contractions(
    _ node: Syntax.Expression, _ fresh: [String]
  ) -> [Syntax.Expression] {
    guard case .indexed(let base, let indices) = node.kind, case .name(let name) = base.kind,
      case .tensor(let extents) = formula.scope[name]?.kind, extents.count == indices.count,
      let fresh = fresh.last, let first = formula.choice.indexBases[0]
    else { return [] }
    return indices.indices.compactMap { place in
      guard let size = extents[place].literal else { return nil }
      var changed = indices
      changed[place] = node.made(.name(fresh))
      let equal = Syntax.Condition.chain(
        Syntax.Chain(
          first: changed[place],
          steps: [.init(relation: .equal, expression: indices[place], tolerance: nil)]))
      return node.made(
        .reduction(
          .sum,
          Syntax.Binder(
            name: fresh, lower: node.made(.number(Rational(first))),
            upper: node.made(.number(Rational(first + size - 1))), span: node.span),
          node.made(
            .binary(
              .juxtaposition, node.made(.indexed(base, changed)),
              node.made(.indicator([equal]))))))
    }
  }

  // MARK: - Conditions

  private func conditions(_ node: Syntax.Expression) -> [Syntax.Expression] {
    switch node.kind {
    case .indicator(let conditions):
      var list = [node.made(.binary(.juxtaposition, node, node))]
      if conditions.count > 1 {
        list.append(node.made(.indicator(conditions.reversed())))
        list.append(
          conditions.dropFirst().reduce(node.made(.indicator([conditions[0]]))) {
            node.made(.binary(.juxtaposition, $0, node.made(.indicator([$1]))))
          })
      }
      if let turned = conditions.last?.turned {
        list.append(node.made(.indicator(conditions.dropLast() + [turned])))
      }
      return list
    case .cases(let branches):
      guard branches.count == 2, let guards = branches[0].guards, branches[1].guards == nil,
        let turned = guards.last?.turned
      else { return [] }
      let first = Syntax.Branch(value: branches[0].value, guards: guards.dropLast() + [turned])
      return [node.made(.cases([first, branches[1]]))]
    default: return []
    }
  }
}

extension Syntax.Condition {
  /// `b ≥ a` for `a ≤ b`.
  fileprivate var turned: Self? {
    guard case .chain(let chain) = self else { return nil }
    let opposites: [Syntax.Relation: Syntax.Relation] = [
      .equal: .equal, .less: .greater, .greater: .less, .lessOrEqual: .greaterOrEqual,
      .greaterOrEqual: .lessOrEqual,
    ]
    let sides = chain.expressions
    let relations = chain.steps.compactMap { opposites[$0.relation] }
    guard relations.count == chain.steps.count else { return nil }
    let steps = zip(relations.reversed(), sides.reversed().dropFirst()).map {
      Syntax.Chain.Step(relation: $0, expression: $1, tolerance: nil)
    }
    return .chain(Syntax.Chain(first: sides[sides.count - 1], steps: steps))
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

  fileprivate func substituting(_ name: String, _ other: Self) -> Self {
    replacing { $0.kind == .name(name) ? other : nil }
  }

  /// Whether it is a number for certain; what is not known to be one is left alone.
  fileprivate func isScalar(in scope: Scope) -> Bool {
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
    case .call(let name, let arguments, _) where Library.isElementary(name):
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
