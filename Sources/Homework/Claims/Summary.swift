import Judging

/// The counts at the head of a report.
public struct Summary: Hashable, Sendable {
  public var verified = 0
  public var refuted = 0
  public var error = 0
  public var unchecked = 0
  /// Verdicts that differ from what the author says they must be.
  public var unexpected = 0
  public var points = 0.0
  public var pointsPossible = 0.0

  public init(_ claims: [Claim]) {
    for claim in claims {
      switch claim.verdict.outcome {
      case .verified: verified += 1
      case .refuted: refuted += 1
      case .error: error += 1
      case .unchecked: unchecked += 1
      }
      if !claim.isAsExpected { unexpected += 1 }
      points += claim.points
      pointsPossible += claim.pointsPossible
    }
  }
}
