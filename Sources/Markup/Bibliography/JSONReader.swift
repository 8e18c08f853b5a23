import Notation

/// A JSON value with its place.
indirect enum JSONValue {
  case string(Located)
  /// As it is written.
  case number(Located)
  /// `true`, `false` or `null`.
  case word(Located)
  case list([JSONValue], Span)
  case object([(key: Located, value: JSONValue)], Span)

  var span: Span {
    switch self {
    case .string(let text), .number(let text), .word(let text): text.span
    case .list(_, let span), .object(_, let span): span
    }
  }

  /// The member of an object.
  subscript(key: String) -> JSONValue? {
    guard case .object(let members, _) = self else { return nil }
    return members.first { $0.key.text == key }?.value
  }

  /// A text or a number as it is written.
  var text: String? {
    switch self {
    case .string(let text), .number(let text): text.text
    case .word, .list, .object: nil
    }
  }

  var items: [JSONValue]? {
    if case .list(let items, _) = self { items } else { nil }
  }
}

/// Reads JSON strictly (RFC 8259), up to ``depthLimit`` values inside one another.
struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0

  static let depthLimit = 64

  /// - Errors: a diagnostic at the first byte that does not fit.
  static func value(of source: SourceFile) throws(Diagnostic) -> JSONValue {
    var reader = JSONReader(bytes: source.utf8)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.position == reader.bytes.count else { throw reader.unexpected("the end") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func value(depth: Int) throws(Diagnostic) -> JSONValue {
    skipSpace()
    guard depth < Self.depthLimit else { throw unexpected("something less deep") }
    guard let first = peek else { throw unexpected("a value") }
    switch first {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try list(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: return .word(try word())
    }
  }

  private mutating func object(_ depth: Int) throws(Diagnostic) -> JSONValue {
    let start = position
    position += 1
    var members: [(key: Located, value: JSONValue)] = []
    skipSpace()
    if !take(UInt8(ascii: "}")) {
      repeat {
        skipSpace()
        guard peek == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
        let key = try string()
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw unexpected("':'") }
        members.append((key, try value(depth: depth + 1)))
        skipSpace()
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "}")) else { throw unexpected("',' or '}'") }
    }
    return .object(members, Span(start..<position))
  }

  private mutating func list(_ depth: Int) throws(Diagnostic) -> JSONValue {
    let start = position
    position += 1
    var items: [JSONValue] = []
    skipSpace()
    if !take(UInt8(ascii: "]")) {
      repeat {
        items.append(try value(depth: depth + 1))
        skipSpace()
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "]")) else { throw unexpected("',' or ']'") }
    }
    return .list(items, Span(start..<position))
  }

  private mutating func word() throws(Diagnostic) -> Located {
    let start = position
    while let byte = peek, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    guard ["true", "false", "null"].contains(word) else {
      position = start
      throw unexpected("a value")
    }
    return Located(text: word, span: Span(start..<position))
  }

  private mutating func number() throws(Diagnostic) -> Located {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    return Located(text: text, span: Span(start..<position))
  }

  private mutating func digits() throws(Diagnostic) {
    let start = position
    while let byte = peek, (48...57).contains(byte) { position += 1 }
    guard position > start else { throw unexpected("a digit") }
  }

  // MARK: - Strings

  private mutating func string() throws(Diagnostic) -> Located {
    let start = position
    var text: [UInt8] = []
    position += 1
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 32 else { throw unexpected("a quote") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        text += Array(String(try escaped()).utf8)
      } else {
        text.append(byte)
      }
    }
    guard take(UInt8(ascii: "\"")) else {
      throw Diagnostic(.openString, at: Span(start..<start + 1))
    }
    return Located(text: String(decoding: text, as: UTF8.self), span: Span(start..<position))
  }

  private mutating func escaped() throws(Diagnostic) -> Unicode.Scalar {
    guard let byte = peek else { throw unexpected("a character") }
    if byte == UInt8(ascii: "u") { return try unicode() }
    let signs: [UInt8: Unicode.Scalar] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
      UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n",
      UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    guard let sign = signs[byte] else { throw unexpected("one of \"\\/bfnrtu") }
    position += 1
    return sign
  }

  /// `\u00F6`, or two of them for a character beyond the first plane.
  private mutating func unicode() throws(Diagnostic) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800...0xDBFF).contains(first), take(UInt8(ascii: "\\")), peek == UInt8(ascii: "u")
    else { throw unexpected("the second half of a character") }
    let second = try codeUnit()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw unexpected("the second half of a character") }
    return scalar
  }

  /// The four digits behind a `u`.
  private mutating func codeUnit() throws(Diagnostic) -> UInt32 {
    let digits = bytes.dropFirst(position + 1).prefix(4)
    guard digits.count == 4, digits.allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }),
      let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw unexpected("four hexadecimal digits") }
    position += 5
    return unit
  }

  // MARK: - Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, [32, 9, 10, 13].contains(byte) { position += 1 }
  }

  private func unexpected(_ wanted: String) -> Diagnostic {
    let end = min(position + 1, bytes.count)
    return Diagnostic(.invalidJSON(wanted), at: Span(min(position, end)..<end))
  }
}

extension Diagnostic.Message {
  fileprivate static func invalidJSON(_ wanted: String) -> Self {
    Self("invalid-json", "this is no valid JSON: \(wanted) is missing here")
  }

  fileprivate static let openString = Self(
    "invalid-json", "this text is never closed", hint: "close it with a quote")
}
