/// Turns CommonMark's inline nodes into running text, with formulas back in their places.
struct InlineBuilder {
  let shield: Shield

  func inlines(of nodes: [MarkdownNode]) -> [Inline] {
    var result: [Inline] = []
    for node in nodes { append(node, to: &result) }
    while case .softBreak = result.last { result.removeLast() }
    return result
  }

  /// The inline content of a text of its own, such as a cell of a table.
  func parse(_ shielded: String) -> [Inline] {
    let document = CommonMark.parse(Array(shielded.utf8))
    guard let paragraph = document.children.first, paragraph.kind == .paragraph else {
      return text(shielded)
    }
    return inlines(of: paragraph.children)
  }

  /// The id of a paragraph that defines a footnote.
  func footnoteID(of paragraph: MarkdownNode) -> String? {
    guard let scalar = paragraph.children.first?.literal.unicodeScalars.first,
      case .footnoteDefinition(let id) = shield.content(of: scalar)
    else { return nil }
    return id
  }

  private func append(_ node: MarkdownNode, to result: inout [Inline]) {
    switch node.kind {
    case .text:
      // The further lines of a formula are gone with it, and so are their line ends.
      if node.literal.unicodeScalars.first == Shield.filler, case .softBreak = result.last {
        result.removeLast()
      }
      result += text(node.literal)
    case .softBreak: result.append(.softBreak)
    case .lineBreak: result.append(.lineBreak)
    case .code: result.append(.code(original(node.literal)))
    case .rawHTML: result.append(.rawHTML(original(node.literal)))
    case .emphasis: result.append(.emphasis(inlines(of: node.children)))
    case .strong: result.append(.strong(inlines(of: node.children)))
    case .link:
      result.append(
        .link(
          destination: original(node.destination), title: original(node.title),
          inlines(of: node.children)))
    case .image:
      result.append(
        .image(
          source: original(node.destination), title: original(node.title),
          alternative: inlines(of: node.children)))
    default: break
    }
  }

  /// Text with the stand-ins replaced, and `~~…~~` struck through.
  private func text(_ literal: String) -> [Inline] {
    var result: [Inline] = []
    var run = String.UnicodeScalarView()
    func flush() {
      if !run.isEmpty { result += Self.struckThrough(String(run)) }
      run = String.UnicodeScalarView()
    }
    for scalar in literal.unicodeScalars where scalar != Shield.filler {
      guard let content = shield.content(of: scalar) else {
        run.append(scalar)
        continue
      }
      flush()
      switch content {
      case .formula(let formula): result.append(.formula(formula))
      case .computed(let fragment, let span): result.append(.computed(fragment, span))
      case .footnoteReference(let id): result.append(.footnoteReference(id))
      case .citation(let citation): result.append(.citation(citation))
      case .footnoteDefinition: break
      }
    }
    flush()
    return result
  }

  private static func struckThrough(_ text: String) -> [Inline] {
    var inlines: [Inline] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "~~"),
      let close = rest[open.upperBound...].firstRange(of: "~~"), open.upperBound < close.lowerBound
    {
      if open.lowerBound > rest.startIndex {
        inlines.append(.text(String(rest[..<open.lowerBound])))
      }
      inlines.append(.strikethrough([.text(String(rest[open.upperBound..<close.lowerBound]))]))
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty || inlines.isEmpty { inlines.append(.text(String(rest))) }
    return inlines
  }

  /// A literal with the author's own text where a stand-in is.
  private func original(_ literal: String) -> String {
    guard literal.unicodeScalars.contains(where: { shield.content(of: $0) != nil }) else {
      return literal
    }
    return literal.unicodeScalars.map { scalar in
      switch shield.content(of: scalar) {
      case .formula(let formula): "$\(formula.latex.text)$"
      case .computed(let fragment, _): fragment.text
      case .footnoteReference(let id), .footnoteDefinition(let id): "[^\(id)]"
      case .citation(let citation): citation.text
      case nil: String(scalar)
      }
    }.joined()
  }
}

extension [Inline] {
  /// The text without its marks, for headings and alternatives.
  package var plainText: String {
    map { inline in
      switch inline {
      case .text(let text), .code(let text), .rawHTML(let text): text
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner): inner.plainText
      case .link(_, _, let inner), .image(_, _, let inner): inner.plainText
      case .formula(let formula): formula.latex.text
      case .computed(let fragment, _): fragment.text
      case .softBreak, .lineBreak: " "
      case .citation(let citation): citation.text
      case .footnoteReference: ""
      }
    }.joined()
  }
}
