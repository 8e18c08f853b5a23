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
  /// Where an answer cannot be read, and what to do about it.
  public let diagnostic: Diagnostic?
  /// Whether it stands in a check; other formulas are judged if they can be.
  public let isAnswer: Bool

  /// An answer in a check block.
  init(_ fence: Fence, _ ruling: Judge.Ruling, number: Int) {
    id = fence.id?.text ?? "eq-\(number)"
    span = fence.content.span
    source = fence.content.text
    pointsPossible = fence["points"].flatMap { BlockKind.points(in: $0.text) } ?? 0
    expected = fence["expect"].flatMap { Verdict.Outcome(rawValue: $0.text) } ?? .verified
    verdict = ruling.verdict
    diagnostic = ruling.diagnostic
    isAnswer = true
  }

  /// A formula of the text, which is counted and not blamed where it is not understood.
  init(_ formula: Fragment, _ ruling: Judge.Ruling, number: Int) {
    id = "eq-\(number)"
    span = formula.span
    source = formula.text
    pointsPossible = 0
    expected = .verified
    verdict =
      ruling.verdict.outcome == .error
      ? Verdict(.unchecked, message: ruling.verdict.message) : ruling.verdict
    diagnostic = nil
    isAnswer = false
  }

  /// Whether the verdict is the green one. What was not judged surprises nobody.
  public var isAsExpected: Bool { verdict.outcome == expected || verdict.outcome == .unchecked }

  public var points: Double { verdict.outcome == expected ? pointsPossible : 0 }
}
