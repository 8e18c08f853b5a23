import Notation

/// A column as names: each that occurs, once, and which of them stands in each row.
///
/// Names that are all numbers are in the order of the numbers, others in that of their first rows.
package struct Categories: Sendable {
  package let names: [String]
  /// For each row of the table, the number of its name.
  package let rows: [Int]

  init(_ cells: Cells) {
    let numbers = cells.names.compactMap(Self.number)
    guard numbers.count == cells.names.count else {
      (names, rows) = (cells.names, cells.rows)
      return
    }
    let order = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
    var ranks = order
    for (rank, name) in order.enumerated() { ranks[name] = rank }
    names = order.map { cells.names[$0] }
    rows = cells.rows.map { ranks[$0] }
  }

  private static func number(_ name: String) -> Double? {
    guard name.utf8.allSatisfy({ $0 < 58 || $0 | 32 == UInt8(ascii: "e") }) else { return nil }
    return Double(name)
  }

  /// The names in the order in which they come.
  struct Cells {
    private(set) var names: [String] = []
    private(set) var rows: [Int] = []
    private var numbers: [String: Int] = [:]
    /// The cell of the row before, for names often come in a row.
    private var last: (cell: Range<Int>, number: Int)?

    mutating func take(_ cell: Range<Int>, of reader: CSVReader) {
      if let last, reader.hasSameText(cell, as: last.cell) { return rows.append(last.number) }
      let name = reader.text(of: cell)
      let number = numbers[name] ?? names.count
      if number == names.count {
        names.append(name)
        numbers[name] = number
      }
      last = (cell, number)
      rows.append(number)
    }
  }
}
