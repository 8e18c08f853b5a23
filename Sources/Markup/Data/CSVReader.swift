import Notation

/// Cuts the bytes of a CSV file into rows of cells; a cell is a place, not yet a text or a number.
package struct CSVReader {
  private let source: SourceFile
  private let bytes: [UInt8]
  private var place: Int
  /// The row that was read last: places without quotes and without the spaces around them.
  package private(set) var cells: [Range<Int>] = []
  package private(set) var problems: [Diagnostic] = []

  private let dialect: CSVDialect
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  package init(_ source: SourceFile) {
    self.source = source
    bytes = source.utf8
    dialect = CSVDialect(of: bytes)
    place = dialect.start
  }

  /// Reads the next row that is not blank.
  ///
  /// - Returns: false at the end, and where a quote is never closed.
  package mutating func nextRow() -> Bool {
    while place < bytes.count {
      cells.removeAll(keepingCapacity: true)
      repeat {
        guard let cell = nextCell() else { return false }
        cells.append(cell)
      } while take(dialect.separator)
      _ = take(Self.carriageReturn)
      _ = take(Self.lineFeed)
      if cells.count > 1 || !cells[0].isEmpty { return true }
    }
    return false
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  /// Leaves the place at what ends the cell.
  private mutating func nextCell() -> Range<Int>? {
    while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
    if place < bytes.count, bytes[place] == Self.quote { return quotedCell() }
    return untilSeparator()
  }

  private mutating func untilSeparator() -> Range<Int> {
    let start = place
    while place < bytes.count, !separates(bytes[place]) { place += 1 }
    var end = place
    while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
    return start..<end
  }

  private func separates(_ byte: UInt8) -> Bool {
    byte == dialect.separator || byte == Self.lineFeed || byte == Self.carriageReturn
  }

  private mutating func quotedCell() -> Range<Int>? {
    let start = place + 1
    guard let end = closingQuote(from: start) else {
      problems.append(Diagnostic(.unclosedQuote, at: Span(place..<start)))
      return nil
    }
    place = end + 1
    let rest = untilSeparator()
    if !rest.isEmpty, problems.isEmpty { problems.append(Diagnostic(.afterQuote, at: Span(rest))) }
    return start..<end
  }

  /// Two quotes in a row stand for one in the text.
  private func closingQuote(from start: Int) -> Int? {
    var place = start
    while place < bytes.count {
      guard bytes[place] == Self.quote else {
        place += 1
        continue
      }
      guard place + 1 < bytes.count, bytes[place + 1] == Self.quote else { return place }
      place += 2
    }
    return nil
  }
}

// MARK: - What stands in a cell

extension CSVReader {
  package func text(of cell: Range<Int>) -> String {
    source.text(of: cell).replacing("\"\"", with: "\"")
  }

  func hasSameText(_ cell: Range<Int>, as other: Range<Int>) -> Bool {
    cell.count == other.count && bytes[cell].elementsEqual(bytes[other])
  }

  /// A decimal number, NaN where one is written that is not finite, `nil` for anything else.
  func number(in cell: Range<Int>) -> Double? {
    (dialect.hasDecimalComma ? nil : shortDecimal(in: cell)?.value) ?? anyDecimal(in: cell)
  }

  /// Up to 19 digits, read without going through a string.
  private func shortDecimal(in cell: Range<Int>) -> ShortDecimal? {
    let isNegative = bytes[cell.lowerBound] == UInt8(ascii: "-")
    var number = ShortDecimal(isNegative: isNegative)
    var (place, count, hasPoint) = (cell.lowerBound + (isNegative ? 1 : 0), 0, false)
    while place < cell.upperBound {
      let byte = bytes[place]
      if byte >= 48, byte <= 57 {
        count += 1
        guard count <= 19 else { return nil }
        number.take(digit: byte - 48, isFraction: hasPoint)
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        guard byte | 32 == UInt8(ascii: "e"), let power = exponent(in: place + 1..<cell.upperBound)
        else { return nil }
        number.power += power
        break
      }
      place += 1
    }
    return count > 0 ? number : nil
  }

  /// A power of ten of one to three digits.
  private func exponent(in cell: Range<Int>) -> Int? {
    guard let sign = cell.first.map({ bytes[$0] }) else { return nil }
    let digits = cell.dropFirst(sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") ? 1 : 0)
    guard (1...3).contains(digits.count) else { return nil }
    var power = 0
    for place in digits {
      guard bytes[place] >= 48, bytes[place] <= 57 else { return nil }
      power = power * 10 + Int(bytes[place] - 48)
    }
    return sign == UInt8(ascii: "-") ? -power : power
  }

  private func anyDecimal(in cell: Range<Int>) -> Double? {
    var text = dialect.plain(source.text(of: cell))
    let word = text.drop { $0 == "+" || $0 == "-" }.lowercased()
    if text.isEmpty || Self.missing.contains(word) { return .nan }
    let isPercent = text.last == "%"
    if isPercent { text = String(text.dropLast()).trimmingSpaces }
    // Swift also reads hexadecimal numbers, which no table means.
    guard let first = word.utf8.first, first < 58, !word.contains("x") else { return nil }
    return Double(text).map { $0.isFinite ? isPercent ? $0 / 100 : $0 : .nan }
  }

  /// What programs write where there is no number.
  private static let missing: Set<String> = [
    "nan", "inf", "infinity", "na", "n/a", "null", "none",
  ]
}

extension Diagnostic.Message {
  static let unclosedQuote = Self("unclosed-quote", "a quote is opened here and never closed")
  static let afterQuote = Self(
    "after-quote", "this stands between a closing quote and the next comma",
    hint: "write a quote inside quotes twice")
}
