import Notation

/// What stands behind the opening marks of a fenced block: `KIND [VERB] [#id] [key=value …]`.
struct InfoString {
  let kind: Located
  var verb: Located?
  var id: Located?
  var options: [(key: Located, value: Located)] = []
  var diagnostics: [Diagnostic] = []

  /// `nil` where there is no info at all.
  init?(_ range: Range<Int>, of source: SourceFile) {
    let words = Self.words(range, source)
    guard let first = words.first else { return nil }
    kind = first
    for word in words.dropFirst() { take(word) }
  }

  private mutating func take(_ word: Located) {
    let text = word.text
    // What nobody sees names nothing.
    if text.hasPrefix("#"), text.count > 1, text.printable == text {
      guard id == nil else {
        return diagnostics.append(Diagnostic(.secondID, at: word.span))
      }
      id = Located(text: String(text.dropFirst()), span: word.span)
    } else if let equals = text.firstIndex(of: "=") {
      let key = String(text[..<equals])
      var value = String(text[text.index(after: equals)...])
      if value.count > 1, value.hasPrefix("\""), value.hasSuffix("\"") {
        value = String(value.dropFirst().dropLast())
      }
      if options.contains(where: { $0.key.text == key }) {
        diagnostics.append(Diagnostic(.repeatedKey(key), at: word.span))
      }
      let keySpan = Span(word.span.lower..<word.span.lower + key.utf8.count)
      options.append((Located(text: key, span: keySpan), Located(text: value, span: word.span)))
    } else if verb == nil, id == nil, options.isEmpty {
      verb = word
    } else {
      diagnostics.append(Diagnostic(.strayWord(text), at: word.span))
    }
  }

  /// Words between spaces, no-break ones too; a quoted value may hold spaces.
  private static func words(_ range: Range<Int>, _ source: SourceFile) -> [Located] {
    var words: [Located] = []
    var start: Int?
    var isQuoted = false
    for offset in range.lowerBound...range.upperBound {
      let byte = offset < range.upperBound ? source.utf8[offset] : 32
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      let isBreak =
        byte == 0xC2 && source.utf8[offset + 1] == 0xA0
        || byte == 0xA0 && offset > range.lowerBound && source.utf8[offset - 1] == 0xC2
      let isSpace =
        (byte == 32 || byte == 9 || isBreak) && (!isQuoted || offset == range.upperBound)
      if isSpace, let lower = start {
        words.append(Located(text: source.text(of: lower..<offset), span: Span(lower..<offset)))
        start = nil
      } else if !isSpace, start == nil {
        start = offset
      }
    }
    return words
  }
}

extension Diagnostic.Message {
  static let secondID = Self("unknown-key", "a block has one #id")

  static func repeatedKey(_ key: String) -> Self {
    Self("unknown-key", "the key '\(key)' is given twice")
  }

  static func strayWord(_ word: String) -> Self {
    Self(
      "unknown-key", "'\(word)' means nothing here",
      hint: "an info string is: kind, verb, #id, key=value")
  }
}
