import Notation

/// An entry of a BibTeX file as it stands there, macros replaced.
struct BibTeXEntry {
  /// In small letters, as `article`.
  let kind: String
  let key: Located
  /// LaTeX, by names in small letters.
  var fields: [String: String] = [:]
}

/// Reads the entries of a BibTeX file. Text between them is comment.
///
/// Source: Oren Patashnik, BibTeXing, 1988, and the grammar of bibtex.web.
struct BibTeXReader {
  private(set) var diagnostics: [Diagnostic] = []
  private let bytes: [UInt8]
  private var position = 0
  private var macros: [String: String] = BibTeXReader.months
  /// How much text has come out of macros, which could make a small file large.
  private var expanded = 0

  private static let months = Dictionary(
    uniqueKeysWithValues: [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ].map { ($0.prefix(3).lowercased(), $0) })

  init(_ source: SourceFile) { bytes = source.utf8 }

  mutating func entries() -> [BibTeXEntry] {
    var entries: [BibTeXEntry] = []
    while let start = bytes[position...].firstIndex(of: UInt8(ascii: "@")) {
      position = start + 1
      do throws(Diagnostic) {
        if let entry = try entry() { entries.append(entry) }
      } catch {
        diagnostics.append(error)
        if diagnostics.count == Bibliography.mistakeLimit {
          diagnostics.append(Diagnostic(.tooManyMistakes, at: error.span))
          break
        }
        position = nextLine(beginningWith: UInt8(ascii: "@"), after: start)
      }
    }
    return entries
  }

  private func nextLine(beginningWith mark: UInt8, after start: Int) -> Int {
    bytes[(start + 1)...].indices.first { place in
      bytes[place] == mark && bytes[place - 1] == UInt8(ascii: "\n")
    } ?? bytes.count
  }

  // MARK: - Entries

  /// What stands behind an `@`; `nil` where it is no entry.
  private mutating func entry() throws(Diagnostic) -> BibTeXEntry? {
    let kind = word().lowercased()
    skipSpace()
    guard !kind.isEmpty, kind.allSatisfy(\.isLetter), let open = peek,
      open == UInt8(ascii: "{") || open == UInt8(ascii: "(")
    else { return nil }
    let place = position
    position += 1
    let close = open == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: ")")
    switch kind {
    case "comment":
      position = place
      _ = try group(close)
      return nil
    case "preamble": _ = try value()
    case "string":
      let (name, text) = try field()
      macros[name.text] = text
    default: return try fields(of: kind, close)
    }
    skipSpace()
    guard take(close) else { throw unexpected("a closing mark") }
    return nil
  }

  private mutating func fields(
    of kind: String, _ close: UInt8
  ) throws(Diagnostic) -> BibTeXEntry {
    skipSpace()
    let start = position
    while let byte = peek, byte != UInt8(ascii: ","), byte != close, byte > 32,
      byte != UInt8(ascii: "=")
    {
      position += 1
    }
    let key = Located(text: text(start..<position), span: Span(start..<position))
    skipSpace()
    guard !key.text.isEmpty, peek != UInt8(ascii: "=") else {
      throw Diagnostic(.workWithoutKey, at: key.span)
    }
    var entry = BibTeXEntry(kind: kind, key: key)
    while !take(close) {
      guard take(UInt8(ascii: ",")) else {
        throw peek == nil
          ? Diagnostic(.openEntry(key.text), at: key.span) : unexpected("a comma")
      }
      skipSpace()
      if take(close) { break }
      let (name, value) = try field(of: key)
      // The first of two fields holds, as in BibTeX.
      if entry.fields[name.text] == nil { entry.fields[name.text] = value }
      skipSpace()
    }
    return entry
  }

  private mutating func field(
    of entry: Located? = nil
  ) throws(Diagnostic) -> (name: Located, value: String) {
    skipSpace()
    let start = position
    let name = Located(text: word().lowercased(), span: Span(start..<position))
    guard !name.text.isEmpty else {
      if peek == nil, let entry { throw Diagnostic(.openEntry(entry.text), at: entry.span) }
      throw unexpected("the name of a field")
    }
    skipSpace()
    guard take(UInt8(ascii: "=")) else { throw unexpected("'='") }
    return (name, try value())
  }

  // MARK: - Values

  /// Pieces that are joined by `#`.
  private mutating func value() throws(Diagnostic) -> String {
    var value = try piece()
    skipSpace()
    while take(UInt8(ascii: "#")) {
      value += try piece()
      skipSpace()
    }
    return value
  }

  private mutating func piece() throws(Diagnostic) -> String {
    skipSpace()
    let start = position
    switch peek {
    case UInt8(ascii: "{"): return try group(UInt8(ascii: "}"))
    case UInt8(ascii: "\""): return try group(UInt8(ascii: "\""))
    default: break
    }
    let name = word()
    guard !name.isEmpty else { throw unexpected("a value in braces or quotes") }
    if name.allSatisfy(\.isNumber) { return name }
    guard let text = macros[name.lowercased()] else {
      throw Diagnostic(.noMacro(name), at: Span(start..<position))
    }
    expanded += text.utf8.count
    guard expanded <= InputLimits.sizeLimit else {
      throw Diagnostic(.macrosTooLarge, at: Span(start..<position))
    }
    return text
  }

  /// The text up to a closing mark outside of all braces, without the marks. A backslash protects no brace.
  private mutating func group(_ close: UInt8) throws(Diagnostic) -> String {
    let start = position
    var depth = 0
    var place = start + 1
    while place < bytes.count {
      let byte = bytes[place]
      if byte == close, depth == 0 {
        position = place + 1
        return text(start + 1..<place)
      }
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      if depth < 0 { break }
      place += 1
    }
    throw Diagnostic(.openValue, at: Span(start..<start + 1))
  }

  // MARK: - Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte <= 32 { position += 1 }
  }

  /// Letters, digits and the signs that names may have.
  private mutating func word() -> String {
    let start = position
    while let byte = peek, byte > 32, !"@{}()\",=#%\\~".utf8.contains(byte) { position += 1 }
    return text(start..<position)
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  private func unexpected(_ wanted: String) -> Diagnostic {
    // A character may take several bytes.
    var end = min(position + 1, bytes.count)
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return Diagnostic(.expected(wanted, text(position..<end)), at: Span(position..<end))
  }
}

extension Diagnostic.Message {
  fileprivate static let workWithoutKey = Self(
    "bibliography", "an entry begins with its key", hint: "write @article{key, title = {…}, …}")

  fileprivate static func openEntry(_ key: String) -> Self {
    Self("bibliography", "the entry '\(key)' is never closed", hint: "close it with a brace")
  }

  fileprivate static let openValue = Self(
    "bibliography", "this value is never closed, or holds a brace too many",
    hint: "count its braces; each is closed by its like")

  fileprivate static func expected(_ wanted: String, _ found: String) -> Self {
    let place = found.isEmpty ? "at the end" : "before '\(found)'"
    return Self(
      "bibliography", "\(wanted) is missing \(place)",
      hint: "an entry is @kind{key, name = {value}, …}")
  }

  fileprivate static func noMacro(_ name: String) -> Self {
    Self(
      "bibliography", "no @string defines '\(name)'", hint: "put the value into braces")
  }

  fileprivate static let macrosTooLarge = Self(
    "bibliography", "the @string macros make more than 4 MiB of text",
    hint: "write out what they stand for")
}
