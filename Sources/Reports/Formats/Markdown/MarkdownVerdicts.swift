import Homework
import Markup
import Notation

extension MarkdownPage {
  /// Writes out references, and puts a sign beside each formula that was judged.
  mutating func mark(_ content: [Inline]) {
    resolve(content)
    for formula in content.flatMap(\.formulas) {
      respell(formula)
      let signs = signs(of: formula)
      if !signs.isEmpty { edits.append((formula.span.upper..<formula.span.upper, signs)) }
    }
  }

  func signs(of formula: Formula) -> String {
    let signs = report.markedClaims(in: formula).map(\.sign)
    return signs.isEmpty ? "" : " " + signs.joined()
  }

  /// Says below a text what became of the formulas in it.
  mutating func explain(_ content: [Inline], below span: Span) {
    insert(lines(on: content), below: span)
  }

  mutating func explain(_ claims: [Claim], below span: Span) {
    insert(claims.map { $0.markdown() }, below: span)
  }

  private func lines(on content: [Inline]) -> [String] {
    content.flatMap(\.formulas).flatMap { formula in
      let claims = report.markedClaims(in: formula)
      return claims.map { $0.markdown(of: claims.count == 1 ? formula : nil, inText: true) }
    }
  }

  private mutating func insert(_ lines: [String], below span: Span) {
    guard !lines.isEmpty else { return }
    let margin = margin(of: span)
    let quote = lines.map { "> \($0)" }.joined(separator: "\n\(margin)>\n\(margin)")
    edits.append((span.upper..<span.upper, "\n\(margin)\n\(margin)\(quote)"))
  }

  private nonisolated(unsafe) static let itemMark =
    /([-+*]|\d{1,9}[.)])(?= )/.matchingSemantics(.unicodeScalar)
  private nonisolated(unsafe) static let noteMark =
    /\[\^[^\]\s]+\]:/.matchingSemantics(.unicodeScalar)

  /// What stands before a further line of a block: the marks of quotes, and as much space as the
  /// marks of list items take.
  func margin(of span: Span) -> String {
    let line = report.source.lineRange(report.source.line(at: span.lower))
    var rest = report.source.text(of: line)[...]
    var margin = ""
    while let first = rest.unicodeScalars.first {
      if " \t>".unicodeScalars.contains(first) {
        margin.unicodeScalars.append(first)
        rest.unicodeScalars.removeFirst()
      } else if let mark = rest.prefixMatch(of: Self.itemMark) {
        margin += String(repeating: " ", count: mark.output.0.count)
        rest.removeFirst(mark.output.0.count)
      } else {
        return rest.prefixMatch(of: Self.noteMark) == nil ? margin : margin + "    "
      }
    }
    return margin
  }
}
