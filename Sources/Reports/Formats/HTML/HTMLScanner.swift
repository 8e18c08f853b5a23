/// Reads the tags of a page as a browser does, byte by byte. What browsers would have to mend is a
/// fault.
///
/// - Source: HTML Living Standard, section 13.2.5, *Tokenization*.
struct HTMLScanner {
  struct Tag {
    /// In small letters; `!--` for a comment, `!doctype`, and `<` for a sign that begins no tag.
    let name: String
    let isEnd: Bool
    /// Whether it stands inside of a picture or formula, where a `title` is no title of a page.
    let isForeign: Bool
    let place: Int
  }

  struct Attribute {
    let name: String
    /// Where its value stands, without quotation marks.
    let value: Range<Int>
  }

  struct Fault: Error {
    let place: Int
    let words: String
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0
  /// Those of the tag that was read last.
  private(set) var attributes: [Attribute] = []
  /// The elements `svg` and `math` that are open.
  private var foreign: [String] = []
  /// The element that was opened last, if what stands in it is no markup.
  private var rawElement: String?

  private static let rawElements: Set<String> = [
    "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes",
  ]

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next tag; `nil` at the end.
  mutating func next() throws(Fault) -> Tag? {
    if let name = rawElement { try skipText(of: name) }
    attributes.removeAll(keepingCapacity: true)
    while place < bytes.count, bytes[place] != UInt8(ascii: "<") { place += 1 }
    guard place < bytes.count else { return nil }
    let start = place
    switch byte(1) {
    case UInt8(ascii: "!"): return try declaration()
    case UInt8(ascii: "/") where Self.isLetter(byte(2)): return try tag(isEnd: true)
    case let sign where Self.isLetter(sign): return try tag(isEnd: false)
    case UInt8(ascii: "?"), UInt8(ascii: "/"):
      throw Fault(place: start, words: "this begins neither text nor a tag")
    default:
      place += 1
      return Tag(name: "<", isEnd: false, isForeign: !foreign.isEmpty, place: start)
    }
  }

  // MARK: - Bytes

  private func byte(_ offset: Int) -> UInt8 {
    place + offset < bytes.count ? bytes[place + offset] : 0
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 10 || byte == 9 || byte == 13 || byte == 12
  }

  /// Whether these letters, in either case, stand at a distance from here.
  private func stands(_ word: String, at offset: Int) -> Bool {
    var offset = offset
    for letter in word.utf8 {
      let found = byte(offset)
      guard found == letter || Self.isLetter(letter) && found | 0x20 == letter else { return false }
      offset += 1
    }
    return true
  }

  /// A name in small letters, of signs that no browser takes for anything else.
  private mutating func name() throws(Fault) -> String {
    let start = place
    while place < bytes.count, Self.isNameSign(bytes[place]) { place += 1 }
    let end = byte(0)
    guard
      Self.isSpace(end) || end == UInt8(ascii: "/") || end == UInt8(ascii: ">")
        || end == UInt8(ascii: "=") || place == bytes.count
    else { throw Fault(place: place, words: "this may not stand in a name") }
    let name = bytes[start..<place]
    return String(unsafeUninitializedCapacity: name.count) { text in
      for (offset, byte) in name.enumerated() {
        text[offset] = (65...90).contains(byte) ? byte | 0x20 : byte
      }
      return name.count
    }
  }

  private static func isNameSign(_ byte: UInt8) -> Bool {
    switch byte {
    case 97...122, 65...90, 48...57, UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "@"):
      true
    default: false
    }
  }

  // MARK: - Tags

  private mutating func tag(isEnd: Bool) throws(Fault) -> Tag {
    let start = place
    place += isEnd ? 2 : 1
    let name = try name()
    guard byte(0) != UInt8(ascii: "=") else {
      throw Fault(place: place, words: "this may not stand in a name")
    }
    let isForeign = !foreign.isEmpty
    while byte(0) != UInt8(ascii: ">") {
      guard place < bytes.count else { throw Fault(place: start, words: "this tag never ends") }
      if Self.isSpace(bytes[place]) || bytes[place] == UInt8(ascii: "/") {
        place += 1
      } else {
        attributes.append(try attribute(start))
      }
    }
    let isEmpty = bytes[place - 1] == UInt8(ascii: "/")
    place += 1
    try enter(name, isEnd: isEnd, isEmpty: isEmpty, start)
    return Tag(name: name, isEnd: isEnd, isForeign: isForeign, place: start)
  }

  /// Inside of pictures and formulas everything is markup.
  private mutating func enter(
    _ name: String, isEnd: Bool, isEmpty: Bool, _ start: Int
  ) throws(Fault) {
    if name == "svg" || name == "math" {
      guard isEnd else { return isEmpty ? () : foreign.append(name) }
      guard foreign.popLast() == name else {
        throw Fault(place: start, words: "</\(name)> closes what is not open")
      }
    } else if !isEnd, foreign.isEmpty, Self.rawElements.contains(name) {
      rawElement = name
    } else if name == "plaintext" {
      throw Fault(place: start, words: "<plaintext> never ends")
    }
  }

  private mutating func attribute(_ start: Int) throws(Fault) -> Attribute {
    let name = try name()
    guard !name.isEmpty else { throw Fault(place: place, words: "this attribute has no name") }
    while Self.isSpace(byte(0)) { place += 1 }
    guard byte(0) == UInt8(ascii: "=") else { return Attribute(name: name, value: place..<place) }
    place += 1
    while Self.isSpace(byte(0)) { place += 1 }
    let mark = byte(0)
    guard mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") else {
      return Attribute(name: name, value: try bareValue())
    }
    place += 1
    let value = place
    while place < bytes.count, bytes[place] != mark { place += 1 }
    guard place < bytes.count else { throw Fault(place: start, words: "this tag never ends") }
    place += 1
    guard Self.isSpace(byte(0)) || byte(0) == UInt8(ascii: "/") || byte(0) == UInt8(ascii: ">")
    else { throw Fault(place: place, words: "something stands right behind a value") }
    return Attribute(name: name, value: value..<(place - 1))
  }

  private mutating func bareValue() throws(Fault) -> Range<Int> {
    let start = place
    while place < bytes.count, !Self.isSpace(bytes[place]), bytes[place] != UInt8(ascii: ">") {
      guard !"\"'<=`".utf8.contains(bytes[place]) else {
        throw Fault(place: place, words: "this may not stand in a value without quotation marks")
      }
      place += 1
    }
    return start..<place
  }

  // MARK: - What is no markup

  private mutating func declaration() throws(Fault) -> Tag {
    let start = place
    let isComment = stands("!--", at: 1)
    guard isComment || stands("!doctype", at: 1) else {
      throw Fault(place: start, words: "this is no comment")
    }
    place += isComment ? 4 : 9
    if isComment, byte(0) == UInt8(ascii: ">") || stands("->", at: 0) || stands("--!>", at: 0) {
      throw Fault(place: start, words: "this comment ends before it begins")
    }
    while !stands(isComment ? "-->" : ">", at: 0) {
      guard place < bytes.count, !isComment || !stands("--!>", at: 0) else {
        throw Fault(place: start, words: "this never ends")
      }
      place += 1
    }
    place += isComment ? 3 : 1
    return Tag(
      name: isComment ? "!--" : "!doctype", isEnd: false, isForeign: !foreign.isEmpty, place: start)
  }

  /// Goes to the tag that closes an element in which no other is read.
  private mutating func skipText(of name: String) throws(Fault) {
    rawElement = nil
    let start = place
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "<") {
        if byte(1) == UInt8(ascii: "/"), stands(name, at: 2) {
          let end = byte(2 + name.utf8.count)
          if Self.isSpace(end) || end == UInt8(ascii: "/") || end == UInt8(ascii: ">") { return }
        }
        if name == "script", stands("!--", at: 1) {
          throw Fault(place: place, words: "a script may not hold this")
        }
      }
      place += 1
    }
    throw Fault(place: start, words: "<\(name)> is never closed")
  }
}
