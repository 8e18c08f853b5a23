import Foundation
import Homework
import Notation
import TestSupport
import Testing

@testable import Reports

/// The reports of a small homework, as people see them.
///
/// `make golden` writes the expected files anew.
@Suite("Golden")
struct GoldenTests {
  static let fixtures = Repository.root.appending(path: "Tests/ReportsTests/Fixtures")

  private func report(_ name: String) throws -> Report {
    let text = try String(contentsOf: Self.fixtures.appending(path: name), encoding: .utf8)
    return try Report(check(SourceFile(name: name, text: text)), typesetter: nil)
  }

  private func compare(_ text: String, with name: String) throws {
    let golden = Self.fixtures.appending(path: name)
    if ProcessInfo.processInfo.environment["CHECKMARK_RECORD"] != nil {
      try text.write(to: golden, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOf: golden, encoding: .utf8)))
  }

  @Test("Every format", arguments: OutputFormat.all.filter { !$0.isPrinted }.map(\.name))
  func formats(_ name: String) throws {
    let format = try #require(OutputFormat.all.first { $0.name == name })
    try compare(
      try format.render(report("sample.md"), Pages.templates(style: "")),
      with: "sample.expected.\(format.fileExtension)")
  }

  @Test("The terminal")
  func terminal() throws {
    try compare(TextFormat.text(report("sample.md")) + "\n", with: "sample.expected.txt")
  }

  @Test("A hostile homework does no harm")
  func hostile() throws {
    let page = try OutputFormat.html.render(report("hostile.md"), Pages.templates(style: ""))
    expectHarmless(page)
    #expect(page.contains("{{title}}"))
    let markdown = try OutputFormat.markdown.render(
      report("hostile.md"), Pages.templates(style: ""))
    for harm in ["](javascript", "](JaVaScript", "](//", "![x](http", "\n<img"] {
      #expect(!markdown.contains(harm), "\(harm)")
    }
  }

  /// The schema promises which keys there are; real output has these and no others.
  @Test("The JSON has the keys of its schema")
  func schema() throws {
    let schema = try #require(
      JSONSerialization.jsonObject(
        with: Data(contentsOf: Repository.root.appending(path: "docs/result.schema.json")))
        as? [String: Any])
    let text = JSON.results([try report("sample.md")])
    let result = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let problems = SchemaCheck(schema).problems(of: result, against: schema, at: "result")
    #expect(problems.isEmpty, "\(problems)")
    let broken = try JSONSerialization.jsonObject(
      with: Data(text.replacing("\"verdict\":", with: "\"verdikt\":").utf8))
    #expect(!SchemaCheck(schema).problems(of: broken, against: schema, at: "result").isEmpty)
  }
}
