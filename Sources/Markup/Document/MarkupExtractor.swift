import Notation

/// The text of a homework with everything that is not CommonMark's business taken out: each formula,
/// computed value, mark of a footnote, reference and bare address becomes one character of the
/// private-use area, which CommonMark leaves alone, and its further lines become fillers, so that no
/// line moves.
struct MarkupExtractor {
  enum Content {
    case formula(Formula)
    case computed(Fragment, Span)
    case footnoteReference(Located)
    case footnoteDefinition(Located)
    /// `{#id}` at the end of a line.
    case attribute(Located)
    /// The whole of `[](#id)`.
    case reference(Located)
    /// The `#id` of `[text](#id)`.
    case anchor(Located)
    /// `https://…` or `www.…` as it stands.
    case address(Located)
    case citation(Citation)

    fileprivate var span: Span {
      switch self {
      case .formula(let formula):
        formula.id.map { formula.span.joined(with: $0.span) } ?? formula.span
      case .computed(_, let span): span
      case .citation(let citation): citation.span
      case .footnoteReference(let text), .footnoteDefinition(let text), .attribute(let text),
        .reference(let text), .anchor(let text), .address(let text):
        text.span
      }
    }
  }

  private(set) var text: [UInt8] = []
  private(set) var contents: [Content] = []
  var diagnostics: [Diagnostic] = []
  /// What is cited; `nil` where no bibliography is named, and nothing is a citation.
  private(set) var citations: Citations?

  let source: SourceFile
  let dialect: Dialect
  /// The lines of indented blocks that are text all the same; their indentation is dropped.
  private var outdented: Set<Int> = []
  /// Where paragraphs end: code spans and formulas do not reach over these places.
  private(set) var position: Int

  /// The first of the stand-ins; as many as there are private-use characters in their plane.
  private static let first: UInt32 = 0xF0000
  private static let count: UInt32 = 0xFFFD
  static let filler: Unicode.Scalar = "\u{F8FF}"
  /// Stands for `\~`, which strikes nothing through.
  static let tilde: Unicode.Scalar = "\u{F8FE}"
  /// A footnote is an item of a list to CommonMark, so that it holds blocks.
  private static let footnoteMark = Array("+   ".utf8)

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

  /// A literal of CommonMark's with the author's own text where a stand-in is.
  func original(_ literal: String) -> String {
    guard literal.unicodeScalars.contains(where: { $0 == Self.tilde || content(of: $0) != nil })
    else { return literal }
    return literal.unicodeScalars.map { scalar in
      if scalar == Self.tilde { return "~" }
      return content(of: scalar).map { source.text(of: $0.span) } ?? String(scalar)
    }.joined()
  }

  // MARK: - Lines

  /// The lines of code blocks and HTML blocks, as CommonMark sees them.
  private mutating func verbatimLines(from bodyLine: Int) -> Set<Int> {
    var text = Array(repeating: UInt8(ascii: "\n"), count: max(bodyLine - 1, 0))
    for line in bodyLine...max(bodyLine, source.lineCount) where line <= source.lineCount {
      let start = source.lineRange(line).lowerBound
      if let mark = footnoteDefinition(openingLineAt: start) {
        text += source.utf8[start..<mark.lowerBound] + Self.footnoteMark + [UInt8(ascii: "x")]
        text += source.utf8[mark.upperBound..<lineEnd(line)]
      } else {
        text += source.utf8[start..<lineEnd(line)]
      }
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

  func lineEnd(_ line: Int) -> Int {
    line < source.lineCount ? source.lineRange(line + 1).lowerBound : source.utf8.count
  }

  private func paragraphEnd(from line: Int, _ verbatim: Set<Int>) -> Int {
    var line = line
    while line < source.lineCount, !isBlank(line), !verbatim.contains(line + 1) { line += 1 }
    return lineEnd(line)
  }

  func isBlank(_ line: Int) -> Bool {
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
      if isLineStart, takeMark(end) { continue }
      if isLineStart, defineFootnote() {
        isLineStart = false
        continue
      }
      switch byte {
      case UInt8(ascii: "\\"): if !texFormula(end, isLineStart: isLineStart) { escape(end) }
      case UInt8(ascii: "`"): codeSpan(end)
      case UInt8(ascii: "$"): if !formula(end) { copy(to: position + 1) }
      case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "h"),
        UInt8(ascii: "w"):
        if !mark(end), !citation(end) { copy(to: position + 1) }
      case UInt8(ascii: "@"): if !citation(end) { copy(to: position + 1) }
      default: copy(to: position + 1)
      }
      let isMargin = byte == 32 || byte == 9 || byte == UInt8(ascii: ">")
      isLineStart = byte == UInt8(ascii: "\n") || (isLineStart && isMargin)
    }
  }

  /// A no-break space behind the mark of a heading is a space.
  private mutating func takeMark(_ end: Int) -> Bool {
    let marks = run(of: UInt8(ascii: "#"), at: position, end)
    let place = position + marks
    guard (1...6).contains(marks), place + 1 < end, source.utf8[place] == 0xC2,
      source.utf8[place + 1] == 0xA0
    else { return false }
    copy(to: place)
    text.append(32)
    position = place + 2
    return true
  }

  private mutating func escape(_ end: Int) {
    guard position + 1 < end, source.utf8[position + 1] == UInt8(ascii: "~") else {
      return copy(to: min(position + 2, end))
    }
    text += Array(String(Self.tilde).utf8)
    position += 2
  }

  /// Takes what is a mark of ours and stands in one line; false where nothing is.
  private mutating func mark(_ end: Int) -> Bool {
    guard let (range, content) = mark(at: position, end) else { return false }
    if range.lowerBound > position { copy(to: range.lowerBound) }
    replace(range, by: content)
    return true
  }

  /// `[^id]:` at the beginning of a line.
  private mutating func defineFootnote() -> Bool {
    guard source.utf8[position] == UInt8(ascii: "[") else { return false }
    let line = source.lineRange(source.line(at: position))
    guard let mark = footnoteDefinition(openingLineAt: line.lowerBound),
      mark.lowerBound == position
    else { return false }
    text += Self.footnoteMark
    let id = source.text(of: (mark.lowerBound + 2)..<(mark.upperBound - 2))
    replace(mark, by: .footnoteDefinition(Located(text: id, span: Span(mark))))
    return true
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

  /// `[@key]`, and `@key` in running text.
  private mutating func citation(_ end: Int) -> Bool {
    guard let citation = citations?.citation(at: position, to: end, of: source) else {
      return false
    }
    replace(citation.span.range, by: .citation(citation))
    return true
  }

  mutating func replace(_ whole: Range<Int>, by content: Content) {
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
}
