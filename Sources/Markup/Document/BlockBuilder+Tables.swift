import Notation

/// Pipe tables, which to CommonMark are paragraphs.
extension BlockBuilder {
  /// So many cells of all tables may be left out by their authors; a short text could else ask for
  /// millions of them.
  private static let paddingLimit = 1 << 16

  /// A table with the paragraph before it, where the last line before a ruling is its header, and
  /// with a caption that follows without a blank line.
  ///
  /// - Source: the extension of GitHub Flavored Markdown.
  mutating func table(_ node: MarkdownNode) -> [Block]? {
    guard node.lastLine > node.firstLine else { return nil }
    var lines = tableLines(node.firstLine...node.lastLine)
    guard let (ruling, alignments) = PipeTable.ruling(of: lines),
      let text = Self.nodes(before: ruling - 1, of: node, lines.count)
    else { return nil }
    var blocks: [Block] = []
    let firstLine = node.firstLine + ruling - 1
    if !text.isEmpty {
      let span = span(ofLines: node.firstLine, firstLine - 1)
      blocks.append(Block(kind: .paragraph(inlines.inlines(of: text)), span: span))
    }
    var caption: Block?
    if lines.count > ruling + 1, let last = lines.last, last.hasPrefix(Self.captionMark),
      !last.contains("|")
    {
      caption = self.caption(lines.removeLast(), span(ofLines: node.lastLine, node.lastLine))
    }
    guard
      let rows = cells(of: lines[(ruling + 1)...], from: node.firstLine, columns: alignments.count)
    else {
      diagnostics.append(Diagnostic(.paddedTable, at: span(ofLines: firstLine, firstLine)))
      return nil
    }
    let table = Table(
      alignments: alignments, header: PipeTable.cells(lines[ruling - 1]).map(inlines.parse),
      rows: rows.map { $0.map(inlines.parse) })
    let lastLine = node.firstLine + lines.count - 1
    blocks.append(Block(kind: .table(table), span: span(ofLines: firstLine, lastLine)))
    return blocks + [caption].compactMap { $0 }
  }

  /// The rows with as many cells as there are columns; `nil` where too many would have to be made up.
  private mutating func cells(
    of rows: ArraySlice<String>, from firstLine: Int, columns: Int
  ) -> [[String]]? {
    var result: [[String]] = []
    for (place, row) in zip(rows.indices, rows) {
      let all = PipeTable.cells(row)
      let cells = all.prefix(columns)
      if all.count > columns {
        diagnostics.append(
          Diagnostic(
            .droppedCells(all.count, columns),
            at: span(ofLines: firstLine + place, firstLine + place),
            severity: .warning))
      }
      paddedCells += columns - cells.count
      guard paddedCells <= Self.paddingLimit else { return nil }
      result.append(cells + Array(repeating: "", count: columns - cells.count))
    }
    return result
  }

  private func caption(_ line: String, _ span: Span) -> Block {
    let node = CommonMark.parse(Array(line.utf8)).children.first
    var children = node?.children ?? []
    let id = inlines.takeAttribute(from: &children)
    return Block(kind: .paragraph(inlines.inlines(of: children)), span: span, id: id)
  }

  private func tableLines(_ range: ClosedRange<Int>) -> [String] {
    range.clamped(to: 1...lines.count).map { number in
      let line = lines[number - 1].drop { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: " ") }
      return String(decoding: line, as: UTF8.self).trimmingSpaces
    }
  }

  /// The nodes of the first lines of a paragraph; `nil` where something reaches over their end.
  private static func nodes(before line: Int, of node: MarkdownNode, _ count: Int)
    -> [MarkdownNode]?
  {
    guard line > 0 else { return [] }
    var breaks = 0
    var result: [MarkdownNode]?
    for (place, child) in node.children.enumerated() {
      breaks += child.lineBreaks
      if result == nil, breaks == line, child.kind.endsLine {
        result = Array(node.children[..<place])
      }
    }
    return breaks == count - 1 ? result : nil
  }
}

/// The lines of a table.
private enum PipeTable {
  /// The first line that rules as many columns as the line before it has, which is the header.
  static func ruling(of lines: [String]) -> (line: Int, alignments: [Table.Alignment])? {
    for line in lines.indices.dropFirst() {
      if let alignments = alignments(lines[line]),
        lines[line - 1].contains("|") || lines[line].contains("|"),
        cells(lines[line - 1]).count == alignments.count
      {
        return (line, alignments)
      }
    }
    return nil
  }

  /// What a ruling, `|:--|--:|`, says of the columns; `nil` for any other line.
  private static func alignments(_ line: String) -> [Table.Alignment]? {
    guard line.utf8.allSatisfy({ "|:- \t".utf8.contains($0) }) else { return nil }
    let cells = cells(line)
    guard cells.allSatisfy({ $0.contains("-") && isDashes($0) }) else { return nil }
    return cells.map { cell in
      switch (cell.hasPrefix(":"), cell.hasSuffix(":")) {
      case (true, true): .center
      case (true, false): .left
      case (false, true): .right
      case (false, false): .none
      }
    }
  }

  private static func isDashes(_ cell: String) -> Bool {
    let inner = cell.drop { $0 == ":" }
    let dashes = inner.prefix { $0 == "-" }
    return cell.count - inner.count <= 1 && ["", ":"].contains(inner.dropFirst(dashes.count))
  }

  /// The texts between the bars; `\|` is a bar in a text, in code, too.
  static func cells(_ line: String) -> [String] {
    var cells: [[UInt8]] = [[]]
    var isEscaped = false
    for byte in line.utf8 {
      if byte == UInt8(ascii: "|"), !isEscaped {
        cells.append([])
      } else {
        if isEscaped, byte == UInt8(ascii: "|") { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(byte)
      }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    if line.hasPrefix("|") { cells.removeFirst() }
    var texts = cells.map { String(decoding: $0, as: UTF8.self).trimmingSpaces }
    if texts.count > 1, texts.last?.isEmpty == true { texts.removeLast() }
    return texts
  }
}

extension MarkdownNode.Kind {
  fileprivate var endsLine: Bool { self == .softBreak || self == .lineBreak }
}

extension MarkdownNode {
  /// The line ends in it.
  fileprivate var lineBreaks: Int {
    kind.endsLine ? 1 : children.reduce(0) { $0 + $1.lineBreaks }
  }
}

extension Diagnostic.Message {
  static func droppedCells(_ cells: Int, _ columns: Int) -> Self {
    Self(
      "ragged-row", "this row has \(cells) cells, and the header \(columns): the rest is not shown",
      hint: "write \\| for a bar inside of a cell, in code, too")
  }

  static let paddedTable = Self(
    "table-too-large", "the rows of this table lack tens of thousands of cells",
    hint: "give the rows as many cells as the header, or show the table with a 'table' block")
}
