import Homework
import Judging
import Markup
import Notation

/// The page of a submission: what was asked stands beside what was answered.
extension HTMLPage {
  static let questionKeys: [String: Template.Key] = [
    "anchor": .text, "label": .text, "sign": .text, "state": .text, "words": .text, "earned": .text,
  ]

  /// A row for each question of the assignment.
  var questions: [[String: Any]] {
    let texts = Dictionary(
      report.homework.questionTexts.map { ($0.question, $0) },
      uniquingKeysWith: { first, _ in first })
    return report.homework.questions.map { question in
      let outcome = worstOutcome(of: question)
      return [
        "anchor": texts[question.question]?.place == nil ? "" : Self.anchor(of: question.question),
        "label": question.question, "sign": outcome.sign, "state": outcome.state,
        "words": question.state == .answered ? outcome.rawValue : question.sentence,
        "earned": points(of: question),
      ]
    }
  }

  /// The worst that was found of a question's answers.
  private func worstOutcome(of question: QuestionState) -> Verdict.Outcome {
    let own = report.homework.claims.filter {
      $0.isAnswer
        && ($0.id == question.question || $0.id.hasPrefix(question.question + "-"))
    }
    let outcomes = Set(own.map(\.verdict.outcome))
    return [.refuted, .error, .verified].first(where: outcomes.contains) ?? .unchecked
  }

  private func points(of question: QuestionState) -> String {
    guard question.pointsPossible > 0 else { return "" }
    let possible = TextFormat.points(question.pointsPossible)
    return question.points.map { "\(TextFormat.points($0)) of \(possible)" } ?? "? of \(possible)"
  }

  /// The questions whose answers begin in a block.
  func asides(at block: Block) -> String {
    report.homework.questionTexts.filter { $0.place == block.span && !$0.content.isEmpty }
      .map { question in
        "<aside class=\"question\" id=\"\(HTML.escape(Self.anchor(of: question.question)))\""
          + " aria-label=\"question \(HTML.escape(question.question))\">"
          + "<p><strong>\(HTML.escape(question.question))</strong> \(inlines(question.content))</p></aside>"
      }.joined()
  }

  private static func anchor(of question: String) -> String { "problem.question-\(question)" }
}

extension Verdict.Outcome {
  fileprivate var state: String {
    switch self {
    case .verified: "good"
    case .refuted, .error: "bad"
    case .unchecked: "unchecked"
    }
  }
}
