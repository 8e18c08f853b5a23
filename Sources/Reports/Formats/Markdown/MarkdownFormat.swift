import Experiments
import Homework
import Markup
import Notation

extension OutputFormat {
  /// The author's text with verdicts and values filled in, for a Git forge.
  static let markdown = OutputFormat(
    name: "md", fileExtension: "md", needsMaths: false, carriesPictures: false
  ) { report, _ in
    let text = report.isBuilt ? report.source.text : MarkdownPage(report: report).text
    let inert = InertMarkdown.text(text) { link, isPicture in
      isPicture ? HTML.isRelative(link: link) : HTML.isSafe(link: link)
    }
    return report.isBuilt ? inert : BuiltReport.signed(inert)
  }
}

/// Rewrites the source of a homework where there is something to fill in; the rest stays as it is.
struct MarkdownPage {
  let report: Report
  var edits: [(range: Range<Int>, text: String)] = []
  /// The headings that are in nothing else, in order.
  let headings: [(place: Int, slug: String)]

  init(report: Report) {
    self.report = report
    headings = report.homework.document.blocks.compactMap { block in
      guard case .heading(_, let slug, _) = block.kind else { return nil }
      return (block.span.lower, slug)
    }
    for (span, value) in report.homework.results(of: ComputedValue.self) {
      edits.append((span.range, value.text))
    }
    for block in report.homework.document.allBlocks { visit(block) }
    for citation in report.homework.document.citations {
      edits.append((citation.span.range, markdown(citation)))
    }
    // Of two edits at one place, the one that was made first stands first.
    let order = edits.indices.sorted {
      (edits[$0].range.lowerBound, $0) < (edits[$1].range.lowerBound, $1)
    }
    edits = order.map { edits[$0] }
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
    return (result.utf8.last == UInt8(ascii: "\n") ? result : result + "\n") + citedWorks
  }

  /// Where the text begins, behind the front matter.
  private var bodyStart: Int {
    FrontMatter.text(in: report.source).map { report.source.start(ofLine: $0.bodyLine) } ?? 0
  }

  private var header: String {
    let summary = report.homework.summary
    let matter = report.homework.document.frontMatter
    var text = matter.title.map { "# \(Markdown.plain($0))\n\n" } ?? ""
    let byline = [matter.author, matter.course, matter.date].compactMap { $0 }.map(Markdown.plain)
    if !byline.isEmpty { text += byline.joined(separator: " · ") + "\n\n" }
    text += "| verified | refuted | errors | unchecked | points |\n|--:|--:|--:|--:|--:|\n"
    text +=
      "| \(summary.verified) | \(summary.refuted) | \(summary.error) | \(summary.unchecked) | "
    text +=
      "\(TextFormat.points(summary.points)) of \(TextFormat.points(summary.pointsPossible)) |\n\n"
    if let coverage = report.homework.coverage {
      text += TextFormat.words(coverage, report.homework.questions) + "\n\n"
    }
    for diagnostic in report.diagnostics {
      let line = report.source.lineWords(at: diagnostic.span.lower)
      let hint = diagnostic.message.hint.map { " · \(Markdown.plain($0))" } ?? ""
      text += "> **line \(Markdown.plain(line)):** "
      text += "\(Markdown.plain(diagnostic.message.text))\(hint)\n>\n"
    }
    return text + (report.diagnostics.isEmpty ? "" : "\n")
  }

  private mutating func visit(_ block: Block) {
    switch block.kind {
    case .list(let list): for block in list.items.flatMap(\.blocks) { visit(block) }
    case .quote(let blocks), .alert(_, let blocks): for block in blocks { visit(block) }
    case .rawHTML(let html): edits.append((block.span.range, source(html)))
    case .fence(let fence):
      edits.append((fence.span.range, text(of: fence)))
      if fence.takesCaption, report.contents[fence.span] != nil { number(block) }
      explain(report.claims(in: fence.span), below: fence.span)
    case .formula(let formula):
      number(formula)
      explain(
        report.claims(in: formula.span),
        below: formula.id.map { $0.span.joined(with: formula.span) } ?? formula.span)
    case .paragraph(let content) where block.isFigure:
      figure(content[0], at: block.span)
      explain(content, below: block.span)
    case .paragraph(let content):
      if content.contains(where: \.isUnsafe) { rewrite(block, content) } else { mark(content) }
      explain(content, below: block.span)
    case .heading(let level, _, let content):
      if content.contains(where: \.isUnsafe) {
        let text = String(repeating: "#", count: level) + " " + markdown(content)
        edits.append((block.span.range, text))
      } else {
        mark(content)
        removeID(of: block)
      }
      explain(content, below: block.span)
    case .table(let table):
      // A cell has no place of its own: a table with something unsafe in it is shown as its source.
      let cells = (table.header + table.rows.flatMap { $0 }).flatMap { $0 }
      if cells.contains(where: \.isUnsafe) {
        edits.append((block.span.range, source(report.source.text(of: block.span))))
      } else {
        mark(cells)
      }
      explain(cells, below: block.span)
    case .comment(let text)
    where text.hasPrefix("include ")
      && report.source.utf8[block.span.range].starts(with: "<!--".utf8):
      // The text itself stands below, and need not be fetched again.
      let path = text.dropFirst("include ".count).unicodeScalars.filter { $0 != "<" && $0 != ">" }
      edits.append((block.span.range, "<!-- from \(String(String.UnicodeScalarView(path))) -->"))
    case .listing, .thematicBreak, .comment: break
    }
    caption(of: block)
  }

  // MARK: - Unsafe text

  /// What a forge must not read, as it was written.
  private func source(_ text: String) -> String {
    let isEnded = text.utf8.last == UInt8(ascii: "\n")
    return Markdown.block(String(text.unicodeScalars.dropLast(isEnded ? 1 : 0)), "text")
      .joined(separator: "\n")
  }

  /// Writes a paragraph anew whose HTML or links a forge must not get to see.
  private mutating func rewrite(_ block: Block, _ content: [Inline]) {
    // A computed value inside is part of the new text.
    edits.removeAll {
      block.span.lower <= $0.range.lowerBound && $0.range.upperBound <= block.span.upper
    }
    let first = report.source.lineRange(report.source.line(at: block.span.lower))
    let line = report.source.text(of: first)
    let mark = /[ \t>\-+*]*(\d+[.)] |\[\^[^\]\s]+\]: ?)?/.matchingSemantics(.unicodeScalar)
    let lead = line.prefixMatch(of: mark)?.output.0 ?? ""
    edits.append((block.span.range, lead + markdown(content)))
  }

  func markdown(_ list: [Inline]) -> String { list.map(markdown).joined() }

  private func markdown(_ inline: Inline) -> String {
    switch inline {
    case .text(let text): return Markdown.plain(text)
    case .emphasis(let inner): return "*\(markdown(inner))*"
    case .strong(let inner): return "**\(markdown(inner))**"
    case .strikethrough(let inner): return "~~\(markdown(inner))~~"
    case .code(let text), .rawHTML(let text): return Markdown.code(text)
    case .computed(let fragment, let span):
      return report.homework.value(at: span) ?? Markdown.code(fragment.text)
    case .formula(let formula):
      let latex = Markdown.spaced(formula.latex.text)
      let text = formula.isDisplay ? "$$\(latex)$$" : "$\(latex)$"
      return text + signs(of: formula)
    case .link(let destination, _, let inner):
      guard HTML.isSafe(link: destination) else { return markdown(inner) }
      return "[\(markdown(inner))](\(Markdown.destination(destination)))"
    case .image(let source, _, let inner):
      let text = Markdown.plain(inner.plainText)
      guard HTML.isSafe(link: source) else { return text }
      let mark = HTML.isRelative(link: source) ? "!" : ""
      return "\(mark)[\(text)](\(Markdown.destination(source)))"
    case .softBreak: return " "
    case .lineBreak: return "  \n"
    case .reference(let id, let inner):
      return inner.isEmpty ? words(for: id) : "[\(markdown(inner))](\(link(to: id)))"
    case .footnoteReference(let id): return "[^\(id.text)]"
    case .citation(let citation): return markdown(citation)
    }
  }

  // MARK: - Blocks

  private func text(of fence: Fence) -> String {
    let separator = "\n" + margin(of: fence.span)
    if let content = report.contents[fence.span] {
      return content.markdown.joined(separator: separator)
    }
    if let language = fence.kind.language {
      return Markdown.block(fence.content.text, language).joined(separator: separator)
    }
    let latex = report.homework.latex(of: fence) ?? fence.content.text
    let tagged = latex + (tag(at: fence.span, latex).map { "\n" + $0 } ?? "")
    return Markdown.block(tagged, "math").joined(separator: separator)
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
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
      .reference(_, let inner):
      inner.contains(where: \.isUnsafe)
    case .text, .code, .computed, .formula, .softBreak, .lineBreak, .footnoteReference, .citation:
      false
    }
  }
}
