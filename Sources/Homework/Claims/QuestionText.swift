import Markup
import Notation

/// What a question of an assignment asks, to stand beside its answer.
public struct QuestionText: Sendable {
  public let question: String
  /// The block of the submission that begins its answer; `nil` where none was found.
  public let place: Span?
  /// Text, marks of emphasis and formulas; their spans are behind the text of the submission.
  public let content: [Inline]

  init(_ exercise: Exercise, at place: Span?, behind source: SourceFile) {
    question = exercise.label.text
    self.place = place
    // Formulas are known by their spans, and those of two questions differ.
    let offset = source.utf8.count + 1
    content = Self.plain(exercise.text, movedBy: offset)
  }

  /// What refers to nothing that stands in the assignment.
  private static func plain(_ content: [Inline], movedBy offset: Int) -> [Inline] {
    content.flatMap { inline -> [Inline] in
      switch inline {
      case .text, .code, .softBreak, .lineBreak: [inline]
      case .formula(let formula): [.formula(formula.moved(by: offset))]
      case .emphasis(let inner): [.emphasis(plain(inner, movedBy: offset))]
      case .strong(let inner): [.strong(plain(inner, movedBy: offset))]
      case .strikethrough(let inner), .link(_, _, let inner), .reference(_, let inner):
        plain(inner, movedBy: offset)
      case .image(_, _, let alternative): [.text(alternative.plainText)]
      case .computed, .rawHTML, .footnoteReference, .citation: []
      }
    }
  }
}
