import Notation
import NumericCore

/// The same for the same bytes, in 16 digits. It tells texts apart that nobody has made alike on purpose.
public enum Fingerprint {
  public static func text(of bytes: some Sequence<UInt8>) -> String {
    let digits = String(UInt64(hashing: bytes), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension Claim {
  /// By what it is known again when the lines around it have moved: what it is called and what it says, whatever
  /// the spaces.
  public var fingerprint: String { Fingerprint.text(of: "\(id)\u{0}\(source)".words) }
}

extension Diagnostic {
  /// By what it is known again when the lines around it have moved: what is wrong, and the line that it stands on.
  public func fingerprint(in source: SourceFile) -> String {
    let (file, span) = source.origin(of: span)
    let line = file.text(of: file.lineRange(file.line(at: span.lower)))
    return Fingerprint.text(of: "\(message.code)\u{0}\(line)".words)
  }
}

extension String {
  fileprivate var words: [UInt8] {
    Array(split(whereSeparator: \.isWhitespace).joined(separator: " ").utf8)
  }
}
