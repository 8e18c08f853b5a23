import Notation

/// The last line of a report in Markdown: building the report again changes nothing.
///
/// Verdicts come from blocks that a forge could not show, and are no longer in the report; judging
/// what is left, without what it was declared with, would say something else. The line holds a
/// checksum of the text above it, so that a report which somebody has changed is judged as any other
/// text.
package enum BuiltReport {
  package static func signed(_ text: String) -> String { text + line(for: text.utf8[...]) }

  /// Whether a text is a report as it was built.
  fileprivate static func isSigned(_ source: SourceFile) -> Bool {
    guard source.utf8.count >= length else { return false }
    let end = source.utf8.count - length
    let last = String(decoding: source.utf8[end...], as: UTF8.self)
    return last.hasPrefix(start) && last == line(for: source.utf8[..<end])
  }

  private static let start = "\n<!-- built by Checkmark: "
  private static let length = line(for: "".utf8[...]).utf8.count

  /// - Source: Fowler, Noll, Vo, *The FNV Non-Cryptographic Hash Algorithm* (1991), 1a of 64 bits.
  private static func line(for text: some Sequence<UInt8>) -> String {
    let hash = text.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return start + String(repeating: "0", count: 16 - digits.count) + digits + " -->\n"
  }
}

extension Document {
  /// Whether it is a report as it was built. A report holds no answers to judge: whoever adds some is
  /// judged, whatever the last line says.
  package var isBuiltReport: Bool {
    BuiltReport.isSigned(file) && allBlocks.allSatisfy { $0.holdsNoAnswer }
  }
}

extension Block {
  fileprivate var holdsNoAnswer: Bool {
    guard case .fence(let fence) = kind else { return children.allSatisfy(\.holdsNoAnswer) }
    return if case .formula = fence.role { fence.verb == nil } else { false }
  }
}
