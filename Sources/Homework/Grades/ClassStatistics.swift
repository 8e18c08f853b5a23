import Judging

/// What the records of a class say together.
public struct ClassStatistics: Sendable {
  public struct Question: Sendable {
    public let question: String
    public let title: String
    public let pointsPossible: Double
    /// How many students have how many points, the fewest points first.
    public let distribution: [(points: Double, students: Int)]
    /// The mean of those who have any.
    public let mean: Double
    /// How many wait for a person.
    public let open: Int
    public let mistakes: [Mistake]

    /// The share of the points that the class did not get.
    public var missed: Double { pointsPossible > 0 ? 1 - mean / pointsPossible : 0 }
  }

  /// What several students have got wrong in the same way.
  public struct Mistake: Sendable {
    public let words: String
    /// What one of them wrote, and where it is wrong.
    public let source: String
    public let message: String
    public let students: Int
  }

  public let questions: [Question]
  public let outcomes: [GradeRecord.Outcome: Int]
  /// Those whose files are the same byte for byte.
  public let identical: [[String]]

  /// - Parameter records: of one assignment, one for each student.
  public init(_ records: [GradeRecord]) {
    outcomes = records.reduce(into: [:]) { $0[$1.outcome, default: 0] += 1 }
    questions = (records.first?.questions.indices ?? 0..<0).map { place in
      Question(records.filter { $0.outcome != .fault }.map { $0.questions[place] })
    }
    identical = Dictionary(grouping: records.filter { $0.content != nil }) { $0.content }
      .values.filter { $0.count > 1 }.map { $0.map(\.student).sorted() }
      .sorted { ($0.first ?? "") < ($1.first ?? "") }
  }
}

extension ClassStatistics.Question {
  fileprivate init(_ answers: [GradeRecord.Question]) {
    (question, title) = (answers.first?.question ?? "", answers.first?.title ?? "")
    pointsPossible = answers.first?.pointsPossible ?? 0
    let earned = answers.compactMap(\.earned)
    open = answers.count - earned.count
    mean = earned.isEmpty ? 0 : earned.reduce(0, +) / Double(earned.count)
    distribution = earned.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    mistakes = Self.mistakes(in: answers)
  }

  /// So many kinds are told.
  private static let mostMistakes = 5

  private static func mistakes(in answers: [GradeRecord.Question]) -> [ClassStatistics.Mistake] {
    var groups: [String: (first: GradeRecord.Answer, students: Int)] = [:]
    for question in answers {
      var seen: Set<String> = []
      for answer in question.answers where answer.verdict == .refuted {
        let kind = answer.mistake ?? answer.source.filter { !$0.isWhitespace }
        guard seen.insert(kind).inserted else { continue }
        groups[kind, default: (answer, 0)].students += 1
      }
    }
    return groups.sorted { ($1.value.students, $0.key) < ($0.value.students, $1.key) }
      .prefix(mostMistakes).map { _, group in
        ClassStatistics.Mistake(
          words: group.first.mistake ?? "", source: group.first.source,
          message: group.first.message, students: group.students)
      }
  }
}
