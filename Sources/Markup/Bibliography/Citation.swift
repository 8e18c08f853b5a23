import Notation

/// A place that cites works, as Pandoc writes it: `[@key, p. 3; @other]`, or `@key` in running text.
public struct Citation: Hashable, Sendable {
  public struct Item: Hashable, Sendable {
    let key: Located
    /// What stands before the key, as "see".
    let prefix: String
    /// What stands behind it, as "p. 3".
    let suffix: String
    /// The place in the list of references; `nil` for a work that nobody knows.
    var number: Int?
  }

  /// A piece of it as a reader sees it.
  public enum Part: Hashable, Sendable {
    case text(String)
    /// A number of the list of references, and the key of the work there.
    case number(Int, key: String)
  }

  var items: [Item]
  /// The names that stand before the number: the sentence speaks of who wrote it.
  var authors: String?
  let isInText: Bool
  public let span: Span

  /// `[1, p. 3; 2]`, or `LeCun et al. [1]`
  public var parts: [Part] {
    let hasWords = items.contains { !$0.prefix.isEmpty || !$0.suffix.isEmpty }
    var parts: [Part] = [.text(authors.map { "\($0) [" } ?? "[")]
    for (place, item) in items.enumerated() {
      if place > 0 { parts.append(.text(hasWords ? "; " : ", ")) }
      if !item.prefix.isEmpty { parts.append(.text("\(item.prefix) ")) }
      parts.append(
        item.number.map { .number($0, key: item.key.text) } ?? .text("@\(item.key.text)?"))
      if !item.suffix.isEmpty { parts.append(.text(", \(item.suffix.replacing("--", with: "–"))")) }
    }
    return parts + [.text("]")]
  }

  public var text: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .number(let number, _): "\(number)"
      }
    }.joined()
  }
}

/// Finds citations in a text, whose code and maths have been passed over.
struct CitationScanner {
  let source: SourceFile
  /// Where the paragraph ends.
  let end: Int

  /// A citation in brackets that begins here, unless the brackets belong to a link.
  func bracketed(at start: Int) -> Citation? {
    let stops = "[]`$\\<".utf8
    guard
      let close = source.utf8[(start + 1)..<end].firstIndex(where: { stops.contains($0) }),
      source.utf8[close] == UInt8(ascii: "]"), !isLink(from: start, to: close)
    else { return nil }
    var items: [Citation.Item] = []
    for piece in source.utf8[(start + 1)..<close].split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    {
      guard let item = item(in: piece.startIndex..<piece.endIndex) else { return nil }
      items.append(item)
    }
    return Citation(items: items, isInText: false, span: Span(start..<(close + 1)))
  }

  /// Whether what is in the brackets leads somewhere, here or where the link is defined.
  private func isLink(from start: Int, to close: Int) -> Bool {
    guard close + 1 < end else { return false }
    switch source.utf8[close + 1] {
    case UInt8(ascii: "("): return true
    case UInt8(ascii: ":"): return isAtLineStart(start)
    case UInt8(ascii: "["):
      return !(close + 2 < end && source.utf8[close + 2] == UInt8(ascii: "@"))
    default: return false
    }
  }

  private func isAtLineStart(_ start: Int) -> Bool {
    let before = source.utf8[..<start].reversed().first { $0 != 32 && $0 != UInt8(ascii: ">") }
    return before == nil || before == 10 || before == 13
  }

  private func item(in range: Range<Int>) -> Citation.Item? {
    for place in range where source.utf8[place] == UInt8(ascii: "@") {
      let isSuppressed = place > range.lowerBound && source.utf8[place - 1] == UInt8(ascii: "-")
      let before = range.lowerBound..<(isSuppressed ? place - 1 : place)
      let isBoundary = before.isEmpty || isSpace(source.utf8[before.upperBound - 1])
      guard isBoundary, let key = key(at: place, range.upperBound) else { continue }
      var suffix = source.text(of: key.span.upper..<range.upperBound).oneLine
      if suffix.hasPrefix(",") { suffix = String(suffix.dropFirst()).trimmingSpaces }
      return Citation.Item(key: key, prefix: source.text(of: before).oneLine, suffix: suffix)
    }
    return nil
  }

  /// `@key` in running text: behind a space or an opening mark, as no address has it.
  func bare(at place: Int) -> Citation? {
    if place > 0 {
      let before = source.utf8[place - 1]
      let isOpened = "(\"'*,;>|-".utf8.contains(before) || isSpace(before) || before >= 0x80
      let isDestination =
        before == UInt8(ascii: "(") && place > 1
        && source.utf8[place - 2] == UInt8(ascii: "]")
      guard isOpened, !isDestination else { return nil }
    }
    guard let key = key(at: place, end) else { return nil }
    let span = Span(place..<key.span.upper)
    return Citation(
      items: [Citation.Item(key: key, prefix: "", suffix: "")], isInText: true, span: span)
  }

  /// The key behind an `@`: letters, digits and `_`, and single marks between them.
  private func key(at place: Int, _ end: Int) -> Located? {
    let start = place + 1
    var upper = start
    while upper < end {
      if isWord(source.utf8[upper]) {
        upper += 1
      } else if upper > start, ":.-+/".utf8.contains(source.utf8[upper]), upper + 1 < end,
        isWord(source.utf8[upper + 1])
      {
        upper += 2
      } else {
        break
      }
    }
    guard upper > start else { return nil }
    return Located(text: source.text(of: start..<upper), span: Span(place..<upper))
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}

extension String {
  fileprivate var oneLine: String {
    split { $0.isWhitespace || $0 == ">" }.joined(separator: " ")
  }
}
