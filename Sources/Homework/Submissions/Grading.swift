import Judging
import Markup
import Notation
import NumericCore

/// Judges all sentences of a submission under conventions that are the same throughout a question.
struct Grading {
  let assignment: Assignment
  let sentences: [Sentence]
  let judge: SentenceJudge
  /// The text of the submission.
  let source: SourceFile

  init(
    _ assignment: Assignment, _ sentences: [Sentence], in source: SourceFile,
    by judge: SentenceJudge
  ) {
    self.source = source
    self.assignment = assignment
    self.sentences = sentences
    self.judge = judge
  }

  /// What was found out, in the order of the document.
  func findings(recalling memory: AssignmentMemory) -> [Finding] {
    let (assignment, sentences, source) = (self.assignment, self.sentences, self.source)
    let groups = Dictionary(grouping: sentences.indices) {
      assignment[sentences[$0].question].tensors
    }
    // The largest first, so that no core waits long for another.
    .sorted { ($1.value.count, $0.key.text) < ($0.value.count, $1.key.text) }
    let judges = memory.judges(of: groups.map(\.key), for: assignment)
    let parts = Workers.shared.map(Array(zip(groups, judges))) { group, judge in
      Grading(assignment, sentences, in: source, by: judge)
        .findings(at: group.value, group.key)
    }
    memory.forgetSubmission()
    let findings = zip(groups.flatMap(\.value), parts.joined()).sorted { $0.0 < $1.0 }
    return findings.flatMap(\.1)
  }

  /// What was found out about the sentences at these places, one after the other; conventions are
  /// chosen for all of them together.
  private func findings(at places: [Int], _ tensors: Label) -> [[Finding]] {
    let view = view(of: places, tensors)
    let answers = AnswerMatching(self, places, view).findings()
    let layout = layout(of: places, view)
    return places.map { place in
      if case .worded(let worded) = sentences[place].content {
        return [finding(on: worded, in: sentences[place], view, among: places)]
      }
      return answers[place] ?? findings(on: sentences[place], view, layout: layout)
    }
  }

  // MARK: - Conventions

  /// The view of its tensors under which most of what a submission says on a question is true.
  private func view(of places: [Int], _ tensors: Label) -> AxisView {
    let views = AxisView.all(of: assignment[tensors])
    let relevant: [(Sentence, Syntax.Statement)] = places.compactMap { place in
      guard let statement = sentences[place].statement,
        !judge.tensors(in: statement, of: sentences[place]).isEmpty,
        statement.expressions.allSatisfy({ $0.largestLiteral <= Self.literalLimit })
      else { return nil }
      return (sentences[place], statement)
    }
    let sample = relevant.prefix(Self.sampleSize)
    guard views.count > 1, !sample.isEmpty else { return AxisView() }
    // Only what a submission writes index by index has an order of axes to be read.
    let allowed = views.filter { view in
      view.exchanged.allSatisfy { name in
        relevant.contains { $0.1.writesAxes(of: name) }
          && !relevant.contains { $0.1.usesWhole(name) }
      }
    }
    return Vote.choice(among: allowed, by: sample) {
      judge.judgment(on: $0.1, in: $0.0, $1).isVerified
    } ?? AxisView()
  }

  /// How many statements are looked at to find out how tensors are indexed.
  private static let sampleSize = 40
  /// A sum over thousands tells no more of it than one over three.
  private static let literalLimit = 100

  /// The one layout in which equations of whole derivatives are read.
  private func layout(of places: [Int], _ view: AxisView) -> Layout? {
    let relevant = places.compactMap { place in
      sentences[place].statement.flatMap { $0.hasWholeDerivatives ? (sentences[place], $0) : nil }
    }
    return Vote.layout(by: relevant) { answer, layout in
      [judge.judgment(on: answer.1, in: answer.0, view, layout: layout)]
    }
  }

  // MARK: - Statements

  private func findings(
    on sentence: Sentence, _ view: AxisView, layout: Layout?
  ) -> [Finding] {
    switch sentence.content {
    case .statement(let statement):
      return findings(on: statement, in: sentence, view, layout: layout)
    case .naming(let naming):
      guard let rest = naming.rest else {
        let names = naming.names.joined(separator: ", ")
        return [sentence.finding(.setting, "says what is called \(names)")]
      }
      return findings(on: rest, in: sentence, view, layout: layout)
    case .worded: return []
    case .bare:
      return [sentence.finding(.aside, sentence.question == nil ? Self.outside : Self.notAsked)]
    case .recognised(let role, let reason): return [sentence.finding(role, reason)]
    case .unreadable(let diagnostic): return [sentence.finding(.formula, diagnostic.message.text)]
    }
  }

  func findings(
    on statement: Syntax.Statement, in sentence: Sentence, _ view: AxisView, layout: Layout?
  ) -> [Finding] {
    let judgment = self.judgment(on: statement, in: sentence, view, layout)
    switch judgment.verdict.outcome {
    case .verified, .refuted:
      if judgment.verdict.outcome == .refuted, judge.isAssumption(statement, in: sentence) {
        return [sentence.finding(.setting, Self.assumption)]
      }
      if judgment.verdict.outcome == .refuted, let name = statement.definedName,
        assignment[sentence.question].givenNames.contains(name)
      {
        return [
          sentence.finding(
            .formula, "the assignment defines \(Asked.letter(of: name)) in another way")
        ]
      }
      var verdict = judgment.verdict
      if verdict.outcome == .refuted, let list = openIndexList(of: statement, in: sentence, view) {
        verdict = Verdict(.error, message: Self.openList(list))
        return [sentence.finding(.answer, verdict)]
      }
      if verdict.outcome == .verified, case .chain(let chain) = statement.kind, chain.isClosed {
        return [sentence.finding(.aside, "right arithmetic, which is not what is asked")]
      }
      if verdict.outcome == .verified, !sentence.unanswered(in: statement.expressions).isEmpty {
        return [sentence.finding(.aside, Self.saysNothing)]
      }
      if verdict.outcome == .refuted {
        let layout = statement.hasWholeDerivatives ? layout : nil
        verdict.laterSteps = judge.laterSteps(
          of: statement, in: sentence, after: judgment, view, layout: layout)
        verdict.suggestion = judge.suggestion(
          for: sentence, judgment, view, layout: layout, in: source)
      }
      return [decided(verdict, statement, in: sentence, view)]
    case .error, .unchecked:
      if let (verdict, letters) = judge.holdsForUnknownLetters(statement, in: sentence, view) {
        var verdict = verdict
        verdict.notes.append(.forAllWholeNumbers(letters))
        return [sentence.finding(.answer, verdict)]
      }
      if judge.isAssumption(statement, in: sentence) {
        return [sentence.finding(.setting, Self.assumption)]
      }
      let found = links(of: statement, in: sentence, view, layout: layout)
      if found == nil, judgment.isAboutShapes {
        var verdict = judgment.verdict
        verdict.suggestion = judge.suggestion(
          for: sentence, judgment, view, layout: statement.hasWholeDerivatives ? layout : nil,
          in: source)
        return [sentence.finding(.answer, verdict)]
      }
      return found ?? [sentence.finding(.formula, judgment.verdict.message)]
    }
  }

  /// The judgment under the one layout of the question; what is true under it, or under none, need not
  /// be judged again.
  private func judgment(
    on statement: Syntax.Statement, in sentence: Sentence, _ view: AxisView, _ layout: Layout?
  ) -> Judgment {
    let judgment = judge.judgment(on: statement, in: sentence, view)
    guard let layout, let own = judgment.layout, own != layout, statement.hasWholeDerivatives else {
      return judgment
    }
    return judge.judgment(on: statement, in: sentence, view, layout: layout)
  }

  /// An index list of which it is open which axis of size 1 it leaves out, where it would be true for one.
  private func openIndexList(
    of statement: Syntax.Statement, in sentence: Sentence, _ view: AxisView
  ) -> String? {
    let scope = assignment[sentence.question].scope
    guard let list = statement.expressions.firstResult(of: scope.openIndexList) else { return nil }
    let (base, indices) = list.chainedIndices
    let first = view.indexBase ?? scope.firstIndexBase(in: base) ?? 0
    let isTrue = (0...indices.count).contains { place in
      var filled = indices
      filled.insert(Syntax.Expression(.number(Rational(first)), at: list.span), at: place)
      let whole = Syntax.Expression(.indexed(base, filled), at: list.span)
      return judge.judgment(
        on: statement.mapping { $0.replacing(list, by: whole) }, in: sentence, view
      )
      .isVerified
    }
    return isTrue ? list.text : nil
  }

  private static func openList(_ list: String) -> String {
    "\(list) leaves out an axis of size 1, and there are several: write every index"
  }

  static let saysNothing = "true, and does not say what is asked"
  private static let outside = "stands under no question of the assignment"
  private static let notAsked = "states nothing that the assignment says how to compare"
  private static let assumption = "assumes something of what the assignment leaves open"

  private func decided(
    _ verdict: Verdict, _ statement: Syntax.Statement, in sentence: Sentence, _ view: AxisView
  ) -> Finding {
    var verdict = verdict
    let tensors = judge.tensors(in: statement, of: sentence)
    if !tensors.isEmpty {
      let words = (verdict.reading.map { [$0] } ?? []) + view.words(for: tensors)
      verdict.reading = words.isEmpty ? nil : words.joined(separator: "; ")
    }
    return sentence.finding(.answer, verdict)
  }

  /// The steps of a chain by themselves, where it has no verdict as a whole: one step that cannot be
  /// read does not take the others with it.
  private func links(
    of statement: Syntax.Statement, in sentence: Sentence, _ view: AxisView, layout: Layout?
  ) -> [Finding]? {
    guard case .chain(let chain) = statement.kind, chain.steps.count > 1,
      chain.steps.allSatisfy({ $0.relation == .equal })
    else { return nil }
    let links = chain.steps.map { step in
      let link = statement.stating(.chain(Syntax.Chain(first: chain.first, steps: [step])))
      var part = sentence.part(at: step.expression.span, after: chain.first)
      let judgment = self.judgment(on: link, in: sentence, view, layout)
      switch judgment.verdict.outcome {
      case .verified, .refuted: part = decided(judgment.verdict, link, in: sentence, view).at(part)
      case .error, .unchecked: part.verdict = Verdict(.unchecked, message: judgment.verdict.message)
      }
      return part
    }
    return links.contains { $0.role == .answer } ? links : nil
  }
}

extension Sentence {
  /// What it states, if that can be judged by itself.
  var statement: Syntax.Statement? {
    switch content {
    case .statement(let statement): statement
    case .naming(let naming): naming.rest
    case .bare, .worded, .recognised, .unreadable: nil
    }
  }

  func finding(_ role: Claim.Role, _ reason: String) -> Finding {
    finding(role, Verdict(.unchecked, message: reason))
  }

  func finding(_ role: Claim.Role, _ verdict: Verdict) -> Finding {
    Finding(question: question, role: role, span: span, source: source, verdict: verdict)
  }

  /// A step of its chain.
  fileprivate func part(at step: Span, after first: Syntax.Expression) -> Finding {
    let place = Span(max(step.lower, span.lower)..<max(min(step.upper, span.upper), step.lower))
    return Finding(
      question: question, role: .formula, span: place, source: source,
      verdict: Verdict(.unchecked, message: ""))
  }
}

extension Finding {
  /// The same verdict at the place of another finding.
  fileprivate func at(_ other: Finding) -> Finding {
    Finding(
      question: question, role: role, span: other.span, source: other.source, verdict: verdict)
  }
}
