import Notation

extension Judge {
  /// The steps of a derivation behind its first wrong one, each judged by itself, with the indices
  /// running where the whole derivation says.
  package func laterSteps(after judgment: Judgment) -> [LaterStep] {
    guard judgment.verdict.outcome == .refuted, let wrong = judgment.verdict.step,
      let chain = derivation
    else { return [] }
    return chain.steps.indices.dropFirst(wrong).map { place in
      let step = chain.steps[place]
      let own = self.judgment(
        on: chain.steps[place - 1].expression, step, beside: chain.expressions)
      let number = place + 1
      switch own.verdict.outcome {
      case .verified: return LaterStep(number: number, finding: .follows)
      case .refuted:
        // As a claim of its own, in which the first expression is what is asked.
        let whole = self.judgment(on: chain.first, step)
        return LaterStep(
          number: number, finding: whole.isVerified ? .leadsBack : .wrong,
          message: own.verdict.message)
      case .error, .unchecked:
        return LaterStep(number: number, finding: .unclear, message: own.verdict.message)
      }
    }
  }

  /// The steps that count: those behind the names that the chain introduces.
  private var derivation: Syntax.Chain? {
    guard case .chain(let whole) = question.statement.kind else { return nil }
    return try? question.scope.withoutIntroducedNames(whole)
  }

  /// The number of the step of a derivation that ends at a place.
  func step(at place: Span) -> Int? {
    guard let steps = derivation?.steps, steps.count > 1 else { return nil }
    return steps.firstIndex { $0.expression.span == place }.map { $0 + 1 }
  }

  /// The number of the step of a derivation in whose right side a place is.
  func step(holding place: Span) -> Int? {
    guard let steps = derivation?.steps, steps.count > 1 else { return nil }
    return steps.firstIndex { step in
      step.expression.span.lower <= place.lower && place.upper <= step.expression.span.upper
    }.map { $0 + 1 }
  }

  /// One step, under those conditions that speak of it.
  private func judgment(
    on left: Syntax.Expression, _ step: Syntax.Chain.Step,
    beside context: [Syntax.Expression] = []
  ) -> Judgment {
    let names = left.freeNames().union(step.expression.freeNames())
    let statement = question.statement
    let relevant = statement.conditions.filter { condition in
      let used = condition.expressions.names { $0.freeNames() }
      return used.isEmpty || !used.isDisjoint(with: names)
    }
    let part = Syntax.Statement(
      stating: .chain(Syntax.Chain(first: left, steps: [step])), under: relevant,
      at: statement.span)
    do {
      return try Judge(question.stating(part, beside: context)).judgment()
    } catch {
      return Judgment(error, at: statement.span)
    }
  }
}
