import Markup

extension ShownTable: BlockContent {
  package func html(on page: any BlockPage, of block: Block) -> String {
    page.table(table, of: block)
      + (note.map { "<p class=\"note\">\($0)</p>" } ?? "")
  }

  /// A pipe table, and how many rows it leaves out.
  package var markdown: [String] {
    let rules = table.alignments.map { $0 == .right ? "--:" : "---" }
    let lines = [row(table.header), "| \(rules.joined(separator: " | ")) |"] + table.rows.map(row)
    return lines + (note.map { ["", $0] } ?? [])
  }

  private func row(_ cells: [[Inline]]) -> String {
    "| \(cells.map { Markdown.plain($0.plainText) }.joined(separator: " | ")) |"
  }
}
