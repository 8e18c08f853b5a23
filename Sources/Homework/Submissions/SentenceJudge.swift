import Judging
import Markup
import Notation
import NumericCore

/// Judges the sentences of one submission after another, each with the names that are known where it stands.
///
/// It is for one thread at a time.
final class SentenceJudge: @unchecked Sendable {
  private let assignment: Assignment
  private let conventions: ConventionChoice
  private var samples: [ScopeKey: Samples] = [:]
  private let memory = Memory()
  private var judgments: [JudgmentKey: Judgment] = [:]
  /// What no small edit makes true, as it is written.
  private var hopeless: Set<Attempt> = []

  private struct ScopeKey: Hashable {
    let question: Label?
    /// How many names the submission has introduced so far.
    let introduced: Int
    let view: AxisView
  }

  private struct JudgmentKey: Hashable {
    let scope: ScopeKey
    let statement: String
    let layout: Layout?
  }

  private struct Attempt: Hashable {
    let judgment: JudgmentKey
    let text: String
    let surface: Surface
  }

  init(_ assignment: Assignment) {
    self.assignment = assignment
    conventions = ConventionChoice(assignment.document.frontMatter.conventions)
  }

  /// The verdict on a statement that stands in a sentence.
  func judgment(
    on statement: Syntax.Statement, in sentence: Sentence, _ view: AxisView,
    layout: Layout? = nil
  ) -> Judgment {
    let key = key(of: statement, in: sentence, view, layout)
    if let known = judgments[key] { return known }
    let judgment = judgment(
      on: question(statement, at: samples(of: sentence, view, for: statement), layout))
    judgments[key] = judgment
    return judgment
  }

  /// Whether a statement is true for every value of the letters that nothing declares, and which
  /// letters these are.
  func holdsForUnknownLetters(
    _ statement: Syntax.Statement, in sentence: Sentence, _ view: AxisView
  ) -> (Verdict, [String])? {
    var scope = samples(of: sentence, view, for: statement).scope
    let indices = statement.expressions.names(\.bareIndices)
    let unknown = Self.names(in: statement, sentence).filter {
      scope[$0] == nil && !indices.contains($0)
    }
    // `D_H` counts something where D does; a letter from nowhere could be a matrix.
    guard !unknown.isEmpty, unknown.count <= 8,
      unknown.allSatisfy({ scope[Asked.letter(of: $0)]?.isTensor == false })
    else { return nil }
    for name in unknown {
      scope.declare(
        Declaration(
          name: name, kind: .number(value: nil), span: statement.span, indexBase: nil, section: 0))
    }
    let judgment = judgment(on: question(statement, at: samples(in: scope), nil))
    return judgment.isVerified ? (judgment.verdict, unknown) : nil
  }

  /// The names that a statement depends on, also by what the submission has introduced.
  private static func names(in statement: Syntax.Statement, _ sentence: Sentence) -> [String] {
    var names: [String] = []
    var waiting = statement.expressions.flatMap(\.namesInOrder)
    while !waiting.isEmpty {
      let name = waiting.removeFirst()
      guard !names.contains(name) else { continue }
      names.append(name)
      let introduction = sentence.introduced.last { $0.name == name }
      if case .number(let value?) = introduction?.kind { waiting += value.namesInOrder }
    }
    return names
  }

  private func judgment(on question: Question) -> Judgment {
    do {
      return try Judge(question).judgment()
    } catch {
      return Judgment(error, at: question.statement.span)
    }
  }

  private func question(
    _ statement: Syntax.Statement, at samples: Samples, _ layout: Layout?
  ) -> Question {
    var conventions = conventions
    conventions.sectionLayout = layout
    return Question(statement, samples: samples, conventions: conventions)
  }

  /// What becomes of a derivation behind its first wrong step.
  func laterSteps(
    of statement: Syntax.Statement, in sentence: Sentence, after judgment: Judgment,
    _ view: AxisView, layout: Layout?
  ) -> [LaterStep] {
    Judge(question(statement, at: samples(of: sentence, view, for: statement), layout))
      .laterSteps(after: judgment)
  }

  /// The small edit that makes a false sentence true, if there is one.
  func suggestion(
    for sentence: Sentence, _ judgment: Judgment, _ view: AxisView, layout: Layout?,
    in source: SourceFile
  ) -> Suggestion? {
    guard case .statement(let statement) = sentence.content, let text = sentence.text else {
      return nil
    }
    let attempt = Attempt(
      judgment: key(of: statement, in: sentence, view, layout), text: text.text,
      surface: sentence.surface)
    guard !hopeless.contains(attempt) else { return nil }
    let question = question(statement, at: samples(of: sentence, view, for: statement), layout)
    let suggestion = Repair(of: question, surface: sentence.surface)
      .suggestion(for: text, [judgment], in: source)
    if suggestion == nil { hopeless.insert(attempt) }
    return suggestion
  }

  /// Whether a statement says nothing but what a letter is that the assignment leaves open.
  func isAssumption(_ statement: Syntax.Statement, in sentence: Sentence) -> Bool {
    guard case .chain(let chain) = statement.kind,
      !sentence.introduced.contains(where: { $0.isWorded && chain.uses($0.name) })
    else { return false }
    let scope = samples(of: sentence, AxisView(), for: statement).scope
    return chain.expressions.contains { expression in
      guard case .name(let name) = expression.kind, case .number(nil) = scope[name]?.kind else {
        return false
      }
      return true
    }
  }

  /// The tensors that a statement speaks of, so that it matters how they are indexed.
  func tensors(in statement: Syntax.Statement, of sentence: Sentence) -> Set<String> {
    let scope = samples(of: sentence, AxisView(), for: statement).scope
    let names = statement.expressions.names { $0.freeNames() }
    return scope.closure(of: names).filter { scope[$0]?.isTensor ?? false }
  }

  /// Forgets what rests on the names of a submission, and what has a place in its text.
  func forgetSubmission() {
    samples = samples.filter { $0.key.introduced == 0 }
    judgments = judgments.filter { $0.key.scope.introduced == 0 && $0.value.diagnostic == nil }
    hopeless = hopeless.filter { $0.judgment.scope.introduced == 0 }
  }

  // MARK: - Scopes

  private func key(
    of statement: Syntax.Statement, in sentence: Sentence, _ view: AxisView, _ layout: Layout?
  ) -> JudgmentKey {
    JudgmentKey(scope: key(of: sentence, view), statement: statement.text, layout: layout)
  }

  private func key(of sentence: Sentence, _ view: AxisView) -> ScopeKey {
    ScopeKey(question: sentence.question, introduced: sentence.introduced.count, view: view)
  }

  /// What is known where a sentence stands. A name of the submission that is an index here, as in
  /// `f[m]` behind "for m = 1", stays an index.
  private func samples(
    of sentence: Sentence, _ view: AxisView, for statement: Syntax.Statement
  ) -> Samples {
    let indices = statement.expressions.names(\.bareIndices)
    let question = assignment[sentence.question]
    let shadowed = sentence.introduced.contains { indices.contains($0.name) }
    let key = key(of: sentence, view)
    if !shadowed, let known = samples[key] { return known }
    var scope = view.applied(to: question.scope)
    for introduction in sentence.introduced where !indices.contains(introduction.name) {
      introduction.declare(in: &scope, section: assignment.questions.count + 1)
    }
    let new = samples(in: scope)
    if !shadowed { samples[key] = new }
    return new
  }

  private func samples(in scope: Scope) -> Samples {
    Samples(scope: scope, seed: assignment.document.frontMatter.seed, memory: memory)
  }
}

extension Syntax.Chain {
  fileprivate func uses(_ name: String) -> Bool {
    expressions.contains { $0.freeNames().contains(name) }
  }
}
