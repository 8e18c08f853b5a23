import Notation

/// The marks that stand in one line. Each look ahead ends at the next bracket or line end, so that
/// all of them together take no longer than the text is long.
extension MarkupExtractor {
  /// What begins at a place, with the range that its stand-in takes.
  func mark(at place: Int, _ end: Int) -> (range: Range<Int>, content: Content)? {
    switch source.utf8[place] {
    case UInt8(ascii: "["): footnoteReference(at: place, end) ?? emptyReference(at: place, end)
    case UInt8(ascii: "]"): anchor(at: place, end)
    case UInt8(ascii: "{"):
      attribute(at: place).map { ($0.span.range, .attribute($0)) }
    default: address(at: place, end)
    }
  }

  private func starts(with text: StaticString, at place: Int, _ end: Int) -> Bool {
    guard place + text.utf8CodeUnitCount <= end else { return false }
    return (0..<text.utf8CodeUnitCount).allSatisfy {
      source.utf8[place + $0] == text.utf8Start[$0]
    }
  }

  private func byte(before place: Int) -> UInt8? { place > 0 ? source.utf8[place - 1] : nil }

  // MARK: - Footnotes

  /// The `[^id]:` that a line begins with, behind the marks of quotes and at most three spaces.
  func footnoteDefinition(openingLineAt start: Int) -> Range<Int>? {
    let bytes = source.utf8
    var place = start
    var spaces = 0
    while place < bytes.count, bytes[place] == 32 || bytes[place] == UInt8(ascii: ">") {
      spaces = bytes[place] == 32 ? spaces + 1 : 0
      place += 1
    }
    guard spaces <= 3, let close = footnoteEnd(at: place, bytes.count), close < bytes.count,
      bytes[close] == UInt8(ascii: ":")
    else { return nil }
    return place..<(close + 1)
  }

  private func footnoteReference(at place: Int, _ end: Int) -> (Range<Int>, Content)? {
    guard let close = footnoteEnd(at: place, end) else { return nil }
    let id = source.text(of: (place + 2)..<(close - 1))
    return (place..<close, .footnoteReference(Located(text: id, span: Span(place..<close))))
  }

  /// The place behind a `[^id]`.
  private func footnoteEnd(at place: Int, _ end: Int) -> Int? {
    guard starts(with: "[^", at: place, end) else { return nil }
    var close = place + 2
    while close < end, source.utf8[close] != UInt8(ascii: "]") {
      // Nor what a forge could take for markup.
      guard source.utf8[close] > 32, !"[<>&\"'`\\".utf8.contains(source.utf8[close]) else {
        return nil
      }
      close += 1
    }
    return close < end && close > place + 2 ? close + 1 : nil
  }

  // MARK: - References

  private func emptyReference(at place: Int, _ end: Int) -> (Range<Int>, Content)? {
    guard starts(with: "[](#", at: place, end), byte(before: place) != UInt8(ascii: "!"),
      let close = idEnd(from: place + 4, end, closedBy: ")")
    else { return nil }
    let whole = place..<(close + 1)
    let id = source.text(of: (place + 4)..<close)
    return (whole, .reference(Located(text: id, span: Span(whole))))
  }

  private func anchor(at place: Int, _ end: Int) -> (Range<Int>, Content)? {
    guard starts(with: "](#", at: place, end),
      let close = idEnd(from: place + 3, end, closedBy: ")")
    else { return nil }
    let range = (place + 2)..<close
    let id = source.text(of: (place + 3)..<close)
    return (range, .anchor(Located(text: id, span: Span(range))))
  }

  /// The end of an id of letters, digits and `-_:.`, not empty, that a sign closes.
  private func idEnd(from start: Int, _ end: Int, closedBy sign: Unicode.Scalar) -> Int? {
    var place = start
    while place < end, Self.isIDByte(source.utf8[place]) { place += 1 }
    return place > start && place < end && source.utf8[place] == UInt8(ascii: sign) ? place : nil
  }

  static func isIDByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 128...: true
    default: "-_:.".utf8.contains(byte)
    }
  }

  // MARK: - Attributes

  /// The `{#id}` behind a formula on its last line.
  func attribute(behind place: Int) -> Located? {
    var place = place
    while place < source.utf8.count, source.utf8[place] == 32 { place += 1 }
    return attribute(at: place)
  }

  /// `{#id}` or `{#id .class key=value}`, of which only the id is kept, at the end of a line or
  /// before the closing marks of a heading.
  private func attribute(at place: Int) -> Located? {
    let bytes = source.utf8
    guard starts(with: "{#", at: place, bytes.count) else { return nil }
    var idEnd = place + 2
    while idEnd < bytes.count, Self.isIDByte(bytes[idEnd]) { idEnd += 1 }
    var close = idEnd
    while close < bytes.count, bytes[close] != UInt8(ascii: "}") {
      guard bytes[close] >= 32, bytes[close] != UInt8(ascii: "{") else { return nil }
      close += 1
    }
    let words = source.text(of: idEnd..<close).split(separator: " ")
    var end = close + 1
    while end < bytes.count, bytes[end] == 32 || bytes[end] == UInt8(ascii: "#") { end += 1 }
    guard close < bytes.count, idEnd > place + 2,
      idEnd == close || bytes[idEnd] == 32,
      words.allSatisfy({ $0.hasPrefix(".") || $0.contains("=") }),
      end == bytes.count || bytes[end] == 10 || bytes[end] == 13
    else { return nil }
    return Located(
      text: source.text(of: (place + 2)..<idEnd), span: Span(place..<(close + 1)))
  }

  // MARK: - Addresses

  /// `https://…`, `http://…` or `www.…` in running text, as GitHub finds them: not behind a letter,
  /// and without the punctuation of the sentence.
  private func address(at place: Int, _ end: Int) -> (Range<Int>, Content)? {
    let prefixes: [StaticString] = ["https://", "http://", "www."]
    guard let prefix = prefixes.first(where: { starts(with: $0, at: place, end) }),
      mayBegin(at: place)
    else { return nil }
    let host = place + prefix.utf8CodeUnitCount
    guard host < end, Self.isIDByte(source.utf8[host]),
      !"-_:.".utf8.contains(source.utf8[host])
    else { return nil }
    var close = host
    while close < end, Self.isAddressByte(source.utf8[close]) { close += 1 }
    close = withoutPunctuation(host, close)
    let text = source.text(of: place..<close)
    return (place..<close, .address(Located(text: text, span: Span(place..<close))))
  }

  private func mayBegin(at place: Int) -> Bool {
    guard let before = byte(before: place) else { return true }
    if before == UInt8(ascii: "(") { return byte(before: place - 1) != UInt8(ascii: "]") }
    return before <= 32 || "*_~|".utf8.contains(before)
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    byte > 32 && !"<>[]`|\\\"".utf8.contains(byte)
  }

  /// The end of an address without the signs behind it and brackets that it did not open.
  private func withoutPunctuation(_ start: Int, _ end: Int) -> Int {
    var end = end
    var open = source.utf8[start..<end].count { $0 == UInt8(ascii: "(") }
    open -= source.utf8[start..<end].count { $0 == UInt8(ascii: ")") }
    while end > start {
      let byte = source.utf8[end - 1]
      if byte == UInt8(ascii: ")") {
        guard open < 0 else { return end }
        open += 1
      } else if !"?!.,:;*_~'".utf8.contains(byte) {
        return end
      }
      end -= 1
    }
    return end
  }
}
