import Judging

/// What a submission has under a question of its assignment.
public struct QuestionState: Hashable, Sendable {
  public enum State: String, Hashable, Codable, Sendable {
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
  /// What was earned; `nil` where a person has to say, or nothing was to be earned.
  public var points: Double?
  public var pointsPossible = 0.0

  /// Points are earned by answers that are all verified and lost by one that is refuted.
  mutating func earn(_ outcomes: Set<Verdict.Outcome>, isWhole: Bool) {
    guard pointsPossible > 0 else { return }
    if outcomes.contains(.refuted) || state == .blank || state == .missing {
      points = 0
    } else if isWhole, outcomes == [.verified] {
      points = pointsPossible
    }
  }

  /// Nothing was earned with nothing; all else is for a person to say.
  mutating func waitForAPerson() { points = state == .blank ? 0 : nil }

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
