import Notation
import Testing

@testable import Markup

/// Citations in running text, and the list that they number.
@Suite("Citations")
struct CitationTests {
  private static let works = """
    @misc{lecun1998, author = {Y. LeCun and L. Bottou and Y. Bengio}, title = {A}}
    @misc{plato, author = {Plato}, title = {B}}
    @misc{a:b_c.d-e, author = {X. Y and Z. W}, title = {C}}
    """

  private static func document(
    _ text: String, matter: String = "bibliography: refs.bib", dialect: Dialect = .homework
  ) -> Document {
    InclusionTests.document(
      "---\n\(matter)\n---\n\(text)", ["refs.bib": works, "part.md": "See [@plato]."],
      dialect: dialect)
  }

  private static func words(_ blocks: [Block]) -> String {
    blocks.map { block in
      switch block.kind {
      case .paragraph(let content), .heading(_, _, let content): content.plainText
      case .list(let list): words(list.items.flatMap(\.blocks))
      case .quote(let blocks): words(blocks)
      case .table(let table):
        (table.header + table.rows.flatMap { $0 }).map(\.plainText).joined(separator: "|")
      case .listing(_, let code): code
      default: ""
      }
    }.joined(separator: "\n")
  }

  @Test(
    "What is a citation",
    arguments: [
      ("[@plato]", "[1]"), ("[@plato, p. 3]", "[1, p. 3]"), ("[@plato p. 3]", "[1, p. 3]"),
      ("[@plato; @lecun1998]", "[1, 2]"), ("[@plato; @lecun1998, ch. 2]", "[1; 2, ch. 2]"),
      ("[see @plato]", "[see 1]"), ("[-@plato]", "[1]"),
      ("[@lecun1998] [@plato] [@lecun1998]", "[1] [2] [1]"),
      ("@lecun1998 say", "LeCun et al. [1] say"), ("(@plato)", "(Plato [1])"),
      ("@plato.", "Plato [1]."),
      ("@plato, @a:b_c.d-e: x", "Plato [1], Y and W [2]: x"), ("**@plato**", "Plato [1]"),
      ("> [@plato,\n> p. 3]", "[1, p. 3]"), ("- [@plato]\n- @plato", "[1]\nPlato [1]"),
      ("| a |\n|---|\n| [@plato] |", "a|[1]"), ("# On [@plato]", "On [1]"),
      ("[@plato][@lecun1998]", "[1][2]"),
      ("$x$[@plato]$y$", "x[1]y"), ("[@plato]:", "[@plato]:"), ("so [@plato]: x", "so [1]: x"),
    ])
  func found(_ text: String, _ words: String) {
    let document = Self.document(text)
    #expect(Self.words(document.blocks) == words)
    #expect(document.diagnostics.isEmpty)
    for citation in document.citations {
      #expect(document.source.text(of: citation.span).contains("@"))
    }
  }

  @Test(
    "What is none",
    arguments: [
      ("ada@plato.org", "ada@plato.org"), ("`[@plato]`", "[@plato]"), ("$@plato$", "@plato"),
      ("    @plato [@plato]", "@plato [@plato]\n"), ("```\n[@plato]\n```", "[@plato]\n"),
      ("\\@plato", "@plato"), ("[@plato](https://example.org)", "@plato"),
      ("@ada, hello", "@ada, hello"),
      ("[a@plato]", "[a@plato]"), ("[x; @plato", "[x; Plato [1]"), ("[@]", "[@]"), ("@", "@"),
      ("[a](@plato)", "a"), ("[text][@plato]", "[text][1]"), ("[]", "[]"), ("a @ b", "a @ b"),
      ("<https://example.org/@plato>", "https://example.org/@plato"),
    ])
  func notFound(_ text: String, _ words: String) {
    let document = Self.document(text)
    #expect(Self.words(document.blocks) == words)
    #expect(document.diagnostics.isEmpty)
  }

  @Test("Without a bibliography there are no citations")
  func noBibliography() {
    let document = Self.document("[@plato] and @lecun1998", matter: "title: x")
    #expect(Self.words(document.blocks) == "[@plato] and @lecun1998")
    #expect(document.citations.isEmpty)
    #expect(document.companions.isEmpty)
  }

  @Test("The list holds what is cited, in the order in which it is")
  func order() {
    let document = Self.document(
      "[@lecun1998]\n\n<!-- include part.md -->\n\nnote[^1]\n\n[^1]: @a:b_c.d-e\n")
    #expect(document.citedWorks.map(\.key) == ["lecun1998", "plato", "a:b_c.d-e"])
    #expect(Set(document.companions.keys) == ["part.md", "refs.bib"])
  }

  @Test(
    "An unknown work is an error at its key, once",
    arguments: [
      ("text [@plata] and [@plata]", "4:7", "did you mean '@plato'?"),
      ("@lecun1989", "4:1", "did you mean '@lecun1998'?"),
      ("a\n\n- b [@plato; @nobody]", "6:14", "where no work is meant, write \\@nobody"),
    ])
  func unknown(_ text: String, _ place: String, _ hint: String) {
    let document = Self.document(text)
    #expect(document.diagnostics.map(\.message.code) == ["unknown-work"])
    #expect(document.diagnostics.map(\.message.hint) == [hint])
    let places = document.diagnostics.map { document.source.position(at: $0.span.lower) }
    #expect(places.map(\.description) == ["hw/top.md:\(place)"])
  }

  @Test(
    "Files that are not to be had are told once",
    arguments: [
      ("bibliography: gone.bib", "no-such-file"), ("bibliography: ../refs.bib", "outside-folder"),
      ("bibliography: [refs.bib, /etc/passwd]", "outside-folder"),
      ("bibliography: {a: b}", "invalid-front-matter"),
      ("bibliography: [refs.bib, [more.bib]]", "invalid-front-matter"),
    ])
  func missing(_ matter: String, _ code: String) {
    let document = Self.document("[@nobody]", matter: matter)
    #expect(document.diagnostics.map(\.message.code) == [code])
    #expect(document.source.position(at: document.diagnostics[0].span.lower).line == 2)
  }

  @Test("The limit is one for each file")
  func size() {
    let text = "---\nbibliography: refs.bib\n---\n" + String(repeating: "a", count: 1000)
    let work = "@misc{a, title={A}}\n"
    let rest = String(repeating: " ", count: InputLimits.sizeLimit - work.utf8.count)
    #expect(InclusionTests.document(text, ["refs.bib": work + rest]).diagnostics.isEmpty)
    let large = InclusionTests.document(text, ["refs.bib": work + rest + " "])
    #expect(large.diagnostics.map(\.message.text) == ["'refs.bib' is too large: at most 4 MiB"])
  }

  @Test("A mistake in the bibliography is shown there")
  func mistakeInFile() {
    let text = "---\nbibliography: refs.bib\n---\nü [@a] [@b]"
    let document = InclusionTests.document(
      text, ["refs.bib": "@misc{a, title={A}}\n@misc{b, title = {B} x}\n"])
    let messages = document.diagnostics.map { DiagnosticPrinter().print($0, in: document.source) }
    #expect(messages.count == 2)
    #expect(messages[0].hasPrefix("hw/top.md:4:9: error: the bibliography has no 'b'"))
    #expect(
      messages[1].hasPrefix("hw/refs.bib:2:22: error: a comma is missing before 'x'\n  @misc{b,"))
  }

  @Test("A submission reads no bibliography, and says so")
  func submission() {
    let document = Self.document("[@plato]", dialect: .submission)
    #expect(Self.words(document.blocks) == "[@plato]")
    #expect(document.companions.isEmpty)
    #expect(document.diagnostics.map(\.severity) == [.warning])
  }

  @Test("Thousands of brackets are read in a line's time")
  func hostile() {
    let brackets = String(repeating: "[@plato;", count: 1999)
    _ = Self.document(brackets)
    let many = Self.document(String(repeating: "[@x1 ü]: [@y];@z22\n\n", count: 500))
    #expect(many.diagnostics.count == 2)
  }
}
