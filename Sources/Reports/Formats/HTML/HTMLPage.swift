import Homework
import Notation

extension OutputFormat {
  /// A page that needs neither script nor network.
  package static let html = OutputFormat(name: "html", fileExtension: "html", needsMaths: true) {
    report, templates in
    HTMLPage(report: report, templates: templates).text
  }

  /// The same page on paper.
  static let pdf = OutputFormat(
    name: "pdf", fileExtension: "pdf", needsMaths: true, isPrinted: true, render: html.render)
}

/// Builds the page of one homework.
struct HTMLPage {
  let report: Report
  let templates: Templates

  var text: String {
    let matter = report.homework.document.frontMatter
    let byline = [matter.author, matter.course, matter.date].compactMap { $0 }
    let summary = report.homework.summary
    let counts: [[String: Any]] = [
      ("verified", summary.verified), ("refuted", summary.refuted), ("error", summary.error),
      ("unchecked", summary.unchecked),
    ].filter { $0.1 > 0 || $0.0 == "verified" }.map { ["name": $0.0, "count": $0.1] }
    let waiting = report.homework.claims.count(where: \.waitsForRuns)
    let points =
      "\(TextFormat.points(summary.points)) of \(TextFormat.points(summary.pointsPossible))"
    return templates.render(
      "page",
      [
        "title": report.title, "byline": byline.joined(separator: " · "), "style": templates.style,
        "counts": counts, "points": summary.pointsPossible > 0 ? points : "",
        "coverage": report.homework.coverage.map(TextFormat.words) ?? "",
        "unexpected": summary.unexpected > 0 ? "\(summary.unexpected)" : "",
        "allExpected": summary.unexpected == 0 && report.exitCode == 0,
        "waiting": waiting == 0
          ? "" : "\(waiting) of them \(waiting == 1 ? "waits" : "wait") for runs with --full.",
        "conventions": report.homework.conventions.map { ["key": $0.key, "value": $0.value] },
        "problems": report.diagnostics.map(problem), "hasProblems": !report.diagnostics.isEmpty,
        "body": report.homework.document.blocks.map(block).joined(separator: "\n"),
        "footnotes": footnotes, "policy": templates.policy, "script": templates.script,
      ])
  }

  private func problem(_ diagnostic: Diagnostic) -> [String: Any] {
    [
      "line": report.source.lineWords(at: diagnostic.span.lower), "text": diagnostic.message.text,
      "hint": diagnostic.message.hint ?? "", "severity": diagnostic.severity.rawValue,
    ]
  }
}
