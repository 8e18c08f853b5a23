import Markup
import Notation

/// Whether an assignment grades its own answers as its author means it.
public struct SelfTest: Sendable {
  /// What is not as it should be.
  public private(set) var problems: [Diagnostic] = []
  /// The questions whose solution got full marks, and those that have none to be tested.
  public private(set) var passed: [String] = []
  public private(set) var untested: [String] = []
  public private(set) var wrongAnswers = 0

  public init(of assignment: Assignment, _ parts: AssignmentParts) {
    let memory = AssignmentMemory()
    func states(_ text: SourceFile) -> [QuestionState] {
      check(text, against: assignment, recalling: memory).questions.filter { $0.pointsPossible > 0 }
    }
    let byHand = Set(assignment.gradedQuestions.filter(\.isByHand).map(\.question))
    for state in states(parts.ownAnswers) where !byHand.contains(state.question) {
      if state.state == .blank || state.state == .missing {
        untested.append(state.question)
      } else if state.points == state.pointsPossible {
        passed.append(state.question)
      } else {
        tell(.solutionNotFull(state), at: assignment, state.question)
      }
    }
    for state in states(parts.blankAnswers)
    where state.points != 0 && !byHand.contains(state.question) {
      tell(.blankEarns(state), at: assignment, state.question)
    }
    for (text, span) in parts.wrongSubmissions {
      wrongAnswers += 1
      let answered = states(text).filter { $0.state != .blank && $0.state != .missing }
      if answered.isEmpty { problems.append(Diagnostic(.wrongNotFound, at: span)) }
      for state in answered where state.points == state.pointsPossible {
        problems.append(Diagnostic(.wrongEarnsAll(state.question), at: span))
      }
    }
  }

  private mutating func tell(
    _ message: Diagnostic.Message, at assignment: Assignment, _ question: String
  ) {
    problems.append(Diagnostic(message, at: assignment.pointsSpan(of: question) ?? Span(0..<0)))
  }
}

extension Assignment {
  /// Where the points of a question are given.
  fileprivate func pointsSpan(of question: String) -> Span? {
    leaves.first { $0.text == question }.flatMap { self[$0].pointsSpan }
  }
}

extension Diagnostic.Message {
  fileprivate static func solutionNotFull(_ state: QuestionState) -> Self {
    let points = state.points.map { "\($0)" } ?? "a person's decision"
    return Self(
      "solution-not-full",
      "the solution of \(state.question) gets \(points) and not \(state.pointsPossible) points",
      hint:
        "see what is said of it: write the solution into a file, and verify it with --assignment")
  }

  fileprivate static func blankEarns(_ state: QuestionState) -> Self {
    Self(
      "blank-earns", "a blank answer to \(state.question) is not worth 0",
      hint: "something below its heading is read as an answer")
  }

  fileprivate static let wrongNotFound = Self(
    "wrong-not-found", "this wrong answer belongs to no question with points",
    hint: "write it below the heading of its question, e.g. <!-- wrong: $5 \\times 5$ -->")

  fileprivate static func wrongEarnsAll(_ question: String) -> Self {
    Self(
      "wrong-earns-all", "this wrong answer gets all points of \(question)",
      hint: "the key takes it for right: look at what is asked")
  }
}
