import Notation
import NumericCore

/// Finds the verdict on a statement: tries the readings that the conventions leave open, in a fixed
/// order, and says which one it took.
package struct Judge {
  package let samples: Samples
  package let conventions: ConventionChoice
  package let tolerance: Rational?
  /// The derivation around a step that is judged by itself.
  var context: [Syntax.Expression] = []

  package init(samples: Samples, conventions: ConventionChoice, tolerance: Rational?) {
    self.samples = samples
    self.conventions = conventions
    self.tolerance = tolerance
  }

  /// A verdict, and the place to point at where it is an error.
  package struct Ruling: Sendable {
    package var verdict: Verdict
    package var diagnostic: Diagnostic?
    /// The layout under which a statement about derivatives is true.
    package var layout: Layout?
    /// Whether it is true only where an index outside its axis reads 0.
    package var readsZeroOutside = false

    package init(
      verdict: Verdict, diagnostic: Diagnostic? = nil, layout: Layout? = nil,
      readsZeroOutside: Bool = false
    ) {
      self.verdict = verdict
      self.diagnostic = diagnostic
      self.layout = layout
      self.readsZeroOutside = readsZeroOutside
    }
  }

  package func rule(on written: Syntax.Statement) throws -> Ruling {
    let (statement, implied) = written.withImpliedTime(in: samples.scope)
    let traits = ClaimTraits(statement, beside: context, in: samples.scope)
    var failures: [Failure] = []
    for reading in readings(of: statement) where mayHold(reading, after: failures) {
      let trial = Trial(
        samples: samples, reading: reading, tolerance: tolerance, context: context,
        postponesNumbers: true, traits: traits)
      let attempt = try trial.attempt(statement)
      if case .verified(let method, let notes) = attempt {
        if try asksNothing(statement, trial) { continue }
        return verified(method, implied + notes, reading, statement)
      }
      failures.append(
        Failure(
          reading: reading, attempt: attempt, meetsAxesOfOne: trial.observations.meetAxesOfOne))
    }
    // No reading follows from the rules of the functions alone; one may follow from their values.
    for place in failures.indices where failures[place].attempt.isProvisional {
      let reading = failures[place].reading
      let trial = Trial(
        samples: samples, reading: reading, tolerance: tolerance, context: context, traits: traits)
      let attempt = try trial.attempt(statement)
      if case .verified(let method, let notes) = attempt {
        if try asksNothing(statement, trial) { continue }
        return verified(method, implied + notes, reading, statement)
      }
      failures[place].attempt = attempt
    }
    return excused(failed(failures, statement), statement)
  }

  /// Whether what is asked for is 0 wherever it is read directly: nobody asks for that, as for
  /// `∂h[t]/∂h[t-2]`.
  private func asksNothing(_ statement: Syntax.Statement, _ trial: Trial) throws -> Bool {
    guard trial.reading.asksDirectly, case .chain(let chain) = statement.kind else { return false }
    let zero = Syntax.Expression(.number(Rational(0)), at: chain.first.span)
    let isZero = Syntax.Chain(
      first: chain.first, steps: [.init(equalTo: zero)])
    if case .verified = try trial.attempt(statement.stating(.chain(isZero))) { return true }
    return false
  }

  // MARK: - Rulings

  private func verified(
    _ method: Verdict.Method, _ notes: [String], _ reading: Reading, _ statement: Syntax.Statement
  ) -> Ruling {
    let hasDerivatives = statement.expressions.contains(where: \.containsDerivative)
    let words = reading.words(
      namesLayout: hasDerivatives && conventions.declared[Layout.self] == nil
        && reading.layout != .default)
    var unique: [String] = []
    for note in notes where !unique.contains(note) { unique.append(note) }
    let verdict = Verdict(
      .verified, method: method, reading: words.isEmpty ? nil : words.joined(separator: "; "),
      message: method.sentence, notes: unique)
    return Ruling(
      verdict: verdict, layout: hasDerivatives ? reading.layout : nil,
      readsZeroOutside: reading.outside != .error)
  }

  /// What is false of tensors that are drawn freely may be true of those for which it is claimed.
  private func excused(_ ruling: Ruling, _ statement: Syntax.Statement) -> Ruling {
    guard ruling.verdict.outcome == .refuted, case .chain(let chain) = statement.kind else {
      return ruling
    }
    let names = chain.expressions.reduce(into: Set<String>()) { $0.formUnion($1.namesOfValues) }
    guard let condition = samples.scope.conditionsOnValues(of: names).first else { return ruling }
    return Ruling(Diagnostic(.claimedUnderCondition(condition.text), at: statement.span))
  }

  /// The most telling of the failures: two values that differ, read as the author most likely
  /// meant it, then a read outside an axis, then what keeps the claim from having a meaning.
  private func failed(
    _ failures: [Failure], _ statement: Syntax.Statement
  ) -> Ruling {
    let likely = failures.filter {
      ($0.reading.outside != .error) == (conventions.declared.value(of: Outside.self) != .error)
    }
    let refutations = (likely + failures).compactMap { failure in
      if case .refuted(let refutation) = failure.attempt { refutation } else { nil }
    }
    let ofLikely = refutations.prefix(likely.count { $0.attempt.isRefuted })
    if let refutation = ofLikely.first(where: { $0.disagreement.fault == nil })
      ?? refutations.first
    {
      return Ruling(verdict: refutation.verdict)
    }
    if let diagnostic = failures.compactMap({ $0.attempt.mismatch }).last,
      failures.allSatisfy({ $0.attempt.isAboutShapes || $0.reading.isSpecial })
    {
      return Ruling(
        verdict: Verdict(
          .refuted, message: diagnostic.message.text,
          step: step(at: diagnostic.span, of: statement)))
    }
    let errors = failures.compactMap { failure in
      if case .error(let diagnostic) = failure.attempt { diagnostic } else { nil }
    }
    guard let diagnostic = errors.first else {
      return Ruling(verdict: Verdict(.error, message: "nothing could be compared"))
    }
    return Ruling(diagnostic)
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

extension Judge.Ruling {
  /// That a statement cannot be read, or has no meaning.
  package init(_ diagnostic: Diagnostic) {
    self.init(
      verdict: Verdict(.error, message: diagnostic.message.text), diagnostic: diagnostic)
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

extension Attempt {
  var isProvisional: Bool {
    if case .refuted(let refutation) = self { refutation.isProvisional } else { false }
  }

  /// Both sides had values, and these differed.
  var isAboutValues: Bool {
    if case .refuted(let refutation) = self {
      refutation.disagreement.fault == nil && !refutation.disagreement.differsInShape
    } else {
      false
    }
  }

  var isFaultOfSum: Bool {
    if case .refuted(let refutation) = self { refutation.disagreement.isFaultOfSum } else { false }
  }

  var isError: Bool { if case .error = self { true } else { false } }

  /// Whether nothing but shapes keeps it from having a meaning.
  fileprivate var isAboutShapes: Bool {
    guard case .error(let diagnostic) = self else { return false }
    return mismatch != nil || diagnostic.message.cause == .shapesDoNotFit
  }

  /// That shapes differ which are equal in every convention.
  fileprivate var mismatch: Diagnostic? {
    guard case .error(let diagnostic) = self,
      diagnostic.message.cause == .shapesDiffer
    else { return nil }
    return diagnostic
  }

  fileprivate var isRefuted: Bool { if case .refuted = self { true } else { false } }

  var isFault: Bool {
    if case .refuted(let refutation) = self { refutation.disagreement.fault != nil } else { false }
  }
}

extension Reading {
  /// The same without leaving out axes of size 1.
  var keepingAxes: Reading { with(\.squeezesAxes, false) }

  /// Whether it is none of the readings that every statement has.
  fileprivate var isSpecial: Bool { !exceptions.isEmpty || outside != .error || squeezesAxes }

  /// What a reader should know of the conventions that were taken.
  fileprivate func words(namesLayout: Bool) -> [String] {
    var words: [String] = []
    if namesLayout { words.append(layout.words) }
    words += exceptions.sorted { $0.key < $1.key }.map { "\($0.key) in \($0.value.words)" }
    let direct = Partial.direct.words
    if asksDirectly { words.append("the derivative that is asked for \(direct)") }
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
    case .exhaustive: "true for every admissible assignment that was tried"
    case .measured: "true in the runs that were measured"
    }
  }
}

extension Refutation {
  /// The verdict, in words for a student.
  var verdict: Verdict {
    var places = disagreement.indices.map { "\($0.name) = \($0.value)" }
    if !disagreement.element.isEmpty {
      places.append("[" + disagreement.element.map(String.init).joined(separator: ", ") + "]")
    }
    let place = places.joined(separator: ", ")
    let at = place.isEmpty ? "" : "at \(place) "
    let message: String
    if let fault = disagreement.fault {
      message = "\(at)it \(fault)"
    } else if case .indicator(let conditions) = left.kind, conditions.count == 1 {
      message = "\(at)this does not hold: \(conditions[0].text)"
    } else if disagreement.differsInShape, disagreement.indices.isEmpty {
      message = "the shape is \(disagreement.left), not \(disagreement.right)"
    } else {
      message =
        "\(at)the left side is \(shortened(disagreement.left)), "
        + "the right side \(shortened(disagreement.right))"
    }
    return Verdict(
      .refuted, method: method, message: message,
      counterexample: Counterexample(
        indices: disagreement.indices.map { .init(name: $0.name, value: $0.value) },
        left: shortened(disagreement.left), right: shortened(disagreement.right),
        sizesOfLeft: disagreement.sizesOfLeft),
      step: step, notes: notes)
  }

  /// Four significant digits, which is what a person compares.
  private func shortened(_ number: String) -> String {
    guard number.contains("."), let value = Double(number) else { return number }
    return value.significant(4)
  }
}
