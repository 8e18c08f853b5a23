import Notation

/// The text of a claim, and which piece of it each expression is.
///
/// Brackets that only group leave no trace in the tree, so the span of `2(a + b)` ends before its
/// last bracket; the pieces that are handed out here have as many brackets opened as closed.
struct ClaimText: Sendable {
  let bytes: [UInt8]
  let surface: Surface

  init(_ text: String, surface: Surface) {
    bytes = Array(text.utf8)
    self.surface = surface
  }

  /// A piece of the text that is replaced.
  struct Replacement: Hashable, Sendable {
    let range: Range<Int>
    let text: String
    /// What is wrong, where that is more than the name of the edit.
    var words: String?
  }

  subscript(range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: bytes.indices)], as: UTF8.self)
  }

  // MARK: - Pieces

  /// The piece that an expression is.
  func range(of expression: Syntax.Expression) -> Range<Int> {
    balanced(expression.span.range)
  }

  /// The piece that an operand is, with the brackets around it.
  func operandRange(of expression: Syntax.Expression) -> Range<Int> {
    var range = range(of: expression)
    while let wider = enclosed(range) { range = wider }
    return range
  }

  func text(of expression: Syntax.Expression) -> String { self[range(of: expression)] }

  func operandText(of expression: Syntax.Expression) -> String {
    self[operandRange(of: expression)]
  }

  /// The expression as a factor: in brackets where it is a sum.
  func factorText(of expression: Syntax.Expression) -> String {
    let text = operandText(of: expression)
    return expression.isSum && operandRange(of: expression) == range(of: expression)
      ? "(\(text))" : text
  }

  /// The smallest piece around a range that opens as many brackets as it closes.
  func balanced(_ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, min(range.upperBound, bytes.count))
    var depth = 0
    for offset in lower..<upper {
      depth += step(at: offset)
      guard depth < 0 else { continue }
      guard let open = opening(before: lower) else { return range }
      lower = open
      depth = 0
    }
    while depth > 0, upper < bytes.count {
      depth += step(at: upper)
      upper += 1
    }
    return (bytes[lower].opensBracket ? withSize(lower) : lower)..<upper
  }

  /// The range with the round or square brackets directly around it.
  private func enclosed(_ range: Range<Int>) -> Range<Int>? {
    var upper = range.upperBound
    skipSpaces(&upper)
    for word in ["\\right", "\\bigr", "\\Bigr", "\\biggr", "\\bigg", "\\big", "\\Bigg", "\\Big"]
    where bytes[upper...].starts(with: word.utf8) {
      upper += word.utf8.count
      break
    }
    var lower = range.lowerBound
    while lower > 0, bytes[lower - 1].isSpace { lower -= 1 }
    guard lower > 0, upper < bytes.count else { return nil }
    let pair = (bytes[lower - 1], bytes[upper])
    guard
      pair == (UInt8(ascii: "("), UInt8(ascii: ")"))
        || pair == (UInt8(ascii: "["), UInt8(ascii: "]"))
    else { return nil }
    return withSize(lower - 1)..<upper + 1
  }

  /// +1 for a bracket that opens at the offset, −1 for one that closes.
  private func step(at offset: Int) -> Int {
    if offset > 0, bytes[offset - 1] == UInt8(ascii: "\\") { return 0 }
    return bytes[offset].opensBracket ? 1 : bytes[offset].closesBracket ? -1 : 0
  }

  private func opening(before offset: Int) -> Int? {
    var depth = 1
    for place in stride(from: offset - 1, through: 0, by: -1) {
      depth -= step(at: place)
      if depth == 0 { return place }
    }
    return nil
  }

  /// The start of `\left(`, where the bracket at the offset is the end of that.
  private func withSize(_ offset: Int) -> Int {
    var end = offset
    while end > 0, bytes[end - 1].isSpace { end -= 1 }
    for word in ["\\left", "\\bigl", "\\Bigl", "\\biggl", "\\bigg", "\\big", "\\Bigg", "\\Big"]
    where bytes[..<end].suffix(word.utf8.count).elementsEqual(word.utf8) {
      return end - word.utf8.count
    }
    return offset
  }

  private func skipSpaces(_ offset: inout Int) {
    while offset < bytes.count, bytes[offset].isSpace { offset += 1 }
  }

  // MARK: - Editing

  /// What is put into a subscript or an exponent: in braces where one letter stood, with commas where
  /// the letters of an index list stood side by side.
  func asScript(_ text: String, at range: Range<Int>, isIndex: Bool) -> String {
    guard surface == .latex, range.lowerBound > 0, text.utf8.count > 1,
      !(text.hasPrefix("\\") && text.dropFirst().allSatisfy(\.isLetter))
    else { return text }
    let before = bytes[range.lowerBound - 1]
    if before == UInt8(ascii: "_") || before == UInt8(ascii: "^") {
      return text.hasPrefix("{") ? text : "{\(text)}"
    }
    guard isIndex else { return text }
    let follows = range.upperBound < bytes.count && bytes[range.upperBound].beginsIndex
    return (before.beginsIndex ? ", " : "") + text + (follows ? ", " : "")
  }

  /// The whole text with a piece replaced; letters that would run together are kept apart.
  func replacing(_ replacement: Replacement) -> String {
    let (range, text) = (replacement.range, Array(replacement.text.utf8))
    return String(
      decoding: bytes[..<range.lowerBound] + spaced(text, at: range)
        + bytes[range.upperBound...], as: UTF8.self)
  }

  /// What is put in the place of the piece, with the spaces that it needs.
  func spaced(_ replacement: Replacement) -> String {
    String(
      decoding: spaced(Array(replacement.text.utf8), at: replacement.range), as: UTF8.self)
  }

  private func spaced(_ text: [UInt8], at range: Range<Int>) -> [UInt8] {
    var text = text
    if let last = text.last, range.upperBound < bytes.count,
      last.runsTogether(with: bytes[range.upperBound])
    {
      text.append(UInt8(ascii: " "))
    }
    if let first = text.first, range.lowerBound > 0,
      bytes[range.lowerBound - 1].runsTogether(with: first)
    {
      text.insert(UInt8(ascii: " "), at: 0)
    }
    return text
  }
}

extension UInt8 {
  fileprivate var isSpace: Bool { self == 32 || self == 9 || self == 10 || self == 13 }

  fileprivate var opensBracket: Bool {
    self == UInt8(ascii: "(") || self == UInt8(ascii: "[") || self == UInt8(ascii: "{")
  }

  fileprivate var closesBracket: Bool {
    self == UInt8(ascii: ")") || self == UInt8(ascii: "]") || self == UInt8(ascii: "}")
  }

  /// Whether two bytes side by side are one name or one number; `2b` is a product.
  fileprivate func runsTogether(with next: UInt8) -> Bool {
    isDigit ? next.isDigit : isLetter && (next.isLetter || next.isDigit)
  }

  /// Whether an index may begin with it, right behind another.
  fileprivate var beginsIndex: Bool { isLetter || isDigit || self == UInt8(ascii: "\\") }

  private var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  /// A letter, or a piece of one beyond ASCII.
  private var isLetter: Bool { self >= 0x80 || Unicode.Scalar(self).isASCIILetter }
}

extension Syntax.Expression {
  var isSum: Bool {
    if case .binary(.add, _, _) = kind { return true }
    if case .binary(.subtract, _, _) = kind { return true }
    if case .negated = kind { return true }
    return false
  }
}

extension Syntax.BinaryOperator {
  var multiplies: Bool { isProduct }
}
