/// Typeset formulas and listings by their text, as a file that is read and written whole.
///
/// What was set is found again by all of its text and never by a hash, so that no two can be
/// confused.
public struct TypesetCache: Sendable {
  /// What was set, and as what.
  struct Key: Hashable, Comparable, Sendable {
    let text: String
    /// `inline` or `display` for a formula, `code` and its language for a listing.
    let manner: String

    static func formula(_ latex: String, isDisplay: Bool) -> Key {
      Key(text: latex, manner: isDisplay ? "display" : "inline")
    }

    static func listing(_ code: String, language: String) -> Key {
      Key(text: code, manner: "code \(language)")
    }

    static func < (left: Key, right: Key) -> Bool {
      (left.text, left.manner) < (right.text, right.manner)
    }
  }

  private var known: [Key: String] = [:]
  private var used: Set<Key> = []
  /// Whether something was added since it was read.
  public private(set) var hasChanged = false

  private static let header = "checkmark typeset 2\n"

  public init() {}

  public var count: Int { known.count }

  /// Reads a cache; anything but a whole, well-formed one is an empty one.
  public init(parsing bytes: [UInt8]) {
    let header = Array(Self.header.utf8)
    guard bytes.starts(with: header) else { return }
    var place = header.count
    var entries: [Key: String] = [:]
    func number() -> Int? {
      var value = 0
      let start = place
      while place < bytes.count, (48...57).contains(bytes[place]), value < 1 << 24 {
        value = value * 10 + Int(bytes[place] - 48)
        place += 1
      }
      guard place > start, place < bytes.count else { return nil }
      place += 1
      return value
    }
    func text(_ count: Int) -> String {
      place += count
      return String(decoding: bytes[(place - count)..<place], as: UTF8.self)
    }
    while place < bytes.count {
      guard let mannerLength = number(), let textLength = number(), let length = number(),
        place + mannerLength + textLength + length <= bytes.count
      else { return }
      let manner = text(mannerLength)
      entries[Key(text: text(textLength), manner: manner)] = text(length)
    }
    known = entries
  }

  mutating func html(for key: Key) -> String? {
    guard let html = known[key] else { return nil }
    used.insert(key)
    return html
  }

  mutating func store(_ html: String, for key: Key) {
    known[key] = html
    used.insert(key)
    hasChanged = true
  }

  /// Uses all that another holds.
  public mutating func use(_ other: TypesetCache) {
    for (key, html) in other.known where self.html(for: key) == nil { store(html, for: key) }
  }

  /// What was used since it was read, in the order of the texts.
  public var bytes: [UInt8] {
    var bytes = Array(Self.header.utf8)
    for key in used.sorted() {
      guard let html = known[key] else { continue }
      let counts = [key.manner, key.text, html].map { "\($0.utf8.count)" }
      bytes += Array((counts.joined(separator: " ") + "\n" + key.manner + key.text + html).utf8)
    }
    return bytes
  }
}
