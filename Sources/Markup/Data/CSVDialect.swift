/// How a program writes tables: what separates cells, and how its numbers look.
struct CSVDialect {
  private(set) var separator = UInt8(ascii: ",")
  /// `1,5` is one and a half, and `1.000` a thousand.
  private(set) var hasDecimalComma = false
  /// Where the header begins, behind a byte order mark, `sep=;` and comments.
  private(set) var start = 0

  private static let rivals = [UInt8(ascii: ";"), UInt8(ascii: "\t")]

  init(of bytes: [UInt8]) {
    start = bytes.starts(with: TextEncoding.byteOrderMark) ? TextEncoding.byteOrderMark.count : 0
    skipPreamble(bytes)
    let header = Self.line(of: bytes, from: start)
    let free = Self.withoutQuotes(bytes[header])
    if !free.contains(separator), let rival = Self.rivals.first(where: free.contains) {
      separator = rival
    }
    guard separator != UInt8(ascii: ",") else { return }
    hasDecimalComma = Self.rowLimit(bytes, from: header.upperBound).contains { row in
      bytes[row].split(separator: separator).contains(where: Self.isDecimalComma)
    }
  }

  private mutating func skipPreamble(_ bytes: [UInt8]) {
    while start < bytes.count {
      let line = Self.line(of: bytes, from: start)
      let text = Array(bytes[line])
      if text.count == 5, text.starts(with: "sep=".utf8) {
        separator = text[4]
      } else if text.first != UInt8(ascii: "#")
        || text.contains(where: { ",;\t".utf8.contains($0) })
      {
        return
      }
      start = line.upperBound
      while start < bytes.count, bytes[start] == 10 || bytes[start] == 13 { start += 1 }
    }
  }

  /// The first rows, which say how the others are written.
  private static func rowLimit(_ bytes: [UInt8], from start: Int) -> [Range<Int>] {
    var rows: [Range<Int>] = []
    var place = start
    while rows.count < 1000, place < bytes.count {
      while place < bytes.count, bytes[place] == 10 || bytes[place] == 13 { place += 1 }
      let row = line(of: bytes, from: place)
      rows.append(row)
      place = row.upperBound
    }
    return rows
  }

  private static func line(of bytes: [UInt8], from start: Int) -> Range<Int> {
    let end = bytes[min(start, bytes.count)...].firstIndex { $0 == 10 || $0 == 13 }
    return min(start, bytes.count)..<(end ?? bytes.count)
  }

  private static func withoutQuotes(_ line: ArraySlice<UInt8>) -> [UInt8] {
    var isQuoted = false
    return line.filter { byte in
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      return !isQuoted
    }
  }

  private static func isDecimalComma(_ cell: ArraySlice<UInt8>) -> Bool {
    let parts = cell.filter { $0 != 32 && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "\"") }
      .split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
      }
  }

  // MARK: - Numbers

  /// A cell with `-` and `.` where its program writes other signs, and without what groups thousands.
  func plain(_ cell: String) -> String {
    let text = cell.replacing("−", with: "-").filter { $0 != "\u{A0}" && $0 != "\u{202F}" }
      .trimmingSpaces
    let (group, point): (Character, Character) = hasDecimalComma ? (".", ",") : (",", ".")
    guard text.contains(group) || text.contains(point) else { return text }
    var whole = text.prefix { $0 != point }
    let rest = text.dropFirst(whole.count)
    let sign = whole.first == "-" ? "-" : ""
    whole = whole.dropFirst(sign.count)
    let groups = whole.split(separator: group, omittingEmptySubsequences: false)
    let areThousands =
      groups.count > 1 && (1...3).contains(groups[0].count)
      && groups.dropFirst().allSatisfy { $0.count == 3 }
      && groups.allSatisfy { $0.allSatisfy(\.isNumber) }
    guard groups.count == 1 || areThousands else { return text }
    let decimals = rest.isEmpty ? "" : "." + rest.dropFirst()
    return sign + groups.joined() + decimals
  }
}
