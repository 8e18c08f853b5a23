import Foundation
import Notation
import Testing

@testable import Markup

@Suite("Document")
struct DocumentTests {
  private func document(_ text: String) -> Document {
    Document(parsing: SourceFile(name: "test.md", text: text))
  }

  /// Every formula of a document, in order.
  private func formulas(_ blocks: [Block]) -> [Formula] {
    blocks.flatMap { block -> [Formula] in
      switch block.kind {
      case .paragraph(let content), .heading(_, _, let content): formulas(content)
      case .formula(let formula): [formula]
      case .list(let list): list.items.flatMap { formulas($0.blocks) }
      case .quote(let blocks), .alert(_, let blocks): formulas(blocks)
      case .table(let table): (table.header + table.rows.flatMap { $0 }).flatMap { formulas($0) }
      default: []
      }
    }
  }

  private func formulas(_ inlines: [Inline]) -> [Formula] {
    inlines.flatMap { inline -> [Formula] in
      switch inline {
      case .formula(let formula): [formula]
      case .emphasis(let inner), .strong(let inner), .link(_, _, let inner): formulas(inner)
      default: []
      }
    }
  }

  @Test(
    "Formulas are found where they are, and nowhere else",
    arguments: [
      ("$a_1 * b_2 * c$", ["a_1 * b_2 * c"]), ("it costs $5 and $6", []), ("`$a$` and $b$", ["b"]),
      ("\\$a$", []), ("$$\na\n= b\n- c\n$$", ["\na\n= b\n- c\n"]), ("text $$x$$ text", ["x"]),
      ("- item $x_i$\n- $y$", ["x_i", "y"]), ("> $$\n> a\n> $$", ["\na\n"]), ("    $code$", []),
      ("```\n$a$\n```", []), ("$`a|b`$", ["a|b"]),
      ("| $a$ | $b$ |\n|--|--|\n| $c$ | d |", ["a", "b", "c"]),
      ("$a$$b$", ["a", "b"]), ("text\n$$\na\n$$\nmore", ["\na\n"]), ("# $H_1$", ["H_1"]),
      ("**$x$** and *$y_1$*", ["x", "y_1"]),
    ])
  func maths(_ text: String, _ expected: [String]) {
    let found = formulas(document(text).blocks)
    #expect(found.map { $0.latex.text } == expected)
    for formula in found where !formula.latex.utf8.isEmpty && !text.contains(">") {
      #expect(document(text).source.text(of: formula.latex.span) == formula.latex.text)
    }
  }

  @Test("Blocks of the language carry their words with their places")
  func fence() throws {
    let text = "text\n\n- item\n\n  ```math check #a points=2\n  x = 1\n    y\n  ```\n"
    let document = document(text)
    guard case .list(let list) = document.blocks[1].kind,
      case .fence(let fence) = try #require(list.items[0].blocks.last).kind
    else { return #expect(Bool(false), "no fence") }
    #expect(fence.kind.name == "math" && fence.verb?.text == "check" && fence.id?.text == "a")
    #expect(fence["points"]?.text == "2")
    #expect(fence.content.text == "x = 1\n  y")
    #expect(
      document.source.position(at: fence.content.span.lower)
        == Position(file: "test.md", line: 6, column: 3))
    #expect(document.diagnostics.isEmpty)
  }

  @Test(
    "What is wrong with a document is said, with the place",
    arguments: [
      ("unknown-verb", "```math chek\n1 = 1\n```", 1),
      ("unknown-key", "```check pionts=1\n1 = 1\n```", 1),
      ("bad-value", "```check points=many\n1 = 1\n```", 1), ("unknown-kind", "```maht\n1\n```", 1),
      ("unknown-kind", "```swift run\n1\n```", 1),
      ("repeated-id", "```check #a\n1 = 1\n```\n\n```check #a\n1 = 1\n```", 5),
      ("unclosed-fence", "a\n\n```check\n1 = 1\n", 3), ("unclosed-math", "a $$ b\n\nc", 1),
      ("unclosed-front-matter", "---\ntitle: a\n", 1), ("invalid-yaml", "---\na: [\n---\n", 3),
      ("unknown-key", "---\ncheckmark:\n  layuot: shape\n---\n", 3),
      ("bad-value", "---\ncheckmark:\n  layout: sideways\n---\n", 3),
    ])
  func diagnostics(_ code: String, _ text: String, _ line: Int) {
    let document = document(text)
    #expect(document.diagnostics.map(\.message.code) == [code])
    #expect(document.diagnostics.map { document.source.line(at: $0.span.lower) } == [line])
  }

  @Test(
    "An '&' between words or in one is no anchor",
    arguments: ["Loss & accuracy", "AT&T", "\"a & b\"", "R&D & more"])
  func ampersand(_ title: String) {
    let document = document("---\ntitle: \(title)\n---\n")
    #expect(document.diagnostics.isEmpty)
    #expect(document.frontMatter.title == title.replacing("\"", with: ""))
  }

  @Test(
    "An '&' that could begin an anchor is refused at its place",
    arguments: ["title: &a b", "&a title: b", "title: [&a b]", "title: \"b\"&a", "a:\n- &a [b]"])
  func anchor(_ yaml: String) throws {
    let document = document("---\n\(yaml)\n---\n")
    let place = try #require(document.source.text.utf8.firstIndex(of: UInt8(ascii: "&")))
    let lower = document.source.text.utf8.distance(
      from: document.source.text.utf8.startIndex, to: place)
    #expect(document.diagnostics.map(\.span) == [Span(lower..<lower + 1)])
    #expect(document.diagnostics.first?.message.text.contains("anchors") == true)
  }

  @Test("A key that is given twice is named, at its second place")
  func repeatedKey() {
    let document = document("---\ntitle: a\nauthor: b\ntitle: c\n---\n")
    #expect(document.diagnostics.map(\.message.text) == ["'title' is given twice"])
    #expect(document.diagnostics.map { document.source.line(at: $0.span.lower) } == [4])
  }

  @Test(
    "Code in other languages is shown and not questioned", arguments: ["python", "swift", "c", ""])
  func listings(_ language: String) {
    let document = document("```\(language)\ncode\n```\n")
    #expect(document.diagnostics.isEmpty)
    guard case .listing = document.blocks.first?.kind else { return #expect(Bool(false)) }
  }

  @Test(
    "Texts that would keep the parser busy are refused with one message",
    arguments: [
      String(repeating: "- ", count: 5000) + String(repeating: "\n", count: 5000),
      String(repeating: ">", count: 50_000) + "a", String(repeating: "![[]()", count: 20_000),
      String(repeating: "[", count: 50_000), String(repeating: "1. ", count: 5000),
      String(repeating: "*a_ ", count: 50_000), "a\0b", String(repeating: "a", count: 5 << 20),
    ])
  func refused(_ text: String) {
    let document = document(text)
    #expect(document.diagnostics.count == 1)
    #expect(document.blocks.isEmpty)
  }

  @Test("Tables, alerts, tasks, footnotes and struck text")
  func extensions() throws {
    let document = document(
      "| a | b |\n|:-:|--:|\n| 1 | 2 \\| 3 |\n\n> [!NOTE]\n> text\n\n- [x] done\n- [ ] open\n\nA[^1] ~~b~~\n\n[^1]: note\n"
    )
    guard case .table(let table) = document.blocks[0].kind,
      case .alert(.note, _) = document.blocks[1].kind,
      case .list(let list) = document.blocks[2].kind,
      case .paragraph(let text) = document.blocks[3].kind
    else { return #expect(Bool(false), "\(document.blocks)") }
    #expect(table.alignments == [.center, .right])
    #expect(table.rows[0][1].plainText == "2 | 3")
    #expect(list.items.map(\.isDone) == [true, false])
    #expect(document.footnotes.map(\.id.text) == ["1"])
    #expect(text.contains { if case .strikethrough = $0 { true } else { false } })
  }
}
