import Foundation
import Homework
import Markup
import Notation
import TestSupport
import Testing

@testable import Reports

@Suite("Building a report again")
struct BuiltMarkdownTests {
  private func built(_ text: String, against assignment: Assignment? = nil) throws -> String {
    let source = SourceFile(name: "a.md", text: text)
    let homework = assignment.map { check(source, against: $0) } ?? check(source)
    let report = try Report(homework, typesetter: nil)
    return try OutputFormat.markdown.render(report, Pages.templates(style: ""))
  }

  @Test(
    "changes nothing",
    arguments: Repository.homework + ["Tests/ReportsTests/Fixtures/hostile.md"])
  func again(_ name: String) throws {
    let text = try Repository.text(name)
    let once = try built(text)
    #expect(once != text)
    #expect(try built(once) == once)
  }

  private static let homework = "```check #a\n1 = 1\n```\n\n```check #b\n1 = 2\n```\n"

  @Test("judges what somebody has changed")
  func changed() throws {
    let once = try built(Self.homework)
    #expect(once.contains("| 1 | 1 | 0 | 0 |"))
    let forged = once.replacing("| 1 | 1 | 0 | 0 |", with: "| 2 | 0 | 0 | 0 |")
    #expect(try built(forged).contains("| 0 | 0 | 0 |"))
    #expect(try built(once + "\nMore.\n") != once + "\nMore.\n")
    #expect(try built("More.\n" + once).hasPrefix("| verified |"))
  }

  @Test(
    "judges nothing in it",
    arguments: ["$1 + 1 = 3$", "$$1 + 1 = 3$$ {#eq-a}", "```check\n1 + 1 = 3\n```"])
  func unjudged(_ text: String) throws {
    let judged = check(SourceFile(name: "a.md", text: text))
    #expect(judged.exitCode == 1)
    let again = check(SourceFile(name: "a.md", text: try built(text)))
    #expect(again.claims.isEmpty && again.exitCode == 0)
  }

  @Test(
    "judges an answer under a line that somebody has signed",
    arguments: ["", "> ", "- "], ["```check\n", "```math check\n"])
  func signed(_ margin: String, _ opening: String) throws {
    let text = "\(margin)\(opening)1 + 1 = 3\n```\n".replacing(
      "\n", with: "\n" + (margin == "- " ? "  " : margin))
    let homework = check(SourceFile(name: "a.md", text: BuiltReport.signed(text + "\n\n")))
    #expect(homework.exitCode == 1)
  }

  @Test("judges a submission, whatever it looks like")
  func submission() throws {
    let assignment = Assignment(
      parsing: SourceFile(name: "t.md", text: "# 1\n\n```math asked\n2 + 3\n```\n"))
    let once = try built("# 1\n\n$2 + 3 = 6$\n")
    #expect(try built(once) == once)
    #expect(try built(once, against: assignment) != once)
  }

  @Test("leaves the front matter out, also with spaces behind its marks")
  func frontMatter() throws {
    let once = try built("--- \ntitle: T\n---\t\nText.\n")
    #expect(once.hasPrefix("# T\n") && once.contains("\n\nText.\n"))
    #expect(!once.contains("title:"))
  }

  @Test("says so")
  func words() throws {
    let source = SourceFile(name: "a.md", text: try built(Self.homework))
    let report = try Report(check(source), typesetter: nil)
    #expect(report.diagnostics.contains { $0.message == .builtReport && $0.severity == .warning })
    let homework = try Report(
      check(SourceFile(name: "a.md", text: Self.homework)), typesetter: nil)
    #expect(!homework.diagnostics.contains { $0.message == .builtReport })
  }
}
