import Notation
import NumericCore

/// A chain of relations, ready to be compared side by side at any sample and under any reading.
struct ChainComparison {
  /// The steps that count: those behind the names that the chain introduces.
  var chain: Syntax.Chain
  let conditions: [Syntax.Condition]
  /// The indices that nothing binds.
  var free: [String]
  /// The derivation around it, where it is one of its steps.
  let context: [Syntax.Expression]
  let tolerance: Rational?

  init(_ whole: Syntax.Chain, under conditions: [Syntax.Condition], of question: Question) throws {
    chain = try question.scope.withoutIntroducedNames(whole)
    self.conditions = conditions
    free = question.scope.freeIndices(in: chain.expressions, conditions)
    context = question.context
    tolerance = question.tolerance
  }

  /// - Returns: what came of it, and whether nothing but whole numbers and ratios was compared.
  func result<S: DecidableScalar>(
    _ evaluator: Evaluator<S>, _ method: Verdict.Method
  ) throws -> (result: ReadingResult, isWhole: Bool) {
    var notes = try evaluator.openFreeIndices(
      free, of: chain.expressions + context, conditions: conditions)
    let conditions = try evaluator.conditions(conditions)
    if let part = conditions.part { notes.append(.comparedInPart(held: part.held, all: part.all)) }
    let areShapes = chain.expressions.contains(where: \.isShape)
    var left = chain.first
    var isWhole = true
    for (number, step) in chain.steps.enumerated() {
      let allowance = try allowance(step, evaluator)
      let comparison = try evaluator.compare(
        left, step.relation == .approximatelyEqual ? .equal : step.relation, step.expression,
        asShapes: areShapes, leftIsAsked: number == 0 && context.isEmpty, where: conditions,
        within: allowance)
      notes += comparison.notes
      if let allowance, step.tolerance == nil { notes.append(.comparedWithin(allowance)) }
      if left.text == step.expression.text { notes.append(.sidesWrittenTheSame) }
      isWhole = isWhole && comparison.wasExact
      if let disagreement = comparison.disagreement {
        let refutation = Refutation(
          method: method, step: chain.steps.count > 1 ? number + 1 : nil, left: left,
          right: step.expression, disagreement: disagreement, notes: notes)
        return (.refuted(refutation), isWhole)
      }
      left = step.expression
    }
    return (.verified(method, notes: notes), isWhole)
  }

  /// How far the sides of a step may lie apart: as stated, or half a unit of the last digit.
  private func allowance<S: Scalar>(
    _ step: Syntax.Chain.Step, _ evaluator: Evaluator<S>
  ) throws -> Rational? {
    if let stated = step.tolerance { return try evaluator.constant(stated) }
    guard step.relation == .approximatelyEqual else {
      return step.relation == .equal ? tolerance : nil
    }
    if let tolerance { return tolerance }
    guard let rounding = step.roundingTolerance else {
      throw Diagnostic(.approximationNeedsTolerance, at: step.expression.span)
    }
    return rounding
  }
}

extension Diagnostic.Message {
  fileprivate static let approximationNeedsTolerance = Self(
    "expected", "an approximation needs a number, or a tolerance",
    hint: "write \\approx a \\pm 0.05")
}
