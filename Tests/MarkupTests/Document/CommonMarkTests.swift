import Foundation
import Notation
import TestSupport
import Testing

@testable import Markup

/// The examples of the CommonMark specification come out of our path as out of `cmark` itself,
/// wherever no extension of ours is in play.
@Suite("CommonMark")
struct CommonMarkTests {
  struct Example: Decodable {
    let markdown: String
    let example: Int
  }

  static let examples: [Example] = {
    let file = Repository.root.appending(path: ".build/commonmark.json")
    return (try? JSONDecoder().decode([Example].self, from: Data(contentsOf: file))) ?? []
  }()

  /// What makes a text mean more to us than to CommonMark.
  private static func usesExtensions(_ text: String) -> Bool {
    ["$", "[^", "~~", "<!--", "[ ]", "[x]", "`= "].contains(where: text.contains)
      || text.hasPrefix("---\n") || text.contains("\0")
      || (text.contains("|") && text.contains("-|"))
      || text.firstMatch(of: /(?m)(^|[\s*_~])(https?:\/\/|www\.)\w/) != nil
  }

  @Test("Every example is there (run .ci/test-data)")
  func there() { #expect(Self.examples.count >= 640) }

  @Test("Our tree is cmark's tree")
  func trees() throws {
    let compared = Self.examples.filter { !Self.usesExtensions($0.markdown) }
    #expect(compared.count >= 600)
    for example in compared {
      let document = Document(parsing: SourceFile(name: "example.md", text: example.markdown))
      let ours = document.blocks.map(Tree.block).joined()
      let theirs = try Self.cmark(example.markdown)
      #expect(ours == theirs, "example \(example.example)")
    }
  }

  /// cmark's tree without what we do not keep: the sign behind the numbers of a list, the further
  /// words of an info string, where one text ends and the next begins.
  private static func cmark(_ markdown: String) throws -> String {
    let cmark = URL(fileURLWithPath: "/usr/bin/cmark")
    let xml = try run(cmark, ["-t", "xml"], input: markdown).output
    if !xml.contains("</document>") { return "" }
    let body = xml.components(separatedBy: "xmlns=\"http://commonmark.org/xml/1.0\">").last ?? ""
    return
      body
      .replacingOccurrences(of: "</document>\n", with: "")
      .replacingOccurrences(of: " xml:space=\"preserve\"", with: "")
      .replacingOccurrences(of: " delim=\"[a-z]*\"", with: "", options: .regularExpression)
      .replacingOccurrences(
        of: "(info=\"[^ \"]*)[^\"]*\"", with: "$1\"", options: .regularExpression
      )
      .replacingOccurrences(of: "(?<=>|^)\n *(?=<)", with: "", options: .regularExpression)
      .replacingOccurrences(of: "</text><text>", with: "")
      .replacingOccurrences(of: "<text></text>", with: "")
      .replacingOccurrences(of: "\n$", with: "", options: .regularExpression)
  }
}

/// A document in the form of cmark's XML.
private enum Tree {
  static func block(_ block: Block) -> String {
    switch block.kind {
    case .heading(let level, _, let content):
      element("heading", " level=\"\(level)\"", inlines(content))
    case .paragraph(let content): element("paragraph", "", inlines(content))
    case .list(let list):
      element(
        "list",
        (list.start.map { " type=\"ordered\" start=\"\($0)\"" } ?? " type=\"bullet\"")
          + " tight=\"\(list.isTight)\"",
        list.items.map { element("item", "", $0.blocks.map(Tree.block).joined()) }.joined())
    case .quote(let blocks), .alert(_, let blocks):
      element("block_quote", "", blocks.map(Tree.block).joined())
    case .listing(let language, let code):
      "<code_block\(language.map { " info=\"\(escape($0))\"" } ?? "")>\(escape(code))</code_block>"
    case .fence(let fence):
      "<code_block info=\"\(fence.kind.name)\">\(escape(fence.content.text))</code_block>"
    case .thematicBreak: "<thematic_break />"
    case .rawHTML(let html): "<html_block>\(escape(html))</html_block>"
    case .comment(let text): "<html_block>\(escape(text))</html_block>"
    case .formula, .table: "<extension />"
    }
  }

  private static func element(_ name: String, _ attributes: String, _ content: String) -> String {
    content.isEmpty ? "<\(name)\(attributes) />" : "<\(name)\(attributes)>\(content)</\(name)>"
  }

  private static func inlines(_ list: [Inline]) -> String {
    list.map(inline).joined().replacing("</text><text>", with: "")
  }

  private static func inline(_ inline: Inline) -> String {
    switch inline {
    case .text(let text): "<text>\(escape(text))</text>"
    case .emphasis(let inner): element("emph", "", inlines(inner))
    case .strong(let inner): element("strong", "", inlines(inner))
    case .strikethrough(let inner): inlines(inner)
    case .code(let text): "<code>\(escape(text))</code>"
    case .rawHTML(let text): "<html_inline>\(escape(text))</html_inline>"
    case .link(let destination, let title, let inner):
      element("link", target(destination, title), inlines(inner))
    case .image(let source, let title, let inner):
      element("image", target(source, title), inlines(inner))
    case .softBreak: "<softbreak />"
    case .lineBreak: "<linebreak />"
    case .reference(let id, let inner):
      element("link", target("#\(id.text)", ""), inlines(inner))
    case .computed, .formula, .footnoteReference, .citation: "<extension />"
    }
  }

  private static func target(_ destination: String, _ title: String) -> String {
    " destination=\"\(escape(destination))\""
      + (title.isEmpty ? "" : " title=\"\(escape(title))\"")
  }

  private static func escape(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
