import Notation

/// A table of numbers from a CSV file, with the place of every mistake in it.
///
/// Only what a reader of the table asks for must be a number; a column of names is no mistake.
///
/// - Source: RFC 4180, and what spreadsheets make of it: any line end, a byte order mark.
public struct CSV: Sendable {
  public let source: SourceFile
  /// Whether an experiment wrote the table: an empty cell then says that nothing was measured, not
  /// that a value is missing.
  package private(set) var isLog: Bool
  /// The names of the columns, from the first line that is not blank; none if there is no table.
  public private(set) var header: [String] = []
  /// Mistakes in the table as a whole; one of a kind, the first.
  public private(set) var diagnostics: [Diagnostic] = []
  private var content: [Column] = []

  /// The values of one column, and the first places where there is none.
  private struct Column {
    private(set) var values: [Double] = []
    /// The first empty cell, and the first that says that it has no number.
    private(set) var empty: Span?
    private(set) var gap: Span?
    private(set) var word: Span?
    /// The rows that have nothing here.
    private(set) var unmeasured: [Int] = []

    /// Whether some rows have something here and others nothing.
    var isPartial: Bool { !unmeasured.isEmpty && unmeasured.count < values.count }

    mutating func take(_ cell: Range<Int>, of reader: CSVReader) {
      if cell.isEmpty {
        unmeasured.append(values.count)
        if empty == nil { empty = Span(cell) }
        return values.append(.nan)
      }
      let number = reader.number(in: cell)
      if number == nil, word == nil { word = Span(cell) }
      if number?.isNaN == true, gap == nil { gap = Span(cell) }
      values.append(number ?? .nan)
    }

    /// Whether no row has something here and there.
    func alternates(with other: Column) -> Bool {
      !zip(values, other.values).contains { !$0.isNaN && !$1.isNaN }
    }
  }

  /// By column; NaN where a cell is empty, infinite, or no number.
  public var columns: [[Double]] { content.map(\.values) }

  /// The numbers of a column.
  ///
  /// - Errors: no such column, or a cell in it that is no number.
  public func column(_ name: String, namedAt place: Span) throws(Diagnostic) -> [Double] {
    let index = try index(of: name, namedAt: place)
    if let word = content[index].word {
      throw Diagnostic(
        .wordInColumn(name, source.text(of: word), self.place(of: word)), at: place)
    }
    return content[index].values
  }

  func index(of name: String, namedAt place: Span) throws(Diagnostic) -> Int {
    guard let index = header.firstIndex(of: name) else {
      throw Diagnostic(.noColumn(name, header, in: source.name), at: place)
    }
    return index
  }

  /// How many rows there are besides the header.
  package var rowCount: Int { content.first?.values.count ?? 0 }

  /// Whether a column holds numbers and nothing else.
  package func isNumeric(_ column: Int) -> Bool {
    content[column].word == nil && content[column].values.contains { !$0.isNaN }
  }

  /// The cells of the first rows, as they are written.
  package func texts(ofFirst count: Int) -> [[String]] {
    var reader = CSVReader(source)
    var rows: [[String]] = []
    _ = reader.nextRow()
    while rows.count < count, reader.nextRow() {
      if reader.cells.count == header.count { rows.append(reader.cells.map(reader.text)) }
    }
    return rows
  }

  /// The rows of a log in which nothing was measured for a column.
  package func unmeasuredRows(of name: String) -> [Int] {
    isLog ? header.firstIndex(of: name).map { content[$0].unmeasured } ?? [] : []
  }

  /// What stands in a column, words or numbers, as names.
  ///
  /// - Errors: no such column.
  package func categories(
    _ name: String, namedAt place: Span
  ) throws(Diagnostic) -> Categories {
    let index = try index(of: name, namedAt: place)
    var cells = Categories.Cells()
    var reader = CSVReader(source)
    _ = reader.nextRow()
    while reader.nextRow() {
      if reader.cells.count == header.count { cells.take(reader.cells[index], of: reader) }
    }
    return Categories(cells)
  }

  /// Where a column first has no value, as `loss.csv:3:7`.
  package func firstGap(in name: String) -> String? {
    header.firstIndex(of: name).flatMap { index in
      let gaps = [content[index].gap, isLog ? nil : content[index].empty].compactMap { $0 }
      return gaps.min { $0.lower < $1.lower }
    }.map(place)
  }

  private func place(of span: Span) -> String { source.position(at: span.lower).description }

  // MARK: - Reading

  /// - Parameter isLog: whether an experiment wrote the table.
  public init(parsing source: SourceFile, isLog: Bool = false) {
    (self.source, self.isLog) = (source, isLog)
    if let offset = source.utf8.firstIndex(of: 0) {
      diagnostics = [Diagnostic(.noText, at: Span(offset..<offset + 1))]
      return
    }
    var reader = CSVReader(source)
    takeHeader(&reader)
    if diagnostics.isEmpty { takeRows(&reader) }
    for problem in reader.problems { note(problem) }
  }

  private mutating func takeHeader(_ reader: inout CSVReader) {
    guard reader.nextRow() else {
      note(Diagnostic(.emptyTable, at: Span(0..<0)))
      return
    }
    header = reader.cells.map { reader.text(of: $0) }
    content = header.map { _ in Column() }
    if let repeated = header.indices.first(where: { header[..<$0].contains(header[$0]) }) {
      let place = Span(reader.cells[repeated])
      note(Diagnostic(.repeatedColumn(header[repeated]), at: place))
    }
  }

  private mutating func takeRows(_ reader: inout CSVReader) {
    while reader.nextRow() {
      guard reader.cells.count == header.count else {
        let start = reader.cells[0].lowerBound
        note(
          Diagnostic(
            .raggedRow(reader.cells.count, header.count), at: Span(start..<start + 1)))
        continue
      }
      for index in content.indices {
        content[index].take(reader.cells[index], of: reader)
      }
    }
    isLog = isLog || isSparse
    if content.allSatisfy(\.values.isEmpty), diagnostics.isEmpty, reader.problems.isEmpty {
      note(Diagnostic(.noRows, at: Span(source.utf8.count..<source.utf8.count)))
    }
  }

  /// Whether two writers took turns: a row has the value of one or of the other, and each lacks what it does
  /// not measure.
  private var isSparse: Bool {
    let partial = content.filter(\.isPartial).prefix(Self.sparseLimit)
    return partial.indices.contains { place in
      partial[..<place].contains { $0.alternates(with: partial[place]) }
    }
  }

  /// So many columns are compared with one another.
  private static let sparseLimit = 16

  /// A file that is wrong in every line still gets one message of a kind.
  private mutating func note(_ problem: Diagnostic) {
    guard !diagnostics.contains(where: { $0.message.code == problem.message.code }) else { return }
    diagnostics.append(problem)
  }
}

extension Diagnostic.Message {
  static let noText = Self(
    "no-table", "a zero byte stands here: the file is no text", hint: "save the table as CSV")
  static let emptyTable = Self(
    "empty-table", "the file holds no table", hint: "write a header line and rows")
  static let noRows = Self("empty-table", "the table has a header and no rows")
  static func repeatedColumn(_ name: String) -> Self {
    Self("repeated-column", "two columns are called '\(name)'", hint: "rename one of them")
  }

  static func raggedRow(_ cells: Int, _ columns: Int) -> Self {
    Self(
      "ragged-row",
      "this row has \(cells) \(cells == 1 ? "cell" : "cells"), and the header \(columns)",
      hint: "the row is left out; leave a cell empty where a value is missing")
  }

  static func noColumn(_ name: String, _ header: [String], in file: String) -> Self {
    Self(
      "no-column", "\(file) has no column '\(name)'",
      hint: nearest(to: name, in: header).map { "did you mean '\($0)'?" }
        ?? "its columns are " + header.prefix(20).joined(separator: ", "))
  }

  static func wordInColumn(_ name: String, _ word: String, _ place: String) -> Self {
    let isDate =
      word.first?.isNumber == true && word.last?.isNumber == true
      && word.count { "-/:.".contains($0) } > 1
      && word.allSatisfy { $0.isNumber || "-/:. TZ".contains($0) }
    return Self(
      "no-number",
      "'\(word.prefix(40))' in column '\(name)' is \(isDate ? "a date or time" : "no number") (\(place))",
      hint: isDate
        ? "count the rows in a column of their own, and give that instead"
        : "leave a cell empty where a value is missing")
  }
}
