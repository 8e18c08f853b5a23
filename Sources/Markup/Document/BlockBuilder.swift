import Notation

/// Turns CommonMark's tree into the blocks of a homework: puts formulas back, reads info strings,
/// finds tables, captions, alerts, tasks and footnotes.
struct BlockBuilder {
  let source: SourceFile
  let extractor: MarkupExtractor
  let inlines: InlineBuilder
  let kinds: [BlockKind]
  var diagnostics: [Diagnostic] = []
  private(set) var footnotes: [Footnote] = []
  private var slugs: [String: Int] = [:]
  /// How many containers stand around the current block.
  private var depth = -1
  /// How many cells the tables so far have that nobody wrote.
  var paddedCells = 0
  let lines: [ArraySlice<UInt8>]

  init(source: SourceFile, extractor: MarkupExtractor, kinds: [BlockKind]) {
    self.source = source
    self.extractor = extractor
    self.kinds = kinds
    inlines = InlineBuilder(extractor: extractor)
    lines = extractor.text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  mutating func blocks(of node: MarkdownNode) -> [Block] {
    depth += 1
    defer { depth -= 1 }
    return captioned(node.children.flatMap { block($0) })
  }

  func span(ofLines first: Int, _ last: Int) -> Span {
    let first = min(max(first, 1), source.lineCount)
    let last = min(max(first, last), source.lineCount)
    let range = source.lineRange(first)
    return Span(range.lowerBound..<max(range.upperBound, source.lineRange(last).upperBound))
  }

  private mutating func block(_ node: MarkdownNode) -> [Block] {
    let span = span(ofLines: node.firstLine, node.lastLine)
    func one(_ kind: Block.Kind) -> [Block] { [Block(kind: kind, span: span)] }
    switch node.kind {
    case .heading: return [heading(node, span)]
    case .thematicBreak: return one(.thematicBreak)
    case .paragraph: return paragraph(node, span)
    case .quote: return one(quote(node))
    case .list: return list(node).map { one(.list($0)) } ?? []
    case .codeBlock: return one(code(node, span))
    case .htmlBlock:
      let text = node.literal.trimmingSpaces
      warnOfHiddenAnswer(in: node.literal, span)
      if text.hasPrefix("<!--"), text.hasSuffix("-->"), text.count >= 7 {
        return one(.comment(String(text.dropFirst(4).dropLast(3)).trimmingSpaces))
      }
      return one(.rawHTML(node.literal))
    default: return []
    }
  }

  private mutating func heading(_ node: MarkdownNode, _ span: Span) -> Block {
    var children = node.children
    let id = inlines.takeAttribute(from: &children)
    let content = inlines.inlines(of: children)
    let slug = slug(for: content.plainText)
    return Block(kind: .heading(level: node.level, slug: slug, content), span: span, id: id)
  }

  /// What GitHub calls the anchor of a heading.
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

  // MARK: - Paragraphs

  private mutating func paragraph(_ node: MarkdownNode, _ span: Span) -> [Block] {
    if let blocks = table(node) { return blocks }
    let (content, id) = contentWithID(of: node)
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
      return [Block(kind: .paragraph(content), span: span, id: id)]
    }
    return formulas.map { Block(kind: .formula($0), span: $0.span) }
  }

  /// The text of a paragraph, and the id behind it if it is a picture by itself or a caption.
  private func contentWithID(of node: MarkdownNode) -> ([Inline], Located?) {
    var children = node.children
    let isCaption = children.first?.literal.hasPrefix(Self.captionMark) == true
    if isCaption || children.first?.kind == .image,
      let id = inlines.takeAttribute(from: &children), isCaption || children.count == 1
    {
      return (inlines.inlines(of: children), id)
    }
    return (inlines.inlines(of: node.children), nil)
  }

  // MARK: - Captions

  static let captionMark = ": "

  /// Gives a paragraph `: Caption` to the table or plot right above it.
  private mutating func captioned(_ blocks: [Block]) -> [Block] {
    var result: [Block] = []
    for block in blocks {
      guard case .paragraph(var content) = block.kind, case .text(let text) = content.first,
        text.hasPrefix(Self.captionMark)
      else {
        result.append(block)
        continue
      }
      guard let last = result.last, last.takesCaption else {
        if let id = block.id {
          diagnostics.append(Diagnostic(.captionOfNothing, at: id.span, severity: .warning))
        }
        result.append(block)
        continue
      }
      content[0] = .text(String(text.dropFirst(Self.captionMark.count)))
      result[result.count - 1].take(Caption(content: content, span: block.span), id: block.id)
    }
    return result
  }

  // MARK: - Containers

  /// A quote, or the alert that it is on GitHub: not inside of anything, and not without content.
  private mutating func quote(_ node: MarkdownNode) -> Block.Kind {
    guard depth == 0, var first = node.children.first, first.kind == .paragraph,
      case let mark = first.children.prefix(while: { $0.kind == .text }),
      let kind = AlertKind.allCases.first(where: {
        "[!\($0.rawValue)]" == mark.map(\.literal).joined().trimmingSpaces.lowercased()
      }),
      case let next = first.children.dropFirst(mark.count).first?.kind,
      next == nil || next == .softBreak || next == .lineBreak,
      next != nil || node.children.count > 1
    else { return .quote(blocks(of: node)) }
    var rest = node
    first.children.removeFirst(min(mark.count + 1, first.children.count))
    rest.children.removeFirst()
    if !first.children.isEmpty { rest.children.insert(first, at: 0) }
    return .alert(kind, blocks(of: rest))
  }

  /// A list, without the footnotes that were made items of one.
  private mutating func list(_ node: MarkdownNode) -> List? {
    var items: [List.Item] = []
    for item in node.children {
      var item = item
      if !item.children.isEmpty, let id = inlines.takeFootnoteID(from: &item.children[0]) {
        if item.children[0].children.isEmpty { item.children.removeFirst() }
        footnotes.append(Footnote(id: id, blocks: blocks(of: item)))
        continue
      }
      let isDone = Self.takeTask(from: &item)
      items.append(List.Item(isDone: isDone, blocks: blocks(of: item)))
    }
    guard !items.isEmpty else { return nil }
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
}

extension Block {
  fileprivate var takesCaption: Bool {
    switch kind {
    case .table: caption == nil
    case .fence(let fence): caption == nil && fence.takesCaption
    default: false
    }
  }

  /// The id behind the caption names the block as its own would.
  fileprivate mutating func take(_ caption: Caption, id: Located?) {
    self.caption = caption
    self.id = id ?? self.id
  }
}

extension Diagnostic.Message {
  static let captionOfNothing = Self(
    "stray-caption", "there is nothing right above that this could be the caption of",
    hint: "put it right below a table or a plot")
}
