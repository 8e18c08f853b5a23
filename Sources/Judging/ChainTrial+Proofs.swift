import Notation
import NumericCore

/// What is known of all values that entries may have.
extension ChainTrial {
  /// What follows of the inequalities from the ranges of what stands there, at sizes that differ.
  func proven(at assignments: [[String: [Int]]]) throws -> ReadingResult? {
    var result: ReadingResult?
    for letters in assignments {
      for inequality in chain.inequalities {
        guard let found = enclosed(inequality, enclosing(letters)), case .verified = found else {
          return nil
        }
        result = found
      }
    }
    return result
  }

  /// - Errors: a condition in a formula that came to the same at every point, where it need not.
  func refuseUnmetConditions(at assignments: [[String: [Int]]]) throws {
    let premises = Set(comparison.conditions.flatMap(\.expressions))
    let unmet = trial.observations.comparisons.filter {
      $0.value.count == 1 && !premises.contains($0.key.left)
    }
    guard !unmet.isEmpty else { return }
    let known = answers(at: assignments)
    guard
      let (sides, answers) = unmet.filter({ known[$0.key] != $0.value }).min(by: {
        $0.key.left.span.lower < $1.key.left.span.lower
      })
    else { return }
    throw Diagnostic(
      .oneAnswerOnly(sides, holds: answers.contains(true)), at: sides.left.span)
  }

  /// - Errors: what `\max`, `|·|` or ReLU compare, where one was the larger at every point and need not be.
  func refuseUnmetKinks(_ kinks: KinkSearch, _ draws: [Draw]) throws {
    for gap in kinks.unmet(at: draws) {
      let zero = Syntax.Expression.zero(at: gap.span)
      let isNotNegative = Syntax.Expression(
        .indicator([.comparing(gap, .greaterOrEqual, zero)]), at: gap.span)
      if (try? enclosing(kinks.letters).numbers(isNotNegative)) != nil { continue }
      throw Diagnostic(.oneSideOnly(gap), at: gap.span)
    }
  }

  /// What conditions come to, of those that come to the same at all values.
  private func answers(at assignments: [[String: [Int]]]) -> [ComparedValues: Set<Bool>] {
    let all = assignments.map { letters in
      let evaluator = enclosing(letters)
      for step in chain.singleSteps {
        // Whether it can be decided so is no matter: what is asked on the way is.
        _ = enclosed(step, evaluator)
        evaluator.forgetIndices()
      }
      return evaluator.memo.comparisons
    }
    return all.dropFirst().reduce(all.first ?? [:]) { known, answers in
      known.filter { answers[$0.key] == $0.value }
    }
  }

  /// Computes with all values that entries may have.
  private func enclosing(_ letters: [String: [Int]]) -> Evaluator<Enclosure> {
    Evaluator(
      trial.scope, reading: trial.reading,
      sample: samples.enclosures(letters: letters, under: comparison.conditions))
  }

  /// What comes of one step of the chain by itself.
  private func enclosed(
    _ step: Syntax.Chain, _ evaluator: Evaluator<Enclosure>
  ) -> ReadingResult? {
    var part = comparison
    part.chain = step
    return try? part.result(evaluator, .bounds).result
  }
}

extension Syntax.Chain {
  /// What is 0 where the sides of its step are equal.
  var difference: Syntax.Expression { .difference(first, steps[0].expression) }

  /// Each step by itself.
  var singleSteps: [Syntax.Chain] {
    zip([first] + steps.map(\.expression), steps).map { Syntax.Chain(first: $0, steps: [$1]) }
  }

  /// Each step that is no equation, by itself.
  var inequalities: [Syntax.Chain] { singleSteps.filter { $0.steps[0].relation != .equal } }
}

extension Diagnostic.Message {
  fileprivate static func oneSideOnly(_ gap: Syntax.Expression) -> Self {
    Self(
      "undecidable",
      "\(gap.text) had the same sign at every point that was tried; elsewhere the claim was not looked at",
      hint: "claim each side of the kink by itself, under a condition")
  }

  fileprivate static func oneAnswerOnly(_ sides: ComparedValues, holds: Bool) -> Self {
    let condition = "\(sides.left.text) \(sides.relation.rawValue) \(sides.right.text)"
    return Self(
      "undecidable",
      "\(condition) was \(holds ? "true" : "false") at every point that was tried; elsewhere the claim was not looked at",
      hint: "say what holds where it is \(holds ? "false" : "true"), each as a claim of its own")
  }
}
