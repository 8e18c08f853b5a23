import Notation
import NumericCore

extension Claim {
  /// By what it is known again when the lines around it have moved: what it is called and what it says, whatever
  /// the spaces.
  public var fingerprint: String { UInt64(hashing: "\(id)\u{0}\(source)".words).hexadecimal }
}

extension Diagnostic {
  /// By what it is known again when the lines around it have moved: what is wrong, and the line that it stands on.
  public func fingerprint(in source: SourceFile) -> String {
    let (file, span) = source.origin(of: span)
    let line = file.text(of: file.lineRange(file.line(at: span.lower)))
    return UInt64(hashing: "\(message.code)\u{0}\(line)".words).hexadecimal
  }
}

extension String {
  fileprivate var words: [UInt8] {
    Array(split(whereSeparator: \.isWhitespace).joined(separator: " ").utf8)
  }
}

extension UInt64 {
  fileprivate var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
