import Markup
import Notation

/// A line of a table that somebody may open as a spreadsheet: nothing in it is computed.
///
/// - Source: RFC 4180.
package enum CSVRow {
  package static func text(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ",")
  }

  private static func cell(_ text: String) -> String {
    let text = SpreadsheetCell.disarmed(text.printable)
    guard text.utf8.contains(where: { ",;\"\n\r\t'".utf8.contains($0) }) else { return text }
    return "\""
      + text.unicodeScalars.reduce(into: "") { result, scalar in
        if scalar == "\"" { result += "\"" }
        result.unicodeScalars.append(scalar)
      } + "\""
  }
}
