/// How the bytes of a file are to be read as text.
package enum TextEncoding: String, Sendable {
  case utf8 = "UTF-8"
  case utf16 = "UTF-16"
  /// Windows-1252, which agrees with Latin-1 wherever that has signs.
  case latin1 = "Latin-1"

  package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The same without a byte order mark.
  package static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(byteOrderMark.count)) : bytes
  }

  /// What bytes look like; `nil` where they are no text.
  package static func recognise(_ bytes: [UInt8]) -> TextEncoding? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .utf16 }
    let sample = bytes.prefix(1 << 12)
    guard !sample.contains(0) else { return isPairs(Array(sample)) ? .utf16 : nil }
    if String(validating: bytes, as: UTF8.self) != nil { return .utf8 }
    let isText = bytes.allSatisfy { $0 >= 32 || (9...13).contains($0) }
    return isText ? .latin1 : nil
  }

  /// Whether every other byte is 0, as in UTF-16 of European text.
  private static func isPairs(_ bytes: [UInt8]) -> Bool {
    let zeros = bytes.indices.filter { bytes[$0] == 0 }
    let odd = zeros.count { $0 % 2 == 1 }
    return zeros.count * 3 > bytes.count && (odd == 0 || odd == zeros.count)
  }

  /// The same text in UTF-8, without a byte order mark; `nil` where the bytes are none.
  package func recoded(_ bytes: [UInt8]) -> [UInt8]? {
    switch self {
    case .utf8:
      let text = Self.withoutMark(bytes)
      return String(validating: text, as: UTF8.self) == nil ? nil : text
    case .utf16: return Self.fromPairs(bytes)
    case .latin1:
      var text = String.UnicodeScalarView()
      for byte in bytes { text.append(Self.scalar(of: byte)) }
      return Array(String(text).utf8)
    }
  }

  private static func fromPairs(_ bytes: [UInt8]) -> [UInt8]? {
    let isMarked = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    let isLittle = isMarked ? bytes[0] == 0xFF : bytes.first != 0
    let body = isMarked ? bytes.dropFirst(2) : bytes[...]
    let units = stride(from: body.startIndex, to: body.endIndex - 1, by: 2).map { place in
      let (first, second) = (UInt16(body[place]), UInt16(body[place + 1]))
      return isLittle ? first | second << 8 : first << 8 | second
    }
    return String(validating: units, as: UTF16.self).map { Array($0.utf8) }
  }

  /// The signs of Windows-1252 from 0x80 on; what has none is as in Latin-1.
  ///
  /// - Source: the table `cp1252` of the Unicode Consortium.
  private static let signs: [UInt8: Unicode.Scalar] = [
    0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ",
    0x89: "‰", 0x8A: "Š", 0x8B: "‹", 0x8C: "Œ", 0x8E: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“",
    0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—", 0x98: "˜", 0x99: "™", 0x9A: "š", 0x9B: "›",
    0x9C: "œ", 0x9E: "ž", 0x9F: "Ÿ",
  ]

  private static func scalar(of byte: UInt8) -> Unicode.Scalar {
    signs[byte] ?? Unicode.Scalar(byte)
  }
}
