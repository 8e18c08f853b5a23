import Notation

/// What a text leaves open and its answers tell together: one choice for many of them, in documents
/// and submissions alike.
package enum Vote {
  /// The choice under which most answers are true; of several, the first.
  ///
  /// - Parameter isTrue: Whether an answer is true under a choice.
  package static func choice<Choice, Answer>(
    among choices: [Choice], by answers: some Collection<Answer>,
    _ isTrue: (Answer, Choice) -> Bool
  ) -> Choice? {
    var best: (choice: Choice, count: Int)?
    for choice in choices {
      // A choice that can no longer be the best need not be looked at to the end.
      var count = 0
      for (place, answer) in answers.enumerated()
      where count + answers.count - place > best?.count ?? -1 {
        if isTrue(answer, choice) { count += 1 }
      }
      if count > best?.count ?? -1 { best = (choice, count) }
      if count == answers.count { break }
    }
    return best?.choice
  }

  /// The one layout in which answers are read together: the one in which they are true, and where they
  /// disagree the one in which more of them are; `nil` where none of them tells.
  ///
  /// - Parameter judgments: Those on an answer, where a layout is chosen for it and where none is.
  package static func layout<Answer>(
    by answers: [Answer], _ judgments: (Answer, Layout?) -> [Judgment]
  ) -> Layout? {
    let votes = answers.map { answer in
      (answer: answer, layouts: judgments(answer, nil).compactMap(\.layout))
    }.filter { !$0.layouts.isEmpty }
    guard Set(votes.flatMap(\.layouts)).count > 1 else { return votes.first?.layouts.first }
    // What is true in shape layout was found so first; what was not is false in it.
    let inShape = votes.filter { $0.layouts.contains(.shape) }
    let lost = inShape.count { vote in
      !judgments(vote.answer, .numerator).allSatisfy(\.isVerified)
    }
    return votes.count - inShape.count > lost ? .numerator : .shape
  }
}
