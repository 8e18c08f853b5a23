import Markup

extension ShownTable {
  /// A pipe table, and how many rows it leaves out.
  var markdown: [String] {
    let rules = table.alignments.map { $0 == .right ? "--:" : "---" }
    let lines = [row(table.header), "| \(rules.joined(separator: " | ")) |"] + table.rows.map(row)
    return lines + (note.map { ["", $0] } ?? [])
  }

  private func row(_ cells: [[Inline]]) -> String {
    "| \(cells.map { Markdown.plain($0.plainText) }.joined(separator: " | ")) |"
  }
}
