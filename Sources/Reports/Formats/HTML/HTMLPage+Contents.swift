import Markup
import Notation

extension HTMLPage {
  /// The headings as a list of links; nothing where there are too few to get lost among.
  var contents: String {
    guard places.headings.count > 2 else { return "" }
    var result = ""
    var depth = 1
    for (index, heading) in places.headings.enumerated() {
      let level = places.levels[heading.span] ?? 2
      if level > depth {
        // No level is skipped on the way down.
        result += "<ol><li>"
      } else {
        result += String(repeating: "</li></ol>", count: depth - level) + "</li><li>"
      }
      depth = level
      result +=
        "<a href=\"#\(HTML.escape(heading.name))\">\(sectionNumber(at: heading.span))\(label(heading.content))"
        + "\(sign(ofSection: index))</a>"
    }
    return result + String(repeating: "</li></ol>", count: depth - 1)
  }

  /// A sign beside sections that hold an answer which is not as it should be.
  private func sign(ofSection index: Int) -> String {
    let lower = places.headings[index].span.lower
    let next = places.headings[(index + 1)...].first?.span.lower ?? report.source.utf8.count
    guard report.hasUnexpected(in: Span(lower..<next)) else { return "" }
    return " <span class=\"sign bad\" role=\"img\" aria-label=\"not as expected\">✗</span>"
  }

  /// A heading's text without what may not stand in a link.
  private func label(_ content: [Inline]) -> String { inlines(content.flatMap(\.withoutLinks)) }
}

extension Inline {
  fileprivate var withoutLinks: [Inline] {
    switch self {
    case .link(_, _, let inner), .reference(_, let inner): inner.flatMap(\.withoutLinks)
    case .emphasis(let inner): [.emphasis(inner.flatMap(\.withoutLinks))]
    case .strong(let inner): [.strong(inner.flatMap(\.withoutLinks))]
    case .strikethrough(let inner): [.strikethrough(inner.flatMap(\.withoutLinks))]
    case .image(_, _, let alternative): alternative.flatMap(\.withoutLinks)
    case .footnoteReference: []
    case .citation(let citation): [.text(citation.text)]
    case .softBreak, .lineBreak: [.text(" ")]
    default: [self]
    }
  }
}
