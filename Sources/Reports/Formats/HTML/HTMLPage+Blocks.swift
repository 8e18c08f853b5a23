import Homework

extension HTMLPage {
  func block(_ block: Block) -> String {
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
    if let drawing = report.diagrams[fence.span] { return diagram(drawing) }
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
}
