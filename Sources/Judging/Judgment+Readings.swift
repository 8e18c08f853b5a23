import Notation

extension Judgment {
  /// What follows where the page leaves two readings: both must agree. One without a meaning is none.
  func agreeing(
    with other: Judgment, on statement: Syntax.Statement, _ otherStatement: Syntax.Statement
  ) -> Judgment {
    if other.hasNoMeaning { return self }
    if hasNoMeaning { return other }
    if verdict.outcome == other.verdict.outcome { return self }
    return Judgment(
      Diagnostic(
        .readingsDiffer(
          (statement.text, verdict.outcome), (otherStatement.text, other.verdict.outcome)),
        at: statement.span))
  }

  private var hasNoMeaning: Bool {
    guard let cause = diagnostic?.message.cause else { return false }
    return cause.isAboutShapes || cause == .unboundIndex
  }
}

extension Diagnostic.Message {
  fileprivate static func readingsDiffer(
    _ first: (text: String, outcome: Verdict.Outcome),
    _ second: (text: String, outcome: Verdict.Outcome)
  ) -> Self {
    Self(
      .twoReadings,
      "this can be read in two ways: '\(first.text)' (\(first.outcome.rawValue)) and "
        + "'\(second.text)' (\(second.outcome.rawValue))",
      hint: "put the argument in brackets")
  }
}
