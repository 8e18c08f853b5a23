import Notation
import Testing

@testable import Homework
@testable import Judging
@testable import Markup

/// What the parts of a document are to the one who checks it.
@Suite("Checked homework")
struct CheckedHomeworkTests {
  @Test("Line ends of every kind give the same blocks", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(_ end: String) {
    let text = "# A\n\n```check #a\n1 = 1\n```\n\n$x$\n".replacing("\n", with: end)
    let homework = check(SourceFile(name: "test.md", text: text))
    #expect(homework.claims.map(\.verdict.outcome) == [.verified])
    #expect(homework.diagnostics.isEmpty)
  }

  @Test(
    "A footnote holds further paragraphs, lists, code and formulas, which are judged; an answer is none"
  )
  func footnotes() throws {
    let text = """
      A[^a].

      [^a]: First
      and lazily on, with $1 + 1 = 3$.

          Second, with $`2 + 2 = 4`$.

          - item

          ```check #c
          1 + 2 = 3
          ```

              indented code with $x$

      Not of it.
      """
    let homework = check(SourceFile(name: "test.md", text: text))
    let note = try #require(homework.document.footnotes.first)
    #expect(
      note.blocks.map { "\($0.kind)".prefix { $0 != "(" } } == [
        "paragraph", "paragraph", "list", "fence", "listing",
      ])
    #expect(homework.document.blocks.count == 2)
    #expect(homework.claims.map(\.verdict.outcome) == [.refuted, .verified])
    #expect(homework.claims.map { homework.document.source.line(at: $0.span.lower) } == [4, 6])
    #expect(homework.diagnostics.map(\.message.code) == ["block-in-footnote"])
  }

  @Test("The number of an equation is no part of what it says")
  func tags() {
    let source = SourceFile(
      name: "test.md", text: "```math check #a\n1 + 1 = 2 \\tag{7}\n```\n\n$$2 = 3 \\tag{*}$$\n")
    #expect(check(source).claims.map(\.verdict.outcome) == [.verified, .refuted])
  }

  // MARK: - Includes

  private func document(_ text: String, _ files: [String: String]) -> Document {
    let folder = files.map { ($0.key, SourceFile(name: "hw/\($0.key)", text: $0.value)) }
    return Document(
      parsing: SourceFile(name: "hw/top.md", text: text),
      beside: Folder(Dictionary(uniqueKeysWithValues: folder)))
  }

  @Test("Definitions in a file serve the answers of the homework, and count as its own")
  func definitions() {
    let document = document(
      "<!-- include a.md -->\n\n```check #b\nx[0] = 1\n```\n\n```check #c\nx[0] = 2\n```\n",
      ["a.md": "```define\nx = [1, 2]\n```\n\n```check #a\nx[1] = 2\n```\n"])
    let homework = check(document)
    #expect(homework.diagnostics.isEmpty)
    #expect(homework.claims.map(\.verdict.outcome) == [.verified, .verified, .refuted])
  }

  @Test("A suggestion is for the file that holds the claim")
  func repair() throws {
    let wrong = "```check\n1 + 1 = 3\n```\n"
    let document = document(
      "\(wrong)\n<!-- include a.md -->\n\n<!-- include a.md -->\n", ["a.md": "text\n\n\(wrong)"])
    let homework = check(document)
    #expect(homework.repairableClaims.count == 3)
    #expect(homework.repairs.map(\.file.name) == ["hw/top.md", "hw/a.md"])
    #expect(homework.repairs.map(\.suggestions.count) == [1, 1])
    #expect(homework.repairs[1].repaired.text == "text\n\n```check\n1 + 1 = 2\n```\n")
    let repaired = try #require(homework.repaired())
    #expect(repaired.claims.allSatisfy { $0.verdict.outcome == .verified })
  }

  @Test("An edit that helps one place of a file and hurts another is not made")
  func contradiction() {
    let document = document(
      "# A\n\n```define\nx = 2\n```\n\n<!-- include a.md -->\n\n# B\n\n```define\nx = 3\n```\n\n<!-- include a.md -->\n",
      ["a.md": "```check\n1 + 1 = x\n```\n"])
    let homework = check(document)
    #expect(homework.claims.filter(\.isAnswer).map(\.verdict.outcome) == [.verified, .refuted])
    if !homework.repairableClaims.isEmpty { #expect(homework.repaired() == nil) }
  }
}
