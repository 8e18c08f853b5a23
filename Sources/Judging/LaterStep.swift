/// A step of a derivation behind the first wrong one, judged by itself.
public struct LaterStep: Hashable, Sendable {
  public enum Finding: String, Hashable, Sendable, CaseIterable {
    /// True as an equation of its own: what is wrong in it was wrong before.
    case follows
    /// What stands on its right is what the derivation began with: the mistake is undone.
    case leadsBack = "leads-back"
    case wrong
    /// It has no meaning by itself, or cannot be decided.
    case unclear
  }

  /// Counted from 1.
  public let number: Int
  public let finding: Finding
  /// Where a wrong step is wrong, and why an unclear one is not judged.
  public let message: String

  public init(number: Int, finding: Finding, message: String = "") {
    self.number = number
    self.finding = finding
    self.message = message
  }
}

extension Verdict {
  /// What becomes of a derivation behind its first wrong step, in sentences for a student.
  public var laterStepSentences: [String] {
    var sentences: [String] = []
    var rest = laterSteps[...]
    while let step = rest.popFirst() {
      switch step.finding {
      case .follows:
        let more = rest.prefix { $0.finding == .follows }
        rest = rest.dropFirst(more.count)
        sentences.append(following(step.number...step.number + more.count))
      case .leadsBack:
        sentences.append("step \(step.number) leads back to what is true")
      case .wrong: sentences.append("step \(step.number) is wrong again: \(step.message)")
      case .unclear:
        sentences.append("step \(step.number) cannot be judged by itself: \(step.message)")
      }
    }
    return sentences
  }

  private func following(_ numbers: ClosedRange<Int>) -> String {
    let source = numbers.lowerBound == laterSteps.first?.number ? "it" : "that"
    if numbers.count == 1 { return "step \(numbers.lowerBound) follows from \(source)" }
    if numbers.count == laterSteps.count { return "the steps after it follow from it" }
    let word = numbers.count == 2 ? "and" : "to"
    return "steps \(numbers.lowerBound) \(word) \(numbers.upperBound) follow from \(source)"
  }
}
