import Notation

/// A text with its place.
public struct Located: Hashable, Sendable {
  public let text: String
  public let span: Span

  package init(text: String, span: Span) {
    (self.text, self.span) = (text, span)
  }
}

/// Who wrote a document, and for whom.
public enum Dialect: Sendable {
  /// For Checkmark.
  case homework
  /// For people, or by a converter: indented text with formulas is no code, and `$ x $` is maths.
  case submission
}
