import Foundation
import TestSupport
import Testing

@testable import Notation

/// One formula a row, and what is read: `readings.txt` is the table. Each row was looked at by a person;
/// `CHECKMARK_RECORD=1` writes down what is read now.
@Suite("Readings")
struct ReadingsTests {
  struct Row: CustomTestStringConvertible {
    let formula: String
    let expected: String
    var testDescription: String { formula }
  }

  static let url = Repository.root.appending(
    path: "Tests/Fixtures/readings.txt")

  static let lines =
    (try? String(contentsOf: url, encoding: .utf8))?
    .split(separator: "\n").map(String.init) ?? []

  static let rows = lines.filter { !$0.hasPrefix("#") }.map { line in
    let parts = line.components(separatedBy: "  ⟶  ")
    return Row(formula: parts[0], expected: parts.count > 1 ? parts[1] : "")
  }

  /// The names of the first line, by how they are declared.
  static let names: [String: Vocabulary.Entry] = {
    var entries: [String: Vocabulary.Entry] = [:]
    for group in (lines.first?.dropFirst(9) ?? "").split(separator: ";") {
      let parts = group.split(separator: ":").map { $0.trimmingCharacters(in: .whitespaces) }
      for name in parts[0].components(separatedBy: ", ") {
        entries[name] = entry(parts[1])
      }
    }
    return entries
  }()

  private static func entry(_ kind: String) -> Vocabulary.Entry {
    switch kind {
    case "number": .number
    case "function": .function
    case "family": .family(subscripts: 0, rank: 1)
    default: .tensor(rank: Int(kind))
    }
  }

  /// An expression where it is one, else statements.
  static func reading(of formula: String) -> String {
    let text = Fragment(SourceFile(name: "test", text: formula))
    if let expression = try? Syntax.Expression(
      parsing: text, surface: .latex, vocabulary: Vocabulary(names))
    {
      return expression.text
    }
    return read(formula, names, given: ["x", "y", "A", "B"]).joined(separator: " ⏐ ")
  }

  @Test("Each formula has its reading, or the fault that it is", arguments: rows)
  func reading(_ row: Row) {
    #expect(Self.reading(of: row.formula) == row.expected)
  }

  @Test("The table is long enough, and says something in every row")
  func table() throws {
    if ProcessInfo.processInfo.environment["CHECKMARK_RECORD"] != nil {
      let text = Self.lines.map { line in
        guard !line.hasPrefix("#") else { return line }
        let formula = line.components(separatedBy: "  ⟶  ")[0]
        return "\(formula)  ⟶  \(Self.reading(of: formula))"
      }.joined(separator: "\n")
      try Data((text + "\n").utf8).write(to: Self.url, options: .atomic)
    }
    #expect(Self.rows.count >= 250)
    #expect(Self.rows.allSatisfy { !$0.expected.isEmpty })
  }
}
