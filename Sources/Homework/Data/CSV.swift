import Notation

/// A table of numbers from a CSV file, with the place of every mistake in it.
///
/// - Source: RFC 4180, and what spreadsheets make of it: CRLF or LF, a byte order mark, quotes.
public struct CSV: Sendable {
  public let source: SourceFile
  public private(set) var header: [String] = []
  /// By column; an empty cell is not a number (NaN).
  public private(set) var columns: [[Double]] = []
  public private(set) var diagnostics: [Diagnostic] = []
  /// By column, the first cell that is no number.
  private var words: [Int: Diagnostic] = [:]

  /// The numbers of a column.
  ///
  /// - Errors: no such column, or a cell in it that is no number.
  public func column(_ name: String, namedAt place: Span) throws(Diagnostic) -> [Double] {
    guard let index = header.firstIndex(of: name) else {
      throw Diagnostic(.noColumn(name, header, in: source.name), at: place)
    }
    if let word = words[index] {
      let position = source.position(at: word.span.lower)
      throw Diagnostic(
        .wordInColumn(
          name, source.text(of: word.span), "\(source.name):\(position.line):\(position.column)"),
        at: place)
    }
    return columns[index]
  }

  public init(parsing source: SourceFile) {
    self.source = source
    var reader = Reader(source)
    var cells: [Range<Int>] = []
    guard reader.nextRow(into: &cells, &diagnostics) else {
      diagnostics.append(Diagnostic(.emptyTable, at: Span(0..<0)))
      return
    }
    header = cells.map { reader.text(of: $0) }
    if let repeated = header.indices.first(where: { header[..<$0].contains(header[$0]) }) {
      diagnostics.append(Diagnostic(.repeatedColumn(header[repeated]), at: Span(cells[repeated])))
    }
    columns = header.map { _ in [] }
    var hasRagged = false
    while reader.nextRow(into: &cells, &diagnostics) {
      if cells.count == 1, cells[0].isEmpty { continue }
      if cells.count != header.count, !hasRagged {
        hasRagged = true
        let start = cells.first?.lowerBound ?? 0
        diagnostics.append(
          Diagnostic(.raggedRow(cells.count, header.count), at: Span(start..<start + 1)))
      }
      for index in columns.indices {
        guard index < cells.count, !cells[index].isEmpty else {
          columns[index].append(.nan)
          continue
        }
        let number = reader.number(in: cells[index])
        columns[index].append(number ?? .nan)
        if number == nil, words[index] == nil {
          words[index] = Diagnostic(.emptyTable, at: Span(cells[index]))
        }
      }
    }
  }
}

/// Cuts the bytes of a CSV file into cells.
private struct Reader {
  private let source: SourceFile
  private var place = 0

  init(_ source: SourceFile) {
    self.source = source
    if source.utf8.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  /// The cells of the next row, without their quotes; false at the end.
  mutating func nextRow(into cells: inout [Range<Int>], _ diagnostics: inout [Diagnostic]) -> Bool {
    cells.removeAll(keepingCapacity: true)
    guard place < source.utf8.count else { return false }
    while true {
      cells.append(cell(&diagnostics))
      guard place < source.utf8.count else { return true }
      let byte = source.utf8[place]
      place += 1
      if byte == UInt8(ascii: ",") {
        if place == source.utf8.count { cells.append(place..<place) }
        continue
      }
      if byte == UInt8(ascii: "\r"), place < source.utf8.count,
        source.utf8[place] == UInt8(ascii: "\n")
      {
        place += 1
      }
      return true
    }
  }

  private mutating func cell(_ diagnostics: inout [Diagnostic]) -> Range<Int> {
    if place < source.utf8.count, source.utf8[place] == UInt8(ascii: "\"") {
      return quoted(&diagnostics)
    }
    let start = place
    while place < source.utf8.count {
      switch source.utf8[place] {
      case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return trimmed(start..<place)
      default: place += 1
      }
    }
    return trimmed(start..<place)
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, source.utf8[lower] == 32 { lower += 1 }
    while upper > lower, source.utf8[upper - 1] == 32 { upper -= 1 }
    return lower..<upper
  }

  private mutating func quoted(_ diagnostics: inout [Diagnostic]) -> Range<Int> {
    let start = place
    place += 1
    while place < source.utf8.count {
      if source.utf8[place] == UInt8(ascii: "\"") {
        if place + 1 < source.utf8.count, source.utf8[place + 1] == UInt8(ascii: "\"") {
          place += 2
          continue
        }
        place += 1
        return (start + 1)..<(place - 1)
      }
      place += 1
    }
    diagnostics.append(Diagnostic(.unclosedQuote, at: Span(start..<start + 1)))
    return (start + 1)..<place
  }

  func text(of cell: Range<Int>) -> String {
    source.text(of: cell).replacing("\"\"", with: "\"")
  }

  /// A decimal number; the common short ones are read without going through a string.
  func number(in cell: Range<Int>) -> Double? {
    var digits = 0
    var scale = 1.0
    var count = 0
    var hasPoint = false
    var rest = source.utf8[cell]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest.removeFirst() }
    for byte in rest {
      switch byte {
      case 48...57 where count < 15:
        digits = digits * 10 + Int(byte - 48)
        count += 1
        if hasPoint { scale *= 10 }
      case UInt8(ascii: ".") where !hasPoint: hasPoint = true
      default: return Double(source.text(of: cell)).flatMap { $0.isFinite ? $0 : .nan }
      }
    }
    guard count > 0 else { return nil }
    // Both are exact, so that the quotient is the nearest number to what is written.
    let value = Double(digits) / scale
    return isNegative ? -value : value
  }
}

extension Diagnostic.Message {
  static let emptyTable = Self(
    "empty-table", "the file holds no table", hint: "write a header line and rows")
  static let unclosedQuote = Self("unclosed-quote", "a quote is opened here and never closed")

  static func repeatedColumn(_ name: String) -> Self {
    Self("repeated-column", "two columns are called '\(name)'")
  }

  static func raggedRow(_ cells: Int, _ columns: Int) -> Self {
    Self("ragged-row", "this row has \(cells) cells, and the header \(columns)")
  }

  static func noColumn(_ name: String, _ header: [String], in file: String) -> Self {
    Self(
      "no-column", "\(file) has no column '\(name)'",
      hint: nearest(to: name, in: header).map { "did you mean '\($0)'?" }
        ?? "its columns are " + header.joined(separator: ", "))
  }

  static func wordInColumn(_ name: String, _ word: String, _ place: String) -> Self {
    Self(
      "no-number", "'\(word.prefix(40))' in column '\(name)' is no number (\(place))",
      hint: "leave a cell empty where a value is missing")
  }
}
