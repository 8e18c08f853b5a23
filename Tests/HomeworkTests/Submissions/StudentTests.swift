import Foundation
import Notation
import TestSupport
import Testing

@testable import Homework
@testable import Judging

/// One assignment answered in thirty manners, each graded by hand.
@Suite("Thirty students")
struct StudentTests {
  struct Student: Sendable, CustomTestStringConvertible {
    let name: String
    /// What each question must come to; one of several where a person could say either.
    let outcomes: [String: Set<String>]

    var testDescription: String { name }
  }

  static let folder = "Tests/HomeworkTests/Fixtures/students"

  static let students: [Student] = SeedTests.text("\(folder)/outcomes.txt").split(separator: "\n")
    .map { line in
      let words = line.split(separator: " ")
      let pairs = words.dropFirst().map { word in
        let parts = word.split(separator: "=")
        return (String(parts[0]), Set(parts[1].split(separator: "|").map(String.init)))
      }
      return Student(
        name: String(words[0].dropLast()), outcomes: Dictionary(uniqueKeysWithValues: pairs))
    }

  private static let assignment = SeedTests.assignment("fall-2024")

  @Test("The machine grades as the person did", arguments: students)
  func graded(_ student: Student) {
    let name = "\(student.name).md"
    let text = SeedTests.text("\(Self.folder)/\(name)")
    #expect(!text.isEmpty)
    let homework = check(SourceFile(name: name, text: text), against: Self.assignment)
    for (question, wanted) in student.outcomes {
      let own = homework.claims.filter { $0.id == question || $0.id.hasPrefix("\(question)-") }
      let outcomes = Set(own.map(\.verdict.outcome))
      let worst = [Verdict.Outcome.refuted, .error, .verified].first(where: outcomes.contains)
      #expect(wanted.contains(worst?.rawValue ?? "none"), "\(question): \(own)")
    }
  }

  @Test("There are thirty") func count() { #expect(Self.students.count == 30) }

  // MARK: - What they get to see

  private static let wrong =
    "## 1.1\n\n(a) $9 \\times 4$\n\n(c) (i) $f_W(x) \\in \\R^{1 \\times 6}$\n"

  private static func view(_ feedback: String) -> CheckedHomework {
    let text = SeedTests.text("homework/assignments/fall-2024.md").replacing(
      "---\ntitle:", with: "---\ncheckmark:\n  feedback: \(feedback)\ntitle:", maxReplacements: 1)
    let assignment = Assignment(parsing: SourceFile(name: "a.md", text: text))
    #expect(assignment.diagnostics.isEmpty)
    return check(SourceFile(name: "s.md", text: wrong), against: assignment).forStudent
  }

  @Test(
    "A page without the key says nothing that would be right", arguments: ["verdicts", "hints"])
  func noKey(_ feedback: String) {
    let refuted = Self.view(feedback).claims.filter { $0.verdict.outcome == .refuted }
    #expect(refuted.count == 2)
    for claim in refuted {
      #expect(claim.verdict.suggestion == nil && claim.verdict.counterexample == nil)
      #expect(!claim.verdict.message.contains("8") && !claim.verdict.message.contains("5"))
      #expect(claim.verdict.message.hasPrefix("this is not right"))
    }
  }

  @Test("With the key, all that is known is told")
  func key() {
    let messages = Self.view("key").claims.map(\.verdict.message)
    #expect(messages.contains { $0.contains("1 × 5") }, "\(messages)")
  }

  @Test("Another word for feedback is an error")
  func unknown() {
    let source = SourceFile(name: "a.md", text: "---\ncheckmark:\n  feedback: all\n---\n")
    #expect(Assignment(parsing: source).diagnostics.map(\.message.code) == ["bad-value"])
  }

  // MARK: - Points

  @Test(
    "A question earns its points by answers that are all right",
    arguments: [("2", 3.0), ("3", 0.0), ("", 0.0), ("see above", nil)] as [(String, Double?)])
  func points(_ answer: String, _ points: Double?) {
    let text =
      "# 1 Shapes\n\n## (a)\n\nHow many?\n\n```math asked points=3\n2\n```\n\n## (b)\n\nWhy?\n"
    let assignment = Assignment(parsing: SourceFile(name: "a.md", text: text))
    #expect(assignment.diagnostics.isEmpty)
    let submission = SourceFile(
      name: "s.md", text: "# 1 Shapes\n\n## (a)\n\n\(answer)\n\n## (b)\n\nx\n")
    let question = check(submission, against: assignment).questions[0]
    #expect(question.pointsPossible == 3)
    #expect(question.points == points)
  }
}
