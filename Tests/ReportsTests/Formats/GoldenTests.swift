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

/// As much of JSON Schema as the schema of the results uses.
private struct SchemaCheck {
  let root: [String: Any]

  init(_ root: [String: Any]) { self.root = root }

  func problems(of value: Any, against schema: [String: Any], at path: String) -> [String] {
    if let reference = schema["$ref"] as? String {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      let definitions = root["$defs"] as? [String: Any] ?? [:]
      return problems(of: value, against: definitions[name] as? [String: Any] ?? [:], at: path)
    }
    var problems: [String] = []
    if let allowed = schema["enum"] as? [Any] {
      let isAllowed = allowed.contains { "\($0)" == "\(value)" }
      if !isAllowed { problems.append("\(path): \(value) is not allowed") }
    }
    if let type = schema["type"] {
      let types = type as? [String] ?? [type as? String ?? ""]
      if !types.contains(where: { matches(value, $0) }) { problems.append("\(path): not \(types)") }
    }
    if let object = value as? [String: Any] {
      let properties = schema["properties"] as? [String: Any] ?? [:]
      for key in schema["required"] as? [String] ?? [] where object[key] == nil {
        problems.append("\(path): \(key) is missing")
      }
      for (key, member) in object {
        if let inner = properties[key] as? [String: Any] {
          problems += self.problems(of: member, against: inner, at: "\(path).\(key)")
        } else if schema["additionalProperties"] as? Bool == false {
          problems.append("\(path): \(key) is unknown")
        }
      }
    }
    if let list = value as? [Any], let inner = schema["items"] as? [String: Any] {
      for item in list { problems += self.problems(of: item, against: inner, at: "\(path)[]") }
    }
    return problems
  }

  private func matches(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "integer": value is Int
    case "number": value is Double || value is Int
    case "null": value is NSNull
    default: false
    }
  }
}
