import Notation
import Testing

@testable import Markup

/// BibTeX files: what is read, and what is said of broken and hostile ones.
@Suite("BibTeX")
struct BibTeXTests {
  static func bibliography(_ text: String, name: String = "refs.bib") -> Bibliography {
    Bibliography(parsing: SourceFile(name: name, text: text))
  }

  static func line(_ entry: BibliographyEntry) -> String {
    entry.reference.map { part in
      switch part {
      case .text(let text): text
      case .venue(let text): "*\(text)*"
      case .link(let text, let destination): "[\(text)](\(destination))"
      }
    }.joined()
  }

  private static let texts: [(String, String)] = [
    (#"{\"o}"#, "ö"), (#"\"{o}"#, "ö"), (#"\"o"#, "ö"), (#"{\"{o}}"#, "ö"), (#"\'e"#, "é"),
    (#"\'{\i}x"#, "íx"), (#"\ss"#, "ß"), (#"{\ss}e"#, "ße"), (#"\c{c}"#, "ç"), (#"\c c"#, "ç"),
    (#"{\aa}b"#, "åb"), (#"\AA ngstr\"om"#, "Ångström"), (#"\v{S}"#, "Š"), (#"\o re"#, "øre"),
    (#"\H{o}"#, "ő"), (#"\k{a}"#, "ą"), (#"\r u"#, "ů"), (#"\=o"#, "ō"), (#"\.z"#, "ż"),
    (#"\~n"#, "ñ"),
    (#"\u g"#, "ğ"), (#"\d{s}"#, "ṣ"), (#"\^{\j}"#, "ĵ"), (#"\"q"#, "q\u{308}"),
    ("a--b", "a–b"), ("a---b", "a—b"), ("a-b", "a-b"), ("a~b", "a\u{A0}b"), ("``a''", "“a”"),
    ("`a'", "‘a’"), ("R\\&D 5\\% \\_ \\# \\$", "R&D 5% _ # $"), ("{LSTM}s", "LSTMs"),
    (#"\emph{a} \textbf b"#, "a b"), ("a\n  b", "a b"), ("$k$-means", "$k$-means"),
    (#"{$\beta$}-VAE"#, #"$\beta$-VAE"#), ("a $ b", "a $ b"), (#"a\"#, "a"), (#"\""#, ""), ("", ""),
    ("Ünïcode", "Ünïcode"), (#"\\"#, ""), (#"a\\b"#, "a b"), (#"{\L}{\'o}d{\'z}"#, "Łódź"),
  ]

  @Test("LaTeX becomes the characters that it stands for", arguments: texts)
  func text(_ latex: String, _ words: String) {
    #expect(BibTeXText(latex).words == words)
  }

  @Test(
    "Names in every order",
    arguments: [
      ("Hochreiter, Sepp and Schmidhuber, J{\\\"u}rgen", "Sepp Hochreiter and Jürgen Schmidhuber"),
      ("Sepp Hochreiter and J{\\\"u}rgen Schmidhuber", "Sepp Hochreiter and Jürgen Schmidhuber"),
      ("Aaron van den Oord", "Aaron van den Oord"), ("van den Oord, Aaron", "Aaron van den Oord"),
      ("King, Jr., Martin Luther", "Martin Luther King Jr."), ("{OpenAI}", "OpenAI"),
      ("{Barnes and Noble} and Knuth, D. E.", "Barnes and Noble and D. E. Knuth"),
      ("LeCun, Y. and others", "Y. LeCun et al"), ("A. B AND C. D", "A. B and C. D"),
      ("and and", ""), (",", ""), ("Plato", "Plato"), ("Y.~LeCun", "Y. LeCun"),
      ("others", " et al"),
    ])
  func names(_ authors: String, _ words: String) throws {
    let entries = Self.bibliography("@misc{k, author = {\(authors)}}").entries
    let entry = try #require(entries["k"])
    let stop = words.isEmpty || words.hasSuffix(".") ? "" : "."
    // Nobody is named where only others are.
    let expected = words == " et al" ? "" : words + stop
    #expect(Self.line(entry) == expected)
  }

  @Test(
    "Short names stand in running text",
    arguments: [
      ("A. B", "B"), ("A. B and C. D", "B and D"), ("A. B and C. D and E. F", "B et al."),
      ("A. B and others", "B et al."), ("A van den Oord", "van den Oord"), ("", "“T”"),
    ])
  func shortNames(_ authors: String, _ words: String) {
    let entries = Self.bibliography("@misc{k, author = {\(authors)}, title = {T}}").entries
    #expect(entries["k"]?.shortAuthors == words)
  }

  @Test("An entry becomes a line")
  func line() throws {
    let text = """
      Text between entries, as me@example.org {, is comment.
      @comment{ @article{no, title = {x}} }
      @preamble{ "\\newcommand" # {x} }
      @STRING(nc = "Neural " # {Computation})
      @Article{a1, Author = "Sepp {Hochreiter}", title = {A {"}B{"} C?}, journal = nc # { II},
        volume = 9, number = {8}, pages = "1735--1780", year = 1997, month = nov,
        doi = {https://doi.org/10.1162/neco<x>}, }
      @inproceedings(b2, title={B}, booktitle={ICML}, publisher={PMLR}, date={2013-06-01},url={https://e.org/~a_b--c})
      @misc{c/3:x.y-z, title={C}, eprint={1211.5063}, archiveprefix={arXiv}, year={2012}}@misc{d,title={D}}
      @book{e}
      """
    let bibliography = Self.bibliography(text)
    #expect(bibliography.diagnostics.isEmpty)
    #expect(
      bibliography.entries.mapValues(Self.line) == [
        "a1":
          "Sepp Hochreiter. A \"B\" C? *Neural Computation II* 9(8), 1735–1780, 1997. [doi:10.1162/neco<x>](https://doi.org/10.1162/neco%3Cx%3E)",
        "b2": "B. *ICML*, PMLR, 2013. [https://e.org/~a_b--c](https://e.org/~a_b--c)",
        "c/3:x.y-z":
          "C. *arXiv:1211.5063*, 2012. [https://arxiv.org/abs/1211.5063](https://arxiv.org/abs/1211.5063)",
        "d": "D.", "e": "",
      ])
  }

  @Test(
    "What is broken is told at its place, and the next entry is read",
    arguments: [
      ("@misc{a, title = {x\n@misc{ok, title={y}}", "1:18", "bibliography"),
      ("@misc{a, title = \"x\n@misc{ok, title={y}}", "1:18", "bibliography"),
      ("@misc{a, title = }\n@misc{ok, title={y}}", "1:18", "bibliography"),
      ("@misc{a, title {x}}\n@misc{ok, title={y}}", "1:16", "bibliography"),
      ("@misc{a, title = {x} year = 1}\n@misc{ok, title={y}}", "1:22", "bibliography"),
      ("@misc{a, title = nc}\n@misc{ok, title={y}}", "1:18", "bibliography"),
      ("@misc{, title = {x}}\n@misc{ok, title={y}}", "1:7", "bibliography"),
      ("@misc{title = {x}}\n@misc{ok, title={y}}", "1:7", "bibliography"),
      ("@misc{ok, title={y}}\n  @misc{ok}", "2:9", "repeated-id"),
      ("@misc{ok, title={y}}\n@misc{b, ö", "2:11", "bibliography"),
      ("@misc{ok, title={y}}\n@misc{b, ", "2:7", "bibliography"),
      ("@misc{ok, title={y}}\n@misc{b", "2:7", "bibliography"),
      ("@misc{ok, title={y}}\n@string{b = {c}, d}", "2:16", "bibliography"),
      ("@misc{ok, title={y}}\n@comment{", "2:9", "bibliography"),
    ])
  func mistakes(_ text: String, _ place: String, _ code: String) throws {
    let source = SourceFile(name: "b", text: text)
    let bibliography = Bibliography(parsing: source)
    #expect(bibliography.entries["ok"]?.title == "y")
    let diagnostic = try #require(bibliography.diagnostics.first)
    #expect(source.position(at: diagnostic.span.lower).description == "b:\(place)")
    #expect(diagnostic.message.code == code)
  }

  @Test(
    "Hostile files end, with a message where they are wrong",
    arguments: [
      String(repeating: "@comment{", count: 20_000), String(repeating: "@a{b,c={", count: 20_000),
      String(repeating: "\n@a{b,c={", count: 20_000), String(repeating: "@", count: 50_000),
      "@a{b,c={" + String(repeating: "{", count: 50_000), String(repeating: "}", count: 50_000),
      "@string{a={xxxxxxxx}}" + String(repeating: "@string{a=a#a#a#a}", count: 50) + "@b{c,d=a}",
      "@a{b,author={" + String(repeating: "and ", count: 20_000) + "}}",
      "@a{b,title={" + String(repeating: "\\\"", count: 20_000) + "}}",
      "@a{b,title={" + String(repeating: "$", count: 20_001) + "}}",
      "@a{b,title={" + String(repeating: "\\c", count: 20_000) + "}}",
      "@a{\u{0}\u{1},\u{7F}={\u{202E}}}",
      "PK\u{3}\u{4}@\u{FFFD}{\u{FFFD}",
    ])
  func hostile(_ text: String) {
    let bibliography = Self.bibliography(text)
    #expect(bibliography.entries.count <= 1)
    #expect(bibliography.diagnostics.count <= Bibliography.mistakeLimit + 1)
    for entry in bibliography.entries.values { #expect(Self.line(entry).utf8.count < 200_000) }
  }

  @Test("Any prefix of a file is read without a crash")
  func prefixes() {
    let text =
      #"@string{a="b"}@article{k, author={J{\"u}rgen, \'{\i} and {x}}, title=a#{ü--$x$}, doi={10/x}}"#
    for end in text.indices { _ = Self.bibliography(String(text[..<end])) }
  }
}
