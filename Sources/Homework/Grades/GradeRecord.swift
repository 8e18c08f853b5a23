import Judging
import Notation

/// What one student's submission has brought: one line of `results.jsonl`.
public struct GradeRecord: Codable, Sendable {
  /// What became of it; these are never mixed.
  public enum Outcome: String, Codable, Sendable, CaseIterable {
    /// Every question with points has some, be they 0.
    case graded
    /// Nothing was handed in, or an empty file.
    case nothing
    /// A person has to say something, or to read it.
    case person
    /// Checkmark failed on it.
    case fault
  }

  /// An answer of a question.
  public struct Answer: Codable, Sendable {
    public let id: String
    public let line: Int
    public let source: String
    public let verdict: Verdict.Outcome
    public let message: String
    /// What kind of mistake it is, where that is known.
    public let mistake: String?
  }

  /// What a person has decided.
  public struct Override: Codable, Hashable, Sendable {
    public let points: Double
    public let by: String
    public let reason: String
  }

  public struct Question: Codable, Sendable {
    public let question: String
    public let title: String
    public let state: QuestionState.State?
    /// What Checkmark gives; `nil` where a person has to say.
    public let points: Double?
    public let pointsPossible: Double
    public let answers: [Answer]
    public var override: Override?

    /// What counts.
    public var earned: Double? { override?.points ?? points }

    enum CodingKeys: String, CodingKey {
      case question, title, state, points, answers, override
      case pointsPossible = "points_possible"
    }
  }

  public private(set) var version = 1
  /// Which Checkmark, and which assignment.
  public let checkmark: String
  public let key: String
  public let assignment: String
  public var student: String
  public private(set) var outcome: Outcome
  /// Why it is not graded, in a sentence.
  public private(set) var reason: String?
  /// Where it stands in what was handed in, and what it held.
  public var file: String?
  public var content: String?
  /// What is to be said of how it was read.
  public var notes: [String]
  public private(set) var questions: [Question]
  /// What was earned so far.
  public private(set) var points = 0.0
  public private(set) var pointsPossible = 0.0

  enum CodingKeys: String, CodingKey {
    case version, checkmark, key, assignment, student, outcome, reason, file, content, notes,
      questions, points
    case pointsPossible = "points_possible"
  }
}

/// What records of one run have in common.
public struct GradingKey: Sendable {
  public let checkmark: String
  /// The title of the assignment, and by what it is known.
  public let assignment: String
  public let fingerprint: String
  public let questions: [GradedQuestion]

  public init(_ assignment: Assignment, checkmark: String) {
    self.checkmark = checkmark
    (fingerprint, questions) = (assignment.fingerprint, assignment.gradedQuestions)
    let matter = assignment.document.frontMatter
    self.assignment = matter.title ?? assignment.document.source.name
  }

  /// What each question can bring.
  public var points: [String: Double] {
    Dictionary(questions.map { ($0.question, $0.pointsPossible) }) { first, _ in first }
  }
}

extension GradeRecord {
  /// That of a student of whom nothing can be graded.
  ///
  /// - Parameter points: what each question has brought.
  public init(_ outcome: Outcome, because reason: String, points: Double?, _ key: GradingKey) {
    (checkmark, self.key, assignment) = (key.checkmark, key.fingerprint, key.assignment)
    student = ""
    (self.outcome, self.reason, notes) = (outcome, reason, [])
    questions = key.questions.map {
      Question(
        question: $0.question, title: $0.title, state: nil, points: points,
        pointsPossible: $0.pointsPossible, answers: [])
    }
    count()
  }

  /// That of a submission that was read.
  public init(_ homework: CheckedHomework, _ key: GradingKey) {
    (checkmark, self.key, assignment) = (key.checkmark, key.fingerprint, key.assignment)
    student = ""
    let states = Dictionary(homework.questions.map { ($0.question, $0) }) { first, _ in first }
    let claims = Dictionary(grouping: homework.claims.filter(\.isAnswer)) { $0.question }
    let isAdrift = homework.hasAnswersOutside
    questions = key.questions.map { graded in
      let state = states[graded.question]
      // What stands under no label may be the answer of a question whose label was not found.
      let isLost = isAdrift && state?.state == .missing
      return Question(
        question: graded.question, title: graded.title, state: state?.state,
        points: isLost ? nil : state?.points, pointsPossible: graded.pointsPossible,
        answers: (claims[graded.question] ?? []).map { Answer($0, in: homework.document.source) })
    }
    notes = homework.diagnostics.map { diagnostic in
      let line = homework.document.source.position(at: diagnostic.span.lower).line
      return "line \(line): \(diagnostic.message.text)"
    }
    outcome = .graded
    if !openQuestions.isEmpty {
      outcome = .person
      reason = "a person has to say what \(openQuestions.joined(separator: ", ")) earns"
    }
    count()
  }

  private mutating func count() {
    points = questions.compactMap(\.earned).reduce(0, +)
    pointsPossible = questions.map(\.pointsPossible).reduce(0, +)
  }

  /// Which questions wait for a person.
  public var openQuestions: [String] { questions.filter { $0.earned == nil }.map(\.question) }

  /// Takes what a person has decided.
  public mutating func apply(_ overrides: [String: Override]) {
    for place in questions.indices {
      questions[place].override = overrides[questions[place].question]
    }
    count()
    guard !overrides.isEmpty else { return }
    if openQuestions.isEmpty {
      (outcome, reason) = (.graded, nil)
    } else if outcome == .person {
      reason = "a person has to say what \(openQuestions.joined(separator: ", ")) earns"
    }
  }
}

extension GradeRecord.Answer {
  fileprivate init(_ claim: Claim, in source: SourceFile) {
    (id, self.source) = (claim.id, claim.source)
    line = source.position(at: claim.span.lower).line
    (verdict, message) = (claim.verdict.outcome, claim.verdict.message)
    mistake = claim.verdict.suggestion?.words
  }
}

extension CheckedHomework {
  /// Whether formulas stand under no question, or no question was found at all.
  fileprivate var hasAnswersOutside: Bool {
    questions.allSatisfy { $0.state == .missing }
      || claims.contains { claim in
        claim.question == nil && [.answer, .formula, .aside].contains(claim.role)
      }
  }
}
