import Homework
import Markup
import Notation
import Testing

@testable import Reports

/// What included files and cited works look like in reports.
@Suite("Companions in reports")
struct CompanionTests {
  private static let works = #"""
    @misc{a, author = {A. <script>alert(1)</script> and "B"}, title = {$x$ [b](c) *d*}, url = {javascript:alert(1)}}
    @article{b"><b, author = {C}, title = {T}, journal = {J & <i>K</i>}, doi = {10/<x>"y'}}
    @misc{c, author = {D. E and F. G}, title = {H}, url = {https://example.org/?a=1&b="><script>}}
    """#

  private static func report(_ text: String) throws -> Report {
    let document = Document(
      parsing: SourceFile(name: "hw/a.md", text: text),
      beside: Folder([
        "refs.bib": SourceFile(name: "hw/refs.bib", text: works),
        "_part.md": SourceFile(
          name: "hw/_part.md",
          text: "---\ntitle: Part\n---\n\nA part says\n[@c].\n"),
        "_wrong.md": SourceFile(name: "hw/_wrong.md", text: "x\n\n```check\n1 = 2\n```\n"),
      ]))
    return try Report(check(document), typesetter: nil)
  }

  private static func page(_ text: String) throws -> String {
    try OutputFormat.html.render(report(text), Pages.templates(style: ""))
  }

  private static func markdown(_ text: String) throws -> String {
    try OutputFormat.markdown.render(report(text), Pages.templates(style: ""))
  }

  @Test("Numbers lead to the works, which stand at the end")
  func page() throws {
    let page = try Self.page(
      "---\nbibliography: refs.bib\n---\n# On [@c]\n\nSee [@a, p. 3] and @c, [here @c](b.html).\n\n# T\n\n# U"
    )
    #expect(
      page.contains(
        "See <span class=\"citation\">[<a href=\"#cite.a\" role=\"doc-biblioref\">2</a>, p. 3]</span>"
      ))
    #expect(page.contains("<a href=\"b.html\">here E and G [1]</a>"))
    #expect(page.contains("role=\"doc-bibliography\" aria-labelledby=\"u\""))
    #expect(!page.contains("page.bibliography"))
    let ids = page.values(of: "id")
    #expect(Set(ids).count == ids.count)
    for link in page.values(of: "href") where link.hasPrefix("#") {
      #expect(ids.contains(String(link.dropFirst())), "\(link)")
    }
  }

  @Test("A heading of our own stands where the author has none")
  func heading() throws {
    let page = try Self.page("---\nbibliography: refs.bib\n---\n# A\n\n[@c]")
    #expect(
      page.contains(
        "aria-labelledby=\"page.bibliography\"><h2 id=\"page.bibliography\">References</h2>"))
    #expect(
      try !Self.page("---\nbibliography: refs.bib\n---\nNothing.").contains("doc-bibliography"))
  }

  @Test("A hostile bibliography does nothing")
  func hostile() throws {
    let text =
      "---\nbibliography: refs.bib\n---\n[@a] [@c] [@c, <b>] [@a; <img src=x onerror=alert(1)>]"
    let page = try Self.page(text)
    #expect(!page.contains("<script"))
    #expect(!page.contains("href=\"javascript:"))
    #expect(!page.contains("<img"))
    #expect(page.contains("href=\"https://example.org/?a=1&amp;b=&quot;&gt;&lt;script&gt;\""))
    let markdown = try Self.markdown(text)
    #expect(!markdown.contains(/[^\\]<script/))
    #expect(markdown.contains("\\$x\\$ \\[b\\](c) \\*d\\*"))
    #expect(!markdown.contains("](javascript"))
  }

  @Test("The Markdown report holds what was included, and asks for no file")
  func markdown() throws {
    let first = try Self.markdown(
      "---\nbibliography: refs.bib\n---\n[@a]\n\n<!-- include _part.md -->\n\n| x |\n|---|\n| @c |\n"
    )
    #expect(first.contains("\\[1\\]\n\n<!-- from _part.md -->\n"))
    #expect(first.contains("A part says\n\\[2\\].\n"))
    #expect(first.contains("| E and G \\[2\\] |"))
    #expect(first.contains("# References\n\n1. A. "))
    let again = try Self.report(first)
    #expect(again.diagnostics.allSatisfy { $0.severity == .warning })
    #expect(again.homework.document.companions.isEmpty)
    #expect(try Self.markdown(first) == first)
  }

  @Test("Reports name the file that holds a place")
  func places() throws {
    let report = try Self.report("x\n\n<!-- include _wrong.md -->\n\n<!-- include no.md -->")
    #expect(JSON.line(report).contains("\"file\":\"hw/_wrong.md\",\"line\":4,"))
    #expect(JSON.line(report).contains("\"severity\":\"error\",\"line\":5,\"column\":1"))
    #expect(TextFormat.text(report).contains("hw/_wrong.md:4  ✗"))
    let page = try OutputFormat.html.render(report, Pages.templates(style: ""))
    #expect(page.contains("line 4 of _wrong.md"))
  }
}
