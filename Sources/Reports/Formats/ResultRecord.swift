import Homework
import Judging
import Notation

/// What other programs are told of one homework, whatever their format.
public struct ResultRecord: Codable, Sendable {
  /// What a reader of tests calls a test: an answer, a question without one, or a problem of the document.
  public struct Case: Codable, Sendable {
    public enum Outcome: String, Codable, Sendable {
      case passed, failed, error
      /// It waits for a person, for runs, or for an answer.
      case skipped
      /// A problem that is none of an answer's.
      case warning
    }

    /// What stands nowhere else in the file.
    var name: String
    let outcome: Outcome
    /// What kind of finding it is.
    let rule: String
    let place: Place
    /// One sentence, and those that go with it.
    let message: String
    var details: [String] = []
    var points: Double?
    var pointsPossible = 0.0
    var edit: Edit?
    let fingerprint: String
  }

  /// Lines and columns from 1; columns count Unicode scalars, and the last is one past the end.
  struct Place: Codable, Sendable {
    let file: String
    let line, column, endLine, endColumn: Int
  }

  /// A verified edit of the file.
  struct Edit: Codable, Sendable {
    let place: Place
    let replacement: String
    let words: String
  }

  /// What a question, or an answer that counts by itself, has brought.
  struct Score: Codable, Sendable {
    let name: String
    /// `nil` where a person has to say.
    let points: Double?
    let pointsPossible: Double
    let output: [String]
  }

  let file: String
  let cases: [Case]
  let scores: [Score]

  public init(_ report: Report) {
    file = report.source.name
    let homework = report.homework
    let answers = homework.claims.filter { $0.isAnswer || !$0.isAsExpected }
    let broken = Set(answers.compactMap(\.diagnostic))
    cases = Self.named(
      answers.map { Case($0, in: report.source) }
        + homework.questions.filter { $0.state != .answered }.map {
          Case($0, in: report.source)
        }
        + report.diagnostics.filter { !broken.contains($0) }.map { Case($0, in: report.source) })
    scores = homework.questions.isEmpty ? answers.map(Score.init) : homework.scores
  }

  /// A file of which there is no report.
  public init(unread file: String, because reason: String) {
    let place = Place(file: file, line: 1, column: 1, endLine: 1, endColumn: 1)
    (self.file, scores) = (file, [])
    cases = [
      Case(
        name: "unreadable", outcome: .error, rule: "unreadable", place: place, message: reason,
        fingerprint: "unreadable")
    ]
  }

  /// What has the name of another gets a number: readers count only the first of a name.
  private static func named(_ cases: [Case]) -> [Case] {
    var counts: [String: Int] = [:]
    var names = Set(cases.map(\.name))
    return cases.map { item in
      var item = item
      var number = counts[item.name, default: 0] + 1
      let name = item.name
      if number > 1 {
        while !names.insert("\(name) (\(number))").inserted { number += 1 }
        item.name = "\(name) (\(number))"
      }
      counts[name] = number
      return item
    }
  }
}

// MARK: - What became of it

extension ResultRecord.Case {
  fileprivate init(_ claim: Claim, in source: SourceFile) {
    let verdict = claim.verdict
    outcome =
      switch verdict.outcome {
      case .unchecked: .skipped
      case _ where claim.isAsExpected: .passed
      case .error: .error
      case .refuted, .verified: .failed
      }
    rule =
      claim.diagnostic?.message.code
      ?? (claim.isAsExpected ? verdict.outcome.rawValue : Self.rule(of: verdict.outcome))
    name = claim.id
    place = ResultRecord.Place(claim.span, in: source)
    let method = verdict.method.map { " (\($0.rawValue))" } ?? ""
    message =
      verdict.outcome == .verified && claim.isAsExpected
      ? "verified\(method)"
      : claim.isAsExpected || claim.expected == .verified
        ? verdict.message
        : "\(verdict.outcome.rawValue), but the author says \(claim.expected.rawValue)"
    details =
      (claim.diagnostic?.message.hint.map { [$0] } ?? []) + TextFormat.details(of: verdict)
    (points, pointsPossible) = (claim.points, claim.pointsPossible)
    edit = claim.isAsExpected ? nil : verdict.suggestion.map { .init($0, in: source) }
    fingerprint = claim.fingerprint
  }

  private static func rule(of outcome: Verdict.Outcome) -> String {
    switch outcome {
    case .refuted: "refuted"
    case .verified: "not-refuted"
    case .error, .unchecked: "not-judged"
    }
  }

  fileprivate init(_ state: QuestionState, in source: SourceFile) {
    (name, outcome, rule) = (state.question, .skipped, "question-\(state.state.rawValue)")
    place = ResultRecord.Place(Span(0..<0), in: source)
    message = state.sentence
    (points, pointsPossible) = (state.points, state.pointsPossible)
    fingerprint = "\(state.question)/\(state.state.rawValue)"
  }

  fileprivate init(_ diagnostic: Diagnostic, in source: SourceFile) {
    rule = diagnostic.message.code
    name = "document: \(rule)"
    outcome = diagnostic.severity == .error ? .error : .warning
    place = ResultRecord.Place(diagnostic.span, in: source)
    message = diagnostic.message.text
    details = diagnostic.message.hint.map { [$0] } ?? []
    fingerprint = diagnostic.fingerprint(in: source)
  }
}

extension ResultRecord.Score {
  fileprivate init(_ claim: Claim) {
    (name, points, pointsPossible) = (claim.id, claim.points, claim.pointsPossible)
    output =
      claim.verdict.outcome == .verified
      ? ["verified"]
      : ["\(claim.verdict.outcome.rawValue): \(claim.verdict.message)"]
        + TextFormat.details(of: claim.verdict)
  }
}

extension CheckedHomework {
  /// What each question of its assignment has brought, with what is said of its answers.
  fileprivate var scores: [ResultRecord.Score] {
    let claims = Dictionary(grouping: claims.filter(\.isAnswer)) { $0.question }
    return questions.map { state in
      let said = (claims[state.question] ?? []).flatMap { claim in
        ["\(claim.id): \(claim.verdict.outcome.rawValue). \(claim.verdict.message)"]
          + TextFormat.details(of: claim.verdict)
      }
      return ResultRecord.Score(
        name: state.question, points: state.pointsPossible > 0 ? state.points : 0,
        pointsPossible: state.pointsPossible, output: said.isEmpty ? [state.sentence] : said)
    }
  }
}

// MARK: - Places

extension ResultRecord.Place {
  init(_ span: Span, in source: SourceFile) {
    let (file, span) = source.origin(of: span)
    // A block's content ends behind its last line end, which is on a line that it has not.
    var end = span.upper
    while end > span.lower, file.utf8[..<min(end, file.utf8.count)].last.map({ $0 <= 0x20 }) == true
    { end -= 1 }
    self.file = file.name
    (line, column) = Self.position(of: span.lower, in: file)
    (endLine, endColumn) = Self.position(of: end, in: file)
  }

  private static func position(of offset: Int, in file: SourceFile) -> (Int, Int) {
    let line = file.line(at: offset)
    let start = file.lineRange(line).lowerBound
    let before = file.text(of: start..<max(start, offset))
    return (line, before.unicodeScalars.count + 1)
  }
}

extension ResultRecord.Edit {
  fileprivate init(_ suggestion: Suggestion, in source: SourceFile) {
    let (file, edit) = source.origin(of: suggestion)
    place = ResultRecord.Place(exactly: edit.span, in: file)
    (replacement, words) = (suggestion.replacement, suggestion.words)
  }
}

extension ResultRecord.Place {
  /// A place whose every byte is meant.
  fileprivate init(exactly span: Span, in file: SourceFile) {
    self.file = file.name
    (line, column) = Self.position(of: span.lower, in: file)
    (endLine, endColumn) = Self.position(of: span.upper, in: file)
  }
}
