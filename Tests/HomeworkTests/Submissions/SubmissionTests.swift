import Markup
import Notation
import Testing

@testable import Homework
@testable import Judging

/// Answers without annotations: right ones, wrong ones, and what only looks like an answer.
@Suite("Unannotated answers")
struct SubmissionTests {
  private static let assignment = SeedTests.assignment("spring-2021")

  static func check(_ text: String) -> CheckedHomework {
    Homework.check(SourceFile(name: "s.md", text: text), against: assignment)
  }

  static func outcomes(_ text: String) -> [Verdict.Outcome] {
    check(text).claims.map(\.verdict.outcome)
  }

  @Test(
    "Right answers are found however they are written",
    arguments: [
      "# 1.1\n\n(a) $4 \\times 5$", "**1.1 (a)** The output dimension is $4 \\times 5$.",
      "# 1.1 (a)\n\n$$4 \\times 5$$", "# 1.1\n\n\t(a)\n\n\t\t$4 \\times 5$",
      "# 1.1 (a)\n\n$ 4 \\times 5\\ $", "1.1 (a) **Answer:** Thus, Output = $(4, 5)$",
      "# 1.1 (b)\n\n$C' = F$, $H' = \\lfloor (H + 2P - D(K-1) - 1)/S \\rfloor + 1$",
      "# 1.1 (c)\n## (i)\n$f_W(x) \\in \\R^2$", "# 1.1 (c)\n## (i)\n$fw(x) \\in \\R^{2 \\times 1}$",
      "# 1.1 (c)\n\n(iii) Dimension of $\\frac{\\partial f_W}{\\partial x} = 1 \\times 2 \\times 2 \\times 5$",
      "# 1.1 (c)\n\n(ii) $\\frac{\\partial f_W}{\\partial W}[m, c, i] = x[i + 2(m-1)][c]$",
      "# 1.1 (c)\n\n(ii) $\\frac{\\partial f_W}{\\partial W}[m, c, i] = x[c, i + 2m]$",
    ])
  func right(_ text: String) {
    let claims = Self.check(text).claims
    #expect(!claims.isEmpty)
    #expect(claims.allSatisfy { $0.verdict.outcome == .verified }, "\(claims.map(\.verdict))")
  }

  @Test(
    "Wrong answers are not true under any convention",
    arguments: [
      "# 1.1 (a)\n\n$5 \\times 4$", "# 1.1 (a)\n\nThe output dimension is $4 \\times 6$.",
      "# 1.1 (a)\n\n$4$", "# 1.1 (a)\n\n$4 \\times 5 \\times 2$",
      "# 1.1 (b)\n\n$H' = \\lfloor (H + 2P - D(K-1))/S \\rfloor + 1$",
      "# 1.1 (b)\n\n$H' = \\lfloor (H + P - D(K-1) - 1)/S \\rfloor + 1$",
      "# 1.1 (b)\n\n$C_1 = C$", "# 1.1 (c)\n\n(i) $f_W(x) \\in \\R^3$",
      "# 1.1 (c)\n\n(i) $x \\in \\R^{2 \\times 6}$, $f_W(x) \\in \\R^{1 \\times 3}$",
      "# 1.1 (c)\n\n(ii) $\\frac{\\partial f_W}{\\partial W}[m, c, i] = x[i + m][c]$",
      "# 1.1 (c)\n\n(ii) $\\frac{\\partial f_W}{\\partial W}[m, c, i] = x[i + 2(m-1)][c] + 1$",
      "# 1.1 (c)\n\n(ii) $m = 1$, so $\\frac{\\partial f_W}{\\partial W}[m, c, i] = x[i][c]$",
      "# 1.1 (c)\n\n(iv) $\\frac{\\partial \\ell}{\\partial W} \\in \\R^{2 \\times 1 \\times 3}$",
      "# 1.1 (c)\n\n(i) $f_W(x)[m] = 0$, so $f_W(x) = 0$",
      "# 1.2 (c)\n\n$\\frac{\\partial \\ell}{\\partial W_x} \\in \\R^{m}$",
      "# 1.2 (b)\n\n$c[t] \\in \\R^{n}$",
    ])
  func wrong(_ text: String) {
    #expect(!Self.outcomes(text).contains(.verified))
  }

  /// A submission says first what would make a wrong answer true.
  @Test(
    "A submission cannot change the question",
    arguments: [
      "# 1.1 (c)\n\n$W \\in \\R^{1 \\times 2 \\times 4}$. (i) $f_W(x) \\in \\R^{1 \\times 1}$",
      "# 1.1 (c)\n\n$f_W(x)[j, m] = 0$. (ii) $\\frac{\\partial f_W}{\\partial W} = 0$",
      "# 1.1 (b)\n\nLet $P = 1$. $H' = \\lfloor (H + 2 - D(K-1) - 1)/S \\rfloor + 1$",
      "# 1.1 (b)\n\n$K = 1$, $S = 1$, $D = 1$, $P = 0$. $H' = H$",
      "# 1.2 (b)\n\n$n = m$. $c[t] \\in \\R^n$",
      "$P = 0$, $c \\in \\R^3$\n\n# 1.1\n\nLet $S = 1$.\n\n(b) $H' = H + 2P - D(K-1)$",
      "```math given\nP = 0\n```\n\n# 1.1 (b)\n\n$H' = \\lfloor (H - D(K-1) - 1)/S \\rfloor + 1$",
    ])
  func cannotRedefine(_ text: String) {
    #expect(!Self.outcomes(text).contains(.verified))
  }

  @Test(
    "What is no claim is not judged",
    arguments: [
      ("# 1.1\n\n(a) (1 pts) What is the output of a $5 \\times 4$ image?", Claim.Role?.none),
      ("# 1.1 (c)\n\n(i) What is $f_W(x) \\in \\R^{42}$?", .question),
      (
        "# 1.1 (c)\n\n(i) $\\frac{\\partial \\ell}{\\partial W} \\in \\R^{a \\times b \\times c}$",
        .placeholder
      ),
      ("# 1.1 (c)\n\n(i) $1 \\le m \\le 2$", .condition),
      ("# 1.1 (b)\n\n$H_P = H + 2P$. $H' = \\lfloor (H_P - D(K-1) - 1)/S \\rfloor + 1$", .setting),
      ("# 1.1 (b)\n\nAssume $P = 0$.", .setting),
      ("# 1.2\n\n$c[t] = \\sigma(W_c x[t] + W_z z[t-1])$", .given),
    ])
  func noClaim(text: String, role: Claim.Role?) {
    let claims = Self.check(text).claims
    #expect(claims.first?.role == role)
    #expect(claims.first.map { $0.verdict.outcome == .unchecked } ?? true)
  }

  @Test(
    "Formulas that are empty, cut off, or read in another order than they stand are no obstacle",
    arguments: [
      "```math\n\n```\n```math", "```math\n```\n\n```math\n```", "```math\n\\",
      "```math\nx = \\",
      "$$\n\\begin$$", "$$\\boxed{$$", "$\\boxed{x}\\$", "```math\n\\boxed{x = \\",
      "```check\n```\n$x$", "[^e]:$]$", "A[^e]\n\n[^e]: $y = 2$\n\n$x = 1$", "$\\tag{$",
      "$=$ $\\",
    ])
  func cutOff(_ text: String) {
    let homework = Self.check("# 1.1 (a)\n\n" + text)
    #expect(homework.claims.allSatisfy { $0.verdict.outcome != .verified })
  }

  @Test("An empty block stands where it stands")
  func emptyBlock() {
    let source = SourceFile(name: "s.md", text: "text\n\n```math\n```\n")
    let document = Document(parsing: source)
    for case .fence(let fence) in document.blocks.map(\.kind) {
      #expect(source.position(at: fence.content.span.lower).line == 3)
      #expect(fence.content.part(0..<0).span == fence.content.span)
    }
    #expect(document.blocks.count == 2)
  }

  @Test("A formula that cannot be read takes no other with it")
  func neighbours() {
    let text =
      "# 1.1 (c)\n\n(i) $$\\qux{3} = 4 \\\\ f_W(x) \\in \\R^2$$ and $f_W(x) \\in \\R^{1 \\times 2}$"
    #expect(Self.outcomes(text) == [.unchecked, .verified, .verified])
    #expect(Self.check(text).exitCode == 0)
  }

  @Test("In a derivation over several lines, what follows from the first wrong step is said")
  func laterSteps() {
    let lines = [
      #"$\frac{\partial f_W}{\partial W}[m, c, i] = x[i + m][c]$"#, "$= x[m + i][c]$",
      "$= 2 x[m + i][c]$",
    ]
    let claims = Self.check("# 1.1 (c)\n\n(ii) " + lines.joined(separator: "\n\n")).claims
    #expect(claims.count == 1)
    #expect(claims.first?.verdict.step == 1)
    #expect(claims.first?.verdict.laterSteps.map(\.finding) == [.follows, .wrong])
  }

  @Test("What is missing of an answer is said")
  func incomplete() {
    let text = "# 1.1 (b)\n\n$H' = \\lfloor (H + 2P - D(K-1) - 1)/S \\rfloor + 1$"
    #expect(Self.check(text).diagnostics.map(\.message.code) == ["incomplete-answer"])
  }

  // MARK: - Odd documents

  @Test(
    "A submission without an answer is an error, which says what was looked for",
    arguments: ["", "\n\n\n", "# Title\n\nNo formula.", "$x$ and $y$", "---\n", "$$", "\u{FEFF}"])
  func empty(_ text: String) {
    let homework = Self.check(text)
    #expect(homework.claims.isEmpty)
    #expect(homework.exitCode == 2)
    let message = homework.diagnostics.first { $0.message.code == "no-answer" }?.message.text
    #expect(message?.contains("1.1.a (not found)") == true)
    #expect(homework.coverage?.percent == 100)
  }

  @Test("Without labels nothing is compared with a question")
  func noLabels() {
    #expect(
      Self.outcomes("The output is $4 \\times 6$, and $f_W(x) \\in \\R^9$.") == [
        .unchecked, .unchecked,
      ])
  }

  @Test("A label may come twice; ids stay apart")
  func labelTwice() {
    let claims = Self.check("# 1.1 (a)\n\n$4 \\times 5$\n\n# 1.1 (a)\n\n$4 \\times 5$").claims
    #expect(claims.map(\.id) == ["1.1.a", "1.1.a-2"])
    #expect(claims.allSatisfy { $0.verdict.outcome == .verified })
  }

  @Test("Under the wrong assignment nothing is true that its questions do not ask")
  func wrongAssignment() {
    let source = SourceFile(
      name: "s.md", text: SeedTests.text("Tests/HomeworkTests/Fixtures/seeds/seed000.md"))
    let homework = Homework.check(source, against: SeedTests.assignment("layers-and-cells"))
    #expect(!homework.claims.contains { $0.verdict.outcome == .verified })
  }

  @Test("Ten thousand lines are read in bounded time")
  func tenThousandLines() {
    let line = "(a) $4 \\times 5$, so $f_W(x) \\in \\R^3$ and $a_1 = 2 a_0 + x[3]$\n\n"
    let homework = Self.check("# 1.1\n\n" + String(repeating: line, count: 5000))
    #expect(homework.claims.count > 5000)
    #expect(homework.claims.last?.verdict.outcome != .verified)
  }
}
