/// Bytes as text, for `data:` addresses.
///
/// - Source: RFC 4648, section 4.
enum Base64 {
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(of bytes: [UInt8]) -> String {
    let count = (bytes.count + 2) / 3 * 4
    return String(unsafeUninitializedCapacity: count) { text in
      bytes.withUnsafeBufferPointer { bytes in
        digits.withUnsafeBufferPointer { digits in
          var place = 0
          for start in stride(from: 0, to: bytes.count, by: 3) {
            let rest = bytes.count - start
            let word =
              Int(bytes[start]) << 16 | (rest > 1 ? Int(bytes[start + 1]) << 8 : 0)
              | (rest > 2 ? Int(bytes[start + 2]) : 0)
            text[place] = digits[word >> 18]
            text[place + 1] = digits[word >> 12 & 63]
            text[place + 2] = rest > 1 ? digits[word >> 6 & 63] : UInt8(ascii: "=")
            text[place + 3] = rest > 2 ? digits[word & 63] : UInt8(ascii: "=")
            place += 4
          }
        }
      }
      return count
    }
  }
}
