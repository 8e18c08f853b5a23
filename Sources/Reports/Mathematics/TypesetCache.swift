/// Typeset formulas by their text, as a file that is read and written whole.
///
/// A formula is found again by all of its text and never by a hash, so that no two can be confused.
public struct TypesetCache: Sendable {
  private struct Key: Hashable, Sendable {
    let latex: String
    let isDisplay: Bool
  }

  private var known: [Key: String] = [:]
  private var used: Set<Key> = []
  /// Whether something was added since it was read.
  public private(set) var hasChanged = false

  private static let header = "checkmark typeset 1\n"

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
    while place < bytes.count {
      guard let isDisplay = number(), let keyLength = number(), let length = number(),
        place + keyLength + length <= bytes.count
      else { return }
      let latex = String(decoding: bytes[place..<(place + keyLength)], as: UTF8.self)
      let html = String(
        decoding: bytes[(place + keyLength)..<(place + keyLength + length)], as: UTF8.self)
      entries[Key(latex: latex, isDisplay: isDisplay == 1)] = html
      place += keyLength + length
    }
    known = entries
  }

  mutating func html(for latex: String, isDisplay: Bool) -> String? {
    let key = Key(latex: latex, isDisplay: isDisplay)
    guard let html = known[key] else { return nil }
    used.insert(key)
    return html
  }

  mutating func store(_ html: String, for latex: String, isDisplay: Bool) {
    let key = Key(latex: latex, isDisplay: isDisplay)
    known[key] = html
    used.insert(key)
    hasChanged = true
  }

  /// Takes over what another cache holds.
  public mutating func merge(_ other: TypesetCache) {
    known.merge(other.known) { own, _ in own }
    used.formUnion(other.used)
    hasChanged = hasChanged || other.hasChanged
  }

  /// What was used since it was read, in the order of the formulas.
  public var bytes: [UInt8] {
    var bytes = Array(Self.header.utf8)
    for key in used.sorted(by: {
      ($0.latex, $0.isDisplay ? 1 : 0) < ($1.latex, $1.isDisplay ? 1 : 0)
    }) {
      guard let html = known[key] else { continue }
      bytes += Array("\(key.isDisplay ? 1 : 0) \(key.latex.utf8.count) \(html.utf8.count)\n".utf8)
      bytes += Array(key.latex.utf8)
      bytes += Array(html.utf8)
    }
    return bytes
  }
}
