import Notation

/// A statement of the homework that was judged, or counted with the reason why it was not.
public struct Claim: Hashable, Sendable {
  /// What the author called it, or `eq-N` by its place in the document.
  public let id: String
  /// The statement without its fence or dollar signs.
  public let span: Span
  /// What the author wrote.
  public let source: String
  public let pointsPossible: Double
  /// What the author says the verdict must be; a wrong answer may be shown on purpose.
  public let expected: Verdict.Outcome
  public let verdict: Verdict

  public init(
    id: String, span: Span, source: String, pointsPossible: Double, expected: Verdict.Outcome,
    verdict: Verdict
  ) {
    self.id = id
    self.span = span
    self.source = source
    self.pointsPossible = pointsPossible
    self.expected = expected
    self.verdict = verdict
  }

  /// Whether the verdict is the green one. What was not judged surprises nobody.
  public var isAsExpected: Bool { verdict.outcome == expected || verdict.outcome == .unchecked }

  public var points: Double { verdict.outcome == expected ? pointsPossible : 0 }
}
