import Testing

@testable import Reports

@Suite("Safety")
struct SafetyTests {
  @Test(
    "Links that could run something lose their target",
    arguments: [
      "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
      "data:text/html,x", "vbscript:x", "//evil.example", "\\\\evil", "/\\evil",
      "file:///etc/passwd",
      "\u{1}javascript:x", "javascript:\u{FF9E}=1", "javascript\u{600}:x", "\u{600}javascript:x",
      "//\u{301}evil", "javascript:\u{FE0F}x", "https\u{301}:x",
    ])
  func unsafe(_ link: String) { #expect(!HTML.isSafe(link: link)) }

  @Test(
    "Ordinary links keep it",
    arguments: [
      "https://example.org/a?b#c", "mailto:a@b.example", "a/b.md", "#x", "../up.md", "?q=a:b",
    ])
  func safe(_ link: String) { #expect(HTML.isSafe(link: link)) }

  @Test(
    "No name of a file is markup in the list of a folder's homework",
    arguments: [
      "<b>", "\u{600}<b>", "<\u{301}b>", "\u{70F}\" onclick=\"1", "'\u{FE0F} onclick='1", "&lt;b>",
    ])
  func index(_ name: String) throws {
    let index = IndexPage(title: name, homework: [(name: name, address: "./a/")])
    let page = try index.text(Pages.templates(style: ""))
    #expect(page.contains("<h1>\(HTML.escape(name))</h1>"))
    #expect(page.contains("<li><a href=\"./a/\">\(HTML.escape(name))</a></li>"))
  }

  @Test(
    "Commands that define or load never reach KaTeX",
    arguments: [
      #"\def\a{x}"#, #"\href{javascript:x}{y}"#, #"\includegraphics{x}"#, #"\htmlClass{a}{b}"#,
      #"\newcommand{\a}{b}"#, #"\let\a\b"#, #"\url{x}"#, #"\csname def\endcsname"#,
      String(repeating: "x", count: 10_001), String(repeating: "{", count: 101),
    ])
  func forbidden(_ latex: String) {
    let typesetter = Typesetter(cache: TypesetCache()) {
      Issue.record("KaTeX was asked for")
      return ""
    }
    #expect(throws: Typesetter.Failure.self) { try typesetter.html(for: latex, isDisplay: false) }
  }

  @Test("Macros are expanded once, and cannot smuggle")
  func macros() {
    let typesetter = Typesetter(cache: TypesetCache()) { "" }
    typesetter.setMacros(["a": #"\def\x{y}"#, "b": String(repeating: "x", count: 9_000)])
    #expect(throws: Typesetter.Failure.self) { try typesetter.html(for: #"\a"#, isDisplay: false) }
    let failure = #expect(throws: Typesetter.Failure.self) {
      try typesetter.html(for: #"\b\b\b\b\b"#, isDisplay: false)
    }
    #expect(failure?.message == .expansionTooLongToSet)
  }

  @Test("A cache is read back, and a damaged one is empty")
  func cache() {
    let (first, second) = (
      TypesetCache.Key.formula("x\n1 2 3", isDisplay: true),
      TypesetCache.Key.formula("y", isDisplay: false)
    )
    var cache = TypesetCache()
    cache.store("<b>", for: first)
    cache.store("é", for: second)
    cache.store("<i>", for: .listing("y", language: "c"))
    var again = TypesetCache(parsing: cache.bytes)
    #expect(again.html(for: first) == "<b>")
    #expect(again.html(for: second) == "é")
    #expect(again.html(for: .listing("y", language: "c")) == "<i>")
    #expect(again.html(for: .formula("y", isDisplay: true)) == nil)
    #expect(again.html(for: .listing("y", language: "d")) == nil)
    for length in stride(from: 1, to: cache.bytes.count, by: 3) {
      var damaged = TypesetCache(parsing: Array(cache.bytes.prefix(length)))
      let html = damaged.html(for: second)
      #expect(html == nil || html == "é")
    }
  }
}
