/// Markdown in which nothing is left that a reader's browser would take for an author's HTML.
///
/// The text is read as a forge reads it, and where HTML stands in it, its signs become entities, until
/// none is found: what is one thing to us may be another to CommonMark.
package enum InertMarkdown {
  /// Later rounds find only what was made for them: then everything is made inert.
  private static let rounds = 8

  /// - Parameter isSafe: whether a link, or a picture, may lead there.
  package static func text(
    _ text: String, isSafe: @escaping (_ link: String, _ isPicture: Bool) -> Bool
  ) -> String {
    var lines = Self.lines(of: text)
    let hasFootnotes = lines.contains(where: definesFootnote)
    for line in lines.indices where mayHideMarkup(lines[line], hasFootnotes) {
      lines[line] = inert(lines[line])
    }
    let reader = MarkupReader(isSafe: isSafe)
    for round in 0...rounds {
      let found = reader.lines(withMarkupIn: lines)
      if found.isEmpty { break }
      let all = lines.indices.map { $0 }
      for line in round < rounds ? found : all { lines[line] = inert(lines[line]) }
    }
    return String(decoding: Array(lines.joined()), as: UTF8.self)
  }

  /// The lines with their ends, as CommonMark counts them.
  private static func lines(of text: String) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    for byte in text.utf8 {
      if let last = lines[lines.count - 1].last,
        last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") && byte != UInt8(ascii: "\n")
      {
        lines.append([])
      }
      lines[lines.count - 1].append(byte)
    }
    return lines
  }

  /// Whether a line holds what is code to CommonMark and may be HTML to a forge: bare addresses take a
  /// backtick along, and below a footnote a margin is none.
  private static func mayHideMarkup(_ line: [UInt8], _ hasFootnotes: Bool) -> Bool {
    guard holdsTag(line) else { return false }
    let isIndented = line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t")
    return hasFootnotes && isIndented || line.firstRange(of: Array("://".utf8)) != nil
      || line.firstRange(of: Array("www.".utf8)) != nil
  }

  private static func holdsTag(_ line: [UInt8]) -> Bool {
    line.indices.dropLast().contains { place in
      guard line[place] == UInt8(ascii: "<") else { return false }
      let name = line[(place + 1)...].prefix { $0 | 32 >= 97 && $0 | 32 <= 122 }
      // A scheme is the beginning of an address.
      if !name.isEmpty { return line[name.endIndex...].first != UInt8(ascii: ":") }
      return "/!?".utf8.contains(line[place + 1])
    }
  }

  /// Whether `[^…]:` stands in it, whoever takes that for a footnote.
  private static func definesFootnote(_ line: [UInt8]) -> Bool {
    line.firstRange(of: Array("[^".utf8)) != nil && line.firstRange(of: Array("]:".utf8)) != nil
  }

  private static func inert(_ line: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for byte in line {
      switch byte {
      case UInt8(ascii: "<"): result += "&lt;".utf8
      case UInt8(ascii: "["): result += "&#91;".utf8
      default: result.append(byte)
      }
    }
    return result
  }
}

/// Finds HTML, and links that lead where they must not.
private struct MarkupReader {
  let isSafe: (_ link: String, _ isPicture: Bool) -> Bool

  /// The numbers of the lines of all blocks in which such stands.
  func lines(withMarkupIn lines: [[UInt8]]) -> [Int] {
    let blocks = Self.leaves(of: CommonMark.parse(Array(lines.joined())))
      .sorted { $0.firstLine < $1.firstLine }
    var found: [Int] = []
    for (place, block) in blocks.enumerated() {
      // Where a block ends is not to be trusted in every version.
      let next = place + 1 < blocks.count ? blocks[place + 1].firstLine - 1 : lines.count
      let range = max(block.firstLine - 1, 0)..<min(max(next, block.firstLine), lines.count)
      if holdsMarkup(block) || block.kind != .codeBlock && holdsMarkup(tableIn: lines[range]) {
        found += range
      }
    }
    return found
  }

  /// The blocks that hold no blocks.
  private static func leaves(of document: MarkdownNode) -> [MarkdownNode] {
    var leaves: [MarkdownNode] = []
    var waiting = [document]
    while let node = waiting.popLast() {
      switch node.kind {
      case .document, .quote, .list, .item: waiting += node.children
      default: leaves.append(node)
      }
    }
    return leaves
  }

  private func holdsMarkup(_ block: MarkdownNode) -> Bool {
    var waiting = [block]
    while let node = waiting.popLast() {
      switch node.kind {
      case .htmlBlock where !Self.isComment(node.literal): return true
      case .rawHTML where !Self.isComment(node.literal): return true
      case .link where !isSafe(node.destination, false): return true
      case .image where !isSafe(node.destination, true): return true
      default: waiting += node.children
      }
    }
    return false
  }

  /// To a forge the lines may be those of a table, whose cells are texts of their own, behind a
  /// shorter paragraph.
  private func holdsMarkup(tableIn lines: ArraySlice<[UInt8]>) -> Bool {
    let rulings = lines.indices.dropFirst().filter { Self.mayRule(lines[$0]) }
    guard !rulings.isEmpty else { return false }
    // No author's table has so many; each of them would be a text to read.
    guard rulings.count <= 8 else { return lines.contains(where: Self.mayHoldMarkup) }
    let texts = rulings.map { Array(lines[..<($0 - 1)].joined()) }
    let cells = lines.flatMap { $0.split(separator: UInt8(ascii: "|")).map(Array.init) }
    return (texts + cells).contains { text in
      Self.mayHoldMarkup(text)
        && Self.leaves(of: CommonMark.parse(text)).contains(where: holdsMarkup)
    }
  }

  private static func mayHoldMarkup(_ text: [UInt8]) -> Bool {
    text.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "[") }
  }

  /// Whether it may be the line below the header of a table.
  private static func mayRule(_ line: [UInt8]) -> Bool {
    line.contains(UInt8(ascii: "-")) && line.allSatisfy { "|:-> \t\r\n".utf8.contains($0) }
  }

  /// Whether an HTML block or tag is a comment from one end to the other, to any browser.
  private static func isComment(_ literal: String) -> Bool {
    let text = literal.utf8.drop { $0 == 32 }
    let end = text.lastIndex { $0 != 32 && $0 != 10 && $0 != 13 }.map(text.index(after:))
    let comment = text[..<(end ?? text.endIndex)]
    guard comment.count >= 7, comment.starts(with: "<!--".utf8),
      comment.suffix(3).elementsEqual("-->".utf8)
    else { return false }
    return !comment.dropFirst(4).dropLast(3).contains { "<>".utf8.contains($0) }
  }
}
