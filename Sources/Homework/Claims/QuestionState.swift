/// What a submission has under a question of its assignment.
public struct QuestionState: Hashable, Sendable {
  public enum State: String, Hashable, Sendable {
    /// There is a verdict.
    case answered
    /// Formulas stand there, and none of them has a verdict.
    case undecided
    /// Words stand there, which a person reads.
    case words
    /// Its label stands there, and nothing else.
    case blank
    /// Its label was not found.
    case missing
  }

  public let question: String
  public let state: State
  /// Whether the assignment says what the answer must equal.
  public let isAsked: Bool

  /// One line for a person.
  public var sentence: String {
    switch state {
    case .answered: "answered"
    case .undecided: "something stands there, and nothing of it could be judged"
    case .words: "answered in words, for a person to read"
    case .blank: "left blank"
    case .missing: "not found"
    }
  }
}
