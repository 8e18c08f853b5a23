import NumericCore

/// Lists on both sides of an equation, `a, b = c, d`.
extension Parser {
  /// `a, b = c, d` as `a = c` and `b = d`.
  func pairs(of draft: Draft) throws(Diagnostic) -> [Draft] {
    guard !draft.leading.isEmpty else { return [draft] }
    guard case .chain(let chain) = draft.kind, chain.steps.count == 1,
      case .tuple(let right) = chain.steps[0].expression.kind,
      right.count == draft.leading.count + 1
    else { throw Diagnostic(.notAStatement, at: draft.leading[0].span) }
    let left = draft.leading + [chain.first]
    func equation(
      _ a: Syntax.Expression, _ b: Syntax.Expression, _ conditions: [Syntax.Condition]
    ) -> Draft {
      let step = Syntax.Chain.Step(equalTo: b)
      return Draft(
        kind: .chain(Syntax.Chain(first: a, steps: [step])), conditions: conditions,
        span: draft.span)
    }
    guard draft.hasEllipsis else {
      return zip(left, right).map { equation($0, $1, draft.conditions) }
    }
    let count = left.count - 1
    guard count >= 1,
      let general = Syntax.Expression.generalised(
        [left[count - 1], right[count - 1]], [left[count], right[count]],
        avoiding: Set(vocabulary.entries.keys))
    else { throw Diagnostic(.ellipsisUnclear, at: left[count].span) }
    let known = zip(left, right).prefix(count - 1).map { equation($0, $1, draft.conditions) }
    return known + [
      equation(general.bodies[0], general.bodies[1], draft.conditions + [general.range])
    ]
  }

  /// `u, x_1, \dots, x_n`: what stands before the list, any of its values, and the range of their index.
  func listed(
    _ values: [Syntax.Expression]
  ) throws(Diagnostic) -> (
    others: [Syntax.Expression], general: Syntax.Expression, range: Syntax.Condition
  ) {
    let last = values[values.count - 1]
    let base = last.chainedIndices.0.kind
    guard let first = values.firstIndex(where: { $0.chainedIndices.0.kind == base }),
      first < values.count - 1,
      let general = Syntax.Expression.generalised(
        [values[first]], [last], avoiding: Set(vocabulary.entries.keys))
    else { throw Diagnostic(.ellipsisUnclear, at: last.span) }
    return (Array(values[..<first]), general.bodies[0], general.range)
  }

  /// `= 6,272` is read as two numbers by one and as one by another.
  func refuseThousands(
    _ drafts: [Draft], _ part: Syntax.Expression
  ) throws(Diagnostic) {
    guard case .chain(let chain) = drafts.last?.kind, let left = chain.steps.last?.expression,
      left.lastNumber != nil, part.lastNumber != nil, part.span.upper - part.span.lower >= 3,
      left.span.upper + 1 == part.span.lower
    else { return }
    throw Diagnostic(.thousands, at: left.span.joined(with: part.span))
  }

  /// `= A, B`: the right side is a list.
  func extendTuple(_ drafts: inout [Draft], by part: Syntax.Expression) -> Bool {
    guard let last = drafts.indices.last, case .chain(let chain) = drafts[last].kind,
      let step = chain.steps.last, drafts[last].conditions.isEmpty
    else { return false }
    let parts: [Syntax.Expression] =
      if case .tuple(let parts) = step.expression.kind { parts + [part] } else {
        [step.expression, part]
      }
    let tuple = Syntax.Expression(.tuple(parts), at: step.expression.span.joined(with: part.span))
    drafts[last].kind = .chain(chain.ending(with: tuple))
    drafts[last].span = drafts[last].span.joined(with: part.span)
    return true
  }
}

extension Syntax.Chain {
  /// The same with another right side.
  func ending(with expression: Syntax.Expression) -> Self {
    let relation = steps[steps.count - 1].relation
    let last = Step(relation: relation, expression: expression, tolerance: nil)
    return Self(first: first, steps: steps.dropLast() + [last])
  }
}

extension Syntax.Expression {
  /// The number that it is, or ends with.
  fileprivate var lastNumber: Rational? {
    switch kind {
    case .number(let number): number
    case .binary(_, _, let right): right.lastNumber
    case .tuple(let parts): parts.last?.lastNumber
    default: nil
    }
  }
}

extension Diagnostic.Message {
  static let thousands = Self(
    "ambiguous", "is this one number, or two?",
    hint: "write a number without commas, and a gap behind the comma of a list")
}
