import Notation
import Testing

@testable import Homework
@testable import Judging
@testable import Markup

/// What a reader of the page does not see must not decide what is true.
@Suite("Hidden text")
struct HiddenTextTests {
  private func checked(_ text: String) -> CheckedHomework {
    check(SourceFile(name: "test.md", text: text))
  }

  private func outcome(_ claim: String) -> Verdict.Outcome? {
    checked("```math given\nb = 3\n```\n\n```math check\n\(claim)\n```\n").claims.first?.verdict
      .outcome
  }

  @Test(
    "A tag that another reader could end elsewhere is an error",
    arguments: [
      #"6 = b \tag*{2}"#, "3 = b \\tag{1%\n} + 1 %}", #"3 = b \tag{1\{} + 1 \}"#, #"6 = b \tag2"#,
      #"3 = b \tag {1}"#, #"3 = b \tag{}"#, #"3 = b \tag{$} + 1$}"#, #"3 = b \tag{{1}}"#,
      "3 = b \\tag{1\n}", "3 = b \\text{ where %\n} + 1 %}",
    ])
  func tag(_ claim: String) { #expect(outcome(claim) == .error, "\(claim)") }

  @Test("A plain tag is no part of the claim", arguments: ["1", "A.1", "2*", "Satz 3"])
  func plainTag(_ number: String) {
    #expect(outcome("3 = b \\tag{\(number)}") == .verified)
    #expect(outcome("4 = b \\tag{\(number)}") == .refuted)
    #expect(outcome("\\tag{\(number)} 4 = b + 1") == .verified)
  }

  @Test(
    "A tag is cut from what is shown only where the claim has it",
    arguments: [
      (#"3 = b \tag{1}"#, "3 = b "), (#"3 = b \tag{1} + 1"#, "3 = b  + 1"),
      ("3 = b \\\\tag{1} + 1", nil), ("4 = b % {\\tag{1\n+ 1 %}", nil),
      (#"3 = b \tag{1\{} + 1 \}"#, nil), (#"3 = b \tag{1} \\ 4 = c \tag{2}"#, nil),
      (#"3 = b \tag*{2}"#, nil), (#"3 = b \tag{1"#, nil),
    ] as [(String, String?)])
  func cut(_ latex: String, _ rest: String?) { #expect(EquationTag(in: latex)?.rest == rest) }

  @Test(
    "A macro that would change the look of what is judged is an error",
    arguments: [
      ("cdot", "+"), ("frac", "\\sqrt"), ("le", "\\ge"), ("text", "\\mathrm"), ("quad", "+"),
      ("R", "\\mathbb{N}"), ("alpha", "\\beta"), ("sum", "\\prod"), ("tag", "x"), ("left", "-"),
      ("hat", "-"), ("mathbb", "\\mathrm"), ("begin", "x"),
    ])
  func macro(_ name: String, _ expansion: String) {
    let escaped = expansion.replacing("\\", with: "\\\\")
    let homework = checked("---\nmacros:\n  \(name): \"\(escaped)\"\n---\n")
    #expect(homework.diagnostics.map(\.message.code) == ["known-command"])
    #expect(homework.document.frontMatter.macros.isEmpty)
  }

  @Test(
    "A macro that says the same, or is new, is taken",
    arguments: [
      ("R", "\\mathbb{R}"), ("loss", "\\mathcal{L}"), ("dd", "\\partial"), ("le", "\\leq"),
      ("frac", "\\dfrac"),
    ])
  func harmlessMacro(_ name: String, _ expansion: String) {
    let escaped = expansion.replacing("\\", with: "\\\\")
    let homework = checked("---\nmacros:\n  \(name): \"\(escaped)\"\n---\n")
    #expect(homework.diagnostics.isEmpty)
    #expect(homework.document.frontMatter.macros == [name: expansion])
  }

  @Test("A footnote defines nothing, be it shown or not", arguments: ["", " See[^h]."])
  func footnote(_ use: String) {
    let homework = checked(
      """
      ```math given
      b = 3
      ```

      Text.\(use)

      ```math check
      4 = b
      ```

      [^h]: A note.

          ```math define
          b = 4
          ```

          ```math check
          4 = b
          ```
      """)
    #expect(homework.claims.map(\.verdict.outcome) == [.refuted])
    let codes = homework.diagnostics.filter { $0.severity == .error }.map(\.message.code)
    #expect(codes == ["block-in-footnote", "block-in-footnote"])
  }
}
