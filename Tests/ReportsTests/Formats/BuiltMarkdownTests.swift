import Foundation
import Homework
import Notation
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

  @Test("changes nothing", arguments: Pages.homework + ["Tests/ReportsTests/Fixtures/hostile.md"])
  func again(_ name: String) throws {
    let text = try String(contentsOf: Pages.root.appending(path: name), encoding: .utf8)
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

  @Test("judges a submission, whatever it looks like")
  func submission() throws {
    let assignment = Assignment(
      parsing: SourceFile(name: "t.md", text: "# 1\n\n```math asked\n2 + 3\n```\n"))
    let once = try built("# 1\n\n$2 + 3 = 6$\n")
    #expect(try built(once) == once)
    #expect(try built(once, against: assignment) != once)
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
