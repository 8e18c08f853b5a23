import Homework
import Judging
import Notation

extension OutputFormat {
  /// Lines for people.
  static let text = OutputFormat(
    name: "text", fileExtension: "txt",
    .texts(part: TextFormat.text) { $0.joined(separator: "\n") })
}

/// The answers of a homework as lines for a terminal.
public enum TextFormat {
  /// What is wrong with the document, each answer with its verdict, and the sum.
  public static func text(_ report: Report) -> String {
    var lines = report.diagnostics.map { DiagnosticPrinter().print($0, in: report.source) }
    let isSubmission = report.homework.coverage != nil
    lines += report.homework.claims
      .filter { isWorthALine($0) || isSubmission && !$0.isUnderstood }
      .flatMap { line($0, report.source) }
    lines += report.homework.questions.filter { $0.state != .answered }
      .map { "–  \($0.question)  \($0.sentence)".printable }
    lines.append(sum(report))
    return lines.joined(separator: "\n")
  }

  /// How many of the answers are what, and the points.
  public static func sum(_ report: Report) -> String {
    sum(
      report.homework.summary, answers: report.homework.claims.filter(\.isAnswer),
      report.homework.coverage)
  }

  /// Formulas of the text are only listed where they are false.
  private static func isWorthALine(_ claim: Claim) -> Bool {
    claim.isAnswer || claim.verdict.outcome == .refuted
  }

  private static func line(_ claim: Claim, _ source: SourceFile) -> [String] {
    let verdict = claim.verdict
    let position = source.position(at: claim.span.lower)
    let place = "\(position.file):\(position.line)"
    let sign =
      verdict.outcome == .unchecked
      ? "–" : claim.isAsExpected ? "✓" : verdict.outcome == .error ? "!" : "✗"
    var text = "\(place)  \(sign) \(claim.id)  \(verdict.outcome.rawValue)"
    if let method = verdict.method, verdict.outcome == .verified { text += " (\(method.rawValue))" }
    if let step = verdict.step { text += " at step \(step)" }
    if verdict.outcome != .verified { text += ": \(verdict.message)" }
    if claim.expected != .verified {
      text += claim.isAsExpected ? " (as expected)" : " (expected: \(claim.expected.rawValue))"
    }
    return ([text] + details(of: verdict).map { "    \($0)" }).map(\.printable)
  }

  /// What a verdict says besides its message, in sentences.
  static func details(of verdict: Verdict) -> [String] {
    verdict.laterStepSentences
      + [verdict.suggestion?.sentence, verdict.reading.map { "read with \($0)" }].compactMap { $0 }
      + verdict.notes.map(\.words)
  }

  private static func sum(
    _ summary: Summary, answers: [Claim], _ coverage: Coverage?
  ) -> String {
    guard !answers.isEmpty || coverage?.formulas ?? 0 > 0 else { return "no answers to check" }
    let good = answers.filter { $0.verdict.outcome == .verified }.count
    let expected = answers.filter { $0.expected != .verified && $0.isAsExpected }.count
    var text = "\(good) of \(answers.count) answers verified"
    if expected > 0 { text += " · \(expected) wrong as expected" }
    let waiting = answers.count(where: \.waitsForRuns)
    if waiting > 0 { text += " · \(waiting) \(waiting == 1 ? "waits" : "wait") for --full" }
    let unchecked = summary.unchecked - waiting
    if unchecked > 0 {
      text += " · \(unchecked) \(unchecked == 1 ? "formula" : "formulas") unchecked"
    }
    if let coverage { text += " · \(words(coverage))" }
    if summary.pointsPossible > 0 {
      text += " · \(points(summary.points)) of \(points(summary.pointsPossible)) points"
    }
    return text
  }

  /// How much of a submission was understood, in words.
  static func words(_ coverage: Coverage) -> String {
    "\(coverage.understood) of \(coverage.formulas) formulas understood (\(coverage.percent) %)"
  }

  /// The same, and what stands under the questions without a verdict.
  static func words(_ coverage: Coverage, _ questions: [QuestionState]) -> String {
    let open = questions.filter { $0.state != .answered }
      .map { "\($0.question) (\($0.sentence))" }
    return words(coverage)
      + (open.isEmpty ? "" : ". Without a verdict: \(open.joined(separator: ", "))")
  }

  static func points(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : value.significant(4)
  }
}
