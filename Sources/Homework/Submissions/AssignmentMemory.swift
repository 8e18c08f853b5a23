import Markup

/// What was found out for the submissions to an assignment, for those that come after: sizes, values, and the verdicts
/// on what does not rest on a submission's own names.
///
/// It is for one submission at a time.
public final class AssignmentMemory {
  private var judges: [Label: SentenceJudge] = [:]
  private var submissions = 0

  /// Values of a submission's own names are kept with those of the assignment; this bounds how many.
  private static let patience = 200

  public init() {}

  /// One for each group of sentences, since these are judged at the same time.
  func judges(of groups: [Label], for assignment: Assignment) -> [SentenceJudge] {
    submissions += 1
    if submissions % Self.patience == 0 { judges = [:] }
    return groups.map { group in
      if let known = judges[group] { return known }
      let judge = SentenceJudge(assignment)
      judges[group] = judge
      return judge
    }
  }

  /// Forgets what a submission has brought itself.
  func forgetSubmission() { judges.values.forEach { $0.forgetSubmission() } }
}
