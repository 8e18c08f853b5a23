import Homework
import Markup

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
      guard let value = report.homework.value(at: span) else {
        return "<code class=\"unset\">= \(HTML.escape(fragment.text))</code>"
      }
      return "<output title=\"\(HTML.escape(fragment.text))\">\(HTML.escape(value))</output>"
    case .formula(let formula): return self.formula(formula)
    case .link(let destination, let title, let inner):
      guard HTML.isSafe(link: destination) else { return "<span>\(inlines(inner))</span>" }
      return "<a href=\"\(HTML.escape(destination))\"\(HTML.title(title))>\(inlines(inner))</a>"
    case .image(let source, let title, let alternative): return image(source, title, alternative)
    case .citation(let citation): return self.citation(citation)
    case .softBreak: return "\n"
    case .lineBreak: return "<br>\n"
    case .reference(let id, let text): return reference(id, text)
    case .footnoteReference(let id): return footnoteMark(id)
    }
  }

  private func formula(_ formula: Formula) -> String {
    let mark = report.markedClaims(in: formula).map(self.mark).joined()
    var maths =
      report.maths[formula.span]
      ?? "<code class=\"unset\">\(HTML.escape(formula.latex.text))</code>"
    if formula.isDisplay { maths = "<span class=\"scroll maths\">\(maths)</span>" }
    return equation(maths, at: formula.span, element: "span") + mark
  }

  /// Pictures beside the homework are in the page; a page that loads something from elsewhere would
  /// tell others who reads it, so that becomes a link.
  private func image(_ source: String, _ title: String, _ alternative: [Inline]) -> String {
    let text = HTML.escape(alternative.plainText)
    if let picture = report.pictures[source] {
      return "<img src=\"\(picture.address)\" alt=\"\(text)\"\(HTML.title(title))>"
    }
    if source.isInline || HTML.isRelative(link: source) {
      let name = HTML.escape(String(source.prefix(80)))
      return "<span class=\"missing-picture\">\(text.isEmpty ? name : text)</span>"
    }
    guard HTML.isSafe(link: source) else { return "<span>\(text)</span>" }
    return "<a href=\"\(HTML.escape(source))\">\(text.isEmpty ? "picture" : text)</a>"
  }
}
