import Experiments
import Judging
import Markup
import Notation

/// A convention and the reading of it that was taken.
public struct TakenConvention: Hashable, Sendable {
  public let key: String
  public let value: String
}

/// A homework after checking: what stands in it, and what was found out about it.
///
/// Results are keyed by the span of the block or formula that they belong to.
public struct CheckedHomework: Sendable {
  public let document: Document
  /// In document order.
  public let claims: [Claim]
  /// Everything wrong with the document itself, in document order.
  public let diagnostics: [Diagnostic]
  public let conventions: [TakenConvention]
  /// The text that takes the place of `` `= expr` ``.
  public let values: [Span: String]
  /// The LaTeX of the statements of a block in plain text.
  public let typesetting: [Span: String]
  public let gradientTables: [Span: GradientTable]
  public let diagrams: [Span: Diagram]
  public let plots: [Span: PlotDescription]
  public let tables: [Span: TableDescription]
  /// The logs of the experiments that were run, by their names.
  public let experiments: [String: ExperimentLog]
  /// How much of a submission was understood; `nil` for a homework, whose author marks the answers.
  public var coverage: Coverage?

  /// Every file or experiment that a plot or table names.
  public var namedData: [Located] {
    plots.values.flatMap(\.tables) + tables.values.compactMap(\.data)
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
      conventions: [], values: [:], typesetting: [:], gradientTables: [:], diagrams: [:],
      plots: [:], tables: [:], experiments: [:])
  }
}

extension Diagnostic.Message {
  package static let builtReport = Self(
    "built-report", "this is a report that Checkmark has built; nothing in it is judged",
    hint: "verify the homework that it was built from")
}
