import Homework
import Notation

extension Template {
  static let classPage = Template(
    name: "class",
    keys: [
      "title": .text, "style": .text, "policy": .text,
      "outcomes": .rows(["name": .text, "count": .text]),
      "questions": .rows([
        "label": .text, "heading": .text, "mean": .text, "possible": .text, "missed": .text,
        "open": .text, "bars": .rows(["points": .text, "count": .text, "bar": .text]),
      ]),
      "mistakes": .rows([
        "question": .text, "words": .text, "source": .text, "message": .text, "count": .text,
      ]),
      "hasMistakes": .text, "hasWaiting": .text, "hasIdentical": .text, "hasUnclaimed": .text,
      "hasOverrides": .text,
      "waiting": .rows(["student": .text, "outcome": .text, "reason": .text, "file": .text]),
      "identical": .rows(["students": .text]), "unclaimed": .rows(["file": .text]),
      "overrides": .rows([
        "student": .text, "question": .text, "before": .text, "after": .text, "by": .text,
        "reason": .text,
      ]),
    ])
}

/// What a teacher looks at first: how the class did, what it got wrong, and who waits.
public struct ClassPage {
  private let title: String
  private let records: [GradeRecord]
  private let statistics: ClassStatistics
  private let unclaimed: [String]

  /// - Parameter unclaimed: the files that are nobody's.
  public init(title: String, _ records: [GradeRecord], unclaimed: [String]) {
    (self.title, self.records, self.unclaimed) = (title, records, unclaimed)
    statistics = ClassStatistics(records)
  }

  /// - Errors: ``PageFault``.
  public func text(_ templates: Templates) throws -> String {
    let waiting = records.filter { $0.outcome != .graded }
    let mistakes = mistakes
    return try templates.page(
      .classPage,
      [
        "title": title, "style": templates.style, "policy": templates.policy,
        "outcomes": outcomes, "questions": statistics.questions.map(question),
        "mistakes": mistakes, "hasMistakes": !mistakes.isEmpty,
        "hasWaiting": !waiting.isEmpty, "hasIdentical": !statistics.identical.isEmpty,
        "hasUnclaimed": !unclaimed.isEmpty, "hasOverrides": !overrides.isEmpty,
        "waiting": waiting.map { record -> [String: Any] in
          [
            "student": record.student, "outcome": record.outcome.words,
            "reason": record.reason ?? "", "file": record.file ?? "",
          ]
        },
        "identical": statistics.identical.map { ["students": $0.joined(separator: ", ")] },
        "unclaimed": unclaimed.map { ["file": $0] }, "overrides": overrides,
      ])
  }

  private var outcomes: [[String: Any]] {
    GradeRecord.Outcome.allCases.map {
      ["name": $0.words, "count": statistics.outcomes[$0] ?? 0]
    }
  }

  private func question(_ question: ClassStatistics.Question) -> [String: Any] {
    let most = question.distribution.map(\.students).max() ?? 1
    return [
      "label": question.question, "heading": question.title,
      "mean": TextFormat.points(question.mean),
      "possible": TextFormat.points(question.pointsPossible),
      "missed": "\(Int((100 * question.missed).rounded())) %", "open": question.open,
      "bars": question.distribution.map { points, students -> [String: Any] in
        [
          "points": TextFormat.points(points), "count": students,
          "bar": String(repeating: "█", count: max(1, Self.width * students / most)),
        ]
      },
    ]
  }

  /// How wide the longest bar is, in signs.
  private static let width = 20

  /// The commonest first, over all questions.
  private var mistakes: [[String: Any]] {
    statistics.questions.flatMap { question in question.mistakes.map { (question.question, $0) } }
      .sorted { $0.1.students > $1.1.students }
      .map { question, mistake in
        [
          "question": question, "words": mistake.words, "source": mistake.source,
          "message": mistake.message, "count": mistake.students,
        ]
      }
  }

  private var overrides: [[String: Any]] {
    records.flatMap { record in
      record.questions.compactMap { question -> [String: Any]? in
        guard let override = question.override else { return nil }
        return [
          "student": record.student, "question": question.question,
          "before": question.points.map(TextFormat.points) ?? "?",
          "after": TextFormat.points(override.points), "by": override.by,
          "reason": override.reason,
        ]
      }
    }
  }
}

extension GradeRecord.Outcome {
  /// As a teacher says it.
  public var words: String {
    switch self {
    case .graded: "graded"
    case .nothing: "nothing found"
    case .person: "for a person"
    case .fault: "a fault of Checkmark's"
    }
  }
}
