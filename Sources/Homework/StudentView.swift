import Judging
import Markup

extension CheckedHomework {
  /// What its student may see: no more than the assignment says under `feedback`.
  public var forStudent: CheckedHomework {
    var view = self
    view.claims = claims.map { $0.shown(feedback) }
    return view
  }
}

extension Claim {
  fileprivate func shown(_ feedback: Feedback) -> Claim {
    guard feedback != .key, verdict.outcome == .refuted || verdict.outcome == .error else {
      return self
    }
    var shown = Verdict(verdict.outcome, message: "")
    switch feedback {
    case .verdicts:
      shown.message = verdict.outcome == .refuted ? "this is not right" : "this could not be judged"
    case .hints, .key:
      shown.step = verdict.step
      shown.message = verdict.outcome == .refuted ? hint : verdict.message
    }
    var claim = self
    (claim.verdict, claim.diagnostic) = (shown, nil)
    return claim
  }

  /// What kind of mistake it is, or where it shows; never a value that would be right.
  private var hint: String {
    if let suggestion = verdict.suggestion {
      return "this is not right: perhaps \(suggestion.words)"
    }
    let indices = verdict.counterexample?.indices.map { "\($0.name) = \($0.value)" } ?? []
    let place = indices.isEmpty ? "" : ", for example where \(indices.joined(separator: ", "))"
    return "this is not right\(place)"
  }
}
