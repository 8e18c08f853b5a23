import Markup
import Notation

/// What a question of an assignment asks, to stand beside its answer.
public struct QuestionText: Sendable {
  public let question: String
  /// The block of the submission that begins its answer; `nil` where none was found.
  public let place: Span?
  /// Text, marks of emphasis and formulas; their spans are behind the text of the submission.
  public let content: [Inline]
}
