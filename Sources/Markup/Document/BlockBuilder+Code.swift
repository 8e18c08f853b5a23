import Notation

/// Blocks of code: those of the homework language, and listings in other languages.
extension BlockBuilder {
  mutating func code(_ node: MarkdownNode, _ span: Span) -> Block.Kind {
    guard let fence = openingFence(node) else {
      warnOfHiddenAnswer(in: node.literal, span)
      return .listing(language: nil, code: node.literal)
    }
    if !isClosed(node, fence) {
      diagnostics.append(Diagnostic(.unclosedFence, at: Span(fence.marks)))
    }
    guard let info = InfoString(fence.info, of: source) else {
      return .listing(language: nil, code: node.literal)
    }
    let name = info.kind.text
    if let kind = kinds.first(where: { $0.name == name }) {
      return .fence(homeworkBlock(kind, info, node, span))
    }
    let isRunnable = name == "swift" && info.verb?.text == "run"
    let isLanguage = ListingLanguage.names.contains(name.lowercased()) && !isRunnable
    if let verb = info.verb, isLanguage, BlockKind.math.verb(verb).word == verb.text {
      diagnostics.append(
        Diagnostic(.verbOfLanguage(name, verb.text), at: info.kind.span, severity: .warning))
    }
    if !isLanguage {
      diagnostics.append(
        Diagnostic(.unknownKind(isRunnable ? "swift run" : name, among: kinds), at: info.kind.span))
    }
    // cmark has decoded what the info says.
    let language =
      node.title.printable.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? name
    return .listing(language: language, code: node.literal)
  }

  /// An answer inside of HTML or of an indented text is not read, and its author should know.
  mutating func warnOfHiddenAnswer(in text: String, _ span: Span) {
    let marks = kinds.flatMap(\.answerMarks)
    let hidesAnswer = text.split(whereSeparator: \.isNewline).contains { line in
      let words = line.drop(while: \.isWhitespace).drop { $0 == "`" || $0 == "~" }
      return line.contains("```") && marks.contains(where: words.hasPrefix)
    }
    if hidesAnswer { diagnostics.append(Diagnostic(.hiddenAnswer, at: span, severity: .warning)) }
  }

  private mutating func homeworkBlock(
    _ kind: BlockKind, _ info: InfoString, _ node: MarkdownNode, _ span: Span
  ) -> Fence {
    diagnostics += kind.problems(of: info)
    return Fence(
      kind: kind, name: info.kind, verb: info.verb, id: info.id, options: info.options,
      content: content(of: node), span: span)
  }

  private struct Opening {
    let marks: Range<Int>
    let info: Range<Int>
  }

  private func openingFence(_ node: MarkdownNode) -> Opening? {
    let line = source.lineRange(min(max(node.firstLine, 1), source.lineCount))
    var lower = line.lowerBound
    while lower < line.upperBound,
      ![UInt8(ascii: "`"), UInt8(ascii: "~")].contains(source.utf8[lower])
    {
      lower += 1
    }
    var upper = lower
    while upper < line.upperBound, source.utf8[upper] == source.utf8[lower] { upper += 1 }
    guard upper - lower >= 3 else { return nil }
    var end = line.upperBound
    while end > upper, source.utf8[end - 1] == 32 || source.utf8[end - 1] == 9 { end -= 1 }
    // An indented code block can begin with such marks too; its first line is then its content.
    let first = node.literal.split(separator: "\n", omittingEmptySubsequences: false).first ?? ""
    let isContent = node.title.isEmpty && first == source.text(of: lower..<line.upperBound)
    return isContent ? nil : Opening(marks: lower..<upper, info: upper..<end)
  }

  private func isClosed(_ node: MarkdownNode, _ fence: Opening) -> Bool {
    guard node.lastLine > node.firstLine, node.lastLine <= source.lineCount else { return false }
    let last = source.text(of: source.lineRange(node.lastLine)).trimmingSpaces
    let marks = source.text(of: fence.marks)
    var rest = last[...]
    while rest.first == ">" || rest.first == " " { rest.removeFirst() }
    return rest.hasPrefix(marks) && rest.allSatisfy { $0 == marks.first }
  }

  /// The lines of a block without what its container puts before them.
  private func content(of node: MarkdownNode) -> Fragment {
    let opening = source.lineRange(min(node.firstLine, source.lineCount)).upperBound
    // What is empty stands behind its opening line.
    var fragment = Fragment(opening..<opening, of: source)
    var lines = node.literal.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for (number, line) in lines.enumerated() {
      let place = node.firstLine + 1 + number
      guard place <= source.lineCount else { break }
      let range = source.lineRange(place)
      let lower = max(range.lowerBound, range.upperBound - line.utf8.count)
      fragment.append(lower..<range.upperBound, of: source)
      if number + 1 < lines.count { fragment.append(UInt8(ascii: "\n"), at: range.upperBound) }
    }
    return fragment
  }
}

extension Diagnostic.Message {
  static let hiddenAnswer = Self(
    "hidden-answer", "an answer stands here that is not read",
    hint: "answers stand at the margin, outside of HTML and of comments")

  static func verbOfLanguage(_ language: String, _ verb: String) -> Self {
    Self(
      "unknown-kind", "a listing in \(language) is shown and not read",
      hint: "did you mean 'math \(verb)'?")
  }

  static let unclosedFence = Self(
    "unclosed-fence", "this block is never closed",
    hint: "close it with the same marks on a line of their own")
}
