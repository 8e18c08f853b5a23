import Markup

/// How often the answer to each question was taken back: "no wait", "correction".
struct Revisions {
  private var editions: [Label?: Int] = [:]
  /// The questions whose last formula was taken back, and nothing was said instead so far.
  private var rejected: Set<Label?> = []
  /// How often all that follows was called a correction, as by a heading.
  private var all = 0
  private static let limit = 20

  /// The number of times that the answer was taken back before a formula.
  mutating func edition(of passage: Passage) -> Int {
    if passage.around.isCorrected || rejected.remove(passage.question) != nil {
      editions[passage.question, default: 0] += 1
    }
    return min(editions[passage.question, default: 0] + all, Self.limit)
  }

  /// "That was wrong" behind the last formula of a question, or "Correction" over several.
  mutating func reject(for question: Label?, isOne: Bool) {
    if isOne { rejected.insert(question) } else { all += 1 }
  }

  /// Takes back what nothing was said instead of.
  func finish(_ passages: inout [Passage]) {
    for question in rejected {
      guard let last = passages.lastIndex(where: { $0.question == question }),
        passages[last].around.stance == .stated
      else { continue }
      passages[last].around.stance = .withdrawn
    }
  }
}
