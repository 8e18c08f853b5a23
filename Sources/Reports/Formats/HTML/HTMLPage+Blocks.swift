import Homework
import Markup
import Notation

extension HTMLPage {
  /// A block, the verdicts on it, and what is wrong with it.
  func block(_ block: Block) -> String {
    let text = content(of: block) + problems(at: block)
    let asides = asides(at: block)
    if case .heading = block.kind { return text + asides }
    return asides + text
  }

  private func content(of block: Block) -> String {
    switch block.kind {
    case .heading(_, _, let content) where block.span == places.title:
      return verdicts(on: content)
    case .heading(let level, _, let content):
      return heading(places.levels[block.span] ?? min(level + 1, 6), content, at: block.span)
        + verdicts(on: content)
    case .paragraph(let content):
      let text =
        block.isFigure ? figure(content[0], at: block.span) : "<p>\(inlines(content))</p>"
      return text + verdicts(on: content)
    case .list(let list): return self.list(list)
    case .quote(let blocks):
      return "<blockquote>\(blocks.map(self.block).joined())</blockquote>"
    case .alert(let kind, let blocks):
      return "<div class=\"alert \(kind.rawValue)\"><p class=\"alert-title\">\(kind.rawValue)</p>"
        + blocks.map(self.block).joined() + "</div>"
    case .listing(let language, let code): return listing(language, code, block)
    case .fence(let fence): return self.fence(fence, of: block)
    case .formula(let formula):
      return equation(display(formula), at: formula.span) + verdicts(in: formula.span)
    case .table(let table): return self.table(table, of: block)
    case .thematicBreak: return "<hr>"
    case .rawHTML(let text): return "<pre><code>\(HTML.escape(text))</code></pre>"
    case .comment: return ""
    }
  }

  private func list(_ list: List) -> String {
    let items = list.items.map { item in
      let content =
        list.isTight && item.blocks.count >= 1
        ? item.blocks.map(tight).joined(separator: "\n") : item.blocks.map(block).joined()
      guard let isDone = item.isDone else { return "<li>\(content)</li>" }
      let box = isDone ? " checked aria-label=\"done\"" : " aria-label=\"to do\""
      return "<li class=\"task\"><input type=\"checkbox\" disabled\(box)> \(content)</li>"
    }
    guard let start = list.start else { return "<ul>\(items.joined())</ul>" }
    return "<ol\(start == 1 ? "" : " start=\"\(start)\"")>\(items.joined())</ol>"
  }

  private func tight(_ block: Block) -> String {
    guard case .paragraph(let content) = block.kind, !block.isFigure else {
      return self.block(block)
    }
    return asides(at: block) + inlines(content) + verdicts(on: content) + problems(at: block)
  }

  func table(_ table: Table, of block: Block) -> String {
    func row(_ cells: [[Inline]], _ name: String) -> String {
      let columns = zip(cells, table.alignments).map { cell, alignment in
        let style = alignment == .none ? "" : " class=\"\(alignment.rawValue)\""
        // An empty corner is no header.
        let isHeader = name == "th" && !cell.isEmpty
        let start = isHeader ? "th scope=\"col\"" : "td"
        return "<\(start)\(style)>\(inlines(cell))</\(isHeader ? "th" : "td")>"
      }
      return "<tr>\(columns.joined())</tr>"
    }
    let content =
      "<table\(anchor(at: block.span))>\(caption(of: block, in: "caption"))"
      + "<thead>\(row(table.header, "th"))</thead><tbody>"
      + table.rows.map { row($0, "td") }.joined() + "</tbody></table>"
    let cells = table.header + table.rows.flatMap { $0 }
    return HTML.scroller(content, "table")
      + verdicts(on: cells.flatMap { $0 } + (block.caption?.content ?? []))
  }

  private func display(_ formula: Formula) -> String {
    report.maths[formula.span].map { display($0, of: formula.latex.text) }
      ?? source(formula.latex.text)
  }

  private func source(_ text: String) -> String {
    "<pre class=\"unset\" tabindex=\"0\" role=\"group\" aria-label=\"formula\"><code>\(HTML.escape(text))</code></pre>"
  }

  private func fence(_ fence: Fence, of block: Block) -> String {
    if let content = report.contents[fence.span] { return content.html(on: self, of: block) }
    let maths =
      report.maths[fence.span].map { display($0, of: fence.content.text) }
      ?? source(fence.content.text)
    switch fence.role {
    case .given: return declaration("given", maths, at: fence.span)
    case .definition: return declaration("define", maths, at: fence.span)
    case .answer, .measuredAnswer:
      let name = HTML.escape(PagePlaces.name(of: fence))
      let numbered = equation(maths, at: fence.span, isAnchored: false)
      return "<div class=\"answer\" id=\"\(name)\">\(numbered)\(verdicts(in: fence.span))</div>"
    default: return equation(maths, at: fence.span) + verdicts(in: fence.span)
    }
  }

  private func declaration(_ label: String, _ maths: String, at span: Span) -> String {
    let numbered = equation(maths, at: span)
    return "<div class=\"declaration\"><span class=\"label\">\(label)</span>\(numbered)</div>"
  }
}
