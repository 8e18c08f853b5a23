import Homework
import Judging
import Markup
import Notation

extension OutputFormat {
  /// A page that needs neither script nor network, nor any file beside it.
  package static let html = OutputFormat(name: "html", fileExtension: "html", needsMaths: true) {
    report, templates in
    try HTMLPage(report: report, templates: templates).text()
  }

  /// The same page on paper.
  static let pdf = OutputFormat(
    name: "pdf", fileExtension: "pdf", needsMaths: true, isPrinted: true, render: html.render)
}

extension Template {
  static let page = Template(
    name: "page",
    keys: [
      "title": .text, "titleAnchor": .text, "byline": .text, "style": .text, "mathsStyle": .text,
      "counts": .rows(["name": .text, "sign": .text, "state": .text, "count": .text]),
      "points": .text, "coverage": .text, "allExpected": .text, "waiting": .text,
      "hasUnexpected": .text, "unexpected": .rows(HTMLPage.answerKeys),
      "hasAnswers": .text, "answers": .rows(HTMLPage.answerKeys), "hasPoints": .text,
      "hasQuestions": .text, "hasQuestionPoints": .text, "questions": .rows(HTMLPage.questionKeys),
      "conventions": .rows(["key": .text, "value": .text]), "hasConventions": .text,
      "contents": .text, "body": .text, "footnotes": .text, "hasProblems": .text,
      "problems": .rows(["content": .text]), "problemCount": .text, "policy": .text,
      "script": .text,
    ])
}

/// Builds the page of one homework.
struct HTMLPage: BlockPage {
  let report: Report
  let templates: Templates
  let places: PagePlaces

  init(report: Report, templates: Templates) {
    (self.report, self.templates) = (report, templates)
    places = PagePlaces(of: report)
  }

  func text() throws -> String {
    let matter = report.homework.document.frontMatter
    let byline = [matter.author, matter.course, matter.date].compactMap { $0 }
    let summary = report.homework.summary
    let waiting = report.homework.claims.count(where: \.waitsForRuns)
    let points =
      "\(TextFormat.points(summary.points)) of \(TextFormat.points(summary.pointsPossible))"
    let answers = report.listedClaims
    let unexpected = answers.filter { !$0.isAsExpected }
    return try templates.page(
      .page,
      [
        "title": report.title, "titleAnchor": places.titleAnchor,
        "byline": byline.joined(separator: " · "),
        "style": templates.style, "mathsStyle": report.mathsStyle(from: templates),
        "counts": counts(summary), "points": summary.pointsPossible > 0 ? points : "",
        "hasPoints": summary.pointsPossible > 0,
        "coverage": report.homework.coverage.map { TextFormat.words($0) } ?? "",
        "hasUnexpected": !unexpected.isEmpty, "unexpected": unexpected.map(answer),
        "hasAnswers": !answers.isEmpty, "answers": answers.map(answer),
        "hasQuestions": !report.homework.questions.isEmpty, "questions": questions,
        "hasQuestionPoints": report.homework.questions.contains { $0.pointsPossible > 0 },
        "allExpected": summary.unexpected == 0 && report.exitCode == 0,
        "waiting": waiting == 0
          ? "" : "\(waiting) of them \(waiting == 1 ? "waits" : "wait") for runs with --full.",
        "conventions": report.homework.conventions.map { ["key": $0.key, "value": $0.value] },
        "hasConventions": !report.homework.conventions.isEmpty,
        "problems": report.diagnostics.indices.map { ["content": listedProblem($0)] },
        "hasProblems": !report.diagnostics.isEmpty,
        "problemCount": report.diagnostics.count == 1
          ? "a problem" : "\(report.diagnostics.count) problems",
        "contents": contents,
        "body": report.homework.document.blocks.map(block).joined(separator: "\n"),
        "footnotes": citedWorks + footnotes, "policy": templates.policy, "script": templates.script,
      ])
  }

  // MARK: - Summary

  static let answerKeys: [String: Template.Key] = [
    "anchor": .text, "id": .text, "sign": .text, "state": .text, "outcome": .text, "step": .text,
    "earned": .text, "line": .text,
  ]

  private func counts(_ summary: Summary) -> [[String: Any]] {
    let all: [(Verdict.Outcome, Int)] = [
      (.verified, summary.verified), (.refuted, summary.refuted), (.error, summary.error),
      (.unchecked, summary.unchecked),
    ]
    return all.filter { $0.1 > 0 || $0.0 == .verified }.map { outcome, count in
      let claims = report.homework.claims.filter { $0.verdict.outcome == outcome }
      let state = claims.allSatisfy(\.isAsExpected) ? outcome == .verified ? "good" : "" : "bad"
      return ["name": outcome.rawValue, "sign": outcome.sign, "state": state, "count": count]
    }
  }

  /// A row of the table of answers.
  private func answer(_ claim: Claim) -> [String: Any] {
    [
      "anchor": places.anchor(of: claim), "id": claim.isAnswer ? claim.id : claim.source,
      "sign": claim.verdict.outcome.sign, "state": claim.state, "outcome": claim.outcomeWords,
      "step": claim.verdict.step.map { "\($0)" } ?? "",
      "earned": claim.pointsPossible > 0
        ? "\(TextFormat.points(claim.points)) of \(TextFormat.points(claim.pointsPossible))" : "",
      "line": report.source.lineWords(at: claim.span.lower),
    ]
  }
}

extension Report {
  /// What a summary lists: the answers, and what is not as expected.
  fileprivate var listedClaims: [Claim] {
    homework.claims.filter { $0.isAnswer || !$0.isAsExpected }
  }

  fileprivate func mathsStyle(from templates: Templates) -> String {
    templates.mathsStyle?.sheet(for: Array(maths.values) + Array(suggestedMaths.values)) ?? ""
  }
}
