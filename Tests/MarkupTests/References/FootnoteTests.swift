import Notation
import Testing

@testable import Markup

@Suite("Footnotes")
struct FootnoteTests {
  private func document(_ text: String) -> Document {
    Document(parsing: SourceFile(name: "test.md", text: text))
  }

  @Test(
    "They are numbered as they are used, wherever they are defined",
    arguments: [
      ("A[^b] and[^a].\n\n[^a]: 1\n[^b]: 2", ["b", "a"]),
      ("A[^b], [^b].\n\n[^a]: 1\n\n[^b]: 2\n\nB[^a].", ["b", "a"]),
      ("A[^a].\n\n[^a]: see[^c]\n[^b]: x\n[^c]: y\n\nB[^b].", ["a", "b", "c"]),
      ("# A[^h]\n\n| a[^t] |\n|---|\n| 1 |\n\n[^t]: 1\n[^h]: 2", ["h", "t"]),
      ("A[^a]\n[^a]: right below", ["a"]), ("> A[^a]\n>\n> [^a]: quoted", ["a"]),
      ("- A[^a]\n- B\n\n[^a]: below a list\n", ["a"]),
    ])
  func order(_ text: String, _ ids: [String]) {
    let document = document(text)
    #expect(document.references.notes.map(\.footnote.id.text) == ids)
    #expect(document.diagnostics.isEmpty)
  }

  @Test("Every use is known by its number")
  func uses() throws {
    let document = document("A[^a] B[^b] C[^a].\n\n[^a]: 1\n[^b]: 2\n")
    guard case .paragraph(let content) = document.blocks[0].kind else {
      return #expect(Bool(false), "no text")
    }
    let marks = content.compactMap { inline in
      if case .footnoteReference(let id) = inline {
        document.references.note(markedAt: id.span)
      } else {
        nil
      }
    }
    #expect(marks.map(\.number) == [1, 2, 1])
    #expect(marks.map(\.use) == [1, 1, 2])
    #expect(document.blocks.count == 1)
  }

  @Test(
    "What is no definition is text",
    arguments: [
      "    [^a]: code", "```\n[^a]: code\n```", "Text [^a]: text", "[^ a]: text", "[^]: text",
    ])
  func noDefinition(_ text: String) { #expect(document(text).footnotes.isEmpty) }

  @Test("A list goes on around a footnote that was defined right below it")
  func lists() throws {
    let document = document("- a[^n]\n- b\n\n[^n]: note\n\n- c\n")
    #expect(document.blocks.count == 2)
    #expect(document.footnotes.count == 1)
    guard case .list(let list) = document.blocks[0].kind else {
      return #expect(Bool(false), "no list")
    }
    #expect(list.items.count == 2 && list.isTight)
  }
}
