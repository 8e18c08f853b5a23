import Notation

extension GraphBuilder {
  /// More terms are drawn as one.
  private static let mostTerms = 20

  mutating func reduce(
    _ reduction: Syntax.Reduction, _ binder: Syntax.Binder, _ body: Syntax.Expression,
    _ place: Context
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    let sign = reduction == .list ? "[ ]" : reduction.rawValue
    let letter = Symbol.visible(binder.name)
    return try operation(
      Symbol(sign, below: reduction == .list ? [] : [letter]),
      terms(binder, body, place), place)
  }

  /// The terms one by one where the index chooses among values that are drawn one by one.
  private mutating func terms(
    _ binder: Syntax.Binder, _ body: Syntax.Expression, _ place: Context
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    var inner = place
    inner.letters.numbers[binder.name] = nil
    var numbers: [Int]?
    if let lower = place.letters.number(binder.lower),
      let upper = place.letters.number(binder.upper),
      upper - lower < Self.mostTerms, choosesMember(binder.name, in: body)
    {
      numbers = lower <= upper ? Array(lower...upper) : []
    } else if place.letters.time == nil, readsTime(binder.name, in: body) {
      inner.letters.time = binder.name
      numbers = steps.map(Array.init)
    }
    guard let numbers else { return try operandsOf(body, inner) }
    var operands: [ComputationGraph.Operand] = []
    for number in numbers {
      inner.letters.numbers[binder.name] = number
      inner.step = inner.letters.time == binder.name ? number : place.step
      operands += try operandsOf(body, inner)
    }
    return operands
  }

  /// Whether an index stands where the members of a family, or matrices of a row, are told apart.
  private func choosesMember(_ letter: String, in expression: Syntax.Expression) -> Bool {
    let (base, indices) = expression.chainedIndices
    if case .name(let name) = base.kind {
      let count = scope.family(name)?.rank ?? (name.hasSuffix("_") ? 1 : 0)
      if indices.prefix(count).contains(where: { $0.freeNames().contains(letter) }) { return true }
    }
    return expression.children.contains { choosesMember(letter, in: $0) }
  }

  /// The parts of a list, each by itself.
  mutating func items(
    _ expression: Syntax.Expression, _ place: Context
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    guard case .reduction(.list, let binder, let body) = expression.kind else {
      return try operandsOf(expression, place)
    }
    return try terms(binder, body, place)
  }
}
