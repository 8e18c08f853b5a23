import Homework
import Judging

/// What became of a claim, or of an answer that makes several.
enum Outcome: String, Codable, Hashable, Sendable {
  case verified, refuted, error
  case unjudged = "not judged"

  /// The worst verdict decides: one false formula makes an answer false.
  init(worstOf claims: some Sequence<Claim>) {
    let outcomes = Set(claims.map(\.verdict.outcome))
    if outcomes.contains(.refuted) {
      self = .refuted
    } else if outcomes.contains(.error) {
      self = .error
    } else {
      self = outcomes.contains(.verified) ? .verified : .unjudged
    }
  }
}

/// How bad it is that a claim did not get its verdict.
enum Mistake: Int, Comparable, Sendable {
  case undecided, falselyRefuted, falselyVerified

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// `nil` where the outcome is one of those that would do.
  init?(_ outcome: Outcome, wanting wanted: Set<Outcome>) {
    guard !wanted.contains(outcome) else { return nil }
    switch outcome {
    case .verified: self = .falselyVerified
    case .refuted where wanted.contains(.verified): self = .falselyRefuted
    case .refuted, .error, .unjudged: self = .undecided
    }
  }
}

/// A claim that was judged, and the outcomes that would be right.
struct JudgedClaim: Sendable {
  let id: String
  let topic: String
  let wanted: Set<Outcome>
  let outcome: Outcome
  /// Whether an edit of it was suggested, which is then verified.
  var isRepaired = false

  var mistake: Mistake? { Mistake(outcome, wanting: wanted) }
}
