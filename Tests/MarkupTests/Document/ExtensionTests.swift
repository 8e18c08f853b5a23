import Notation
import Testing

@testable import Markup

/// What authors expect of Markdown beyond CommonMark, as GitHub reads it.
@Suite("Extensions of Markdown")
struct ExtensionTests {
  private func blocks(_ text: String) -> [Block] {
    Document(parsing: SourceFile(name: "test.md", text: text)).blocks
  }

  /// A text with its marks as brackets: `{-struck-}`, `{*emphasis*}`, `{link|text}`.
  private func outline(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text): text
      case .strikethrough(let inner): "{-\(outline(inner))-}"
      case .emphasis(let inner), .strong(let inner): "{*\(outline(inner))*}"
      case .link(let destination, _, let inner): "{\(destination)|\(outline(inner))}"
      case .code(let text): "{`\(text)`}"
      case .formula(let formula): "{$\(formula.latex.text)$}"
      case .rawHTML(let text): "{\(text)}"
      case .softBreak: "\n"
      default: "?"
      }
    }.joined()
  }

  private func outline(_ text: String) -> String {
    guard case .paragraph(let content)? = blocks(text).first?.kind else { return "no paragraph" }
    return outline(content)
  }

  // MARK: - Strikethrough

  @Test(
    "One tilde or two strike through what stands between them",
    arguments: [
      ("~~a~~", "{-a-}"), ("~a~", "{-a-}"), ("a~b~c", "a{-b-}c"), ("~~a *b* c~~", "{-a {*b*} c-}"),
      ("*~~a~~*", "{*{-a-}*}"), ("~~a `b~~` c~~", "{-a {`b~~`} c-}"), ("~~$x$~~", "{-{$x$}-}"),
      ("~~a\nb~~", "{-a\nb-}"), ("~~a ~b~ c~~", "{-a {-b-} c-}"), ("~~a~~ ~~b~~", "{-a-} {-b-}"),
      ("a ~~~~b", "a ~~~~b"), ("~a~~", "~a~~"), ("~~a~", "~~a~"), ("~ a ~", "~ a ~"),
      ("a ~~~b~~~", "a ~~~b~~~"), ("\\~a\\~", "~a~"), ("~5 and ~6", "~5 and ~6"), ("~~a", "~~a"),
      ("~~a ~b c~~", "{-a ~b c-}"),
    ])
  func struck(_ text: String, _ expected: String) { #expect(outline(text) == expected) }

  // MARK: - Addresses

  @Test(
    "Bare addresses are links",
    arguments: [
      ("https://a.b/c_d_e", "{https://a.b/c_d_e|https://a.b/c_d_e}"),
      ("see www.a.b.", "see {http://www.a.b|www.a.b}."),
      ("(http://a.b/(c))", "({http://a.b/(c)|http://a.b/(c)})"),
      ("*https://a.b*", "{*{https://a.b|https://a.b}*}"),
      ("https://a.b/?q=*x*!", "{https://a.b/?q=*x|https://a.b/?q=*x}*!"),
      ("<https://a.b>", "{https://a.b|https://a.b}"), ("[x](https://a.b)", "{https://a.b|x}"),
      ("[x]( https://a.b )", "{https://a.b|x}"),
      ("[https://a.b](c)", "{c|https://a.b}"), ("`https://a.b`", "{`https://a.b`}"),
      ("xhttps://a.b", "xhttps://a.b"), ("https://", "https://"), ("www.", "www."),
      ("www..a", "www..a"), ("x <b title=https://a.b>", "x {<b title=https://a.b>}"),
      ("x <b title='a https://a.b c'>", "x {<b title='a https://a.b c'>}"),
      ("[x]\n\n[x]: https://a.b", "{https://a.b|x}"),
    ])
  func addresses(_ text: String, _ expected: String) { #expect(outline(text) == expected) }

  // MARK: - Alerts

  @Test(
    "A quote that begins with a mark is an alert",
    arguments: [
      ("> [!NOTE]\n> text", AlertKind.note), ("> [!tip]\n>\n> text", .tip),
      ("> [!Caution]  \n> - text", .caution), (">[!WARNING]\n>text", .warning),
    ])
  func alerts(_ text: String, _ kind: AlertKind) {
    guard case .alert(kind, let inner)? = blocks(text).first?.kind else {
      return #expect(Bool(false), "\(blocks(text))")
    }
    #expect(inner.count == 1)
  }

  @Test(
    "Others are quotes",
    arguments: [
      "> [!NOTE]", "> [!NOTE] text", "> [!NOTES]\n> text", "> [!NOTE] `a`\n> text",
      "> text\n> [!NOTE]", "> > [!NOTE]\n> > text", "- > [!NOTE]\n  > text",
      "> [!NOTE]\n> > [!TIP]\n> > inner",
    ])
  func quotes(_ text: String) {
    func alerts(_ blocks: [Block]) -> Int {
      blocks.reduce(0) { count, block in
        switch block.kind {
        case .alert(_, let inner): count + 1 + alerts(inner)
        case .quote(let inner): count + alerts(inner)
        case .list(let list): count + alerts(list.items.flatMap(\.blocks))
        default: count
        }
      }
    }
    #expect(alerts(blocks(text)) == (text.contains("TIP") ? 1 : 0))
  }

  // MARK: - Tasks

  @Test("Tasks stand in lists of every kind and inside one another")
  func tasks() throws {
    guard case .list(let list)? = blocks("- [ ] a\n  1. [X] b\n  2. [x]c\n- [x] *d*").first?.kind,
      case .list(let inner)? = list.items[0].blocks.last?.kind
    else { return #expect(Bool(false), "no list") }
    #expect(list.items.map(\.isDone) == [false, true])
    #expect(inner.items.map(\.isDone) == [true, nil])
  }

  // MARK: - Tables

  @Test(
    "Rows are cut into cells",
    arguments: [
      ("| a | b |\n|---|---|\n| 1 | 2 |", [["a", "b"], ["1", "2"]]),
      ("a | b\n:-- | --:\n1 | 2", [["a", "b"], ["1", "2"]]),
      (
        "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\nx",
        [["a", "b"], ["1", ""], ["1", "2"], ["x", ""]]
      ),
      ("| a |\n|---|\n| `x \\| y` \\| z |", [["a"], ["{`x | y`} | z"]]),
      ("| $a|b$ | $c$ |\n|---|---|", [["{$a|b$}", "{$c$}"]]),
      ("| - a | # b | 1. *c* |\n|-|-|-|", [["- a", "# b", "1. {*c*}"]]),
      ("|a|\n|-|\n||", [["a"], [""]]), ("> | a |\n> |---|\n> | 1 |", [["a"], ["1"]]),
    ])
  func tables(_ text: String, _ cells: [[String]]) throws {
    var block = try #require(blocks(text).first)
    if case .quote(let inner) = block.kind { block = inner[0] }
    guard case .table(let table) = block.kind else { return #expect(Bool(false), "\(block)") }
    #expect(([table.header] + table.rows).map { $0.map(outline) } == cells)
  }

  @Test(
    "Other lines are a paragraph",
    arguments: [
      "| a | b |\n|---|", "| a |\n|---|---|", "| a |\n| b |", "a\n:-:", "| a |\n|-:-|", "| a |\n||",
      "|---|", "| a |\n|--- x|",
    ])
  func noTable(_ text: String) {
    for block in blocks(text) {
      if case .table = block.kind { Issue.record("a table") }
    }
  }

  @Test("A table may follow a text without a blank line")
  func textAbove() throws {
    let blocks = blocks("*Two*\nlines $a$\n| a | b |\n|---|---|\n| 1 | 2 |\n: Caption *here*\n")
    #expect(blocks.count == 2)
    guard case .paragraph(let content) = blocks[0].kind, case .table(let table) = blocks[1].kind
    else { return #expect(Bool(false), "\(blocks)") }
    #expect(outline(content) == "{*Two*}\nlines {$a$}")
    #expect(table.rows.count == 1)
    #expect(outline(try #require(blocks[1].caption).content) == "Caption {*here*}")
  }

  @Test("A short text cannot ask for millions of cells")
  func padding() {
    let text =
      String(repeating: "|a", count: 500) + "\n" + String(repeating: "|-", count: 500) + "\n"
      + String(repeating: "|x\n", count: 500)
    let document = Document(parsing: SourceFile(name: "test.md", text: text))
    #expect(document.diagnostics.map(\.message.code) == ["table-too-large"])
    #expect(document.diagnostics.map(\.span.lower) == [0])
    guard case .paragraph? = document.blocks.first?.kind else {
      return #expect(Bool(false), "a table")
    }
  }

  @Test(
    "Long rows of marks are read in one go",
    arguments: [
      "~", "~~a ", "~a ~~b ", "|", "|-", "www.", "www.a ", "https://", "(https://a", "*www._", "{#",
      "{#a ",
      "{#a} ", "](#", "[^a", "[^a]:\n", "\\~", "$`", "a]", "{#a .b", "www.a))))", ": ", ":-|",
      "|\n|-\n", "[^a]: b\n", "[^a] ", "# a {#b}\n", "# a\n", "[](#a)\n\n",
      "# a\n\n[](#b)[^b]\n\n[^a]: c\n\n", "![a](b){#c}\n\n",
    ])
  func linear(_ piece: String) {
    let text = String(repeating: piece, count: 100_000 / piece.utf8.count)
    let document = Document(parsing: SourceFile(name: "test.md", text: text))
    #expect(!document.blocks.isEmpty || !document.diagnostics.isEmpty)
  }

  @Test(
    "The marks of a paragraph are counted to its end",
    arguments: [
      ("\n", false), ("  \t\n", false), (">\n", false), ("   > >\n", false),
      ("    >\n", true), ("\t>\n", true), (">     >\n", true), ("a\n", true), ("", true),
    ])
  func marks(_ between: String, _ isOneParagraph: Bool) {
    let part = String(repeating: "![[]()", count: 600) + "\n"
    let document = Document(parsing: SourceFile(name: "test.md", text: part + between + part))
    #expect(document.diagnostics.map(\.message.code) == (isOneParagraph ? ["too-many-marks"] : []))
  }
}
