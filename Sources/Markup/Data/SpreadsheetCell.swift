/// Texts in the cells of a file that somebody may open as a spreadsheet, which computes what begins
/// like a formula.
package enum SpreadsheetCell {
  /// The text with an apostrophe before what would be computed.
  package static func disarmed(_ text: String) -> String { isFormula(text) ? "'" + text : text }

  /// The text that was disarmed.
  package static func armed(_ cell: String) -> String {
    guard cell.utf8.first == apostrophe else { return cell }
    let text = String(cell.unicodeScalars.dropFirst())
    return isFormula(text) ? text : cell
  }

  private static let apostrophe = UInt8(ascii: "'")

  /// Whether it begins like a formula, also behind apostrophes: those of the author are not ours.
  private static func isFormula(_ text: String) -> Bool {
    guard let first = text.utf8.first(where: { $0 != apostrophe }) else { return false }
    return "=+-@\t\r\n".utf8.contains(first) && Double(text) == nil
  }
}
