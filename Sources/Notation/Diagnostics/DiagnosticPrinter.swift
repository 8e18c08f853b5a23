/// Writes a diagnostic as a compiler would: place, words, the source line, a caret, the way out.
public struct DiagnosticPrinter: Sendable {
  public init() {}

  /// Ends without a line end.
  public func print(_ diagnostic: Diagnostic, in source: SourceFile) -> String {
    let place = source.position(at: diagnostic.span.lower)
    var lines = ["\(place): \(diagnostic.severity.rawValue): \(diagnostic.message.text)".printable]
    lines += excerpt(of: diagnostic.span, in: source)
    if let hint = diagnostic.message.hint { lines.append("  help: \(hint)".printable) }
    return lines.joined(separator: "\n")
  }

  /// The line that holds the span's start, as it stands in its file, cut to what fits on a screen, and
  /// a caret below it.
  package func excerpt(of span: Span, in source: SourceFile) -> [String] {
    let (source, span) = source.origin(of: span)
    let position = source.position(at: span.lower)
    let range = source.lineRange(position.line)
    let line = Array(source.text(of: range))
    guard !line.isEmpty else { return [] }
    let start = min(position.column - 1, line.count)
    let marked = source.text(
      of: max(span.lower, range.lowerBound)..<max(span.lower, min(span.upper, range.upperBound)))
    let first = max(0, start - Self.context)
    let shown = line[first..<min(line.count, start + 2 * Self.context)].printableCharacters
    let (before, behind) = (shown.prefix(start - first), shown.dropFirst(start - first))
    // As wide as what is shown: escapes are wider than what they stand for, and take a mark behind them.
    let padding = String(before.joined().map { $0 == "\t" ? "\t" : " " })
    let width = max(1, behind.prefix(marked.count).joined().count)
    let lead = first > 0 ? "…" : ""
    return [
      "  \(lead)\(shown.joined())",
      "  \(lead.isEmpty ? "" : " ")\(padding)^\(String(repeating: "~", count: width - 1))",
    ]
  }

  /// How many characters are shown before the caret; twice as many after it.
  private static let context = 60
}
