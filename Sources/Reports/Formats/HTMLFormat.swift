import Homework
import Notation

extension OutputFormat {
  /// A page that needs neither script nor network.
  static let html = OutputFormat(name: "html", fileExtension: "html", needsMaths: true) {
    report, templates in
    HTMLPage(report: report, templates: templates).text
  }
}

/// Builds the page of one homework.
private struct HTMLPage {
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
        "footnotes": footnotes,
      ])
  }

  private func problem(_ diagnostic: Diagnostic) -> [String: Any] {
    [
      "line": report.source.line(at: diagnostic.span.lower), "text": diagnostic.message.text,
      "hint": diagnostic.message.hint ?? "", "severity": diagnostic.severity.rawValue,
    ]
  }

  private var footnotes: String {
    let notes = report.homework.document.footnotes
    guard !notes.isEmpty else { return "" }
    let items = notes.map { note in
      "<li id=\"fn-\(HTML.escape(note.id))\">\(inlines(note.content)) "
        + "<a href=\"#fnref-\(HTML.escape(note.id))\" aria-label=\"back\">↩</a></li>"
    }
    return "<section class=\"footnotes\"><ol>\(items.joined())</ol></section>"
  }

  // MARK: - Blocks

  private func block(_ block: Block) -> String {
    switch block.kind {
    case .heading(let level, let slug, let content):
      // The title of the page is its only h1.
      let name = "h\(min(level + 1, 6))"
      return "<\(name) id=\"\(HTML.escape(slug))\">\(inlines(content))</\(name)>"
    case .paragraph(let content): return "<p>\(inlines(content))</p>"
    case .list(let list): return self.list(list)
    case .quote(let blocks):
      return "<blockquote>\(blocks.map(self.block).joined())</blockquote>"
    case .alert(let kind, let blocks):
      return "<div class=\"alert \(kind.rawValue)\"><p class=\"alert-title\">\(kind.rawValue)</p>"
        + blocks.map(self.block).joined() + "</div>"
    case .listing(let language, let code):
      let name = language.map { " class=\"language-\(HTML.escape($0))\"" } ?? ""
      return "<pre><code\(name)>\(HTML.escape(code))</code></pre>"
    case .fence(let fence): return self.fence(fence)
    case .formula(let formula): return display(formula) + badges(in: formula.span)
    case .table(let table): return self.table(table)
    case .thematicBreak: return "<hr>"
    case .rawHTML(let text): return "<pre class=\"raw\"><code>\(HTML.escape(text))</code></pre>"
    case .comment: return ""
    }
  }

  private func list(_ list: List) -> String {
    let items = list.items.map { item in
      let content =
        list.isTight && item.blocks.count >= 1
        ? item.blocks.map(tight).joined(separator: "\n") : item.blocks.map(block).joined()
      guard let isDone = item.isDone else { return "<li>\(content)</li>" }
      return
        "<li class=\"task\"><input type=\"checkbox\" disabled\(isDone ? " checked" : "")> \(content)</li>"
    }
    guard let start = list.start else { return "<ul>\(items.joined())</ul>" }
    return "<ol\(start == 1 ? "" : " start=\"\(start)\"")>\(items.joined())</ol>"
  }

  private func tight(_ block: Block) -> String {
    if case .paragraph(let content) = block.kind { inlines(content) } else { self.block(block) }
  }

  private func table(_ table: Table) -> String {
    func row(_ cells: [[Inline]], _ name: String) -> String {
      let columns = zip(cells, table.alignments).map { cell, alignment in
        let style = alignment == .none ? "" : " class=\"\(alignment.rawValue)\""
        return "<\(name)\(style)>\(inlines(cell))</\(name)>"
      }
      return "<tr>\(columns.joined())</tr>"
    }
    return "<div class=\"scroll\"><table><thead>\(row(table.header, "th"))</thead><tbody>"
      + table.rows.map { row($0, "td") }.joined() + "</tbody></table></div>"
  }

  private func display(_ formula: Formula) -> String {
    guard let html = report.maths[formula.span] else { return source(formula.latex.text) }
    return "<div class=\"scroll maths\">\(html)</div>"
  }

  private func source(_ text: String) -> String {
    "<pre class=\"unset\"><code>\(HTML.escape(text))</code></pre>"
  }

  private func fence(_ fence: Fence) -> String {
    if let figure = report.figures[fence.span] {
      return "<figure class=\"scroll\">\(figure.svg)</figure>"
    }
    if let table = report.homework.gradientTables[fence.span] { return gradients(table) }
    if let result = report.experiment(of: fence) {
      return templates.render("experiment", ExperimentPage.values(result))
    }
    let maths =
      report.maths[fence.span].map { "<div class=\"scroll maths\">\($0)</div>" }
      ?? source(fence.content.text)
    let verb = fence.kind.text == "math" ? fence.verb?.text ?? "" : fence.kind.text
    switch verb {
    case "given", "define":
      return "<div class=\"declaration\"><span class=\"label\">\(verb)</span>\(maths)</div>"
    case "check":
      let anchor = fence.id.map { " id=\"\(HTML.escape($0.text))\"" } ?? ""
      return "<div class=\"answer\"\(anchor)>\(maths)\(badges(in: fence.span))</div>"
    default: return maths + badges(in: fence.span)
    }
  }

  // MARK: - Verdicts

  private func badges(in span: Span) -> String {
    report.claims(in: span).map(badge).joined()
  }

  private func badge(_ claim: Claim) -> String {
    let verdict = claim.verdict
    let isExpected = claim.expected != .verified && claim.isAsExpected
    let signs: [Verdict.Outcome: String] = [
      .verified: "✓", .refuted: "✗", .error: "!", .unchecked: "–",
    ]
    let state = claim.isAsExpected ? verdict.outcome == .unchecked ? "unchecked" : "good" : "bad"
    let indices = verdict.counterexample?.indices.map { ["name": $0.name, "value": "\($0.value)"] }
    return templates.render(
      "claim",
      [
        "isOpen": verdict.outcome == .refuted || verdict.outcome == .error,
        "state": state, "sign": signs[verdict.outcome] ?? "",
        "outcome": verdict.outcome.rawValue + (isExpected ? ", as expected" : ""),
        "method": verdict.outcome == .verified ? verdict.method?.rawValue ?? "" : "",
        "id": claim.isAnswer ? claim.id : "", "message": verdict.message,
        "reading": verdict.reading ?? "", "step": verdict.step.map { "\($0)" } ?? "",
        "laterSteps": verdict.laterStepSentences, "notes": verdict.notes,
        "line": report.source.line(at: claim.span.lower),
        "hint": claim.diagnostic?.message.hint ?? "",
        "suggestions": [verdict.suggestion].compactMap { $0 }.map { suggestion in
          [
            "words": suggestion.words, "term": suggestion.term,
            "method": suggestion.method?.rawValue ?? "",
          ]
        },
        "points": claim.pointsPossible > 0
          ? "\(TextFormat.points(claim.points)) of \(TextFormat.points(claim.pointsPossible)) points"
          : "",
        "hasCounterexample": verdict.counterexample != nil && !(indices ?? []).isEmpty,
        "indices": indices ?? [], "left": verdict.counterexample?.left ?? "",
        "right": verdict.counterexample?.right ?? "",
      ])
  }

  private func gradients(_ table: GradientTable) -> String {
    templates.render(
      "gradients",
      [
        "title": table.title, "state": table.passed ? "good" : "bad",
        "outcome": table.passed ? "✓ gradients agree" : "✗ gradients differ",
        "rows": table.rows.map { row -> [String: Any] in
          [
            "input": row.input, "elements": row.elements, "index": row.index,
            "reverse": row.reverse, "forward": row.forward, "difference": row.difference,
            "error": row.relativeError, "step": row.step, "sign": row.passed ? "✓" : "✗",
            "state": row.passed ? "good" : "bad", "note": row.note ?? "",
          ]
        },
      ])
  }

  // MARK: - Running text

  private func inlines(_ list: [Inline]) -> String { list.map(inline).joined() }

  private func inline(_ inline: Inline) -> String {
    switch inline {
    case .text(let text): return HTML.escape(text)
    case .emphasis(let inner): return "<em>\(inlines(inner))</em>"
    case .strong(let inner): return "<strong>\(inlines(inner))</strong>"
    case .strikethrough(let inner): return "<del>\(inlines(inner))</del>"
    case .code(let text), .rawHTML(let text): return "<code>\(HTML.escape(text))</code>"
    case .computed(let fragment, let span):
      guard let value = report.homework.values[span] else {
        return "<code class=\"unset\">= \(HTML.escape(fragment.text))</code>"
      }
      return "<output title=\"\(HTML.escape(fragment.text))\">\(HTML.escape(value))</output>"
    case .formula(let formula): return self.formula(formula)
    case .link(let destination, let title, let inner):
      guard HTML.isSafe(link: destination) else { return "<span>\(inlines(inner))</span>" }
      return "<a href=\"\(HTML.escape(destination))\"\(HTML.title(title))>\(inlines(inner))</a>"
    case .image(let source, let title, let alternative): return image(source, title, alternative)
    case .softBreak: return "\n"
    case .lineBreak: return "<br>\n"
    case .footnoteReference(let id):
      let number = report.homework.document.footnotes.firstIndex { $0.id == id }
      guard let number else { return "[^\(HTML.escape(id))]" }
      let name = HTML.escape(id)
      return "<sup id=\"fnref-\(name)\"><a href=\"#fn-\(name)\">\(number + 1)</a></sup>"
    }
  }

  private func formula(_ formula: Formula) -> String {
    let mark = report.markedClaims(in: formula).map(badge).joined()
    guard let html = report.maths[formula.span] else {
      return "<code class=\"unset\">\(HTML.escape(formula.latex.text))</code>" + mark
    }
    return (formula.isDisplay ? "<span class=\"scroll maths\">\(html)</span>" : html) + mark
  }

  /// Pictures beside the homework are shown; a page that loads something from elsewhere would tell
  /// others who reads it, so that becomes a link.
  private func image(_ source: String, _ title: String, _ alternative: [Inline]) -> String {
    let text = HTML.escape(alternative.plainText)
    guard HTML.isSafe(link: source) else { return "<span>\(text)</span>" }
    if HTML.isRelative(link: source) {
      return "<img src=\"\(HTML.escape(source))\" alt=\"\(text)\"\(HTML.title(title))>"
    }
    return "<a href=\"\(HTML.escape(source))\">\(text.isEmpty ? "picture" : text)</a>"
  }
}
