/// What the page of a submission says of an answer that is not right.
public enum Feedback: String, Sendable, CaseIterable {
  /// That it is not.
  case verdicts
  /// Where, and what kind of mistake it may be; never the right answer.
  case hints
  /// All that is known, the right answer included.
  case key
}
