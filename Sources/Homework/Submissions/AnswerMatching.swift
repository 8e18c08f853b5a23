import Judging
import Markup
import Notation
import NumericCore

/// Compares what stands for itself, `4 × 5` or `H' = …`, with what the assignment asks.
struct AnswerMatching {
  private let grading: Grading
  private let places: [Int]
  private let view: AxisView

  init(_ grading: Grading, _ places: [Int], _ view: AxisView) {
    self.grading = grading
    self.places = places
    self.view = view
  }

  /// The findings on the sentences that could be compared, by their places.
  func findings() -> [Int: [Finding]] {
    let byQuestion = Dictionary(grouping: places) { grading.sentences[$0].question }
    var findings: [Int: [Finding]] = [:]
    for (question, places) in byQuestion.sorted(by: { $0.value[0] < $1.value[0] }) {
      let asked = grading.assignment[question].asked
      guard !asked.isEmpty else { continue }
      let bare = bareFindings(places, asked)
      findings.merge(bare) { first, _ in first }
      let isAnswered = bare.values.joined().contains { $0.verdict.outcome == .verified }
      findings.merge(closedFindings(places, asked)) { first, _ in first }
      findings.merge(namedFindings(places, asked, isAnswered: isAnswered)) { first, _ in first }
      findings.merge(partFindings(places, asked)) { $0[0].role == .answer ? $0 : $1 }
    }
    return findings
  }

  private func rule(
    _ asked: [Asked], equal value: Syntax.Expression, then rest: Syntax.Statement? = nil,
    under conditions: [Syntax.Condition] = [], in sentence: Sentence
  ) -> Verdict {
    var steps = asked.dropFirst().map { Syntax.Chain.Step(equalTo: $0.expression) }
    steps.append(Syntax.Chain.Step(equalTo: value))
    if case .chain(let chain) = rest?.kind { steps += chain.steps }
    let chain = Syntax.Chain(first: asked[0].expression, steps: Array(steps))
    let statement = Syntax.Statement(stating: .chain(chain), under: conditions, at: value.span)
    return grading.judge.judgment(on: statement, in: sentence, view).verdict
  }

  // MARK: - Expressions

  /// Expressions that stand for themselves answer what is asked without a name: each what stands at
  /// its place, or one of them all.
  private func bareFindings(_ places: [Int], _ asked: [Asked]) -> [Int: [Finding]] {
    let wanted = asked.enumerated().filter { $0.element.name == nil }
    guard !wanted.isEmpty else { return [:] }
    var candidates: [(place: Int, value: Syntax.Expression)] = []
    for place in places {
      guard case .bare(let parts) = grading.sentences[place].content, let first = parts.first else {
        continue
      }
      let value =
        parts.count == 1 ? first : Syntax.Expression(.tuple(parts), at: first.span)
      candidates.append((place, value))
    }
    if wanted.count == 1 { return onlyFindings(on: candidates, wanted[0]) }
    let isInOrder = candidates.count == wanted.count
    var findings: [Int: [Finding]] = [:]
    var refuted: [Int] = []
    for (number, candidate) in candidates.enumerated() {
      let targets = isInOrder ? [wanted[number]] : wanted
      let finding = finding(on: candidate, among: targets)
      if finding.verdict.outcome == .refuted { refuted.append(candidate.place) }
      findings[candidate.place] = [finding]
    }
    guard !isInOrder, candidates.count > 1 else { return findings }
    // Several expressions for one answer: the last is meant, unless another is right.
    let isRight = wanted.count > 1 || candidates.count > refuted.count
    for place in isRight ? refuted[...] : refuted.dropLast() {
      findings[place] = [
        grading.sentences[place].finding(.formula, "differs from what is asked; it may be a step")
      ]
    }
    return findings
  }

  /// One answer is asked. Where words lead to one, what only stands by itself may be a step; answers that
  /// differ are none.
  private func onlyFindings(
    on candidates: [(place: Int, value: Syntax.Expression)], _ wanted: (offset: Int, element: Asked)
  ) -> [Int: [Finding]] {
    var findings: [Int: [Finding]] = [:]
    for candidate in candidates {
      findings[candidate.place] = [finding(on: candidate, among: [wanted])]
    }
    var answers = candidates.filter { findings[$0.place]?[0].role == .answer }
    let led = answers.filter { grading.sentences[$0.place].around.isLed }
    if let last = led.last, !areOne(answers) {
      for step in answers where step.place < last.place && !isAnswer(step.place) {
        findings[step.place] = [
          grading.sentences[step.place].finding(
            .formula, "differs from the answer; it may be a step")
        ]
      }
      answers.removeAll { $0.place < last.place && !isAnswer($0.place) }
    }
    guard answers.count > 1, !areOne(answers) else { return findings }
    // Where words lead to each of them, they may be of different things.
    let outcome: Verdict.Outcome =
      answers.count(where: { grading.sentences[$0.place].around.isLed }) > 1 ? .error : .refuted
    let texts = answers.map(\.value.text)
    for answer in answers {
      let verdict = Verdict(outcome, message: Self.oneAnswer(texts))
      findings[answer.place] = [grading.sentences[answer.place].finding(.answer, verdict)]
    }
    return findings
  }

  /// Whether words lead to it, or it stands in the place of one to which they do.
  private func isAnswer(_ place: Int) -> Bool {
    let around = grading.sentences[place].around
    return around.isLed || around.link == .alternative
  }

  private static func oneAnswer(_ texts: [String]) -> String {
    var known: [String] = []
    for text in texts where !known.contains(text) && known.count < answersShown {
      known.append(text)
    }
    let more = Set(texts).count - known.count
    let shown = known.joined(separator: " and ") + (more > 0 ? " and \(more) more" : "")
    return "\(known.count + more) different answers, \(shown): one answer, please"
  }

  /// So many answers to one question are named.
  private static let answersShown = 5

  /// Whether values that stand side by side are the same.
  private func areOne(_ candidates: [(place: Int, value: Syntax.Expression)]) -> Bool {
    guard let first = candidates.first else { return true }
    return candidates.dropFirst().allSatisfy { other in
      if other.value.text == first.value.text { return true }
      let statement = Syntax.Statement(
        stating: .chain(Syntax.Chain(first: first.value, steps: [.init(equalTo: other.value)])),
        under: [], at: other.value.span)
      return grading.judge.judgment(on: statement, in: grading.sentences[other.place], view)
        .isVerified
    }
  }

  private func finding(
    on candidate: (place: Int, value: Syntax.Expression),
    among targets: [(offset: Int, element: Asked)]
  ) -> Finding {
    let sentence = grading.sentences[candidate.place]
    let verdicts = targets.map { target in
      let verdict = rule([target.element], equal: candidate.value, in: sentence)
      guard verdict.outcome == .error, let shape = candidate.value.bracketedShape else {
        return verdict
      }
      return rule([target.element], equal: shape, in: sentence)
    }
    let failures = verdicts.filter { $0.outcome != .verified }
    guard let failure = failures.first else {
      guard sentence.unanswered(in: [candidate.value]).isEmpty else {
        return sentence.finding(.aside, Grading.saysNothing)
      }
      var finding = sentence.finding(.answer, verdicts[0])
      finding.answers = Set(targets.map(\.offset))
      return finding
    }
    if failures.count < verdicts.count {
      return sentence.finding(.formula, "equals some of what is asked, and not all")
    }
    guard failure.outcome == .refuted else {
      return grading.areNew(candidate.value.shapeFactors, in: sentence)
        ? sentence.finding(.setting, "names the sizes that are asked")
        : sentence.finding(.formula, failure.message)
    }
    return sizesDiffer(failure, candidate.value).map { sentence.finding(.formula, $0) }
      ?? sentence.finding(.answer, failure)
  }

  /// An answer with fewer sizes than are asked may be meant in part.
  private func sizesDiffer(_ verdict: Verdict, _ value: Syntax.Expression) -> String? {
    guard let asked = verdict.counterexample?.sizes, asked > 1 else { return nil }
    let given = value.shapeFactors.count
    return asked == given ? nil : "\(given) sizes stand here, and \(asked) are asked"
  }

  /// `(8 × 5 × 5 × 3) + 8 = 608`: true arithmetic that comes to what is asked is the answer.
  private func closedFindings(_ places: [Int], _ asked: [Asked]) -> [Int: [Finding]] {
    let wanted = asked.indices.filter { asked[$0].name == nil }
    guard wanted.count == 1 else { return [:] }
    var findings: [Int: [Finding]] = [:]
    for place in places {
      let sentence = grading.sentences[place]
      guard case .statement(let statement) = sentence.content,
        case .chain(let chain) = statement.kind,
        chain.isClosed
      else { continue }
      let verdict = rule([asked[wanted[0]]], equal: chain.first, then: statement, in: sentence)
      guard verdict.outcome == .verified else { continue }
      var finding = sentence.finding(.answer, verdict)
      finding.answers = Set(wanted)
      findings[place] = [finding]
    }
    return findings
  }

  /// `⌊(17 - 3)/2⌋ + 1 = 8` and `⌊(11 - 5)/2⌋ + 1 = 4`, or `H' = 8, W' = 4`: the sizes of what is asked,
  /// found one by one.
  private func partFindings(_ places: [Int], _ asked: [Asked]) -> [Int: [Finding]] {
    let wanted = asked.enumerated().filter { $0.element.name == nil }
    guard wanted.count == 1 else { return [:] }
    var parts: [(place: Int, value: Syntax.Expression)] = []
    for place in places {
      switch grading.sentences[place].content {
      case .statement(let statement):
        guard case .chain(let chain) = statement.kind, chain.isClosed,
          let last = chain.expressions.last,
          grading.judge.judgment(on: statement, in: grading.sentences[place], view).isVerified
        else { continue }
        parts.append((place, last))
      case .naming(let naming):
        guard naming.rest == nil, naming.conditions.isEmpty, naming.names.count == 1,
          grading.sentences[place].unanswered(in: [naming.value]).isEmpty
        else { continue }
        parts.append((place, naming.value))
      case .bare, .worded, .recognised, .unreadable: continue
      }
    }
    guard (2...4).contains(parts.count) else { return [:] }
    let value = Syntax.Expression(.tuple(parts.map(\.value)), at: parts[0].value.span)
    let verdict = rule([wanted[0].element], equal: value, in: grading.sentences[parts[0].place])
    guard verdict.outcome == .verified else { return [:] }
    var findings: [Int: [Finding]] = [:]
    for part in parts {
      var finding = grading.sentences[part.place].finding(.answer, verdict)
      finding.answers = [wanted[0].offset]
      findings[part.place] = [finding]
    }
    return findings
  }

  // MARK: - Names

  /// An equation for a name of what is asked, or for a new one with the same letter, which may be a step on the
  /// way: where that is used again, or is beside an answer.
  private func namedFindings(
    _ places: [Int], _ asked: [Asked], isAnswered: Bool
  ) -> [Int: [Finding]] {
    var findings: [Int: [Finding]] = [:]
    var answered: Set<Int> = []
    var refuted: [(place: Int, finding: Finding, wanted: Set<Int>)] = []
    var values: [String: [Int]] = [:]
    for place in places {
      let sentence = grading.sentences[place]
      guard case .naming(let naming) = sentence.content else { continue }
      let wanted = asked.enumerated().filter { item in
        guard let name = item.element.name else { return false }
        return naming.names.contains { Asked.letter(of: $0) == Asked.letter(of: name) }
      }
      guard !wanted.isEmpty else { continue }
      let verdict = rule(
        wanted.map(\.element), equal: naming.value, then: naming.rest, under: naming.conditions,
        in: sentence)
      var finding = sentence.finding(.answer, verdict)
      let isAsked = wanted.contains { item in
        naming.spellings.contains(item.element.name?.spelling ?? "")
      }
      switch verdict.outcome {
      case .verified where !sentence.unanswered(in: [naming.value]).isEmpty: continue
      case .verified:
        finding.answers = Set(wanted.map(\.offset))
        answered.formUnion(finding.answers)
        findings[place] = [finding]
      case .refuted where isAsked: findings[place] = [finding]
      case .refuted where !isUsed(naming.names, after: place, places):
        refuted.append((place, finding, Set(wanted.map(\.offset))))
      case .error where !naming.conditions.isEmpty: findings[place] = [finding]
      case .refuted, .error, .unchecked: continue
      }
      guard naming.conditions.isEmpty else { continue }
      for name in naming.spellings { values[name, default: []].append(place) }
    }
    for (place, finding, wanted) in refuted where !isAnswered && answered.isDisjoint(with: wanted) {
      findings[place] = [finding]
    }
    return findings.merging(contradictions(values, findings)) { $1 }
  }

  /// A name that is said to be one value and another.
  private func contradictions(
    _ places: [String: [Int]], _ findings: [Int: [Finding]]
  ) -> [Int: [Finding]] {
    var found: [Int: [Finding]] = [:]
    for (name, places) in places.sorted(by: { $0.key < $1.key }) {
      let outcomes = Set(places.compactMap { findings[$0]?[0].verdict.outcome })
      guard outcomes.count > 1 else { continue }
      let values = places.compactMap { place -> String? in
        guard case .naming(let naming) = grading.sentences[place].content else { return nil }
        return "\(name) = \(naming.value.text)"
      }
      let verdict = Verdict(.refuted, message: Self.oneAnswer(values))
      for place in places { found[place] = [grading.sentences[place].finding(.answer, verdict)] }
    }
    return found
  }

  private func isUsed(_ names: [String], after place: Int, _ places: [Int]) -> Bool {
    places.contains { later in
      guard later > place else { return false }
      let expressions: [Syntax.Expression] =
        switch grading.sentences[later].content {
        case .statement(let statement): statement.expressions
        case .naming(let naming): (naming.rest?.expressions ?? []) + [naming.value]
        case .bare(let expressions): expressions
        case .worded, .recognised, .unreadable: []
        }
      return expressions.contains { !$0.freeNames().isDisjoint(with: names) }
    }
  }
}

extension Syntax.Expression {
  /// `[28, 28, 8]` as a shape.
  fileprivate var bracketedShape: Syntax.Expression? {
    guard case .matrix(let rows) = kind, rows.count == 1 || rows.allSatisfy({ $0.count == 1 })
    else {
      return nil
    }
    return Syntax.Expression(.tuple(rows.flatMap { $0 }), at: span)
  }
}

extension Syntax.Chain {
  /// Whether it is arithmetic: numbers alone.
  var isClosed: Bool { expressions.allSatisfy { $0.freeNames().isEmpty } }
}

extension Grading {
  /// Whether expressions are names without a meaning, as in "the output is `C_1 × H_1 × W_1`".
  fileprivate func areNew(_ expressions: [Syntax.Expression], in sentence: Sentence) -> Bool {
    expressions.allSatisfy { expression in
      guard case .name(let name) = expression.kind else { return false }
      return assignment[sentence.question].scope[name] == nil
    }
  }
}
