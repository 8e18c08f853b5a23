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
          (statement.text, verdict.outcome), (otherStatement.text, other.verdict.outcome),
          isAboutBars: !statement.takesNorms && otherStatement.takesNorms),
        at: statement.span))
  }

  private var hasNoMeaning: Bool {
    guard let cause = diagnostic?.message.cause else { return false }
    return cause.isAboutShapes || cause == .unboundIndex
  }
}

extension Syntax.Statement {
  fileprivate var takesNorms: Bool {
    guard case .chain(let chain) = kind else { return false }
    return chain.expressions.contains { $0.calls("norm") }
  }
}

extension [Judgment] {
  /// What follows for the statements of one claim, in which σ is the same: what is true of another one
  /// only is a question.
  package func withOneSigma(at span: Span) -> [Judgment] {
    let meanings = Set(compactMap(\.sigma))
    guard meanings.count > 1 else { return self }
    return map { $0.sigma == .softmax ? Judgment(Diagnostic(.sigmaDiffers, at: span)) : $0 }
  }

  /// What is true of the softmax only, where nothing else says that σ is that.
  package func askingForSigma(at span: Span) -> [Judgment] {
    map { $0.sigma == .softmax ? Judgment(Diagnostic(.sigmaUntold, at: span)) : $0 }
  }
}

extension Judgment {
  /// What is true where indices begin at one number, false where they begin at the other, and the only
  /// statement that could tell.
  package static func indexBaseUntold(in claim: Span?) -> Self {
    Self(Diagnostic(.indexBaseUntold, at: claim ?? Span(0..<0)))
  }
}

extension Diagnostic.Message {
  fileprivate static let indexBaseUntold = Self(
    "ambiguous",
    "whether this is true depends on where indices begin, and nothing else on the page says so",
    hint:
      "write \\text{index base } 1 into a given block, or declare 'index-base: 1' under 'checkmark:'"
  )

  fileprivate static let sigmaUntold = Self(
    "ambiguous",
    "this is true of the softmax, and σ is the logistic function where nothing else is said",
    hint: "write \\operatorname{softmax}, or declare 'sigma: softmax' under 'checkmark:'")

  fileprivate static let sigmaDiffers = Self(
    "ambiguous", "this is true of the softmax, and another line of the logistic function",
    hint: "declare 'sigma: softmax' or 'sigma: logistic' under 'checkmark:'")

  fileprivate static func readingsDiffer(
    _ first: (text: String, outcome: Verdict.Outcome),
    _ second: (text: String, outcome: Verdict.Outcome), isAboutBars: Bool
  ) -> Self {
    Self(
      .twoReadings,
      "this can be read in two ways: '\(first.text)' (\(first.outcome.rawValue)) and "
        + "'\(second.text)' (\(second.outcome.rawValue))",
      hint: isAboutBars
        ? "write \\operatorname{abs}(…) for the entries without their signs, or \\|…\\| for the norm"
        : "put the argument in brackets")
  }
}
