import Judging
import Markup
import Notation
import NumericCore

/// Checks a submission against its assignment: finds the formulas, the question that each of them
/// answers, and judges what is claimed.
///
/// Checking never fails: what cannot be read or judged is counted with the reason.
public func check(_ source: SourceFile, against assignment: Assignment) -> CheckedHomework {
  let document = Document(parsing: source, dialect: .submission)
  let passages = SubmissionReader.passages(of: document, for: assignment)
  let sentences = Interpreter.sentences(of: passages, for: assignment)
  let grading = Grading(assignment, sentences, in: source)
  let findings = grading.findings()
  var counts: [String: Int] = [:]
  let claims = findings.map { finding in
    let label = finding.question?.text ?? "eq"
    let number = counts[label, default: 0] + 1
    counts[label] = number
    let isFirst = number == 1 && finding.question != nil
    return Claim(
      isFirst ? label : "\(label)-\(number)", finding.role, at: finding.span,
      source: finding.source, finding.verdict)
  }
  let diagnostics = document.diagnostics.map(\.asWarning) + grading.gaps(in: findings)
  return CheckedHomework(
    document: document, claims: claims,
    diagnostics: diagnostics.sorted {
      ($0.span.lower, $0.span.upper) < ($1.span.lower, $1.span.upper)
    },
    conventions: [], results: [:], experiments: [:], coverage: Coverage(claims))
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
