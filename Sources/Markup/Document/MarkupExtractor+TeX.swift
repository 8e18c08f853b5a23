import Notation

/// Formulas between the delimiters of TeX: `\( \)`, `\[ \]` and environments on lines of their own.
extension MarkupExtractor {
  /// A formula at a backslash; false where none begins there.
  mutating func texFormula(_ end: Int, isLineStart: Bool) -> Bool {
    guard position + 1 < end else { return false }
    switch source.utf8[position + 1] {
    case UInt8(ascii: "("):
      guard mayOpen(at: position), let close = closing(UInt8(ascii: ")"), after: position + 2, end),
        !isEmpty(position + 2, close)
      else { return false }
      take(position..<(close + 2), inner: (position + 2)..<close, isDisplay: false)
    case UInt8(ascii: "["):
      // In a line of text it is an escaped bracket: `\[1\]`.
      guard isLineStart, let close = closing(UInt8(ascii: "]"), after: position + 2, end),
        endsLine(close + 2), !isEmpty(position + 2, close)
      else { return false }
      take(position..<(close + 2), inner: (position + 2)..<close, isDisplay: true)
    case UInt8(ascii: "b"): return isLineStart && environment(end)
    case UInt8(ascii: "e"), UInt8(ascii: "r"): return equationReference(end)
    default: return false
    }
    return true
  }

  /// The next backslash with a bracket behind it.
  private func closing(_ bracket: UInt8, after start: Int, _ end: Int) -> Int? {
    var place = start
    while place + 1 < end {
      guard source.utf8[place] == UInt8(ascii: "\\") else {
        place += 1
        continue
      }
      if source.utf8[place + 1] == bracket { return place }
      place += 2
    }
    return nil
  }

  /// Whether a bracket here is none of an address: `[text](\(a\))`, `[text](a\(b\))`.
  private func mayOpen(at place: Int) -> Bool {
    guard place > 0 else { return true }
    let before = source.utf8[place - 1]
    if before == UInt8(ascii: "(") {
      return place < 2 || source.utf8[place - 2] != UInt8(ascii: "]")
    }
    return isSpace(before) || before >= 0x80 || "[{*_~\"':;,.|>=".utf8.contains(before)
  }

  private func isEmpty(_ lower: Int, _ upper: Int) -> Bool {
    source.utf8[lower..<upper].allSatisfy(isSpace)
  }

  /// Whether nothing but punctuation stands behind a place in its line.
  private func endsLine(_ place: Int) -> Bool {
    let end = max(lineEnd(source.line(at: max(place - 1, 0))), place)
    return source.utf8[place..<end].allSatisfy { isSpace($0) || ".,;:{".utf8.contains($0) }
      || source.utf8[place..<end].contains(UInt8(ascii: "{"))
  }

  /// The environments that are formulas by themselves.
  ///
  /// - Source: the user's guide of amsmath, table 3.1.
  static let environments = [
    "equation", "align", "gather", "multline", "alignat", "eqnarray",
  ]

  /// `\begin{align} … \end{align}`; that of a single equation says nothing beside it.
  private mutating func environment(_ end: Int) -> Bool {
    guard
      let name = Self.environments.flatMap({ ["\($0)", "\($0)*"] }).first(where: {
        starts(with: "\\begin{\($0)}", at: position, end)
      })
    else { return false }
    let start = position + "\\begin{\(name)}".utf8.count
    let closing = Array("\\end{\(name)}".utf8)
    guard let close = source.utf8[start..<end].firstRange(of: closing) else {
      diagnostics.append(Diagnostic(.unclosedEnvironment(name), at: Span(position..<start)))
      return false
    }
    let isPlain = name.hasPrefix("equation")
    let inner = isPlain ? start..<close.lowerBound : position..<close.upperBound
    take(position..<close.upperBound, inner: inner, isDisplay: true)
    return true
  }

  /// `\eqref{id}` and `\ref{id}` in running text.
  private mutating func equationReference(_ end: Int) -> Bool {
    guard
      let command = ["\\eqref{", "\\ref{"].first(where: { starts(with: $0, at: position, end) })
    else { return false }
    let start = position + command.utf8.count
    guard let close = source.utf8[start..<end].firstIndex(of: UInt8(ascii: "}")), close > start,
      source.utf8[start..<close].allSatisfy(Self.isIDByte)
    else { return false }
    let whole = position..<(close + 1)
    let id = Located(text: source.text(of: start..<close), span: Span(whole))
    replace(whole, by: .reference(id))
    return true
  }

  /// The id of a formula that is nothing but `\eqref{id}`.
  static func reference(in latex: Fragment) -> String? {
    let text = latex.text.trimmingSpaces
    guard let command = ["\\eqref{", "\\ref{"].first(where: text.hasPrefix), text.last == "}" else {
      return nil
    }
    let id = text.dropFirst(command.count).dropLast()
    return !id.isEmpty && id.utf8.allSatisfy(isIDByte) ? String(id) : nil
  }

  /// A formula without its `\label{id}`, and these.
  static func withoutLabels(_ latex: Fragment) -> (Fragment, [Located]) {
    let command = Array("\\label{".utf8)
    let bytes = latex.utf8
    var labels: [Located] = []
    var rest = Fragment()
    var start = 0
    var place = 0
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "\\"), bytes[place...].starts(with: command),
        let close = bytes[place...].firstIndex(of: UInt8(ascii: "}")),
        close > place + command.count,
        bytes[(place + command.count)..<close].allSatisfy(isIDByte)
      else {
        place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        continue
      }
      let id = String(decoding: bytes[(place + command.count)..<close], as: UTF8.self)
      labels.append(Located(text: id, span: latex.span(of: place..<(close + 1))))
      if start < place { rest.append(latex.part(start..<place)) }
      (start, place) = (close + 1, close + 1)
    }
    guard !labels.isEmpty else { return (latex, []) }
    if start < bytes.count { rest.append(latex.part(start..<bytes.count)) }
    return (rest, labels)
  }

  private func starts(with text: String, at place: Int, _ end: Int) -> Bool {
    source.utf8[place..<end].starts(with: text.utf8)
  }
}

extension Diagnostic.Message {
  static func unclosedEnvironment(_ name: String) -> Self {
    Self(
      "unclosed-math", "\\begin{\(name)} is not closed before the paragraph ends",
      hint: "close it with \\end{\(name)}, and leave no blank line inside")
  }
}
