import Notation
import Testing

@testable import Markup

/// A new kind is its value, and an entry in the table: everything else follows from these.
@Suite("Kinds of blocks")
struct BlockKindTests {
  /// A block that shows its text, unless there is none.
  private struct Motto: BlockDescription {
    let text: String

    init(_ content: Fragment, _ problems: inout [Diagnostic]) throws(Diagnostic) {
      guard !content.utf8.isEmpty else { throw Diagnostic(.emptyMotto, at: content.span) }
      text = content.text
    }
  }

  private static let motto = BlockKind(
    "motto", language: "text",
    verbs: [
      BlockKind.Verb(.description(Motto.self), numbering: .caption(.figure)),
      BlockKind.Verb(.answer, word: "reply", keys: [.tolerance]),
    ])

  private func document(_ text: String) -> Document {
    Document(parsing: SourceFile(name: "a.md", text: text), kinds: BlockKind.all + [Self.motto])
  }

  @Test("A new kind is read, has a caption and a number, and references find it")
  func new() throws {
    let document = document("```motto #m\nTry.\n```\n: What we say\n\nSee [](#m).\n")
    #expect(document.diagnostics.isEmpty)
    let block = try #require(document.blocks.first)
    #expect(block.caption?.content.plainText == "What we say")
    #expect(document.references["m"]?.words == "figure 1")
    let fence = try #require(block.fences.first)
    guard case .description(let description) = fence.role else {
      Issue.record("\(fence.role)")
      return
    }
    var problems: [Diagnostic] = []
    #expect((try description.init(fence.content, &problems) as? Motto)?.text == "Try.")
    #expect(problems.isEmpty)
  }

  @Test(
    "What is wrong with its first line is told",
    arguments: [
      ("motto", nil), ("motto reply tolerance=0.1", nil),
      ("mottto", "did you mean 'motto'?"), ("motto repl", "did you mean 'motto reply'?"),
      ("motto tolerance=1", "did you mean 'tolerance'?"),
      ("motto reply tolerance=0", "it takes a positive number"),
      ("motto reply points=1", "a check has the keys tolerance"),
    ] as [(String, String?)])
  func firstLine(_ info: String, _ hint: String?) {
    let diagnostics = document("```\(info)\nTry.\n```\n").diagnostics
    #expect(diagnostics.map(\.message.hint) == (hint.map { [$0] } ?? []))
  }

  @Test("An answer of it that nobody reads is told, as one of any kind is")
  func hidden() {
    for (mark, isTold) in [("motto reply", true), ("math check", true), ("motto", false)] {
      let diagnostics = document("<div>\n```\(mark)\n</div>\n").diagnostics
      #expect(diagnostics.contains { $0.message == .hiddenAnswer } == isTold, "\(mark)")
    }
  }

  @Test("Every kind has a name of its own, and every word behind it one meaning")
  func names() {
    #expect(Set(BlockKind.all.map(\.name)).count == BlockKind.all.count)
    for kind in BlockKind.all {
      #expect(kind.verbs.first?.word == "", "\(kind.name)")
      #expect(Set(kind.verbs.map(\.word)).count == kind.verbs.count, "\(kind.name)")
    }
  }
}

extension Diagnostic.Message {
  fileprivate static let emptyMotto = Self("empty-motto", "this motto says nothing")
}
