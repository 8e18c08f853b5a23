/// A picture beside a homework, which a page carries in itself.
public struct Picture: Sendable {
  private let type: String
  private let bytes: [UInt8]

  /// Larger ones would make pages that nobody can open or send.
  public static let largest = 8 << 20

  /// What the names of pictures end in; one that is copied must never take the place of a report.
  private static let extensions = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "svg": "image/svg+xml",
  ]

  /// - Returns: `nil` for what is too large, or no PNG, JPEG, GIF, WebP or SVG by its first bytes and
  ///   by its name alike.
  public init?(_ bytes: [UInt8], named path: String) {
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard bytes.count <= Self.largest, let type = Self.type(of: bytes),
      Self.extensions[ending] == type
    else { return nil }
    (self.type, self.bytes) = (type, bytes)
  }

  var address: String { "data:\(type);base64,\(Base64.text(of: bytes))" }

  private static func type(of bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if bytes.starts(with: Array("GIF8".utf8)) { return "image/gif" }
    if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
      return "image/webp"
    }
    return isSVG(bytes) ? "image/svg+xml" : nil
  }

  /// Markup in which an `svg` stands soon: what is none all the same is only a broken picture.
  private static func isSVG(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(4096).drop { [0x09, 0x0A, 0x0D, 0x20, 0xEF, 0xBB, 0xBF].contains($0) }
    return head.first == UInt8(ascii: "<") && String(decoding: head, as: UTF8.self).contains("<svg")
  }
}
