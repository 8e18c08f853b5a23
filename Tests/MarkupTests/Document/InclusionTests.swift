import Notation
import Testing

@testable import Markup

/// What a homework includes: where it lands, where its places lead, and what is refused.
@Suite("Includes")
struct InclusionTests {
  static func document(
    _ text: String, _ files: [String: String], dialect: Dialect = .homework
  ) -> Document {
    let folder = files.map { ($0.key, SourceFile(name: "hw/\($0.key)", text: $0.value)) }
    return Document(
      parsing: SourceFile(name: "hw/top.md", text: text), dialect: dialect,
      beside: Folder(Dictionary(uniqueKeysWithValues: folder)))
  }

  private func words(_ document: Document) -> [String] {
    document.blocks.compactMap { block in
      switch block.kind {
      case .paragraph(let content): content.plainText
      case .list(let list): "list of \(list.items.count)"
      case .heading(_, _, let content): "# \(content.plainText)"
      case .listing(_, let code): "code \(code.trimmingSpaces)"
      case .fence(let fence): "\(fence.kind.name) \(fence.content.text)"
      default: nil
      }
    }
  }

  @Test(
    "The text of the file stands at the line",
    arguments: [
      ("a\n\n<!-- include b.md -->\n\nc\n", "b", ["a", "b", "c"]),
      ("a\n<!-- include b.md -->\nc", "b\n", ["a", "b", "c"]),
      ("<!-- include b.md -->", "", []),
      ("<!--include b.md-->\n", "b", ["b"]), ("   <!--  include   b.md-->\n", "b", ["b"]),
      ("a\r\n<!-- include b.md -->\r\nc", "b\r\nd", ["a", "b d", "c"]),
      ("- a\n<!-- include b.md -->\n- c", "- b\n- b", ["list of 1", "list of 2", "list of 1"]),
      ("<!-- include b.md -->\n    c", "- b", ["list of 1", "code c"]),
      ("---\ntitle: a\n---\n<!-- include b.md -->\n", "---\ntitle: b\n---\n\n# b", ["# b"]),
      ("<!-- include b.md -->\n<!-- include b.md -->\n", "b", ["b", "b"]),
      ("[b][r]\n\n<!-- include b.md -->\n", "[r]: https://example.org\n", ["b"]),
    ])
  func place(_ text: String, _ file: String, _ expected: [String]) {
    let document = Self.document(text, ["b.md": file])
    #expect(words(document) == expected)
    #expect(document.diagnostics.isEmpty)
  }

  @Test(
    "What is code or prose includes nothing",
    arguments: [
      "```\n<!-- include b.md -->\n```", "    <!-- include b.md -->", "`<!-- include b.md -->`",
      "<!-- include the proof of (b) here -->", "<!-- included b.md -->",
      "<!--\ninclude b.md\n-->", "---\ntags: '<!-- include b.md -->'\n---\n",
    ])
  func noInclude(_ text: String) {
    let document = Self.document(text, ["b.md": "b"])
    #expect(!words(document).contains("b"))
    #expect(document.diagnostics.isEmpty)
    #expect(document.companions.isEmpty)
  }

  @Test("Paths begin at the file that names them")
  func nested() {
    let document = Self.document(
      "<!-- include part/one.md -->\n",
      [
        "part/one.md": "<!-- include two.md -->\n<!-- include ../three.md -->\n",
        "part/two.md": "two",
        "three.md": "three",
      ])
    #expect(words(document) == ["two", "three"])
    #expect(Set(document.companions.keys) == ["part/one.md", "part/two.md", "three.md"])
  }

  @Test("Every place leads to the file that holds it")
  func positions() throws {
    let top = "é\n\n<!-- include a.md -->\n\n$x$\n\n<!-- include a.md -->\n\n  $w$\n"
    let document = Self.document(
      top, ["a.md": "---\nx: 1\n---\nü $y$\n\n<!-- include b.md -->\n$v$", "b.md": "\n\nö $z$"])
    let formulas = document.blocks.flatMap { block -> [Formula] in
      guard case .paragraph(let content) = block.kind else { return [] }
      return content.compactMap { if case .formula(let formula) = $0 { formula } else { nil } }
    }
    let places = formulas.map { document.source.position(at: $0.span.lower).description }
    #expect(
      places == [
        "hw/a.md:4:3", "hw/b.md:3:3", "hw/a.md:7:1", "hw/top.md:5:1", "hw/a.md:4:3", "hw/b.md:3:3",
        "hw/a.md:7:1", "hw/top.md:9:3",
      ])
    for formula in formulas {
      let (file, span) = document.source.origin(of: formula.span)
      #expect(file.text(of: span) == "$\(formula.latex.text)$")
    }
  }

  @Test("A message shows the line of the file that it is about")
  func message() throws {
    let document = Self.document(
      "text\n\n<!-- include a.md -->\n", ["a.md": "one\n\n```check ponts=2\n1 = 1\n```\n"])
    let diagnostic = try #require(document.diagnostics.first)
    let text = DiagnosticPrinter().print(diagnostic, in: document.source)
    #expect(text.hasPrefix("hw/a.md:3:10: error: "))
    #expect(text.contains("  ```check ponts=2\n           ^"))
  }

  @Test(
    "What cannot be included is an error at the line that asks for it",
    arguments: [
      ("<!-- include x.md -->", "no-such-file", "hw/top.md:1:1"),
      ("\n\n<!-- include ../x.md -->", "outside-folder", "hw/top.md:3:1"),
      ("<!-- include /etc/x.md -->", "outside-folder", "hw/top.md:1:1"),
      ("<!-- include b/../../x.md -->", "outside-folder", "hw/top.md:1:1"),
      ("<!-- include x.csv -->", "include-unread", "hw/top.md:1:1"),
      ("<!-- include top.md -->", "include-cycle", "hw/top.md:1:1"),
      ("<!-- include a.md -->", "include-cycle", "hw/b/b.md:2:1"),
      ("<!-- include open.md -->\n\n```\nb\n```", "unclosed-fence", "hw/open.md:3:1"),
      ("<!-- include comment.md -->\n<!-- b -->", "unclosed-fence", "hw/comment.md:2:1"),
      ("- a\n  <!-- include a.md -->", "include-unread", "hw/top.md:2:1"),
      ("> <!-- include a.md -->", "include-unread", "hw/top.md:1:1"),
      ("<!-- include matter.md -->", "include-setting", "hw/top.md:1:1"),
    ])
  func refusals(_ text: String, _ code: String, _ place: String) {
    let document = Self.document(
      text,
      [
        "top.md": text, "a.md": "<!-- include b/b.md -->", "b/b.md": "\n<!-- include ../a.md -->",
        "open.md": "a\n\n```math\nx", "comment.md": "a\n<!-- b",
        "matter.md": "---\ncheckmark: {seed: 2}\n---\n",
      ])
    #expect(document.diagnostics.map(\.message.code) == [code])
    let places = document.diagnostics.map { document.source.position(at: $0.span.lower) }
    #expect(places.map(\.description) == [place])
  }

  @Test("What a file leaves open ends with it")
  func openFence() {
    let document = Self.document(
      "<!-- include a.md -->\n\n```check\n1 = 1\n```\n", ["a.md": "a\n\n```check\n2 = 2\n"])
    #expect(words(document) == ["a", "check 1 = 1"])
  }

  @Test("Depth, number and size have limits")
  func limits() {
    var files = ["b.md": "b"]
    for number in 1...20 { files["a\(number).md"] = "<!-- include a\(number + 1).md -->" }
    let deep = Self.document("<!-- include a1.md -->", files)
    #expect(deep.diagnostics.map(\.message.code) == ["include-depth"])
    #expect(deep.companions.count == Inclusion.depthLimit)
    let many = Self.document(
      String(repeating: "<!-- include b.md -->\n", count: Inclusion.countLimit + 1), files)
    #expect(many.diagnostics.map(\.message.code) == ["too-many-includes"])
    #expect(words(many).count == Inclusion.countLimit)
    let large = Self.document(
      "<!-- include big.md -->", ["big.md": String(repeating: "a", count: InputLimits.sizeLimit)])
    #expect(large.diagnostics.map(\.message.code) == ["document-too-large"])
  }

  @Test("A file may be as large as what is left")
  func sizes() {
    let text = "<!-- include a.md -->\n<!-- include b.md -->\n"
    let document = Document(
      parsing: SourceFile(name: "top.md", text: text),
      beside: Folder { (path, limit) in SourceFile(name: path, text: "\(limit)") })
    let limits = words(document).compactMap { Int($0) }
    #expect(limits.count == 2)
    #expect(limits[0] == InputLimits.sizeLimit - text.utf8.count / 2)
    #expect(limits[1] < limits[0] - text.utf8.count / 2)
  }

  @Test("A tree of includes does not grow beyond its limits")
  func bomb() {
    var files: [String: String] = [:]
    for number in 1...8 {
      files["a\(number).md"] = String(
        repeating: "<!-- include a\(number + 1).md -->\n", count: 20)
    }
    let document = Self.document("<!-- include a1.md -->", files)
    #expect(document.source.utf8.count < 1 << 20)
    #expect(document.diagnostics.contains { $0.message.code == "too-many-includes" })
  }

  @Test("A submission includes nothing, and says so")
  func submission() {
    let document = Self.document(
      "a\n\n<!-- include b.md -->\n", ["b.md": "b"], dialect: .submission)
    #expect(words(document) == ["a"])
    #expect(document.companions.isEmpty)
    #expect(document.diagnostics.map(\.severity) == [.warning])
  }

  @Test("A text without a folder says why it includes nothing")
  func noFolder() {
    let document = Document(parsing: SourceFile(name: "a.md", text: "<!-- include b.md -->"))
    #expect(document.diagnostics.map(\.message.code) == ["no-such-file"])
  }
}
