import Notation
import Testing

@testable import Homework

@Suite("CSV")
struct CSVTests {
  private func read(_ text: String) -> CSV { CSV(parsing: SourceFile(name: "a.csv", text: text)) }

  @Test(
    "Numbers are read as they are written",
    arguments: [
      ("a,b\n1,2\n3,4\n", [[1, 3], [2, 4]]), ("a,b\r\n1,2\r\n3,4", [[1, 3], [2, 4]]),
      ("\"a\",\"b\"\n\"1\", -2.5e3\n", [[1], [-2500]]), ("a\n0.1\n-0.25\n", [[0.1, -0.25]]),
      ("a\r1\r2\r", [[1, 2]]), ("\u{FEFF}a\n7\n", [[7]]),
    ])
  func numbers(_ text: String, _ columns: [[Double]]) {
    #expect(read(text).columns == columns)
    #expect(read(text).diagnostics.isEmpty)
    #expect(read(text).header.first == "a")
  }

  @Test(
    "What is wrong is said, with line and column",
    arguments: [
      ("empty-table", "", 1, 1), ("unclosed-quote", "a\n\"1\n", 2, 1),
      ("ragged-row", "a,b\n1\n", 2, 1),
      ("repeated-column", "a,a\n1,2\n", 1, 3),
    ])
  func diagnostics(_ code: String, _ text: String, _ line: Int, _ column: Int) {
    let table = read(text)
    #expect(table.diagnostics.map(\.message.code) == [code])
    #expect(
      table.diagnostics.map { table.source.position(at: $0.span.lower) }
        == [Position(line: line, column: column)])
  }

  @Test("A missing cell is a gap, a word is an error")
  func cells() throws {
    let table = read("a,b\n1,\n2,x\n")
    let place = Span(0..<1)
    #expect(try table.column("a", namedAt: place) == [1, 2])
    #expect(table.columns[1][0].isNaN)
    #expect(throws: Diagnostic.self) { _ = try table.column("b", namedAt: place) }
    let missing = #expect(throws: Diagnostic.self) { _ = try table.column("aa", namedAt: place) }
    #expect(missing?.message.hint == "did you mean 'a'?")
  }
}
