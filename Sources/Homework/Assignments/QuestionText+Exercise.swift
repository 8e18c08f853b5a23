import Markup
import Notation

extension QuestionText {
  init(_ exercise: Exercise, at place: Span?, behind source: SourceFile) {
    // Formulas are known by their spans, and those of two questions differ.
    let offset = source.utf8.count + 1
    self.init(
      question: exercise.label.text, place: place,
      content: Self.plain(exercise.text, movedBy: offset))
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
