import Homework
import Markup

extension HTMLPage {
  /// Numbers that lead to the list of references.
  func citation(_ citation: Citation) -> String {
    let parts = citation.parts.map { part in
      switch part {
      case .text(let text): HTML.escape(text)
      case .number(let number, let key):
        "<a href=\"#cite.\(HTML.escape(key))\" role=\"doc-biblioref\">\(number)</a>"
      }
    }
    return "<span class=\"citation\">\(parts.joined())</span>"
  }

  /// The works that are cited; below the heading with which the author ends the homework, or else one of ours.
  var citedWorks: String {
    let document = report.homework.document
    guard !document.citedWorks.isEmpty else { return "" }
    let slug = document.lastHeading
    let heading = slug == nil ? "<h2 id=\"page.bibliography\">References</h2>" : ""
    let items = document.citedWorks.map { entry in
      "<li id=\"cite.\(HTML.escape(entry.key))\">\(entry.reference.map(part).joined())</li>"
    }
    return "<section class=\"bibliography\" role=\"doc-bibliography\" "
      + "aria-labelledby=\"\(HTML.escape(slug ?? "page.bibliography"))\">"
      + "\(heading)<ol>\(items.joined())</ol></section>"
  }

  private func part(_ part: BibliographyEntry.Part) -> String {
    switch part {
    case .text(let text): return HTML.escape(text)
    case .venue(let text): return "<cite>\(HTML.escape(text))</cite>"
    case .link(let text, let destination):
      guard HTML.isWeb(link: destination) else { return HTML.escape(text) }
      return "<a href=\"\(HTML.escape(destination))\">\(HTML.escape(text))</a>"
    }
  }
}

extension Document {
  /// The anchor of a heading behind which nothing stands.
  var lastHeading: String? {
    guard case .heading(_, let slug, _) = blocks.last?.kind else { return nil }
    return slug
  }
}
