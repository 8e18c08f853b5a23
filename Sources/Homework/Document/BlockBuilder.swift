import Notation

/// Turns CommonMark's tree into the blocks of a homework: puts formulas back, reads info strings,
/// finds tables, alerts, tasks and footnotes.
struct BlockBuilder {
  let source: SourceFile
  let shield: Shield
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var footnotes: [Footnote] = []
  private var slugs: [String: Int] = [:]
  private var ids: [String: Span] = [:]
  private let inlines: InlineBuilder
  private let lines: [ArraySlice<UInt8>]

  init(source: SourceFile, shield: Shield) {
    self.source = source
    self.shield = shield
    inlines = InlineBuilder(shield: shield)
    lines = shield.text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  mutating func blocks(of node: MarkdownNode) -> [Block] {
    node.children.flatMap { block($0) }
  }

  private func span(of node: MarkdownNode) -> Span {
    let first = source.lineRange(min(max(node.firstLine, 1), source.lineCount))
    let last = source.lineRange(min(max(node.lastLine, node.firstLine, 1), source.lineCount))
    return Span(first.lowerBound..<max(first.upperBound, last.upperBound))
  }

  private mutating func block(_ node: MarkdownNode) -> [Block] {
    let span = span(of: node)
    func one(_ kind: Block.Kind) -> [Block] { [Block(kind: kind, span: span)] }
    switch node.kind {
    case .heading:
      let content = inlines.inlines(of: node.children)
      return one(.heading(level: node.level, slug: slug(for: content.plainText), content))
    case .thematicBreak: return one(.thematicBreak)
    case .paragraph: return paragraph(node, span)
    case .quote: return one(quote(node))
    case .list: return one(.list(list(node)))
    case .codeBlock: return one(code(node, span))
    case .htmlBlock:
      let text = node.literal.trimmingSpaces
      if text.hasPrefix("<!--"), text.hasSuffix("-->"), text.count >= 7 {
        warnOfHiddenAnswer(in: node.literal, span)
        return one(.comment(String(text.dropFirst(4).dropLast(3)).trimmingSpaces))
      }
      warnOfHiddenAnswer(in: node.literal, span)
      return one(.rawHTML(node.literal))
    default: return []
    }
  }

  // MARK: - Paragraphs

  private mutating func paragraph(_ node: MarkdownNode, _ span: Span) -> [Block] {
    if let table = table(node) { return [Block(kind: .table(table), span: span)] }
    let content = inlines.inlines(of: node.children)
    if let id = inlines.footnoteID(of: node) {
      footnotes.append(Footnote(id: id, content: content))
      return []
    }
    let formulas = content.compactMap { inline in
      if case .formula(let formula) = inline, formula.isDisplay { formula } else { nil }
    }
    let isAllFormulas = content.allSatisfy { inline in
      switch inline {
      case .formula(let formula): formula.isDisplay
      case .softBreak: true
      case .text(let text): text.allSatisfy(\.isWhitespace)
      default: false
      }
    }
    guard isAllFormulas, !formulas.isEmpty else {
      return [Block(kind: .paragraph(content), span: span)]
    }
    return formulas.map { Block(kind: .formula($0), span: $0.span) }
  }

  private mutating func slug(for heading: String) -> String {
    var slug = ""
    for character in heading.lowercased() {
      if character.isLetter || character.isNumber || character == "-" || character == "_" {
        slug.append(character)
      } else if character == " " {
        slug.append("-")
      }
    }
    let count = slugs[slug, default: 0]
    slugs[slug] = count + 1
    return count == 0 ? slug : "\(slug)-\(count)"
  }

  // MARK: - Containers

  private mutating func quote(_ node: MarkdownNode) -> Block.Kind {
    guard var first = node.children.first, first.kind == .paragraph,
      case let mark = first.children.prefix(while: { $0.kind == .text }),
      let kind = AlertKind.allCases.first(where: {
        "[!\($0.rawValue.uppercased())]" == mark.map(\.literal).joined().trimmingSpaces
      })
    else { return .quote(blocks(of: node)) }
    var rest = node
    first.children.removeFirst(mark.count)
    if first.children.first?.kind == .softBreak { first.children.removeFirst() }
    rest.children.removeFirst()
    if !first.children.isEmpty { rest.children.insert(first, at: 0) }
    return .alert(kind, blocks(of: rest))
  }

  private mutating func list(_ node: MarkdownNode) -> List {
    var items: [List.Item] = []
    for item in node.children {
      var item = item
      let isDone = Self.takeTask(from: &item)
      items.append(List.Item(isDone: isDone, blocks: blocks(of: item)))
    }
    return List(start: node.start, isTight: node.isTight, items: items)
  }

  /// `[ ]` or `[x]` at the start of an item; cmark leaves the brackets as texts of their own.
  private static func takeTask(from item: inout MarkdownNode) -> Bool? {
    guard let paragraph = item.children.first, paragraph.kind == .paragraph else { return nil }
    let texts = paragraph.children.prefix { $0.kind == .text }
    let text = texts.map(\.literal).joined()
    let isOpen = text.hasPrefix("[ ] ")
    guard isOpen || text.hasPrefix("[x] ") || text.hasPrefix("[X] ") else { return nil }
    item.children[0].children.removeFirst(texts.count)
    var rest = texts[0]
    rest.literal = String(text.dropFirst(4))
    item.children[0].children.insert(rest, at: 0)
    return !isOpen
  }

  // MARK: - Code

  private mutating func code(_ node: MarkdownNode, _ span: Span) -> Block.Kind {
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
    if let kind = BlockKind.all.first(where: { $0.name == name }) {
      return .fence(homeworkBlock(kind, info, node, span))
    }
    let isRunnable = name == "swift" && info.verb?.text == "run"
    let isLanguage = BlockKind.languages.contains(name.lowercased()) && !isRunnable
    if let verb = info.verb, isLanguage, BlockKind.math.verbs.contains(verb.text) {
      diagnostics.append(
        Diagnostic(.verbOfLanguage(name, verb.text), at: info.kind.span, severity: .warning))
    }
    if !isLanguage {
      diagnostics.append(
        Diagnostic(.unknownKind(isRunnable ? "swift run" : name), at: info.kind.span))
    }
    // cmark has decoded what the info says.
    let language = node.title.split(separator: " ").first.map(String.init) ?? name
    return .listing(language: language, code: node.literal)
  }

  /// An answer inside of HTML or of an indented text is not read, and its author should know.
  private mutating func warnOfHiddenAnswer(in text: String, _ span: Span) {
    let hidesAnswer = text.split(whereSeparator: \.isNewline).contains { line in
      let words = line.drop(while: \.isWhitespace).drop { $0 == "`" || $0 == "~" }
      return line.contains("```") && (words.hasPrefix("check") || words.hasPrefix("math check"))
    }
    if hidesAnswer { diagnostics.append(Diagnostic(.hiddenAnswer, at: span, severity: .warning)) }
  }

  private mutating func homeworkBlock(
    _ kind: BlockKind, _ info: InfoString, _ node: MarkdownNode, _ span: Span
  ) -> Fence {
    diagnostics += kind.problems(of: info)
    if let id = info.id {
      if ids[id.text] != nil { diagnostics.append(Diagnostic(.repeatedID(id.text), at: id.span)) }
      ids[id.text] = id.span
    }
    return Fence(
      kind: info.kind, verb: info.verb, id: info.id, options: info.options,
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
    var fragment = Fragment()
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

  // MARK: - Tables

  /// A pipe table: a paragraph whose second line rules the columns.
  private func table(_ node: MarkdownNode) -> Table? {
    guard node.lastLine > node.firstLine else { return nil }
    let lines = shieldedLines(node.firstLine...node.lastLine)
    guard lines.count >= 2, lines[0].contains("|"), let alignments = Self.ruling(lines[1]) else {
      return nil
    }
    let header = Self.cells(lines[0])
    guard header.count == alignments.count else { return nil }
    let rows = lines.dropFirst(2).map { line in
      let cells = Self.cells(line).prefix(alignments.count)
      return (cells + Array(repeating: "", count: alignments.count - cells.count)).map(
        inlines.parse)
    }
    return Table(alignments: alignments, header: header.map(inlines.parse), rows: rows)
  }

  private func shieldedLines(_ range: ClosedRange<Int>) -> [String] {
    range.clamped(to: 1...lines.count).map { number in
      let line = lines[number - 1].drop { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: " ") }
      return String(decoding: line, as: UTF8.self).trimmingSpaces
    }
  }

  private static func ruling(_ line: String) -> [Table.Alignment]? {
    guard line.contains("-"), line.allSatisfy({ "|:- ".contains($0) }) else { return nil }
    let cells = cells(line)
    guard cells.allSatisfy({ $0.contains("-") && !$0.dropFirst().dropLast().contains(":") }) else {
      return nil
    }
    return cells.map { cell in
      switch (cell.hasPrefix(":"), cell.hasSuffix(":")) {
      case (true, true): .center
      case (true, false): .left
      case (false, true): .right
      case (false, false): .none
      }
    }
  }

  private static func cells(_ line: String) -> [String] {
    var cells = [""]
    var isEscaped = false
    for character in line {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        if isEscaped, character == "|" { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    if line.hasPrefix("|") { cells.removeFirst() }
    if cells.count > 1, cells.last?.trimmingSpaces.isEmpty == true { cells.removeLast() }
    return cells.map(\.trimmingSpaces)
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

  static func repeatedID(_ id: String) -> Self {
    Self(
      "repeated-id", "another block has the id '\(id)'", hint: "give each answer an id of its own")
  }
}
