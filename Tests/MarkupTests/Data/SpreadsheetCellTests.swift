import Testing

@testable import Markup

@Suite("Cells that somebody opens as a spreadsheet")
struct SpreadsheetCellTests {
  @Test(
    "What would be computed is disarmed, and read back as it was",
    arguments: [
      "=1+1", "+x", "-x", "@x", "\t=1", "\r=1", "'=1", "''=1", "=\u{301}1", "-", "\n=1", "--1",
    ])
  func disarmed(_ text: String) {
    let cell = SpreadsheetCell.disarmed(text)
    #expect(cell == "'" + text)
    #expect(SpreadsheetCell.armed(cell) == text)
  }

  @Test(
    "All else stays",
    arguments: ["", "a", "-1", "+2.5e-3", "-inf", "'", "'a", "''", "a=1", "\u{600}=1", "<b>"])
  func plain(_ text: String) {
    #expect(SpreadsheetCell.disarmed(text) == text)
    #expect(SpreadsheetCell.armed(text) == text)
  }
}
