import Homework
import Markup

extension MarkdownPage {
  /// The numbers of a citation as text: a forge has no place that they could lead to.
  func markdown(_ citation: Citation) -> String {
    citation.parts.map { part in
      switch part {
      case .text(let text): Markdown.plain(text)
      case .number(let number, _): "\(number)"
      }
    }.joined()
  }

  /// The works that are cited, as a list at the end.
  var citedWorks: String {
    let document = report.homework.document
    guard !document.citedWorks.isEmpty else { return "" }
    let heading = document.lastHeading == nil ? "\n# References\n" : ""
    let items = document.citedWorks.enumerated().map { place, entry in
      "\(place + 1). \(entry.reference.map(markdown).joined())\n"
    }
    return "\(heading)\n\(items.joined())"
  }

  private func markdown(_ part: BibliographyEntry.Part) -> String {
    switch part {
    case .text(let text): return Markdown.plain(text)
    case .venue(let text): return "*\(Markdown.plain(text))*"
    case .link(let text, let destination):
      guard HTML.isWeb(link: destination) else { return Markdown.plain(text) }
      return "[\(Markdown.plain(text))](\(Markdown.destination(destination)))"
    }
  }
}
