import Notation
import NumericCore

/// Finds the verdict on what is asked: tries the readings that the conventions leave open, in a fixed
/// order, and says which one it took.
package struct Judge {
  let question: Question
  /// The times that the author left out.
  private let implied: [Note]
  private let traits: ClaimTraits
  /// What else the statement says to a reader of the page.
  private let other: Syntax.Statement?

  package init(_ question: Question) {
    other = question.statement.otherReading
    let (statement, implied) = question.statement.withImpliedTime(in: question.scope)
    self.question = question.stating(statement, beside: question.context)
    self.implied = implied
    traits = ClaimTraits(statement, beside: question.context, in: question.scope)
  }

  private var statement: Syntax.Statement { question.statement }

  /// A reading under which the statement is not true.
  private struct Attempt {
    let reading: Reading
    var result: ReadingResult
    let failure: Failure
  }

  package func judgment() throws -> Judgment {
    let judgment = try judgmentOfOneReading()
    guard let other else { return judgment }
    return judgment.agreeing(
      with: try Judge(question.stating(other)).judgment(), on: statement, other)
  }

  private func judgmentOfOneReading() throws -> Judgment {
    let bounded: Question
    do throws(Diagnostic) {
      bounded = try question.whereGivenLettersAreBounded()
    } catch {
      return Judgment(error)
    }
    if bounded.statement.conditions.count < statement.conditions.count {
      return try Judge(bounded).judgment()
    }
    var attempts: [Attempt] = []
    for reading in question.readings
    where question.mayHold(under: reading, after: attempts.map(\.failure)) {
      let trial = trial(of: reading, postponesNumbers: true)
      let result = try trial.result()
      if case .verified(let method, let notes) = result {
        if try asksNothing(trial) { continue }
        return verified(method, notes, reading)
      }
      guard let kind = result.failure else { continue }
      let failure = Failure(
        reading: reading, kind: kind, meetsAxesOfOne: trial.observations.meetAxesOfOne)
      attempts.append(Attempt(reading: reading, result: result, failure: failure))
    }
    // No reading follows from the rules of the functions alone; one may follow from their values.
    for place in attempts.indices where attempts[place].result.isProvisional {
      let reading = attempts[place].reading
      let trial = trial(of: reading)
      let result = try trial.result()
      if case .verified(let method, let notes) = result {
        if try asksNothing(trial) { continue }
        return verified(method, notes, reading)
      }
      attempts[place].result = result
    }
    return excused(failed(attempts))
  }

  private func trial(of reading: Reading, postponesNumbers: Bool = false) -> Trial {
    Trial(
      question: question, reading: reading, postponesNumbers: postponesNumbers, traits: traits)
  }

  /// Whether what is asked for is 0 wherever it is read directly: nobody asks for that, as for
  /// `∂h[t]/∂h[t-2]`.
  private func asksNothing(_ trial: Trial) throws -> Bool {
    guard trial.reading.asksDirectly, case .chain(let chain) = statement.kind else { return false }
    let zero = Syntax.Expression(.number(Rational(0)), at: chain.first.span)
    let isZero = Syntax.Chain(first: chain.first, steps: [.init(equalTo: zero)])
    if case .verified = try trial.result(of: statement.stating(.chain(isZero))) { return true }
    return false
  }

  // MARK: - Judgments

  private func verified(
    _ method: Verdict.Method, _ notes: [Note], _ reading: Reading
  ) -> Judgment {
    if reading.asksDirectly { return Judgment(Diagnostic(.trueDirectly, at: statement.span)) }
    let hasDerivatives = !statement.expressions.allSatisfy(\.derivativeTexts.isEmpty)
    let words = reading.words(
      namesLayout: hasDerivatives && question.conventions.declared[Layout.self] == nil
        && reading.layout != .default)
    var unique: [Note] = []
    for note in implied + notes where !unique.contains(note) { unique.append(note) }
    let verdict = Verdict(
      .verified, method: method, reading: words.isEmpty ? nil : words.joined(separator: "; "),
      message: method.sentence, notes: unique)
    var judgment = Judgment(
      verdict: verdict, layout: hasDerivatives ? reading.layout : nil,
      readsZeroOutside: reading.outside != .error)
    if statement.expressions.contains(where: { $0.calls("σ") }) { judgment.sigma = reading.sigma }
    return judgment
  }

  /// What is false of tensors that are drawn freely may be true of those for which it is claimed.
  private func excused(_ judgment: Judgment) -> Judgment {
    guard judgment.verdict.outcome == .refuted, case .chain(let chain) = statement.kind else {
      return judgment
    }
    let names = chain.expressions.names(\.namesOfValues)
    guard let condition = question.scope.conditionsOnValues(of: names).first else {
      return judgment
    }
    return Judgment(Diagnostic(.claimedUnderCondition(condition.text), at: statement.span))
  }

  /// The most telling of the failures: two values that differ, read as the author most likely
  /// meant it, then a read outside an axis, then what keeps the claim from having a meaning.
  private func failed(_ attempts: [Attempt]) -> Judgment {
    // What could not be computed to its end may be what was meant, and true.
    if let unfinished = attempts.compactMap(\.result.diagnostic).first(where: {
      $0.message.cause == .tooMuchWork
    }) {
      return Judgment(unfinished)
    }
    let declared = question.conventions.declared.value(of: Outside.self)
    let likely = attempts.filter {
      ($0.reading.outside != .error) == (declared != .error)
    }.compactMap(\.result.refutation)
    if let refutation = likely.first(where: { $0.disagreement.fault == nil })
      ?? likely.first ?? attempts.firstResult(of: { $0.result.refutation })
    {
      return Judgment(
        verdict: refutation.verdict, differsInValues: refutation.disagreement.failure == .values)
    }
    if let diagnostic = attempts.compactMap(\.result.mismatch).last,
      attempts.allSatisfy({ $0.result.isAboutShapes || $0.reading.isSpecial })
    {
      return Judgment(
        verdict: Verdict(
          .refuted, message: diagnostic.message.text,
          step: step(at: diagnostic.span)))
    }
    guard let diagnostic = attempts.firstResult(of: { $0.result.diagnostic }) else {
      return Judgment(verdict: Verdict(.error, message: "nothing could be compared"))
    }
    var judgment = Judgment(diagnostic)
    judgment.verdict.step = step(holding: diagnostic.span)
    return judgment
  }
}

extension Diagnostic.Message {
  fileprivate static func claimedUnderCondition(_ condition: String) -> Self {
    Self(
      "condition-on-values",
      "this is false of tensors of any values, and for those with \(condition) it cannot be judged",
      hint: "define what fulfils the condition, as W = A + A^\\top, or y = softmax(z)")
  }
}

extension Syntax.Statement {
  /// Whether it only says which sizes are spoken of: "for $n = 5$ we get".
  package func choosesLetters(in scope: Scope) -> Bool {
    guard case .chain(let chain) = kind,
      chain.expressions.contains(where: { $0.isLetter(in: scope) })
    else { return false }
    return chain.expressions.allSatisfy { $0.isLetter(in: scope) || $0.freeNames().isEmpty }
  }

  /// Every expression that it states something about.
  package var expressions: [Syntax.Expression] {
    switch kind {
    case .chain(let chain): chain.expressions
    case .membership(let subjects, let domain): subjects + domain.expressions
    case .indexBase: []
    }
  }
}

extension Syntax.Expression {
  fileprivate func isLetter(in scope: Scope) -> Bool {
    guard case .name(let name) = kind, case .number(value: nil) = scope[name]?.kind else {
      return false
    }
    return true
  }
}

extension Reading {
  /// Whether it is none of the readings that every statement has.
  fileprivate var isSpecial: Bool { !exceptions.isEmpty || outside != .error || squeezesAxes }

  /// What a reader should know of the conventions that were taken.
  fileprivate func words(namesLayout: Bool) -> [String] {
    var words: [String] = []
    if namesLayout { words.append(layout.words) }
    words += exceptions.sorted { $0.key < $1.key }.map { "\($0.key) in \($0.value.words)" }
    let direct = Partial.direct.words
    words += directDerivatives.sorted().map { "\($0) \(direct)" }
    if let sigma = sigma.words { words.append(sigma) }
    if multipliesLoosely { words.append("products as the shapes allow") }
    if squeezesAxes { words.append("axes of size 1 left out") }
    if let outside = outside.words { words.append(outside) }
    return words
  }
}

extension Verdict.Method {
  fileprivate var sentence: String {
    switch self {
    case .exact: "true, compared exactly"
    case .numeric: "true at every point that was tried, within the rounding error"
    case .bounds: "true of all values, as follows from the ranges of what stands there"
    case .exhaustive: "true for every admissible assignment that was tried"
    case .measured: "true in the runs that were measured"
    }
  }
}

extension Diagnostic.Message {
  fileprivate static let trueDirectly = Self(
    .twoReadings, "this is true only where nothing else at the earlier time changes along",
    hint: "write \\partial^+ for the direct derivative, or add what goes another way")
}
