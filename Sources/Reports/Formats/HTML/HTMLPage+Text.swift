import Homework

extension HTMLPage {

  func inlines(_ list: [Inline]) -> String { list.map(inline).joined() }

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
      return
        "<a href=\"\(HTML.escape(destination))\"\(HTML.title(title))>\(inlines(inner.uncited))</a>"
    case .image(let source, let title, let alternative): return image(source, title, alternative)
    case .citation(let citation): return self.citation(citation)
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
    let mark = report.markedClaims(in: formula).map(self.mark).joined()
    guard let html = report.maths[formula.span] else {
      return "<code class=\"unset\">\(HTML.escape(formula.latex.text))</code>" + mark
    }
    return (formula.isDisplay ? "<span class=\"scroll maths\">\(html)</span>" : html) + mark
  }

  /// Pictures beside the homework are in the page; a page that loads something from elsewhere would
  /// tell others who reads it, so that becomes a link.
  private func image(_ source: String, _ title: String, _ alternative: [Inline]) -> String {
    let text = HTML.escape(alternative.plainText)
    guard HTML.isSafe(link: source) else { return "<span>\(text)</span>" }
    if HTML.isRelative(link: source) {
      guard let picture = report.pictures[source] else {
        return "<span class=\"missing-picture\">\(text.isEmpty ? HTML.escape(source) : text)</span>"
      }
      return "<img src=\"\(picture.address)\" alt=\"\(text)\"\(HTML.title(title))>"
    }
    return "<a href=\"\(HTML.escape(source))\">\(text.isEmpty ? "picture" : text)</a>"
  }

  var footnotes: String {
    let notes = report.homework.document.footnotes
    guard !notes.isEmpty else { return "" }
    let items = notes.map { note in
      "<li id=\"fn-\(HTML.escape(note.id))\">\(inlines(note.content)) "
        + "<a href=\"#fnref-\(HTML.escape(note.id))\" aria-label=\"back\">↩</a>"
        + verdicts(on: note.content) + "</li>"
    }
    return "<section class=\"footnotes\"><ol>\(items.joined())</ol></section>"
  }
}
