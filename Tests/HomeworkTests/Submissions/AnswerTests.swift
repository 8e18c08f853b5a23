import Foundation
import Notation
import TestSupport
import Testing

@testable import Homework
@testable import Judging
@testable import Markup

/// What students write, with the outcome that the question must get.
@Suite("Answers")
struct AnswerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let kind: String
    let assignment: String
    let question: String
    let wanted: Set<String>
    let text: String

    var testDescription: String { "\(kind): \(text.suffix(120))" }
  }

  /// A line `[assignment question] beginning` stands before those `outcome/outcome | answer`.
  static func cases(of kind: String) -> [Case] {
    var cases: [Case] = []
    var head: [Substring] = []
    var beginning = ""
    for line in SeedTests.text("Tests/HomeworkTests/Fixtures/answers/\(kind).txt").split(
      separator: "\n")
    {
      if line.first == "[", let end = line.firstIndex(of: "]") {
        head = line[line.index(after: line.startIndex)..<end].split(separator: " ")
        beginning = String(line[line.index(after: end)...].drop { $0 == " " })
      } else if let bar = line.firstRange(of: " | "), head.count == 2 {
        cases.append(
          Case(
            kind: kind, assignment: String(head[0]), question: String(head[1]),
            wanted: Set(line[..<bar.lowerBound].split(separator: "/").map(String.init)),
            text: (beginning + line[bar.upperBound...]).replacing("⏎", with: "\n")))
      }
    }
    return cases
  }

  static let kinds = [
    "alternatives", "axes-of-one", "conditions", "examples", "hostile", "labels", "languages",
    "negated",
    "plain", "quoted",
    "sentences", "several-equations", "struck", "supposed", "withdrawn",
  ]

  static let assignments = ["fall-2024", "layers-and-cells"].reduce(into: [:]) {
    $0[$1] = SeedTests.assignment($1)
  }

  /// The worst verdict on what stands under a question.
  static func outcome(of example: Case) throws -> String {
    let homework = Homework.check(
      SourceFile(name: "s.md", text: example.text),
      against: try #require(assignments[example.assignment]))
    let own = homework.claims.filter {
      $0.id == example.question || $0.id.hasPrefix(example.question + "-")
    }
    let outcomes = Set(own.map(\.verdict.outcome))
    let worst = [Verdict.Outcome.refuted, .error, .verified].first(where: outcomes.contains)
    return worst?.rawValue ?? "none"
  }

  @Test(
    "An answer gets its outcome, and what is none gets no verdict", arguments: kinds.flatMap(cases))
  func outcome(_ example: Case) throws {
    let outcome = try Self.outcome(of: example)
    #expect(example.wanted.contains(outcome), "\(outcome): \(example.text)")
  }

  @Test("There are at least ten of each kind, right and wrong", arguments: kinds)
  func count(_ kind: String) {
    let cases = Self.cases(of: kind)
    #expect(cases.count >= 10)
    #expect(cases.contains { $0.wanted.contains("verified") })
    #expect(cases.contains { !$0.wanted.contains("verified") })
  }

  // MARK: - Conventions

  @Test(
    "The sums of an assignment say from which number its indices count",
    arguments: [
      (
        #"f_W(x)[j, m] = \sum_{c=1}^{7} \sum_{i=1}^{3} x[2(m-1)+i][c] W[j, c, i]"#,
        Verdict.Outcome.verified
      ),
      (#"f_W(x)[j, m] = \sum_{c=1}^{7} \sum_{i=1}^{3} x[2m+i][c] W[j, c, i]"#, .refuted),
      (#"f_W(x)[j, m] = \sum_{c=0}^{6} \sum_{i=0}^{2} x[2m+i][c] W[j, c, i]"#, .verified),
      (#"f_W(x) \in \R^{1 \times 5}"#, .verified), (#"f_W(x) \in \R^{1 \times 6}"#, .refuted),
    ])
  func indexBase(_ formula: String, _ outcome: Verdict.Outcome) {
    let text = SeedTests.text("homework/assignments/fall-2024.md")
    let open = text.replacing(#"\text{index base } 1 \\"#, with: "")
    #expect(open != text)
    let homework = Homework.check(
      SourceFile(name: "s.md", text: "1.1 (c) (i) $\(formula)$"),
      against: Assignment(parsing: SourceFile(name: "a.md", text: open)))
    #expect(homework.claims.map(\.verdict.outcome) == [outcome])
  }

  // MARK: - Every question has a line

  private static func check(_ text: String) -> CheckedHomework {
    Homework.check(
      SourceFile(name: "s.md", text: text), against: SeedTests.assignment("spring-2021"))
  }

  @Test("Every question has a state")
  func states() {
    let text =
      "## 1.1\n\n(a) $4 \\times 5$\n\n(b) $H' = \\qux$\n\n(c)\n\n(i)\n\n(ii)\n\n## 1.2\n\n(a) A drawing."
    let states = Dictionary(
      uniqueKeysWithValues: Self.check(text).questions.map { ($0.question, $0.state) })
    #expect(states["1.1.a"] == .answered)
    #expect(states["1.1.b"] == .undecided)
    #expect(states["1.1.c.i"] == .blank)
    #expect(states["1.2.a"] == .words)
    #expect(states["1.2.b"] == .missing)
  }

  @Test(
    "An answer under the wrong label, or under none, is found and said to be there",
    arguments: [
      "## 1.1\n\n(b) $4 \\times 5$", "$4 \\times 5$", "# 1.1\n\nThe output is $4 \\times 5$.",
      "## 1.1\n\n(b) 4 x 5", "Problem 9\n\n$4 \\times 5$",
    ])
  func misplaced(_ text: String) {
    let homework = Self.check(text)
    #expect(!homework.claims.contains { $0.verdict.outcome == .verified })
    #expect(homework.diagnostics.contains { $0.message.code == "misplaced-answer" })
  }

  @Test("What is no answer is counted, with the reason")
  func reasons() {
    let text =
      "# 1.1 (a)\n\n~~$3 \\times 5$~~ `4 x 6` The output is not $4 \\times 4$. For example $9 \\times 9$. "
      + "The output is $4 \\times 7$. No wait, the output is $4 \\times 5$."
    let claims = Self.check(text).claims
    #expect(claims.count { $0.verdict.outcome == .verified } == 1)
    let reasons = claims.filter { $0.role == .aside }.map(\.verdict.message)
    #expect(reasons == ["struck out", "quoted as code", "the text denies it", "taken back"])
  }

  @Test("Answers that differ are named")
  func alternatives() {
    let claims = Self.check("# 1.1 (a)\n\n$4 \\times 5$ or $4 \\times 6$").claims
    #expect(claims.count == 2)
    #expect(claims.allSatisfy { $0.verdict.outcome == .refuted })
    #expect(
      claims.first?.verdict.message == "2 different answers, 4 × 5 and 4 × 6: one answer, please")
  }
}
