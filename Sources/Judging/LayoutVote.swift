import Notation

extension Layout {
  /// The one layout in which answers are read together: the one in which they are true, and where they
  /// disagree the one in which more of them are; `nil` where none of them tells.
  ///
  /// - Parameter rulings: Those on an answer, where a layout is chosen for it and where none is.
  package static func voted<Answer>(
    by answers: [Answer], _ rulings: (Answer, Layout?) -> [Judge.Ruling]
  ) -> Layout? {
    let votes = answers.map { answer in
      (answer: answer, layouts: rulings(answer, nil).compactMap(\.layout))
    }.filter { !$0.layouts.isEmpty }
    guard Set(votes.flatMap(\.layouts)).count > 1 else { return votes.first?.layouts.first }
    // What is true in shape layout was found so first; what was not is false in it.
    let inShape = votes.filter { $0.layouts.contains(.shape) }
    let lost = inShape.count { vote in
      rulings(vote.answer, .numerator).contains { $0.verdict.outcome != .verified }
    }
    return votes.count - inShape.count > lost ? .numerator : .shape
  }
}
