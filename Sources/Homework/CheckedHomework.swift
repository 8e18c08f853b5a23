import Notation

/// A convention and the reading of it that was taken.
public struct Convention: Hashable, Sendable {
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
  public let conventions: [Convention]
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

/// Checks a homework: the whole pipeline, in the order in which it runs.
///
/// Checking never fails. What is wrong with the homework is in the result.
///
/// Experiments are not run here: whoever has run them hands over their logs, by their names.
public func check(
  _ source: SourceFile, experiments: [String: ExperimentLog] = [:]
) -> CheckedHomework {
  check(Document(parsing: source), experiments: experiments)
}

/// Checks a homework that was read already.
public func check(
  _ document: Document, experiments: [String: ExperimentLog] = [:]
) -> CheckedHomework {
  var recollection = Recollection()
  return check(document, experiments: experiments, recalling: &recollection)
}

/// Checks a version of a homework that was checked before: what is found out is the same as ever, but
/// what did not change is not computed again.
public func check(
  _ document: Document, experiments: [String: ExperimentLog] = [:],
  recalling recollection: inout Recollection
) -> CheckedHomework {
  if document.isBuiltReport { return CheckedHomework(builtReport: document) }
  var program = Program(document, experiments: experiments, recalling: recollection)
  defer { recollection = program.recollection }
  return program.run()
}
