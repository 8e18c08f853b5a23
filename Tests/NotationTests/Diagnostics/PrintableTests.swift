import Testing

@testable import Notation

@Suite("Text on a terminal")
struct PrintableTests {
  /// What a terminal would obey, or would not show.
  static let hostile: [Unicode.Scalar] = [
    "\u{0}", "\u{7}", "\u{8}", "\n", "\u{B}", "\u{C}", "\r", "\u{1B}", "\u{7F}", "\u{80}", "\u{85}",
    "\u{90}", "\u{9B}", "\u{9D}", "\u{AD}", "\u{34F}", "\u{61C}", "\u{115F}", "\u{180E}",
    "\u{200B}",
    "\u{200C}", "\u{200D}", "\u{200E}", "\u{200F}", "\u{2028}", "\u{2029}", "\u{202A}", "\u{202B}",
    "\u{202C}", "\u{202D}", "\u{202E}", "\u{2060}", "\u{2061}", "\u{2066}", "\u{2067}", "\u{2068}",
    "\u{2069}", "\u{206A}", "\u{3164}", "\u{FE0F}", "\u{FEFF}", "\u{FFF9}", "\u{1D173}",
    "\u{E0001}",
    "\u{E0041}", "\u{E0100}",
  ]

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }

  @Test("It is shown by an escape, whatever stands around it", arguments: hostile)
  func escapes(_ scalar: Unicode.Scalar) {
    let character = String(scalar)
    for (before, behind) in [
      ("", ""), ("a", "b"), ("e\u{301}", ""), ("", "\u{301}"), ("e\u{301}", "\u{301}"),
      ("\u{301}", "e"),
      ("\u{1B}", "\u{1B}"), ("#", "["), ("1", "\u{20E3}"),
    ] {
      let shown = (before + character + behind).printable
      #expect(
        shown.unicodeScalars.elementsEqual(
          (before.printable + Self.escape(scalar) + behind.printable).unicodeScalars))
    }
  }

  @Test(
    "What scripts and emoji are written with stays",
    arguments: [
      "می\u{200C}خواهم", "क्\u{200D}ष", "👩\u{200D}🔬", "❤\u{FE0F}\u{200D}🔥", "葛\u{E0100}",
      "é e\u{301}", "a\tb",
      "x₁ ≤ ∂y", "::x".replacing("::", with: "a::"), "## [link](a)", "#[", "ab[", ": definition",
    ])
  func stays(_ text: String) { #expect(text.printable == text) }

  @Test(
    "A joiner hides nowhere else",
    arguments: ["x\u{200D}", "α\u{FE0F}", "👩\u{200D}\u{200D}🔬", "\u{200D}👩", "क\u{200C}\u{200C}ष"])
  func joiners(_ text: String) { #expect(text.printable.contains("\\u{")) }

  @Test(
    "A CI job is told nothing",
    arguments: [
      ("::error::x", ":\\u{3A}error::x"), (" \t\u{A0}::x", " \t\u{A0}:\\u{3A}x"),
      (":::", ":\\u{3A}:"),
      ("a ##[error]x", "a ##\\u{5B}error]x"), ("###vso[x]", "###vso\\u{5B}x]"),
      ("##[a]##[b]", "##\\u{5B}a]##\\u{5B}b]"),
    ])
  func commands(_ text: String, _ shown: String) {
    #expect(text.printable == shown)
    #expect(shown.printable == shown)
  }

  @Test("What is shown is shown the same again", arguments: hostile)
  func twice(_ scalar: Unicode.Scalar) {
    for text in ["\(scalar)", "##\(scalar)[x", ":\(scalar):", "👩\(scalar)x"] {
      #expect(text.printable.printable == text.printable)
    }
  }

  @Test("The caret stands below the place, also behind escapes", arguments: hostile)
  func caret(_ scalar: Unicode.Scalar) throws {
    // What ends a line ends the excerpt.
    guard scalar != "\n", scalar != "\r" else { return }
    for mark in ["", "\u{301}"] {
      let line = "::a\(scalar)\(mark)bc\(scalar)d"
      let source = SourceFile(name: "f\(scalar).md", text: "\(line)\nnext")
      let lower = Array("::a\(scalar)\(mark)b".utf8).count
      let upper = lower + Array("c\(scalar)".utf8).count
      let printed = DiagnosticPrinter().print(
        Diagnostic(
          Diagnostic.Message("x", "a\(scalar)b", hint: "\(scalar)\n::c"), at: Span(lower..<upper)),
        in: source)
      let lines = printed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let escape = Self.escape(scalar)
      try #require(lines.count == 4)
      #expect(lines[0].hasPrefix("f\(escape).md:1:"))
      #expect(lines[0].hasSuffix(": error: a\(escape)b"))
      #expect(lines[1] == "  :\\u{3A}a\(escape)\(mark)bc\(escape)d")
      let marked = "c\(escape)"
      let place = try #require(lines[1].firstRange(of: marked)).lowerBound
      let column = lines[1].distance(from: lines[1].startIndex, to: place)
      #expect(
        lines[2] == String(repeating: " ", count: column) + "^"
          + String(repeating: "~", count: marked.count - 1))
      #expect(lines[3] == "  help: \(escape)\\u{A}::c")
    }
  }
}
