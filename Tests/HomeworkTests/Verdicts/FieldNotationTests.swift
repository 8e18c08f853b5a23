import Foundation
import Homework
import Notation
import TestSupport
import Testing

/// What the field writes, right and wrong: `field.txt` has a claim a row, behind what is wanted, given and defined.
@Suite("The notation of the field")
struct FieldNotationTests {
  struct Row: CustomTestStringConvertible {
    let wanted: String
    let given: String
    let defined: String
    let claim: String
    var testDescription: String { claim }

    var page: String {
      [("given", given), ("define", defined), ("check #q", claim)].filter { !$0.1.isEmpty }
        .map { "```math \($0.0)\n\($0.1)\n```\n" }.joined(separator: "\n")
    }
  }

  static let rows: [Row] = {
    let url = Repository.root.appending(path: "Tests/HomeworkTests/Fixtures/field.txt")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let parts = line.components(separatedBy: "⏐").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      return Row(wanted: parts[0], given: parts[1], defined: parts[2], claim: parts[3])
    }
  }()

  @Test("A claim gets the verdict that it deserves", arguments: rows)
  func verdict(_ row: Row) {
    let claims = check(SourceFile(name: "row.md", text: row.page)).claims.filter(\.isAnswer)
    let outcomes = Set(claims.map(\.verdict.outcome.rawValue))
    #expect(outcomes == [row.wanted], "\(claims.map(\.verdict.message))")
  }

  @Test("The table has rows of every kind")
  func kinds() {
    for wanted in ["verified", "refuted", "error"] {
      #expect(Self.rows.count { $0.wanted == wanted } > 10)
    }
  }
}
