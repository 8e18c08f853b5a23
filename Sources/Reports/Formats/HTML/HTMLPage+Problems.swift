import Markup
import Notation

extension Template {
  /// What is wrong with the document, at its place and in the list.
  static let problem = Template(
    name: "problem",
    keys: [
      "anchor": .text, "link": .text, "severity": .text, "line": .text,
      "text": .text, "excerpt": .text, "hint": .text,
    ])
}

extension HTMLPage {
  /// What is wrong with a block, to stand below it.
  func problems(at block: Block) -> String {
    places.problems(at: block).map { number in
      problem(number, anchor: PagePlaces.name(ofProblem: number), link: "")
    }.joined()
  }

  /// In the list, with a link to its place where it has one.
  func listedProblem(_ number: Int) -> String {
    problem(number, anchor: "", link: places.anchor(ofProblem: number) ?? "")
  }

  private func problem(_ number: Int, anchor: String, link: String) -> String {
    let diagnostic = report.diagnostics[number]
    return templates.render(
      .problem,
      [
        "anchor": anchor, "link": link, "severity": diagnostic.severity.rawValue,
        "line": report.source.lineWords(at: diagnostic.span.lower),
        "text": diagnostic.message.text, "hint": diagnostic.message.hint ?? "",
        "excerpt": excerpt(of: diagnostic.span),
      ])
  }

  /// The line of a place, and a caret below it.
  func excerpt(of span: Span) -> String {
    DiagnosticPrinter().excerpt(of: span, in: report.source).joined(separator: "\n")
  }
}
