import Notation
import NumericCore

/// Which sizes a claim has to be looked at: something changes at them in it, or in what it speaks of.
package struct SizeDemand: Hashable, Sendable {
  /// The first size behind everything that numbers beside a letter or an index can bring about: a stride,
  /// an offset, a bound, the place where a guard over an index changes.
  private(set) var reach = 0
  /// What is asked of sizes alone: at each answer the claim is another one.
  private(set) var switches: [Syntax.Condition] = []
  /// The letters that something is divided by.
  private(set) var divisors: Set<String> = []
  /// Whether an index is asked for something that is not in proportion to it, so that no size tells of
  /// others.
  private(set) var asksEachSize = false
  /// What the claim says of sizes alone: at others it claims nothing.
  private(set) var premises: [Syntax.Condition] = []
  /// The whole numbers that stand in the claim.
  private(set) var literals: Set<Int> = []

  package init() {}

  /// - Parameters:
  ///   - expressions: the claim, and all that it speaks of.
  ///   - conditions: those of the claim.
  init(
    of expressions: [Syntax.Expression], under conditions: [Syntax.Condition], in scope: Scope
  ) {
    var collector = Collector(scope: scope)
    for expression in expressions { collector.noteParameters(in: expression) }
    for expression in expressions { collector.visit(expression) }
    collector.visit(conditions)
    for constraint in scope.constraints where !scope.speaksOfValues(constraint) {
      collector.literals.formUnion(constraint.expressions.flatMap(\.wholeNumbers))
    }
    (reach, literals) = (collector.reach, collector.literals)
    asksEachSize = collector.asksEachSize
    premises = conditions.filter(collector.isAboutSizes)
    divisors = collector.divisors
    for condition in collector.switches where !switches.contains(condition) {
      switches.append(condition)
    }
  }

  /// What makes an expression another one at other sizes.
  private struct Collector {
    let scope: Scope
    var reach = 0
    var switches: [Syntax.Condition] = []
    var literals: Set<Int> = []
    var divisors: Set<String> = []
    var asksEachSize = false
    /// The parameters of functions that are called with values of tensors: they are no indices.
    private var parametersOfValues: Set<String> = []
    /// The largest values of indices that run between numbers.
    private var bounds: [String: Int] = [:]

    init(scope: Scope) { self.scope = scope }

    mutating func noteParameters(in expression: Syntax.Expression) {
      if case .call(let name, let values, _) = expression.kind,
        case .definition(let parameters, _, _) = scope[name]?.kind
      {
        for (parameter, value) in zip(parameters, values) where !isWhole(value) {
          parametersOfValues.insert(parameter)
        }
      }
      for child in expression.children { noteParameters(in: child) }
    }

    mutating func visit(_ conditions: [Syntax.Condition]) {
      for condition in conditions {
        for expression in condition.expressions { visit(expression) }
        guard condition.expressions.allSatisfy(isWhole) else { continue }
        note(condition)
      }
    }

    mutating func visit(_ expression: Syntax.Expression) {
      literals.formUnion(expression.ownWholeNumber)
      if case .reduction(_, let binder, let body) = expression.kind {
        return visit(binder, body)
      }
      for child in expression.children { visit(child) }
      switch expression.kind {
      case .call(_, let arguments, let options):
        if !expression.isExtremum { divisors.formUnion(arguments.flatMap(\.namesInOrder)) }
        stretch(over: options.map(\.value))
        let gaps = expression.gapsOfCall
        gaps.forEach { noteSign(of: $0) }
        if gaps.isEmpty { stretch(over: arguments) }
      case .indicator(let conditions): visit(conditions)
      case .cases(let branches): branches.compactMap(\.guards).forEach { visit($0) }
      case .indexed(_, let indices): indices.forEach { stretch(over: [$0]) }
      case .binary(.divide, _, let divisor):
        divisors.formUnion(divisor.namesInOrder)
        if isWhole(divisor) {
          note(.comparing(divisor, .equal, .number(0, at: divisor.span)))
        }
      case .power(let base, let exponent) where isWhole(base) && varies(base):
        if case .number(let degree) = exponent.kind, let degree = degree.integer {
          reach = max(reach, min(abs(degree), 64) + 1)
        }
      default: break
      }
    }

    private mutating func visit(_ binder: Syntax.Binder, _ body: Syntax.Expression) {
      let ends = [binder.lower, binder.upper].compactMap { $0 }
      ends.forEach { visit($0) }
      let outer = bounds[binder.name]
      bounds[binder.name] = ends.compactMap(largest).max()
      visit(body)
      bounds[binder.name] = outer
      for end in ends where isWhole(end) && varies(end) { stretch(over: [end]) }
    }

    private mutating func noteSign(of gap: Syntax.Expression) {
      guard isWhole(gap) else { return }
      note(.comparing(gap, .less, .number(0, at: gap.span)))
      note(.comparing(gap, .equal, .number(0, at: gap.span)))
    }

    /// The answers to a question about letters are tried one by one; for an index they are passed.
    private mutating func note(_ condition: Syntax.Condition) {
      guard condition.expressions.contains(where: varies) else { return }
      if condition.expressions.allSatisfy(isOfLetters) {
        switches.append(condition)
      } else {
        stretch(over: condition.expressions)
        guard condition.expressions.contains(where: \.isNotLinear) else { return }
        asksEachSize = true
        // `⌊i/7⌋ = 4` is met at 28.
        let product = condition.expressions.flatMap(\.wholeNumbers).filter { $0 > 0 }
          .reduce(1) { min($0 * $1, Int(Int32.max)) }
        reach = max(reach, product)
      }
    }

    private mutating func stretch(over parts: [Syntax.Expression]) {
      guard parts.allSatisfy(isWhole) else { return }
      let sum = parts.reduce(0) { $0 + span(of: $1) }
      reach = max(reach, min(sum, Int(Int32.max)))
    }

    /// The numbers in an expression, added up, those that its indices run to among them.
    private func span(of expression: Syntax.Expression) -> Int {
      if case .name(let name) = expression.kind { return bounds[name] ?? 0 }
      let own = expression.ownWholeNumber.first ?? 0
      return expression.children.reduce(own) { min($0 + span(of: $1), Int(Int32.max)) }
    }

    private func largest(_ end: Syntax.Expression) -> Int? {
      end.freeNames().isEmpty ? span(of: end) : nil
    }

    /// Whether its values are numbers that follow from letters and indices.
    private func isWhole(_ expression: Syntax.Expression) -> Bool {
      switch expression.kind {
      case .number: return true
      case .name(let name):
        return switch scope[name]?.kind {
        case .number: true
        case nil: !parametersOfValues.contains(name)
        default: false
        }
      case .negated, .binary, .power, .call:
        return expression.children.allSatisfy(isWhole)
      default: return false
      }
    }

    func isAboutSizes(_ condition: Syntax.Condition) -> Bool {
      condition.expressions.allSatisfy { isWhole($0) && isOfLetters($0) }
    }

    private func varies(_ expression: Syntax.Expression) -> Bool {
      expression.namesInOrder.contains { name in
        switch scope[name]?.kind {
        case nil, .number(value: nil): true
        case .number(let value?): varies(value)
        default: false
        }
      }
    }

    private func isOfLetters(_ expression: Syntax.Expression) -> Bool {
      expression.namesInOrder.allSatisfy { scope[$0] != nil }
    }
  }
}

extension Syntax.Condition {
  static func comparing(
    _ left: Syntax.Expression, _ relation: Syntax.Relation, _ right: Syntax.Expression
  ) -> Self {
    .chain(
      Syntax.Chain(
        first: left, steps: [.init(relation: relation, expression: right, tolerance: nil)]))
  }
}

extension Syntax.Expression {
  fileprivate static func number(_ value: Int, at span: Span) -> Self {
    Self(.number(Rational(value)), at: span)
  }

  fileprivate var wholeNumbers: Set<Int> {
    children.reduce(ownWholeNumber) { $0.union($1.wholeNumbers) }
  }

  fileprivate var isNotLinear: Bool {
    let isProduct =
      switch kind {
      case .binary(.add, _, _), .binary(.subtract, _, _): false
      case .binary, .power, .call: true
      default: false
      }
    return isProduct || children.contains(where: \.isNotLinear)
  }

  /// The number that it is: `1000`, `10^6`.
  private var constant: Rational? {
    switch kind {
    case .number(let number): number
    case .power(let base, let exponent):
      exponent.constant?.integer.flatMap { power in base.constant.flatMap { try? $0.power(power) } }
    default: nil
    }
  }

  /// The number that it is, whole or rounded up.
  fileprivate var ownWholeNumber: Set<Int> {
    guard let value = constant?.ceiling.integer else { return [] }
    return [value]
  }
}
