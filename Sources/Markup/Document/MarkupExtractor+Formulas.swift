import Notation

/// Formulas of running text, with the spans that they take.
extension MarkupExtractor {
  /// A formula at a dollar sign; false where the sign is money.
  mutating func formula(_ end: Int) -> Bool {
    let dollar = UInt8(ascii: "$")
    let start = position
    if start + 1 < end, source.utf8[start + 1] == dollar {
      guard let close = closing("$$", after: start + 2, end) else {
        diagnostics.append(Diagnostic(.unclosedMaths, at: Span(start..<start + 2)))
        return false
      }
      take(start..<(close + 2), inner: (start + 2)..<close, isDisplay: true)
      return true
    }
    if start + 1 < end, source.utf8[start + 1] == UInt8(ascii: "`") {
      guard let close = closing("`$", after: start + 2, end) else { return false }
      take(start..<(close + 2), inner: (start + 2)..<close, isDisplay: false)
      return true
    }
    guard start + 1 < end, !isSpace(source.utf8[start + 1]),
      let close = closingDollar(after: start + 1, end)
    else { return dialect == .submission && spacedFormula(end) }
    if isMoney((start + 1)..<close) { return false }
    take(start..<(close + 1), inner: (start + 1)..<close, isDisplay: false)
    return true
  }

  /// `100, and 30`: a number, then words and none of the signs of LaTeX.
  private func isMoney(_ inner: Range<Int>) -> Bool {
    let bytes = source.utf8[inner]
    guard let first = bytes.first, (48...57).contains(first),
      !bytes.contains(where: { "\\=^_{<>".utf8.contains($0) })
    else { return false }
    return bytes.split { !$0.isASCIILetter }.contains { $0.count > 2 }
  }

  /// `$ x_1 $`, as converters write it; what has none of the signs of LaTeX is money.
  private mutating func spacedFormula(_ end: Int) -> Bool {
    let start = position + 1
    guard let close = source.utf8[start..<end].firstIndex(of: UInt8(ascii: "$")), close > start,
      close + 1 >= end || !(48...57).contains(source.utf8[close + 1]),
      source.utf8[start..<close].contains(where: { "\\=^_".utf8.contains($0) })
    else { return false }
    take(position..<(close + 1), inner: start..<close, isDisplay: false)
    return true
  }

  func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private func closing(_ marks: String, after start: Int, _ end: Int) -> Int? {
    let marks = Array(marks.utf8)
    var place = start
    while place + 1 < end {
      if source.utf8[place] == UInt8(ascii: "\\") {
        place += 2
        continue
      }
      if source.utf8[place] == marks[0], source.utf8[place + 1] == marks[1] { return place }
      place += 1
    }
    return nil
  }

  /// The dollar that closes a formula. Those in the braces of `\text{all $x$}` do not; nor does one behind
  /// which an amount of money stands, or before which there is a space, and then there is no formula.
  private func closingDollar(after start: Int, _ end: Int) -> Int? {
    var place = start
    while place < end {
      switch source.utf8[place] {
      case UInt8(ascii: "\\"):
        if let inner = wordsEnd(at: place, end) { place = inner - 1 } else { place += 1 }
      case UInt8(ascii: "$"):
        let isDigit = place + 1 < end && (48...57).contains(source.utf8[place + 1])
        if place > start, !isSpace(source.utf8[place - 1]), !isDigit { return place }
        return nil
      default: break
      }
      place += 1
    }
    return nil
  }

  /// Behind the braces of the `\text{…}` that begins at a place.
  private func wordsEnd(at place: Int, _ end: Int) -> Int? {
    let command = Array("\\text".utf8)
    guard source.utf8[place..<end].starts(with: command) else { return nil }
    guard
      let open = source.utf8[(place + command.count)..<end].firstIndex(where: { !$0.isASCIILetter }
      ),
      source.utf8[open] == UInt8(ascii: "{")
    else { return nil }
    return source.utf8.closingBrace(of: open, before: end).map { $0 + 1 }
  }

  mutating func take(_ whole: Range<Int>, inner: Range<Int>, isDisplay: Bool) {
    var latex = Fragment()
    let isQuoted = source.text(of: source.lineRange(source.line(at: whole.lowerBound)))
      .trimmingSpaces
      .hasPrefix(">")
    for line in source.line(at: inner.lowerBound)...source.line(at: inner.upperBound) {
      var lower = max(source.lineRange(line).lowerBound, inner.lowerBound)
      let upper = min(lineEnd(line), inner.upperBound)
      if isQuoted, lower > inner.lowerBound {
        while lower < upper, [32, 9, UInt8(ascii: ">")].contains(source.utf8[lower]) { lower += 1 }
      }
      if lower < upper { latex.append(lower..<upper, of: source) }
    }
    if let id = Self.reference(in: latex) {
      return replace(whole, by: .reference(Located(text: id, span: Span(whole))))
    }
    let (rest, labels) = isDisplay ? Self.withoutLabels(latex) : (latex, [])
    var formula = Formula(latex: rest, isDisplay: isDisplay, span: Span(whole))
    formula.id = labels.first
    formula.furtherIDs = Array(labels.dropFirst())
    var taken = whole
    if isDisplay, let id = attribute(behind: whole.upperBound) {
      formula.id = id
      formula.furtherIDs = labels
      taken = whole.lowerBound..<id.span.upper
    }
    replace(taken, by: .formula(formula))
  }
}

extension Diagnostic.Message {
  static let unclosedMaths = Self(
    "unclosed-math", "the formula that begins here is not closed before the paragraph ends",
    hint: "close it with $$, and leave no blank line inside")
}
