import Foundation
import Notation
import Testing

@testable import Markup

@Suite("References")
struct ReferenceTests {
  private func document(_ text: String) -> Document {
    Document(parsing: SourceFile(name: "test.md", text: text))
  }

  @Test(
    "What has an id is called by its kind and number",
    arguments: [
      ("$$\na = b\n$$ {#x}", "equation (1)"), ("$$a$$\n\n$$b$$ {#x .wide}", "equation (2)"),
      ("Text $$a$$ {#x}\ntext", "equation (1)"), ("Text $$a$$ text\n\n$$b$$ {#x}", "equation (1)"),
      ("$$a \\tag{A}$$ {#x}\n\n$$b$$", "equation (A)"),
      ("$$a \\tag{A}$$\n\n$$b$$ {#x}", "equation (1)"),
      ("> $$\n> a\n> $$ {#x}", "equation (1)"), ("- item\n\n  $$a$$ {#x}", "equation (1)"),
      ("$$a$$\n\n```math given #x\na \\in \\R^2\n```", "equation (2)"),
      ("```define #x\na = 1\n```", "equation (1)"), ("```check #x\n1 = 1\n```", "equation (1)"),
      ("```math\na\n```\n\n```math\nb\n```\n\n$$c$$ {#x}", "equation (3)"),
      ("```check runs #x\nfinal(a.loss) < 1\n```", "answer x"),
      ("```gradcheck #x\nf by W\n```", "gradient check x"),
      ("```train #x\ntask: echo\n```", "experiment x"),
      ("![a](b.png)\n\n![c](d.png){#x}", "figure 2"), ("![](b.png) {#x}", "figure 1"),
      ("![](a.png)\n\n![c](d.png){#x}", "figure 1"),
      ("- ![a](b.png){#x}", "figure 1"), ("```plot #x\ndata: a.csv\n```", "figure 1"),
      ("```plot\ndata: a.csv\n```\n\n![a](b.png){#x}", "figure 1"),
      ("```plot\ndata: a.csv\n```\n\n: All losses {#x}", "figure 1"),
      ("| a |\n|---|\n| 1 |\n\n: Sums {#x}", "table 1"),
      ("| a |\n|---|\n| 1 |\n: Sums {#x}", "table 1"),
      ("| a |\n|---|\n| 1 |\n\n| a |\n|---|\n| 1 |\n\n: Sums {#x}", "table 1"),
      ("# A\n\n# B\n\n## C {#x}", "section 2.1"), ("# A {#x} #\n\n# B", "section 1"),
      ("A {#x}\n===\n\n# B", "section 1"), ("# Title\n\n## A\n\n### B {#x}", "section 1.1"),
      ("# Title {#x}\n\n## A", "section “Title”"),
      ("---\ntitle: T\n---\n# Only\n\n### B {#x}", "section 1.1"),
      ("# 1 A\n\n## 1.2 B {#x}", "section 1.2"), ("# 1. A\n\n## B {#x}", "section “B”"),
      ("# Problem 3: sums {#x}", "problem 3"), ("# Aufgabe 2b {#x}", "section “Aufgabe 2b”"),
      ("# Exercise\n\n# Exercise {#x}", "problem 2"), ("# 2.1 Sums {#prob-x}", "problem 2.1"),
      ("# Problem 1\n\n## (a) {#x}", "section (a)"), ("# Text {#x}\n\nText.", "section 1"),
    ])
  func words(_ text: String, _ words: String) {
    let references = document(text).references
    let target = references["x"] ?? references["prob-x"]
    #expect(target?.words == words || words.contains("Aufgabe") && target?.kind == .problem)
  }

  @Test(
    "No id takes a name that pages give",
    arguments: [
      "page.problems", "verdict.65", "problem.1", "answer.1", "cite.a", "fn:1", "fnref:1",
    ])
  func reserved(_ id: String) {
    let document = document("# A {#\(id)}\n\n$$a$$ {#\(id)}")
    #expect(document.diagnostics.map(\.message.code) == ["reserved-id", "reserved-id"])
    #expect(document.references[id] == nil)
  }

  @Test(
    "Sections are counted unless one brings a number of its own",
    arguments: [
      ("# A\n\n## B\n\n## C\n\n# D\n\n## E", ["1", "1.1", "1.2", "2", "2.1"]),
      ("## A\n\n#### B\n\n## C", ["1", "1.1", "2"]), ("## A\n\n# B", ["1", "2"]),
      ("# A\n\n### B\n\n## C\n\n# D", ["1", "1.1", "1.2", "2"]),
      ("# T\n\n## A\n\n## B", [nil, "1", "2"]), ("# T\n\n## A\n\n# B", ["1", "1.1", "2"]),
      ("# A", ["1"]), ("# A\n\n## (b) B\n\n# C", [nil, "(b)", nil]),
      ("# 1 A\n\n## 1.1 (c) B", ["1", "1.1 (c)"]), ("# Problem B.\n\n# Next", ["B", nil]),
      ("# 2D kernels\n\n# A 3 × 3 kernel", ["1", "2"]), ("> # Quoted\n\n# A", [nil, "1"]),
    ] as [(String, [String?])])
  func sections(_ text: String, _ numbers: [String?]) {
    #expect(document(text).references.targets.map(\.number) == numbers)
  }

  @Test(
    "Headings have GitHub's anchors, and no two the same",
    arguments: [
      ("# The *chain* rule!", ["the-chain-rule"]), ("# A\n\n# A\n\n# A", ["a", "a-1", "a-2"]),
      ("# A\n\n```check #a\n1 = 1\n```", ["a-1", "a"]), ("# A {#b}\n\n# B", ["b", "b-1"]),
      ("# Übung", ["übung"]), ("# $x$", ["x"]),
    ])
  func anchors(_ text: String, _ ids: [String]) {
    let document = document(text)
    #expect(document.references.targets.map(\.id) == ids)
    #expect(document.diagnostics.isEmpty)
  }

  @Test(
    "The marks are no text",
    arguments: [
      ("# A {#x}", "A"), ("![c](d.png){#x}", "c"), ("A {#x}\n---", "A"), ("# A {#x} ##", "A"),
      ("# A {#x .c k=v}", "A"),
    ])
  func marks(_ text: String, _ plain: String) throws {
    let block = try #require(document(text).blocks.first)
    #expect(block.id?.text == "x")
    switch block.kind {
    case .heading(_, _, let content), .paragraph(let content): #expect(content.plainText == plain)
    default: Issue.record("\(block)")
    }
  }

  @Test(
    "What only looks like a mark is text",
    arguments: [
      "# A {#x} b", "# A {#}", "# A {# x}", "# A {#x", "# A \\{#x}", "# `{#x}`", "# A {#x word}",
      "# A {#x{y}",
    ])
  func noMark(_ text: String) throws {
    let block = try #require(document(text).blocks.first)
    #expect(block.id == nil)
    guard case .heading(_, _, let content) = block.kind else {
      return #expect(Bool(false), "\(block)")
    }
    #expect(content.plainText.contains("{#"))
  }

  /// The text between `⟦` and `⟧` is where the message points.
  @Test(
    "What is wrong is said at its place",
    arguments: [
      ("unknown-reference", "# Losses\n\nSee ⟦[](#lossse)⟧.", "did you mean '#losses'?"),
      ("unknown-reference", "See [it](⟦#los⟧).\n\n$$a$$ {#loss}", "did you mean '#loss'?"),
      ("unknown-reference", "> - **⟦[](#q)⟧**", "{#q}"),
      ("unknown-reference", "| a |\n|---|\n| ⟦[](#q)⟧ |", "{#q}"),
      ("unknown-reference", "A[^a].\n\n[^a]: ⟦[](#q)⟧", "{#q}"),
      ("unknown-reference", "![a](b.png)\n\n| a |\n|---|\n| 1 |\n\n: ⟦[](#q)⟧", "{#q}"),
      ("repeated-id", "$$a$$ {#x}\n\n# A ⟦{#x}⟧", "an id of its own"),
      ("repeated-id", "```check #x\n1 = 1\n```\n\n![a](b.png)⟦{#x}⟧", "an id of its own"),
      ("repeated-id", "# A {#x}\n\n```plot ⟦#x⟧\ndata: a.csv\n```", "an id of its own"),
      ("repeated-id", "$$a$$ {#x}\n\n| a |\n|---|\n| 1 |\n\n: A ⟦{#x}⟧", "an id of its own"),
      ("repeated-id", "A[^a].\n\n[^a]: b\n\n⟦[^a]:⟧ c", "a name of its own"),
      ("unknown-key", "```plot #x\ndata: a.csv\n```\n\n: A ⟦{#y}⟧", nil),
      ("stray-caption", "Text.\n\n: A caption ⟦{#y}⟧", "right below"),
      ("unknown-footnote", "A⟦[^nota]⟧.[^note]\n\n[^note]: text", "did you mean '[^note]'?"),
      ("unknown-footnote", "A⟦[^x]⟧.", "define it"),
      ("unused-footnote", "A.\n\n⟦[^x]:⟧ text", "[^x]"),
    ] as [(String, String, String?)])
  func diagnostics(_ code: String, _ marked: String, _ hint: String?) throws {
    let parts = marked.components(separatedBy: ["⟦", "⟧"])
    let document = document(parts.joined())
    let found = try #require(document.diagnostics.first)
    #expect(document.diagnostics.count == 1)
    #expect(found.message.code == code)
    let lower = parts[0].utf8.count
    #expect(found.span == Span(lower..<lower + parts[1].utf8.count))
    if let hint { #expect(found.message.hint?.contains(hint) == true) }
  }

  @Test(
    "A reference without text that leads nowhere is an error, a link with text a warning",
    arguments: [("[](#x)", Diagnostic.Severity.error), ("[it](#x)", .warning)])
  func severity(_ text: String, _ severity: Diagnostic.Severity) {
    #expect(document(text).diagnostics.map(\.severity) == [severity])
  }

  @Test(
    "What is no reference of ours is left alone",
    arguments: [
      "`[](#x)`", "```\n[](#x)\n```", "\\[](#x)", "[a](#)", "[a](b#x)", "[a](<#x>)", "![](#x)",
      "[a](#x \"title\")", "<a href=\"[](#x)\">", "$[](#x)$", "    [](#x)", "<!-- [](#x) -->",
    ])
  func untouched(_ text: String) { #expect(document(text).diagnostics.isEmpty) }

  @Test("What answers of students refer to is not looked for")
  func submissions() {
    let source = SourceFile(name: "a.md", text: "[a](#nothing) and [](#nothing)[^1]")
    #expect(Document(parsing: source, dialect: .submission).diagnostics.isEmpty)
  }
}
