import Notation
import Testing

@testable import Markup

/// CSL-JSON, and JSON itself.
@Suite("CSL-JSON")
struct CSLTests {
  private func bibliography(_ text: String) -> Bibliography {
    BibTeXTests.bibliography(text, name: "refs.json")
  }

  @Test("A work becomes a line")
  func line() {
    let bibliography = bibliography(
      """
      [{"id": "hochreiter1997", "type": "article-journal", "title": "Long <i>short-term</i> memory",
        "author": [{"family": "Hochreiter", "given": "Sepp"}, {"family": "Schmidhuber", "given": "J\\u00fcrgen"}],
        "container-title": "Neural Computation", "volume": 9, "issue": "8", "page": "1735-1780",
        "issued": {"date-parts": [[1997, 11, 15]]}, "DOI": "10.1162/neco.1997.9.8.1735", "abstract": null},
       {"id": 7, "title": "Seven \\ud83d\\ude00", "issued": {"raw": "2001-02"},
        "author": [{"family": "Oord", "given": "A.", "non-dropping-particle": "van den"}, {"literal": "OpenAI"}]}]
      """)
    #expect(bibliography.diagnostics.isEmpty)
    #expect(
      bibliography.entries.mapValues(BibTeXTests.line) == [
        "hochreiter1997":
          "Sepp Hochreiter and Jürgen Schmidhuber. Long short-term memory. *Neural Computation* 9(8), 1735–1780, 1997. [doi:10.1162/neco.1997.9.8.1735](https://doi.org/10.1162/neco.1997.9.8.1735)",
        "7": "A. van den Oord and OpenAI. Seven 😀. 2001.",
      ])
  }

  @Test(
    "What is broken is told at its place",
    arguments: [
      ("", "1:1"), ("[", "1:2"), ("[{}]", "1:2"), ("{}", "1:1"), ("[1,]", "1:4"), ("[01]", "1:3"),
      ("[\"a\nb\"]", "1:4"), ("[\"\\x\"]", "1:4"), ("[\"\\ud83d\"]", "1:9"), ("[\"\\u12\"]", "1:4"),
      ("[tru]", "1:2"), ("[] x", "1:4"), ("[{\"id\" 1}]", "1:8"), ("[{id: 1}]", "1:3"),
      ("[\"", "1:2"),
      ("[1.]", "1:4"), ("[-]", "1:3"), ("[\n\n{\"title\": \"x\"}]", "3:1"), ("\u{FEFF}[]", "1:1"),
      (String(repeating: "[", count: 100_000), "1:65"),
      ("[{\"id\":\"a\"},{\"id\":\"a\"}]", "1:19"),
    ])
  func mistakes(_ text: String, _ place: String) throws {
    let source = SourceFile(name: "b.json", text: text)
    let diagnostic = try #require(Bibliography(parsing: source).diagnostics.first)
    #expect(source.position(at: diagnostic.span.lower).description == "b.json:\(place)")
  }

  @Test(
    "JSON is read as it is written",
    arguments: [
      ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{C}\n\r\t"), (" -1.5e+3 ", "-1.5e+3"),
      ("0", "0"),
      ("\"ü\\u00e9\"", "üé"),
    ])
  func values(_ text: String, _ value: String) throws {
    #expect(try JSONReader.value(of: SourceFile(name: "a", text: text)).text == value)
  }
}
