import Judging
import Markup
import Notation
import NumericCore

/// Checks a submission against its assignment: finds the formulas, the question that each of them
/// answers, and judges what is claimed.
///
/// Checking never fails: what cannot be read or judged is counted with the reason.
///
/// - Parameters:
///   - notes: what is to be said of how the text was made of a file.
///   - memory: what was found out for other submissions to the assignment.
public func check(
  _ source: SourceFile, against assignment: Assignment, notes: [Diagnostic] = [],
  recalling memory: AssignmentMemory = AssignmentMemory()
) -> CheckedHomework {
  let document = Document(parsing: source, dialect: .submission)
  let (passages, labels, places) = SubmissionReader.read(document, for: assignment)
  let sentences = Interpreter.sentences(of: passages, for: assignment)
  let grading = Grading(assignment, sentences, in: source, by: SentenceJudge(assignment))
  let findings = grading.findings(recalling: memory)
  var counts: [String: Int] = [:]
  let claims = findings.map { finding in
    let label = finding.question?.text ?? "eq"
    let number = counts[label, default: 0] + 1
    counts[label] = number
    let isFirst = number == 1 && finding.question != nil
    return Claim(
      isFirst ? label : "\(label)-\(number)", finding.role, at: finding.span,
      source: finding.source, finding.verdict, under: finding.question?.text)
  }
  let gaps = grading.gaps(in: findings)
  let states = assignment.states(of: findings, labels, gaps)
  var diagnostics =
    notes + document.diagnostics.map(\.asWarning)
    + gaps.map(\.diagnostic) + grading.misplaced(findings)
  if !claims.contains(where: \.isOwn),
    !states.contains(where: { $0.state == .words && !$0.isAsked })
  {
    let end = max(source.utf8.count - 1, 0)
    diagnostics.append(Diagnostic(.noAnswer(states), at: Span(end..<end)))
  }
  var homework = CheckedHomework(
    document: document, claims: claims,
    diagnostics: diagnostics.sorted {
      ($0.span.lower, $0.span.upper) < ($1.span.lower, $1.span.upper)
    },
    conventions: [], results: [:], experiments: [:], coverage: Coverage(claims), questions: states)
  homework.feedback = assignment.document.frontMatter.feedback
  homework.questionTexts = assignment.leaves.map {
    QuestionText(assignment[$0], at: places[$0], behind: source)
  }
  return homework
}

extension Claim {
  /// Whether it says something of the student's own.
  fileprivate var isOwn: Bool { role == .answer || role == .formula || role == .setting }
}

extension Assignment {
  /// What a submission has under each question that has none inside it, in order.
  ///
  /// - Parameter labels: how many words stand below each label that was found.
  fileprivate func states(
    of findings: [Finding], _ labels: [Label: Int], _ gaps: [Grading.Gap]
  ) -> [QuestionState] {
    let found = Dictionary(grouping: findings) { $0.question }
    return leaves.map { label in
      let own = found[label] ?? []
      let state: QuestionState.State =
        if own.contains(where: { $0.verdict.outcome != .unchecked }) {
          .answered
        } else if own.contains(where: { ![.question, .given].contains($0.role) }) {
          .undecided
        } else if let words = labels[label] {
          words == 0 ? .blank : .words
        } else {
          .missing
        }
      var question = QuestionState(
        question: label.text, state: state, isAsked: !self[label].asked.isEmpty)
      question.pointsPossible = self[label].points
      let isWhole = state == .answered && !gaps.contains { $0.question == label }
      let outcomes = Set(own.filter { $0.role == .answer }.map(\.verdict.outcome))
      if self[label].isByHand {
        question.waitForAPerson()
      } else {
        question.earn(outcomes, isWhole: isWhole)
      }
      return question
    }
  }
}

extension Diagnostic.Message {
  fileprivate static func noAnswer(_ states: [QuestionState]) -> Self {
    let wanted = states.map { "\($0.question) (\($0.sentence))" }.joined(separator: ", ")
    return Self(
      "no-answer", "no answer was found here; these were looked for: \(wanted)",
      hint: "write each answer below the label of its question, e.g. '1.1 (a)'")
  }
}

/// What was found out about a sentence.
struct Finding {
  let question: Label?
  var role: Claim.Role
  let span: Span
  let source: String
  var verdict: Verdict
  /// Which of the things that are asked it answers, by their numbers.
  var answers: Set<Int> = []
}
