import Foundation
import Notation
import Testing

@testable import Homework
@testable import Markup

@Suite("Table blocks")
struct TableDescriptionTests {
  private func check(_ block: String) -> CheckedHomework {
    Homework.check(SourceFile(name: "test.md", text: block))
  }

  private func shown(_ block: String, of csv: String? = nil) throws -> ShownTable {
    let description = try #require(check(block).results(of: TableDescription.self).first?.result)
    let table = csv.map { CSV(parsing: SourceFile(name: "a.csv", text: $0)) } ?? description.content
    return try description.shown(of: try #require(table))
  }

  @Test(
    "The lines of a block are a table, numbers to the right",
    arguments: [
      (
        "a, b\n1, x\n2, y", [["a", "b"], ["1", "x"], ["2", "y"]], [Table.Alignment.right, .none]
      ),
      ("a\n\"x, \"\"y\"\"\"", [["a"], ["x, \"y\""]], [.none]),
      ("a,b\n,\n1e-3,", [["a", "b"], ["", ""], ["1e-3", ""]], [.right, .none]),
      ("a\n*x* $y$ <b> |", [["a"], ["*x* $y$ <b> |"]], [.none]),
    ])
  func lines(_ text: String, _ cells: [[String]], _ alignments: [Table.Alignment]) throws {
    let table = try shown("```table\n\(text)\n```").table
    #expect(([table.header] + table.rows).map { $0.map(\.plainText) } == cells)
    #expect(table.alignments == alignments)
  }

  @Test(
    "A file is shown whole, or the columns that are named",
    arguments: [
      ("data: a.csv", ["a", "b", "c"]), ("data: a.csv\ncolumns: [c, a]", ["c", "a"]),
      ("columns: b\ndata: a.csv", ["b"]),
    ])
  func columns(_ text: String, _ names: [String]) throws {
    let homework = check("```table\n\(text)\n```")
    #expect(homework.namedData.map(\.text) == ["a.csv"])
    let table = try shown("```table\n\(text)\n```", of: "a,b,c\n1,2,3").table
    #expect(table.header.map(\.plainText) == names)
    #expect(table.rows.count == 1)
  }

  @Test("A long table is cut, and says so")
  func long() throws {
    let lines = (1...1200).map { "\($0)" }.joined(separator: "\n")
    let table = try shown("```table\nn\n\(lines)\n```")
    #expect(table.table.rows.count == 1000)
    #expect(table.note == "The first 1000 of 1200 rows.")
    #expect(try shown("```table\nn\n1\n```").note == nil)
    let cell = try shown("```table\nn\n\(String(repeating: "x", count: 5000))\n```").table.rows[0][
      0]
    #expect(cell.plainText.count == 201)
  }

  /// The text between `⟦` and `⟧` is where the message points.
  @Test(
    "What is wrong is said at its place",
    arguments: [
      ("ragged-row", "a,b\n⟦1⟧\n2,3"),
      ("unclosed-quote", "a,b\n1,⟦\"⟧2"), ("unknown-key", "data: a.csv\n⟦rows⟧: 3"),
      ("path-leaves", "data: ⟦../a.csv⟧"), ("plot-unclear", "⟦c⟧olumns: [a]"),
      ("repeated-column", "a,⟦a⟧\n1,2"),
    ])
  func problems(_ code: String, _ marked: String) throws {
    let parts = "```table\n\(marked)\n```\n".components(separatedBy: ["⟦", "⟧"])
    let homework = check(parts.joined())
    let problem = try #require(homework.diagnostics.first)
    #expect(homework.diagnostics.count == 1)
    #expect(problem.message.code == code)
    #expect(problem.span.lower == parts[0].utf8.count)
  }

  @Test(
    "Columns that are not there, and too many, are errors",
    arguments: [
      ("data: a.csv\ncolumns: [a, losss]", "a,loss\n1,2", "no-column"),
      ("data: a.csv", (1...41).map { "c\($0)" }.joined(separator: ",") + "\n", "table-too-large"),
    ])
  func columnProblems(_ text: String, _ csv: String, _ code: String) throws {
    do {
      _ = try shown("```table\n\(text)\n```", of: csv)
      Issue.record("no error")
    } catch let problem as Diagnostic {
      #expect(problem.message.code == code)
    }
  }
}
