import Notation
import Testing

@testable import Markup

/// What is no Markdown becomes it, and its places lead back.
@Suite("Other formats")
struct ConversionTests {
  private func markdown(_ text: String, _ name: String) throws -> SourceFile {
    try SubmissionFormat(ofFile: name).markdown(of: SourceFile(name: name, text: text))
  }

  private func body(_ latex: String) throws -> String {
    let text = try markdown(
      "\\documentclass{article}\n\\begin{document}\(latex)\\end{document}\n", "a.tex")
    return text.text.split(separator: "\n").map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
      .joined(separator: "\n")
  }

  @Test(
    "LaTeX becomes Markdown",
    arguments: [
      (#"\section*{1.1 Layers} Text % comment"# + "\n", "# 1.1 Layers\nText"),
      (#"\begin{enumerate}\item a \item b\end{enumerate}"#, "1. a\n2. b"),
      (#"\begin{enumerate}[label=(\alph*)]\item a \item b\end{enumerate}"#, "(a) a\n(b) b"),
      (#"\begin{enumerate}[i.]\item a \item b\end{enumerate}"#, "i. a\nii. b"),
      (
        #"\begin{enumerate}\item \begin{enumerate}\item a\end{enumerate}\end{enumerate}"#,
        "1.\n(a) a"
      ),
      (
        #"\begin{questions}\question[5] \begin{parts}\part a\end{parts}\end{questions}"#,
        "1.\n(a) a"
      ),
      (#"\textbf{a \emph{b}} \sout{$x = 1$}"#, "**a *b*** ~~$x = 1$~~"),
      (#"a \[ x = 1 \] b"#, "a\n\\[ x = 1 \\]\nb"), (#"$a_{1}*2$ a_b"#, #"$a_{1}*2$ a\_b"#),
      (#"\verb|x = 1|"#, "`x = 1`"), (#"\vspace{1cm}\label{x}\unknown{kept}"#, "kept"),
      (#"\begin{solution} $x$ \end{solution}"#, "Answer:  $x$"),
      (#"50\% and \$5"#, #"50\% and \$5"#),
      (#"\begin{verbatim}$x$\end{verbatim}"#, "```\n$x$\n```"),
    ])
  func latex(_ text: String, _ wanted: String) throws { #expect(try body(text) == wanted) }

  @Test(
    "What is not closed ends",
    arguments: ["$x", "\\[ x", "{", "}", "\\", "\\begin{align} x", "\\item[", "\\begin", "\\verb"])
  func open(_ text: String) throws { _ = try markdown("\\begin{document}\(text)", "a.tex") }

  @Test("Places lead back into the LaTeX")
  func place() throws {
    let text = try markdown("\\begin{document}\n\n\\section{A}\n  \\textbf{x} $y = 1$\n", "a.tex")
    let offset = try #require(text.text.range(of: "y = 1")).lowerBound.utf16Offset(in: text.text)
    #expect(text.position(at: offset).description == "a.tex:4:15")
  }

  @Test("The Markdown cells of a notebook, in order")
  func notebook() throws {
    let text = try markdown(
      #"""
      {"cells": [{"cell_type": "markdown", "source": ["# A\n", "b"]}, {"cell_type": "code", "source": "608"},
       {"cell_type": "markdown", "source": "$x$"}], "nbformat": 4}
      """#, "n.ipynb")
    #expect(text.text == "# A\nb\n\n$x$\n\n")
    #expect(text.position(at: 4).description == "n.ipynb, cell 1:2:1")
    #expect(text.position(at: 8).description == "n.ipynb, cell 3:1:2")
  }

  @Test("What is no notebook is told", arguments: ["", "[]", "{", "{\"cells\": 1}"])
  func noNotebook(_ text: String) {
    #expect(throws: Diagnostic.self) { try markdown(text, "n.ipynb") }
  }

  @Test("A printed text has its labels at the beginning of paragraphs, and no formulas")
  func printed() throws {
    let text = try markdown("  1.1\n   The output is\n   not $8$\n  (b) 608\u{C}", "p.pdf")
    #expect(text.text == "\n1.1\nThe output is\nnot \\$8\\$\n\n(b) 608\u{C}\n")
  }

  @Test(
    "Encodings are recognised",
    arguments: [
      (Array("ä".utf8), TextEncoding.utf8), ([0xEF, 0xBB, 0xBF, 0x61], .utf8),
      ([0xE4, 0x61], .latin1),
      ([0xFF, 0xFE, 0x61, 0], .utf16), ([0xFE, 0xFF, 0, 0x61], .utf16),
      ([0x61, 0, 0x62, 0], .utf16),
      ([0, 1, 2, 3, 0xFF], nil), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], nil),
      ([], .utf8),
    ] as [([UInt8], TextEncoding?)])
  func encoding(_ bytes: [UInt8], _ wanted: TextEncoding?) {
    #expect(TextEncoding.recognise(bytes) == wanted)
  }

  @Test("Texts are recoded")
  func recoded() {
    #expect(
      TextEncoding.latin1.recoded([0xE4, 0x80]).map { String(decoding: $0, as: UTF8.self) } == "ä€")
    #expect(
      TextEncoding.utf16.recoded([0xFF, 0xFE, 0xE4, 0]).map { String(decoding: $0, as: UTF8.self) }
        == "ä")
    #expect(
      TextEncoding.utf16.recoded([0xFE, 0xFF, 0, 0xE4]).map { String(decoding: $0, as: UTF8.self) }
        == "ä")
    #expect(TextEncoding.utf8.recoded([0xEF, 0xBB, 0xBF, 0x61]) == [0x61])
  }

  // MARK: - Formulas of TeX in Markdown

  @Test(
    "TeX's own delimiters make formulas",
    arguments: [
      (#"a \( x \) b"#, [" x "]), (#"\[ x = 1 \]"#, [" x = 1 "]),
      ("\\begin{equation}\nx\n\\end{equation}", ["\nx\n"]),
      ("\\begin{align*}\nx\n\\end{align*}", ["\\begin{align*}\nx\n\\end{align*}"]),
      (#"see \[1\] and \(\)"#, []), (#"$M = \text{all $x$ in M}$"#, [#"M = \text{all $x$ in M}"#]),
      ("$50, then $100, and 30$ in all", []), ("`\\(x\\)`", []),
    ])
  func delimiters(_ text: String, _ wanted: [String]) {
    let document = Document(parsing: SourceFile(name: "a.md", text: text))
    let formulas = document.blocks.flatMap { block -> [Formula] in
      switch block.kind {
      case .formula(let formula): [formula]
      case .paragraph(let content): content.flatMap(\.formulas)
      default: []
      }
    }
    #expect(formulas.map(\.latex.text) == wanted)
  }

  @Test("Labels of TeX are ids, and are cut from the formula")
  func labels() throws {
    let text =
      "\\begin{align}\nx \\label{a} \\\\ y \\label{b}\n\\end{align}\n\nSee \\eqref{b} and $\\eqref{a}$.\n"
    let document = Document(parsing: SourceFile(name: "a.md", text: text))
    #expect(document.diagnostics.isEmpty)
    #expect(document.references["a"]?.span == document.references["b"]?.span)
  }

  @Test("A label that nothing has is an error")
  func noLabel() {
    let document = Document(parsing: SourceFile(name: "a.md", text: "See \\eqref{c}.\n"))
    #expect(document.diagnostics.map(\.message.code) == ["unknown-reference"])
  }
}
