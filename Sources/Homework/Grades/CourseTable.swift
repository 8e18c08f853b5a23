import Markup
import Notation

/// A table with a header that a course keeps: who is in it, or what a person has decided.
struct CourseTable {
  let source: SourceFile
  let header: [String]
  let rows: [(cells: [String], span: Span)]
  let diagnostics: [Diagnostic]

  init(_ source: SourceFile) {
    self.source = source
    var reader = CSVReader(source)
    guard reader.nextRow() else {
      (header, rows) = ([], [])
      diagnostics = [Diagnostic(.emptyCourseTable, at: Span(0..<0))]
      return
    }
    header = reader.cells.map { reader.text(of: $0) }
    var rows: [(cells: [String], span: Span)] = []
    var diagnostics: [Diagnostic] = []
    while reader.nextRow() {
      let span = Span(reader.cells[0].lowerBound..<(reader.cells.last?.upperBound ?? 0))
      if reader.cells.count == header.count {
        rows.append((reader.cells.map { SpreadsheetCell.armed(reader.text(of: $0)) }, span))
      } else {
        diagnostics.append(Diagnostic(.raggedCourseRow(reader.cells.count, header.count), at: span))
      }
    }
    (self.rows, self.diagnostics) = (rows, diagnostics + reader.problems)
  }

  /// The place of the first of these columns that is there.
  func column(_ names: [String]) -> Int? {
    let folded = header.map(Self.folded)
    return names.lazy.compactMap { folded.firstIndex(of: Self.folded($0)) }.first
  }

  /// - Errors: none of these columns is there.
  func requiredColumn(_ names: [String]) throws(Diagnostic) -> Int {
    guard let place = column(names) else {
      throw Diagnostic(.noCourseColumn(names, header), at: Span(0..<0))
    }
    return place
  }

  /// `Student ID` as `studentid`.
  private static func folded(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}

extension Diagnostic.Message {
  fileprivate static let emptyCourseTable = Self(
    "empty-table", "the file holds no table", hint: "write a header line and a row for each student"
  )

  fileprivate static func raggedCourseRow(_ cells: Int, _ columns: Int) -> Self {
    Self(
      "ragged-row",
      "this row has \(cells) \(cells == 1 ? "cell" : "cells"), and the header \(columns)",
      hint: "put quotes around what has a comma in it")
  }

  fileprivate static func noCourseColumn(_ names: [String], _ header: [String]) -> Self {
    let known = header.prefix(20).joined(separator: ", ")
    return Self(
      "no-column", "there is no column '\(names[0])'",
      hint: nearest(to: names[0], in: header).map { "rename '\($0)' to '\(names[0])'" }
        ?? "the columns are \(known); it may also be called \(names.dropFirst().joined(separator: ", "))"
    )
  }
}
