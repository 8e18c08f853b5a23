import Notation
import Testing

@testable import Markup

@Suite("CSV")
struct CSVTests {
  private func read(_ text: String) -> CSV { CSV(parsing: SourceFile(name: "a.csv", text: text)) }

  @Test(
    "Numbers are read as they are written",
    arguments: [
      ("a,b\n1,2\n3,4\n", [[1, 3], [2, 4]]), ("a,b\r\n1,2\r\n3,4", [[1, 3], [2, 4]]),
      ("\"a\",\"b\"\n\"1\", -2.5e3\n", [[1], [-2500]]), ("a\n0.1\n-0.25\n", [[0.1, -0.25]]),
      ("a\r1\r2\r", [[1, 2]]), ("\u{FEFF}a\n7\n", [[7]]), ("a, \"b\"\n1 , \"2\" \n", [[1], [2]]),
      ("\n\na,b\n\n1,2\n\n", [[1], [2]]), ("a\n+1\n.5\n2.\n1E-3\n", [[1, 0.5, 2, 0.001]]),
      ("a\n123456789012345678\n0.30000000000000004\n", [[123_456_789_012_345_680, 0.1 + 0.2]]),
    ])
  func numbers(_ text: String, _ columns: [[Double]]) {
    #expect(read(text).columns == columns)
    #expect(read(text).diagnostics.isEmpty)
    #expect(read(text).header.first == "a")
  }

  @Test(
    "Tables are read as programs write them",
    arguments: [
      ("a;b\n1,5;2\n-10,99;3\n", [[1.5, -10.99], [2, 3]]), ("a\tb\n1\t2.5\n", [[1], [2.5]]),
      ("sep=;\na;b\n1;2,5\n", [[1], [2.5]]), ("sep=,\na,b\n1,2\n", [[1], [2]]),
      ("# lr=0.1\n# seed 1\na,b\n1,2\n", [[1], [2]]), ("a\n50%\n12.5 %\n", [[0.5, 0.125]]),
      ("a\n\"1,000\"\n\"-2,500,000.5\"\n", [[1000, -2_500_000.5]]), ("a\n−3.5\n", [[-3.5]]),
      ("a;b\n1.000,5;1.000\n1,0;2\n", [[1000.5, 1], [1000, 2]]),
      ("a,b\n\" 0.4 \",1\n", [[0.4], [1]]), ("a;b\n1.5;2\n", [[1.5], [2]]),
    ])
  func dialects(_ text: String, _ columns: [[Double]]) throws {
    let table = read(text)
    #expect(table.columns == columns)
    #expect(table.diagnostics.isEmpty)
    #expect(try table.column("a", namedAt: Span(0..<0)) == columns[0])
  }

  @Test(
    "What is no number is none",
    arguments: ["1_000", "0x10", "1d-3", "1,5", "12,34", "1.2.3", "x", "50%%", "1,00", "- 1"])
  func noNumber(_ cell: String) {
    #expect(throws: Diagnostic.self) {
      try read("a,b\n\"\(cell)\",1\n").column("a", namedAt: Span(0..<0))
    }
  }

  @Test("A date is told as one", arguments: ["2026-01-01", "12:30:05", "1/2/2026"])
  func date(_ cell: String) {
    let error = #expect(throws: Diagnostic.self) {
      try read("a\n\(cell)\n").column("a", namedAt: Span(0..<0))
    }
    #expect(error?.message.text.contains("is a date or time") == true)
  }

  @Test("Where two writers take turns, what one of them leaves empty is no gap")
  func sparse() {
    let table = read("step,train,val\n1,0.5,\n1,,0.6\n2,0.4,\n2,,0.5\n")
    #expect(table.isLog)
    #expect(table.firstGap(in: "val") == nil)
    #expect(table.unmeasuredRows(of: "val") == [0, 2])
  }

  @Test(
    "A gap of a table stays one",
    arguments: ["step,train,val\n1,0.5,\n2,0.4,0.6\n3,,0.5\n", "step,val\n1,\n2,0.5\n"])
  func tableGap(_ text: String) {
    let table = read(text)
    #expect(!table.isLog)
    #expect(table.firstGap(in: "val") != nil && table.unmeasuredRows(of: "val").isEmpty)
  }

  @Test("A header may hold commas, quotes and line ends")
  func quotedHeader() {
    let table = read("\"a,b\",\"c \"\"d\"\"\",\"e\nf\"\n1,2,3\n")
    #expect(table.header == ["a,b", "c \"d\"", "e\nf"])
    #expect(table.columns == [[1], [2], [3]])
  }

  /// `⟦…⟧` marks where the diagnostic must point.
  @Test(
    "What is wrong with a table is said once, at its place",
    arguments: [
      ("empty-table", "⟦⟧"), ("empty-table", "a,b\n⟦⟧"), ("unclosed-quote", "a\n⟦\"⟧1\n2\n"),
      ("unclosed-quote", "a\n⟦\"⟧1\"\"\n"), ("ragged-row", "a,b\n1,2\n⟦3⟧\n4\n5,6,7\n"),
      ("ragged-row", "a\n⟦1⟧,\n"), ("repeated-column", "a,⟦a⟧\n1,2\n"),
      ("ragged-row", "a;b\n⟦1⟧;2;3\n"), ("no-table", "a\n⟦\0⟧\n"),
      ("after-quote", "a,b\n\"1\"⟦x⟧,2\n"),
    ])
  func diagnostics(_ code: String, _ marked: String) throws {
    let parts = marked.split(separator: "⟦", omittingEmptySubsequences: false)
    let inner = try #require(parts.last).split(separator: "⟧", omittingEmptySubsequences: false)
    let lower = parts[0].utf8.count
    let table = read(parts[0] + inner.joined())
    #expect(table.diagnostics.map(\.message.code) == [code])
    #expect(table.diagnostics.map(\.span) == [Span(lower..<lower + inner[0].utf8.count)])
  }

  @Test("A ragged row is left out, and the others stay")
  func raggedRow() {
    #expect(read("a,b\n1,2\n3\n4,5,6\n7,8\n").columns == [[1, 7], [2, 8]])
  }

  @Test("Text after a closing quote does not swallow the rest of its row")
  func afterQuote() {
    #expect(read("a,b\n\"1\"x,2\n3,4\n").columns == [[1, 3], [2, 4]])
  }

  @Test("What is no value is a gap", arguments: ["", "nan", "NaN", "inf", "-Infinity", "1e999"])
  func gap(_ cell: String) throws {
    let table = read("a,b\n1,2\n2,\(cell)\n")
    let values = try table.column("b", namedAt: Span(0..<1))
    #expect(values[0] == 2 && values[1].isNaN)
    #expect(table.firstGap(in: "b") == "a.csv:3:3")
    #expect(table.firstGap(in: "a") == nil)
  }

  @Test(
    "A word is an error in its column alone", arguments: ["x", "1,2 3", "0x10", "1.2.3", "-", "."])
  func word(_ cell: String) throws {
    let table = read("a,b\n1,2\n2,\"\(cell)\"\n")
    #expect(try table.column("a", namedAt: Span(0..<1)) == [1, 2])
    let problem = #expect(throws: Diagnostic.self) {
      _ = try table.column("b", namedAt: Span(5..<6))
    }
    #expect(problem?.message.code == "no-number")
    #expect(problem?.message.text.hasSuffix("(a.csv:3:4)") == true)
    #expect(problem?.span == Span(5..<6))
  }

  @Test("A misspelled column is suggested")
  func suggestion() {
    let missing = #expect(throws: Diagnostic.self) {
      _ = try read("epoch,loss\n1,2\n").column("los", namedAt: Span(0..<1))
    }
    #expect(missing?.message.hint == "did you mean 'loss'?")
  }

  // MARK: - Numbers as written

  /// Numbers that are the same on every run.
  private static func bits(_ count: Int) -> [UInt64] {
    var state: UInt64 = 7
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  @Test("Every number is read as the nearest to what is written, whatever its length")
  func nearest() throws {
    let bits = Self.bits(30_000)
    var texts = bits.map { "\(Double(bitPattern: $0))" }.filter { !$0.contains("n") }
    texts += bits.map { "\(Double($0) / 0x1p64)" } + bits.map { "\($0 >> ($0 % 60))" }
    texts += bits.map { "-\($0 >> 1)e\(Int($0 % 50) - 25)" }
    texts += bits.map { "0.\(String(repeating: "0", count: Int($0 % 9)))\($0 >> 20)" }
    // Halfway between two numbers, or as good as.
    texts += (0..<2000).flatMap { step in
      let odd = 9_007_199_254_740_993 + 2 * step
      return ["\(odd)", "\(odd).0001", "\(odd - 1).9999", "\(odd)e3", "\(odd)e-3", "\(odd)5e-1"]
    }
    let table = read("a\n" + texts.joined(separator: "\n") + "\n")
    let values = try table.column("a", namedAt: Span(0..<1))
    #expect(values.count == texts.count)
    for (value, text) in zip(values, texts) {
      #expect(value.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  @Test(
    "Exponents are read as people write them",
    arguments: [
      ("1e5", 1e5), ("1E+05", 1e5), ("2.5e-07", 2.5e-7), ("-1e0", -1), ("0e999", 0),
      ("12345678901234567890123", 12_345_678_901_234_567_741_440), ("1e-400", 0),
    ])
  func exponents(_ text: String, _ value: Double) {
    #expect(read("a\n\(text)\n").columns == [[value]])
  }

  @Test(
    "An exponent that is none is a word", arguments: ["1e", "1e+", "e5", "1e5.5", "1e5e5", "1ee5"])
  func brokenExponents(_ text: String) {
    #expect(throws: Diagnostic.self) {
      _ = try read("a\n\(text)\n").column("a", namedAt: Span(0..<1))
    }
  }

  // MARK: - Logs and names

  @Test("In a log an empty cell was not measured, and is no gap")
  func unmeasured() {
    let text = "a,b\n1,\n2,5\n3,nan\n"
    let log = CSV(parsing: SourceFile(name: "a.csv", text: text), isLog: true)
    #expect(log.unmeasuredRows(of: "b") == [0] && log.unmeasuredRows(of: "a").isEmpty)
    #expect(log.firstGap(in: "b") == "a.csv:4:3")
    #expect(read(text).unmeasuredRows(of: "b").isEmpty)
    #expect(read(text).firstGap(in: "b") == "a.csv:2:3")
  }

  @Test(
    "The names of a column are in the order of numbers, or of their first rows",
    arguments: [
      ("s\n10\n9\n9\n10\n", ["9", "10"], [1, 0, 0, 1]), ("s\nh\nc\nh\n", ["h", "c"], [0, 1, 0]),
      ("s\n1\nx\n0\n", ["1", "x", "0"], [0, 1, 2]), ("s,t\na,1\nb\n\"a\",2\n", ["a"], [0, 0]),
      ("s\n", [], []), ("s\n\"a\"\"b\"\n-1e3\n", ["a\"b", "-1e3"], [0, 1]),
    ])
  func categories(_ text: String, _ names: [String], _ rows: [Int]) throws {
    let categories = try read(text).categories("s", namedAt: Span(0..<1))
    #expect(categories.names == names && categories.rows == rows)
  }
}
