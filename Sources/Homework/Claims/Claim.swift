import Judging
import Markup
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
  public internal(set) var verdict: Verdict
  /// Where an answer cannot be read, and what to do about it.
  public internal(set) var diagnostic: Diagnostic?
  public let role: Role
  /// The question that it stands under, in a submission.
  public private(set) var question: String?

  /// What a formula is to the one who checks it.
  public enum Role: String, Hashable, Sendable {
    /// It stands in a check, or answers a question of an assignment.
    case answer
    /// A formula of the text, which is judged if it can be.
    case formula
    /// Part of a question that a submission repeats.
    case question
    /// What the assignment says as well.
    case given
    /// What a submission calls something, or assumes.
    case setting
    /// A range of indices, which states nothing by itself.
    case condition
    /// Left over from a template.
    case placeholder
    /// What the text strikes out, quotes, denies, supposes or takes back.
    case aside
  }

  /// Whether it is to be judged; other formulas are judged if they can be.
  public var isAnswer: Bool { role == .answer }

  /// Whether Checkmark knows what it says: it has a verdict, or it is known to need none.
  public var isUnderstood: Bool {
    switch role {
    case .answer, .formula: verdict.outcome == .verified || verdict.outcome == .refuted
    case .question, .given, .setting, .condition, .placeholder, .aside: true
    }
  }

  /// Whether it is about runs that are slow, and were not asked for.
  public var waitsForRuns: Bool { verdict.outcome == .unchecked && verdict.method == .measured }

  /// An answer in a check block.
  init(_ fence: Fence, _ judgment: Judgment, number: Int) {
    id = fence.id?.text ?? "eq-\(number)"
    // Nothing has no place.
    span = fence.content.utf8.isEmpty ? fence.span : fence.content.span
    source = fence.content.text
    pointsPossible = fence["points"].flatMap { BlockKind.points(in: $0.text) } ?? 0
    expected = fence["expect"].flatMap { Verdict.Outcome(rawValue: $0.text) } ?? .verified
    verdict = judgment.verdict
    diagnostic = judgment.diagnostic
    role = .answer
  }

  /// A formula of the text, which is counted and not blamed where it is not understood.
  init(_ formula: Fragment, _ judgment: Judgment, number: Int) {
    id = "eq-\(number)"
    span = formula.span
    source = formula.text
    pointsPossible = 0
    expected = .verified
    verdict =
      judgment.verdict.outcome == .error
      ? Verdict(.unchecked, message: judgment.verdict.message) : judgment.verdict
    diagnostic = nil
    role = .formula
  }

  /// A formula of a submission.
  init(
    _ id: String, _ role: Role, at span: Span, source: String, _ verdict: Verdict,
    under question: String?
  ) {
    self.id = id
    (self.role, self.span, self.source, self.verdict) = (role, span, source, verdict)
    self.question = question
    pointsPossible = 0
    expected = .verified
    diagnostic = nil
  }

  /// Whether the verdict is the green one. What was not judged surprises nobody.
  public var isAsExpected: Bool { verdict.outcome == expected || verdict.outcome == .unchecked }

  public var points: Double { verdict.outcome == expected ? pointsPossible : 0 }
}
