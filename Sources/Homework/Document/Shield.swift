import Notation

/// The text of a homework with everything that is not CommonMark's business taken out: each formula,
/// computed value and footnote mark becomes one character of the private-use area, which CommonMark
/// leaves alone, and its further lines become fillers, so that no line moves.
struct Shield {
  enum Content {
    case formula(Formula)
    case computed(Fragment, Span)
    case footnoteReference(String)
    case footnoteDefinition(String)
    case citation(Citation)
  }

  private(set) var text: [UInt8] = []
  private(set) var contents: [Content] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// What is cited; `nil` where no bibliography is named, and nothing is a citation.
  private(set) var citations: Citations?

  private let source: SourceFile
  private let dialect: Dialect
  /// The lines of indented blocks that are text all the same; their indentation is dropped.
  private var outdented: Set<Int> = []
  /// Where paragraphs end: code spans and formulas do not reach over these places.
  private var position: Int

  /// The first of the stand-ins; as many as there are private-use characters in their plane.
  private static let first: UInt32 = 0xF0000
  private static let count: UInt32 = 0xFFFD
  static let filler: Unicode.Scalar = "\u{F8FF}"

  init(
    _ source: SourceFile, from bodyLine: Int, dialect: Dialect = .homework,
    citations: Citations? = nil
  ) {
    self.source = source
    self.citations = citations
    self.dialect = dialect
    position = 0
    let verbatim = verbatimLines(from: bodyLine)
    // The lines of the front matter stay as empty lines, so that CommonMark counts as we do.
    for _ in 1..<max(bodyLine, 1) { text.append(UInt8(ascii: "\n")) }
    guard bodyLine <= source.lineCount else { return }
    position = source.lineRange(bodyLine).lowerBound
    while position < source.utf8.count {
      let line = source.line(at: position)
      if verbatim.contains(line) {
        copy(to: lineEnd(line))
      } else {
        scan(to: paragraphEnd(from: line, verbatim))
      }
    }
  }

  /// What a stand-in stands for.
  func content(of scalar: Unicode.Scalar) -> Content? {
    guard scalar.value >= Self.first, scalar.value < Self.first + Self.count else { return nil }
    let place = Int(scalar.value - Self.first)
    return place < contents.count ? contents[place] : nil
  }

  // MARK: - Lines

  /// The lines of code blocks and HTML blocks, as CommonMark sees them.
  private mutating func verbatimLines(from bodyLine: Int) -> Set<Int> {
    var text = Array(repeating: UInt8(ascii: "\n"), count: max(bodyLine - 1, 0))
    if bodyLine <= source.lineCount {
      text += source.utf8[source.lineRange(bodyLine).lowerBound...]
    }
    var lines: Set<Int> = []
    var waiting = [CommonMark.parse(text)]
    while let node = waiting.popLast() {
      let range = node.firstLine...max(node.firstLine, node.lastLine)
      if node.kind == .codeBlock, dialect == .submission, isIndentedText(node) {
        outdented.formUnion(range)
      } else if node.kind == .codeBlock || node.kind == .htmlBlock {
        lines.formUnion(range)
      }
      waiting += node.children
    }
    return lines
  }

  /// Whether a code block has no fence and holds formulas: a converter has indented an answer.
  private func isIndentedText(_ node: MarkdownNode) -> Bool {
    guard node.title.isEmpty, node.literal.contains("$"), node.firstLine <= source.lineCount else {
      return false
    }
    let first = source.text(of: source.lineRange(node.firstLine))
    return !first.contains("```") && !first.contains("~~~")
  }

  private func lineEnd(_ line: Int) -> Int {
    line < source.lineCount ? source.lineRange(line + 1).lowerBound : source.utf8.count
  }

  private func paragraphEnd(from line: Int, _ verbatim: Set<Int>) -> Int {
    var line = line
    while line < source.lineCount, !isBlank(line), !verbatim.contains(line + 1) { line += 1 }
    return lineEnd(line)
  }

  private func isBlank(_ line: Int) -> Bool {
    source.utf8[source.lineRange(line)].allSatisfy {
      $0 == 32 || $0 == 9 || $0 == UInt8(ascii: ">")
    }
  }

  private mutating func copy(to end: Int) {
    while position < end {
      let byte = source.utf8[position]
      // A private-use character of the author's must not be taken for a stand-in.
      if byte == 0xEE || (byte == 0xEF && position + 1 < end && source.utf8[position + 1] <= 0xA3) {
        text += [0xEF, 0xBF, 0xBD]
        position = min(position + 3, end)
      } else {
        text.append(byte)
        position += 1
      }
    }
  }

  // MARK: - Paragraphs

  private mutating func scan(to end: Int) {
    var isLineStart = true
    while position < end {
      let byte = source.utf8[position]
      if isLineStart, byte == 32 || byte == 9, outdented.contains(source.line(at: position)) {
        position += 1
        continue
      }
      switch byte {
      case UInt8(ascii: "\\"): copy(to: min(position + 2, end))
      case UInt8(ascii: "`"): codeSpan(end)
      case UInt8(ascii: "$"): if !formula(end) { copy(to: position + 1) }
      case UInt8(ascii: "["):
        if !footnote(end, isLineStart: isLineStart), !citation(end) { copy(to: position + 1) }
      case UInt8(ascii: "@"): if !citation(end) { copy(to: position + 1) }
      default: copy(to: position + 1)
      }
      isLineStart = byte == UInt8(ascii: "\n") || (isLineStart && (byte == 32 || byte == 9))
    }
  }

  private func run(of byte: UInt8, at start: Int, _ end: Int) -> Int {
    var count = 0
    while start + count < end, source.utf8[start + count] == byte { count += 1 }
    return count
  }

  private mutating func codeSpan(_ end: Int) {
    let marks = run(of: UInt8(ascii: "`"), at: position, end)
    var close = position + marks
    while close < end {
      let found = run(of: UInt8(ascii: "`"), at: close, end)
      if found == marks { break }
      close += max(found, 1)
    }
    guard close < end else { return copy(to: position + marks) }
    let inner = (position + marks)..<close
    let whole = position..<(close + marks)
    if source.text(of: inner).hasPrefix("= ") {
      let expression = (inner.lowerBound + 2)..<inner.upperBound
      replace(whole, by: .computed(Fragment(expression, of: source), Span(whole)))
    } else {
      copy(to: close + marks)
    }
  }

  /// A formula at a dollar sign; false where the sign is money.
  private mutating func formula(_ end: Int) -> Bool {
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
    take(start..<(close + 1), inner: (start + 1)..<close, isDisplay: false)
    return true
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

  private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

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

  private func closingDollar(after start: Int, _ end: Int) -> Int? {
    var place = start
    while place < end {
      switch source.utf8[place] {
      case UInt8(ascii: "\\"): place += 1
      case UInt8(ascii: "$"):
        let isDigit = place + 1 < end && (48...57).contains(source.utf8[place + 1])
        if place > start, !isSpace(source.utf8[place - 1]), !isDigit { return place }
        if !isDigit { return nil }
      default: break
      }
      place += 1
    }
    return nil
  }

  private mutating func take(_ whole: Range<Int>, inner: Range<Int>, isDisplay: Bool) {
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
    replace(whole, by: .formula(Formula(latex: latex, isDisplay: isDisplay, span: Span(whole))))
  }

  /// `[^id]`, and `[^id]:` at the start of a line.
  private mutating func footnote(_ end: Int, isLineStart: Bool) -> Bool {
    guard position + 2 < end, source.utf8[position + 1] == UInt8(ascii: "^") else { return false }
    var close = position + 2
    while close < end, source.utf8[close] != UInt8(ascii: "]") {
      guard !isSpace(source.utf8[close]), source.utf8[close] != UInt8(ascii: "[") else {
        return false
      }
      close += 1
    }
    guard close < end, close > position + 2 else { return false }
    let id = source.text(of: (position + 2)..<close)
    if isLineStart, close + 1 < end, source.utf8[close + 1] == UInt8(ascii: ":") {
      replace(position..<(close + 2), by: .footnoteDefinition(id))
    } else {
      replace(position..<(close + 1), by: .footnoteReference(id))
    }
    return true
  }

  /// `[@key]`, and `@key` in running text.
  private mutating func citation(_ end: Int) -> Bool {
    guard let citation = citations?.citation(at: position, to: end, of: source) else {
      return false
    }
    replace(citation.span.range, by: .citation(citation))
    return true
  }

  private mutating func replace(_ whole: Range<Int>, by content: Content) {
    guard contents.count < Self.count,
      let scalar = Unicode.Scalar(Self.first + UInt32(contents.count))
    else {
      let place = Span(whole)
      if diagnostics.last?.message != .tooManyFormulas {
        diagnostics.append(Diagnostic(.tooManyFormulas, at: place))
      }
      return copy(to: whole.upperBound)
    }
    contents.append(content)
    text += Array(String(scalar).utf8)
    position = whole.lowerBound
    for line in source.line(
      at: whole.lowerBound)..<source.line(at: max(whole.lowerBound, whole.upperBound - 1))
    {
      text.append(UInt8(ascii: "\n"))
      // What makes the next line part of the same quote or list stays.
      for byte in source.utf8[source.lineRange(line + 1)] {
        guard [32, 9, UInt8(ascii: ">")].contains(byte) else { break }
        text.append(byte)
      }
      text += Array(String(Self.filler).utf8)
    }
    position = whole.upperBound
  }
}

extension Diagnostic.Message {
  static let tooManyFormulas = Self(
    "too-many-formulas", "a document holds at most 65,533 formulas, and this one more is not read",
    hint: "split the document")

  static let unclosedMaths = Self(
    "unclosed-math", "the formula that begins here is not closed before the paragraph ends",
    hint: "close it with $$, and leave no blank line inside")
}
