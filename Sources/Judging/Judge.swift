import Notation
import NumericCore

/// What is declared about the conventions of a document; what is not is found out.
package struct ConventionChoice: Hashable, Sendable {
  package var layout: Layout?
  var oneLayout: Layout? { layout ?? sectionLayout }
  /// Whether an index outside its axis is an error or reads 0.
  package var outsideReadsZero: Bool?
  /// Whether derivatives are followed through time in every place; `nil` where it is to be found out.
  package var followsTime: Bool?
  /// Whether σ is the softmax; `nil` where it is to be found out.
  package var sigmaIsSoftmax: Bool?
  package var indexBases: [Int: Int] = [:]
  /// The one layout in which the answers of a section are read, where none is declared.
  package var sectionLayout: Layout?
  /// The layout to try first: a false answer is shown in the one in which its neighbours are true.
  package var likelierLayout: Layout = .shape

  package init() {}
}

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
    var failures: [(reading: Reading, attempt: Attempt)] = []
    var withoutAxesOfOne: Set<Reading> = []
    for reading in readings(of: statement) {
      if reading.squeezesAxes, withoutAxesOfOne.contains(reading.keepingAxes) { continue }
      if !reading.exceptions.isEmpty,
        failures.contains(where: { $0.attempt.isAboutValues || $0.attempt.isFaultOfSum })
      {
        continue
      }
      // A reading that follows less is for values that differ, a loose one for shapes that do.
      if reading.isDirectSomewhere,
        !failures.contains(where: { $0.attempt.isAboutValues && $0.reading.isTotal(of: reading) })
      {
        continue
      }
      if reading.sigmaIsSoftmax, conventions.sigmaIsSoftmax == nil,
        !failures.contains(where: { $0.attempt.isAboutValues && $0.reading.isLogistic(of: reading) }
        )
      {
        continue
      }
      if reading.multipliesLoosely, !failures.contains(where: { $0.attempt.isError }) { continue }
      if reading.outside != nil, conventions.outsideReadsZero != true,
        !failures.contains(where: { $0.attempt.isFault && !$0.attempt.isFaultOfSum })
      {
        continue
      }
      let trial = Trial(
        samples: samples, reading: reading, tolerance: tolerance, context: context,
        postponesNumbers: true, traits: traits)
      let attempt = try trial.attempt(statement)
      if case .verified(let method, let notes) = attempt {
        if try asksNothing(statement, trial) { continue }
        return verified(method, implied + notes, reading, statement)
      }
      failures.append((reading, attempt))
      if !trial.observations.meetAxesOfOne { withoutAxesOfOne.insert(reading) }
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

  // MARK: - Readings

  func readings(of statement: Syntax.Statement) -> [Reading] {
    let expressions = statement.expressions
    let derivatives = expressions.flatMap(\.derivativeTexts)
    let layouts: [Layout] =
      if derivatives.isEmpty { [.shape] } else if let layout = conventions.oneLayout {
        [layout]
      } else {
        [conventions.likelierLayout, conventions.likelierLayout == .shape ? .numerator : .shape]
      }
    var readings: [Reading] = []
    for layout in layouts {
      for squeezes in [false, true] {
        var reading = Reading(layout: layout, indexBases: conventions.indexBases)
        reading.squeezesAxes = squeezes
        readings.append(reading)
      }
    }
    readings += mixed(expressions)
    readings += readings.filter { $0.exceptions.isEmpty }.map { $0.multiplyingLoosely }
    readings += direct(statement, of: readings.filter { $0.exceptions.isEmpty })
    readings = withSigma(readings, expressions)
    switch conventions.outsideReadsZero {
    case true?: return readings.map { $0.readingZero(.everywhere) }
    case false?: return readings
    case nil: return readings + readings.map { $0.readingZero(.freeIndices) }
    }
  }

  /// σ is the logistic sigmoid, and where that makes no sense the softmax.
  private func withSigma(
    _ readings: [Reading], _ expressions: [Syntax.Expression]
  ) -> [Reading] {
    let softmax = readings.map { reading in
      var reading = reading
      reading.sigmaIsSoftmax = true
      return reading
    }
    switch conventions.sigmaIsSoftmax {
    case true?: return softmax
    case false?: return readings
    case nil: return readings + (expressions.contains { $0.calls("σ") } ? softmax : [])
    }
  }

  /// Readings in which one derivative is laid out otherwise than the rest: an index list says itself
  /// in which order it counts the axes.
  private func mixed(_ expressions: [Syntax.Expression]) -> [Reading] {
    let all = expressions.flatMap(\.derivativeTexts)
    let indexed = Set(expressions.flatMap(\.indexedDerivativeTexts))
    let base = conventions.oneLayout ?? .shape
    guard conventions.layout == nil, Set(all).count > 1, (1...4).contains(indexed.count) else {
      return []
    }
    return indexed.sorted().flatMap { derivative in
      [false, true].map { squeezes in
        var reading = Reading(layout: base, indexBases: conventions.indexBases)
        reading.exceptions = [derivative: base == .numerator ? .shape : .numerator]
        reading.squeezesAxes = squeezes
        return reading
      }
    }
  }

  /// Readings in which some derivatives follow nothing through time. What is asked of a loss is total;
  /// that of one state by another may be either, and then the answer is read alike.
  private func direct(_ statement: Syntax.Statement, of readings: [Reading]) -> [Reading] {
    // Who marks a direct derivative means the others to be total.
    guard case .chain(let chain) = statement.kind, conventions.followsTime != true,
      !chain.expressions.contains(where: \.containsDirectDerivative)
    else { return [] }
    let answered = context.isEmpty ? chain.steps.map(\.expression) : chain.expressions
    let texts = answered.flatMap { $0.derivativesThroughTime(in: samples.scope) }
      .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    guard (0...3).contains(texts.count) else { return [] }
    var choices = (0..<(1 << texts.count)).dropFirst().map { choice in
      (Set(texts.indices.filter { choice & (1 << $0) != 0 }.map { texts[$0] }), false)
    }
    if chain.first.asksOfElements(in: samples.scope) { choices.append((Set(texts), true)) }
    return choices.flatMap { choice, asksDirectly in
      readings.map { reading in
        var reading = reading
        reading.directDerivatives = choice
        reading.asksDirectly = asksDirectly
        return reading
      }
    }
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
      namesLayout: hasDerivatives && (conventions.layout == nil && reading.layout != .shape))
    var unique: [String] = []
    for note in notes where !unique.contains(note) { unique.append(note) }
    let verdict = Verdict(
      .verified, method: method, reading: words.isEmpty ? nil : words.joined(separator: "; "),
      message: method.sentence, notes: unique)
    return Ruling(
      verdict: verdict, layout: hasDerivatives ? reading.layout : nil,
      readsZeroOutside: reading.outside != nil)
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
    _ failures: [(reading: Reading, attempt: Attempt)], _ statement: Syntax.Statement
  ) -> Ruling {
    let likely = failures.filter {
      ($0.reading.outside != nil) == (conventions.outsideReadsZero ?? false)
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
  /// Whether the derivatives in it, at least one, are of values at one time.
  fileprivate func asksOfElements(in scope: Scope) -> Bool {
    let derivatives = self.derivatives
    return !derivatives.isEmpty && derivatives.allSatisfy { $0.isElement(in: scope) }
  }

  /// What is differentiated in it.
  private var derivatives: [Syntax.Expression] {
    if case .derivative(let output, _, _) = kind { return [output] }
    return children.flatMap(\.derivatives)
  }

  private func isElement(in scope: Scope) -> Bool {
    guard case .name(let name) = chainedIndices.0.kind, let family = scope.family(name) else {
      return false
    }
    return chainedIndices.1.count >= family.rank
  }

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
  fileprivate var isAboutValues: Bool {
    if case .refuted(let refutation) = self {
      refutation.disagreement.fault == nil && !refutation.disagreement.differsInShape
    } else {
      false
    }
  }

  fileprivate var isFaultOfSum: Bool {
    if case .refuted(let refutation) = self { refutation.disagreement.isFaultOfSum } else { false }
  }

  fileprivate var isError: Bool { if case .error = self { true } else { false } }

  /// Whether nothing but shapes keeps it from having a meaning.
  fileprivate var isAboutShapes: Bool {
    guard case .error(let diagnostic) = self else { return false }
    return mismatch != nil || diagnostic.message.code == Diagnostic.Message.shapesDoNotFitCode
  }

  /// That shapes differ which are equal in every convention.
  fileprivate var mismatch: Diagnostic? {
    guard case .error(let diagnostic) = self,
      diagnostic.message.code == Diagnostic.Message.shapesDifferCode
    else { return nil }
    return diagnostic
  }

  fileprivate var isRefuted: Bool { if case .refuted = self { true } else { false } }

  fileprivate var isFault: Bool {
    if case .refuted(let refutation) = self { refutation.disagreement.fault != nil } else { false }
  }
}

extension Reading {
  fileprivate var multiplyingLoosely: Reading {
    var reading = self
    reading.multipliesLoosely = true
    return reading
  }

  /// The same without leaving out axes of size 1.
  var keepingAxes: Reading {
    var reading = self
    reading.squeezesAxes = false
    return reading
  }

  /// Whether it is the other reading, but for what σ is.
  fileprivate func isLogistic(of other: Reading) -> Bool {
    var logistic = other
    logistic.sigmaIsSoftmax = false
    return self == logistic
  }

  var isDirectSomewhere: Bool { asksDirectly || !directDerivatives.isEmpty }

  /// Whether it is the other reading, but for derivatives that are direct there.
  func isTotal(of other: Reading) -> Bool {
    var total = other
    total.directDerivatives = []
    total.asksDirectly = false
    return self == total
  }

  /// Whether it is none of the readings that every statement has.
  fileprivate var isSpecial: Bool { !exceptions.isEmpty || outside != nil || squeezesAxes }

  fileprivate func readingZero(_ outside: ZeroOutside) -> Reading {
    var reading = self
    reading.outside = outside
    return reading
  }

  /// What a reader should know of the conventions that were taken.
  fileprivate func words(namesLayout: Bool) -> [String] {
    var words: [String] = []
    if namesLayout { words.append("\(layout.rawValue) layout") }
    words += exceptions.sorted { $0.key < $1.key }.map {
      "\($0.key) in \($0.value.rawValue) layout"
    }
    if asksDirectly { words.append("the derivative that is asked for direct") }
    words += directDerivatives.sorted().map { "\($0) direct" }
    if sigmaIsSoftmax { words.append("σ as softmax") }
    if multipliesLoosely { words.append("products as the shapes allow") }
    if squeezesAxes { words.append("axes of size 1 left out") }
    if outside != nil { words.append("0 outside of an axis") }
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
        left: shortened(disagreement.left), right: shortened(disagreement.right)),
      step: step, notes: notes)
  }

  /// Four significant digits, which is what a person compares.
  private func shortened(_ number: String) -> String {
    guard number.contains("."), let value = Double(number) else { return number }
    return value.significant(4)
  }
}
