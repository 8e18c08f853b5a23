import Notation

extension Judge {
  /// The steps of a derivation behind its first wrong one, each judged by itself, with the indices
  /// running where the whole derivation says.
  package func laterSteps(of written: Syntax.Statement, after ruling: Ruling) -> [LaterStep] {
    let (statement, _) = written.withImpliedTime(in: samples.scope)
    guard ruling.verdict.outcome == .refuted, let wrong = ruling.verdict.step,
      let chain = derivation(in: statement)
    else { return [] }
    var judge = self
    judge.context = chain.expressions
    return chain.steps.indices.dropFirst(wrong).map { place in
      let step = chain.steps[place]
      let ruling = judge.rule(
        on: chain.steps[place - 1].expression, step, under: statement.conditions, of: statement)
      let number = place + 1
      switch ruling.verdict.outcome {
      case .verified: return LaterStep(number: number, finding: .follows)
      case .refuted:
        // As a claim of its own, in which the first expression is what is asked.
        let whole = self.rule(
          on: chain.first, step, under: statement.conditions, of: statement)
        return LaterStep(
          number: number, finding: whole.verdict.outcome == .verified ? .leadsBack : .wrong,
          message: ruling.verdict.message)
      case .error, .unchecked:
        return LaterStep(number: number, finding: .unclear, message: ruling.verdict.message)
      }
    }
  }

  /// The steps that count: those behind the names that the chain introduces.
  func derivation(in statement: Syntax.Statement) -> Syntax.Chain? {
    guard case .chain(let whole) = statement.kind else { return nil }
    return try? samples.scope.withoutIntroducedNames(whole)
  }

  /// The number of the step of a derivation that ends at a place.
  func step(at place: Span, of statement: Syntax.Statement) -> Int? {
    guard let steps = derivation(in: statement)?.steps, steps.count > 1 else { return nil }
    return steps.firstIndex { $0.expression.span == place }.map { $0 + 1 }
  }

  /// One step, under those conditions that speak of it.
  private func rule(
    on left: Syntax.Expression, _ step: Syntax.Chain.Step, under conditions: [Syntax.Condition],
    of statement: Syntax.Statement
  ) -> Ruling {
    let names = left.freeNames().union(step.expression.freeNames())
    let relevant = conditions.filter { condition in
      let used = condition.expressions.reduce(into: Set<String>()) { $0.formUnion($1.freeNames()) }
      return used.isEmpty || !used.isDisjoint(with: names)
    }
    let part = Syntax.Statement(
      stating: .chain(Syntax.Chain(first: left, steps: [step])), under: relevant,
      at: statement.span)
    do {
      return try rule(on: part)
    } catch {
      let diagnostic = error as? Diagnostic
      return Ruling(diagnostic ?? Diagnostic(.undecidable("\(error)"), at: statement.span))
    }
  }
}
