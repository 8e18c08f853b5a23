import Homework
import Notation

extension OutputFormat {
  /// The author's text with verdicts and values filled in, for a Git forge.
  static let markdown = OutputFormat(name: "md", fileExtension: "md", needsMaths: false) {
    report, _ in
    MarkdownPage(report: report).text
  }
}

/// Rewrites the source of a homework where there is something to fill in; the rest stays as it is.
private struct MarkdownPage {
  let report: Report
  private var edits: [(range: Range<Int>, text: String)] = []

  init(report: Report) {
    self.report = report
    for (span, value) in report.homework.values { edits.append((span.range, value)) }
    for block in report.homework.document.blocks { visit(block) }
    edits.sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  var text: String {
    let source = report.source
    var place = bodyStart
    var result = header
    for edit in edits where edit.range.lowerBound >= place {
      result += source.text(of: place..<edit.range.lowerBound) + edit.text
      place = edit.range.upperBound
    }
    result += source.text(of: place..<source.utf8.count)
    return result.hasSuffix("\n") ? result : result + "\n"
  }

  /// The first line behind the front matter.
  private var bodyStart: Int {
    let source = report.source
    guard source.text(of: source.lineRange(1)) == "---" else { return 0 }
    for line in 2...max(2, source.lineCount) where line <= source.lineCount {
      if ["---", "..."].contains(source.text(of: source.lineRange(line))) {
        return line < source.lineCount ? source.lineRange(line + 1).lowerBound : source.utf8.count
      }
    }
    return 0
  }

  private var header: String {
    let summary = report.homework.summary
    let matter = report.homework.document.frontMatter
    var text = matter.title.map { "# \(Self.plain($0))\n\n" } ?? ""
    let byline = [matter.author, matter.course, matter.date].compactMap { $0 }.map(Self.plain)
    if !byline.isEmpty { text += byline.joined(separator: " · ") + "\n\n" }
    text += "| verified | refuted | errors | unchecked | points |\n|--:|--:|--:|--:|--:|\n"
    text +=
      "| \(summary.verified) | \(summary.refuted) | \(summary.error) | \(summary.unchecked) | "
    text +=
      "\(TextFormat.points(summary.points)) of \(TextFormat.points(summary.pointsPossible)) |\n\n"
    if let coverage = report.homework.coverage { text += TextFormat.words(coverage) + "\n\n" }
    for diagnostic in report.diagnostics {
      let line = report.source.line(at: diagnostic.span.lower)
      text += "> **line \(line):** \(Self.plain(diagnostic.message.text))\n>\n"
    }
    return text + (report.diagnostics.isEmpty ? "" : "\n")
  }

  /// Text without anything that Markdown or HTML would obey.
  private static func plain(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_{}[]<>#|&$!".contains(character) { result.append("\\") }
      result.append(character.isNewline ? " " : character)
    }
    return result
  }

  /// Text as a code span.
  private static func code(_ text: String) -> String { "`\(text.replacing("`", with: "'"))`" }

  private mutating func visit(_ block: Block) {
    switch block.kind {
    case .list(let list): for block in list.items.flatMap(\.blocks) { visit(block) }
    case .quote(let blocks), .alert(_, let blocks): for block in blocks { visit(block) }
    case .rawHTML(let html):
      edits.append((block.span.range, "```text\n\(html.replacing("```", with: "'''"))```"))
    case .fence(let fence): edits.append((fence.span.range, text(of: fence)))
    case .formula(let formula):
      let verdicts = lines(in: formula.span, prefix: prefix(of: formula.span))
      if !verdicts.isEmpty {
        edits.append((formula.span.upper..<formula.span.upper, "\n\n" + verdicts))
      }
    case .paragraph(let content):
      if content.contains(where: \.isUnsafe) { rewrite(block, content) }
    case .heading(let level, _, let content):
      guard content.contains(where: \.isUnsafe) else { break }
      edits.append(
        (block.span.range, String(repeating: "#", count: level) + " " + markdown(content)))
    case .table(let table):
      // A cell has no place of its own: a table with something unsafe in it is shown as its source.
      let cells = (table.header + table.rows.flatMap { $0 }).flatMap { $0 }
      guard cells.contains(where: \.isUnsafe) else { break }
      let source = report.source.text(of: block.span).replacing("```", with: "'''")
      edits.append((block.span.range, "```text\n\(source)\n```"))
    case .listing, .thematicBreak, .comment: break
    }
  }

  // MARK: - Unsafe text

  /// Writes a paragraph anew whose HTML or links a forge must not get to see.
  private mutating func rewrite(_ block: Block, _ content: [Inline]) {
    // A computed value inside is part of the new text.
    edits.removeAll {
      block.span.lower <= $0.range.lowerBound && $0.range.upperBound <= block.span.upper
    }
    let first = report.source.lineRange(report.source.line(at: block.span.lower))
    let line = report.source.text(of: first)
    let mark = line.prefix { " \t>-+*".contains($0) }
    let numbered = line.dropFirst(mark.count).prefix { $0.isNumber }
    let rest = line.dropFirst(mark.count + numbered.count)
    let isItem = !numbered.isEmpty && (rest.hasPrefix(". ") || rest.hasPrefix(") "))
    let lead = mark + (isItem ? numbered + rest.prefix(2) : "")
    edits.append((block.span.range, lead + markdown(content)))
  }

  private func markdown(_ list: [Inline]) -> String { list.map(markdown).joined() }

  private func markdown(_ inline: Inline) -> String {
    switch inline {
    case .text(let text): return Self.plain(text)
    case .emphasis(let inner): return "*\(markdown(inner))*"
    case .strong(let inner): return "**\(markdown(inner))**"
    case .strikethrough(let inner): return "~~\(markdown(inner))~~"
    case .code(let text), .rawHTML(let text): return "`` \(text.replacing("``", with: "''")) ``"
    case .computed(let fragment, let span):
      return report.homework.values[span] ?? "`\(fragment.text)`"
    case .formula(let formula):
      return formula.isDisplay ? "$$\(formula.latex.text)$$" : "$\(formula.latex.text)$"
    case .link(let destination, _, let inner):
      guard HTML.isSafe(link: destination) else { return markdown(inner) }
      return "[\(markdown(inner))](<\(destination.replacing(">", with: "%3E"))>)"
    case .image(let source, _, let inner):
      let text = Self.plain(inner.plainText)
      guard HTML.isSafe(link: source) else { return text }
      let mark = HTML.isRelative(link: source) ? "!" : ""
      return "\(mark)[\(text)](<\(source.replacing(">", with: "%3E"))>)"
    case .softBreak: return " "
    case .lineBreak: return "  \n"
    case .footnoteReference(let id): return "[^\(id)]"
    }
  }

  /// What stands before the text of a line: the indentation of a list, the marks of a quote.
  private func prefix(of span: Span) -> String {
    let line = report.source.lineRange(report.source.line(at: span.lower))
    return String(report.source.text(of: line).prefix { $0 == " " || $0 == ">" || $0 == "\t" })
  }

  private func text(of fence: Fence) -> String {
    let prefix = prefix(of: fence.span)
    if let table = report.homework.gradientTables[fence.span] {
      return gradients(table).joined(separator: "\n" + prefix)
    }
    if report.figures[fence.span] != nil {
      return "*A plot stands here in the HTML report.*"
    }
    let latex =
      fence.kind.text == "math"
      ? fence.content.text : report.homework.typesetting[fence.span] ?? fence.content.text
    let body = latex.split(separator: "\n", omittingEmptySubsequences: false)
    let block = (["```math"] + body + ["```"]).joined(separator: "\n" + prefix)
    let verdicts = lines(in: fence.span, prefix: prefix)
    return verdicts.isEmpty ? block : "\(block)\n\(prefix)\n\(prefix)\(verdicts)"
  }

  private func lines(in span: Span, prefix: String) -> String {
    report.claims(in: span).map { claim in
      let verdict = claim.verdict
      let sign = claim.isAsExpected ? verdict.outcome == .unchecked ? "–" : "✓" : "✗"
      var text = "> \(sign) **\(verdict.outcome.rawValue)**"
      if claim.expected != .verified, claim.isAsExpected { text += ", as expected" }
      if let method = verdict.method, verdict.outcome == .verified {
        text += " (\(method.rawValue))"
      }
      if let step = verdict.step { text += " at step \(step)" }
      if verdict.outcome != .verified { text += ": \(Self.plain(verdict.message))" }
      for sentence in verdict.laterStepSentences { text += "; \(Self.plain(sentence))" }
      if let reading = verdict.reading { text += " · \(Self.plain(reading))" }
      if let suggestion = verdict.suggestion {
        text += " · \(suggestion.words): did you mean \(Self.code(suggestion.term))?"
      }
      if claim.pointsPossible > 0 {
        text +=
          " · \(TextFormat.points(claim.points)) of \(TextFormat.points(claim.pointsPossible)) points"
      }
      return text
    }.joined(separator: "\n\(prefix)>\n\(prefix)")
  }

  private func gradients(_ table: GradientTable) -> [String] {
    let rows = table.rows.map { row in
      "| \(Self.plain(row.input)) | \(row.elements) | \(Self.plain(row.index)) | \(row.reverse) | "
        + "\(row.forward) | \(row.difference) | \(row.relativeError) | \(row.step) | \(row.passed ? "✓" : "✗") |"
    }
    return [
      "| input | elements | worst at | reverse | forward | difference | relative error | step | |",
      "|---|--:|---|--:|--:|--:|--:|--:|---|",
    ] + rows
  }
}

extension Inline {
  /// Whether it holds raw HTML, or a link or picture that leads where it must not.
  fileprivate var isUnsafe: Bool {
    switch self {
    case .rawHTML: true
    case .link(let destination, _, let inner):
      !HTML.isSafe(link: destination) || inner.contains(where: \.isUnsafe)
    case .image(let source, _, _): !HTML.isRelative(link: source)
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner):
      inner.contains(where: \.isUnsafe)
    case .text, .code, .computed, .formula, .softBreak, .lineBreak, .footnoteReference: false
    }
  }
}
