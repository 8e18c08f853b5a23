import Homework
import Markup
import Notation

extension HTMLPage {
  private var references: References { report.homework.document.references }

  /// The attribute by which links find a block or formula.
  func anchor(at span: Span) -> String {
    references.target(at: span)?.id.map { " id=\"\(HTML.escape($0))\"" } ?? ""
  }

  /// A link within the page; without text it says what stands there.
  func reference(_ id: Located, _ text: [Inline]) -> String {
    guard let target = references[id.text] else {
      let shown = text.isEmpty ? "#" + HTML.escape(id.text) : inlines(text)
      return "<span class=\"unset\">\(shown)</span>"
    }
    let words = text.isEmpty ? HTML.escape(target.words) : inlines(text)
    return "<a class=\"reference\" href=\"#\(HTML.escape(id.text))\">\(words)</a>"
  }

  func heading(_ level: Int, _ content: [Inline], at span: Span) -> String {
    "<h\(level)\(anchor(at: span))>\(sectionNumber(at: span))\(inlines(content))</h\(level)>"
  }

  /// The number that was counted for a heading.
  func sectionNumber(at span: Span) -> String {
    guard let target = references.target(at: span), !target.isNumberWritten,
      let number = target.number
    else { return "" }
    return "<span class=\"section-number\">\(number)</span> "
  }

  // MARK: - Equations

  /// Maths on lines of its own with its number.
  ///
  /// - Parameters:
  ///   - element: `div`, or `span` in running text.
  ///   - isAnchored: false where what is around it has the id.
  func equation(
    _ maths: String, at span: Span, element: String = "div", isAnchored: Bool = true
  ) -> String {
    guard let target = references.target(at: span), target.kind == .equation,
      let number = target.number
    else { return maths }
    return "<\(element) class=\"equation\"\(isAnchored ? anchor(at: span) : "")>\(maths)"
      + "<span class=\"number\">(\(HTML.escape(number)))</span></\(element)>"
  }

  // MARK: - Captions

  /// A picture by itself, with its alternative as the caption.
  func figure(_ picture: Inline, at span: Span) -> String {
    var caption: [Inline] = []
    if case .image(_, _, let alternative) = picture { caption = alternative }
    return "<figure\(anchor(at: span))>\(inlines([picture]))"
      + "<figcaption>\(label(at: span, caption))</figcaption></figure>"
  }

  /// What stands below a picture (`figcaption`) or above a table (`caption`): nothing where it has
  /// neither id nor caption.
  func caption(of block: Block, in element: String) -> String {
    let text = label(at: block.span, block.caption?.content ?? [])
    return text.isEmpty ? "" : "<\(element)>\(text)</\(element)>"
  }

  /// "Figure 2." and what else is said.
  private func label(at span: Span, _ content: [Inline]) -> String {
    guard let target = references.target(at: span) else { return "" }
    let name = "<span class=\"label\">\(HTML.escape(target.words.capitalizedFirst)).</span>"
    return content.isEmpty ? name : "\(name) \(inlines(content))"
  }

  // MARK: - Footnotes

  func footnoteMark(_ id: Located) -> String {
    guard let (number, use) = references.note(markedAt: id.span) else {
      return "<span class=\"unset\">[^\(HTML.escape(id.text))]</span>"
    }
    return "<sup id=\"\(Self.mark(number, use))\">"
      + "<a href=\"#fn:\(number)\" role=\"doc-noteref\">\(number)</a></sup>"
  }

  /// The footnotes that are used, at the end of the page.
  var footnotes: String {
    guard !references.notes.isEmpty else { return "" }
    let items = references.notes.enumerated().map { place, note in
      "<li id=\"fn:\(place + 1)\">\(self.note(note, number: place + 1))</li>"
    }
    return "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">"
      + "<ol>\(items.joined())</ol></section>"
  }

  /// The links back stand in the last paragraph.
  private func note(_ note: References.Note, number: Int) -> String {
    let links = note.marks.indices.map { place in
      let use = place + 1
      return " <a href=\"#\(Self.mark(number, use))\" role=\"doc-backlink\" "
        + "aria-label=\"Back to where note \(number) is used\(use == 1 ? "" : ", \(use)")\">↩"
        + (use == 1 ? "" : "<sup>\(use)</sup>") + "</a>"
    }.joined()
    let blocks = note.footnote.blocks
    guard let last = blocks.last, case .paragraph(let content) = last.kind else {
      return blocks.map(block).joined() + "<p>\(links)</p>"
    }
    return blocks.dropLast().map(block).joined() + "<p>\(inlines(content))\(links)</p>"
      + verdicts(on: content) + problems(at: last)
  }

  /// The id of a mark; no heading has one with a colon.
  private static func mark(_ number: Int, _ use: Int) -> String {
    use == 1 ? "fnref:\(number)" : "fnref:\(number):\(use)"
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
