import Experiments
import Judging
import Markup
import Notation

/// A convention and the reading of it that was taken.
public struct TakenConvention: Hashable, Sendable {
  public let key: String
  public let value: String
}

/// The text that takes the place of `` `= expr` ``.
public struct ComputedValue: BlockResult {
  public let text: String
}

/// The LaTeX of the statements of a block in plain text.
public struct TypesetStatements: BlockResult {
  public let latex: String
}

/// A homework after checking: what stands in it, and what was found out about it.
public struct CheckedHomework: Sendable {
  public let document: Document
  /// In document order.
  public internal(set) var claims: [Claim]
  /// Everything wrong with the document itself, in document order.
  public let diagnostics: [Diagnostic]
  public let conventions: [TakenConvention]
  /// What became of each block and each computed value, by its span.
  public let results: [Span: any BlockResult]
  /// The logs of the experiments that were run, by their names.
  public let experiments: [String: ExperimentLog]
  /// How much of a submission was understood; `nil` for a homework, whose author marks the answers.
  public var coverage: Coverage?
  /// What a submission has under each question of its assignment.
  public var questions: [QuestionState] = []
  /// What these ask.
  public var questionTexts: [QuestionText] = []
  /// What the page of a submission may tell its student.
  public var feedback = Feedback.key

  /// Every file or experiment that a plot or table names.
  public var namedData: [Located] { results.values.flatMap(\.namedData) }

  /// The results of one type, in document order.
  public func results<Result: BlockResult>(of type: Result.Type) -> [(span: Span, result: Result)] {
    results.compactMap { span, result in (result as? Result).map { (span, $0) } }
      .sorted { $0.span.lower < $1.span.lower }
  }

  /// What each answer was read as, by its span.
  var readings: [Span: ClaimReading] = [:]

  /// How the answer of this name was read; `nil` where there is none, or nothing of it can be read.
  public func explanation(of id: String) -> Explanation? {
    guard let claim = claims.first(where: { $0.id == id }), let reading = readings[claim.span]
    else {
      return nil
    }
    return Explanation(of: claim, reading)
  }

  /// The text that takes the place of a computed value.
  package func value(at span: Span) -> String? { (results[span] as? ComputedValue)?.text }

  /// The formulas of a block in LaTeX.
  package func latex(of fence: Fence) -> String? {
    fence.kind.surface == .latex
      ? fence.content.text : (results[fence.span] as? TypesetStatements)?.latex
  }

  public var summary: Summary { Summary(claims) }

  /// Whether CI must stop: an unexpected verdict, or something wrong with the document.
  public var exitCode: Int32 {
    let hasErrors = diagnostics.contains { $0.severity == .error }
    let unexpected = claims.filter { !$0.isAsExpected }
    if hasErrors || unexpected.contains(where: { $0.verdict.outcome == .error }) { return 2 }
    return unexpected.isEmpty ? 0 : 1
  }
}

extension Diagnostic {
  /// What is an error in a homework is none in a text that nobody wrote for Checkmark.
  var asWarning: Diagnostic { Diagnostic(message, at: span, severity: .warning) }
}

extension CheckedHomework {
  /// A report, of which nothing is judged.
  init(builtReport document: Document) {
    let end = document.file.utf8.count - 1
    let note = Diagnostic(.builtReport, at: Span(end..<end), severity: .warning)
    self.init(
      document: document, claims: [], diagnostics: document.diagnostics.map(\.asWarning) + [note],
      conventions: [], results: [:], experiments: [:])
  }
}

extension Diagnostic.Message {
  package static let builtReport = Self(
    "built-report", "this is a report that Checkmark has built; nothing in it is judged",
    hint: "verify the homework that it was built from")
}
