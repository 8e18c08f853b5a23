import Notation

/// Turns CommonMark's inline nodes into running text, with what was taken out back in its place.
struct InlineBuilder {
  let extractor: MarkupExtractor

  func inlines(of nodes: [MarkdownNode], isInLink: Bool = false) -> [Inline] {
    var result = StruckText()
    let nodes = Self.joined(nodes)
    for (place, node) in nodes.enumerated() {
      if node.kind == .text {
        let before = place > 0 ? nodes[place - 1].edge : " "
        let after = place + 1 < nodes.count ? nodes[place + 1].edge : " "
        append(node.literal, between: before, after, isInLink, to: &result)
      } else {
        result.append(inline(node, isInLink))
      }
    }
    var inlines = result.inlines
    while case .softBreak = inlines.last { inlines.removeLast() }
    return inlines
  }

  /// The inline content of one line of its own, such as a cell of a table.
  func parse(_ text: String) -> [Inline] {
    if text.isEmpty { return [] }
    let document = CommonMark.parse(Array(text.utf8))
    if let paragraph = document.children.first, paragraph.kind == .paragraph {
      return inlines(of: paragraph.children)
    }
    // What would begin a block on a line of its own is text in a cell, as it is in a heading.
    let heading = CommonMark.parse(Array("# \(text)".utf8)).children.first
    return inlines(of: heading?.children ?? [])
  }

  /// Takes off the `[^id]:` with which a paragraph begins.
  func takeFootnoteID(from paragraph: inout MarkdownNode) -> Located? {
    guard paragraph.kind == .paragraph,
      let scalar = paragraph.children.first?.literal.unicodeScalars.first,
      case .footnoteDefinition(let id) = extractor.content(of: scalar)
    else { return nil }
    let rest = paragraph.children[0].literal.unicodeScalars.dropFirst()
    paragraph.children[0].literal = String(rest.drop { $0 == " " })
    if rest.isEmpty { paragraph.children.removeFirst() }
    if paragraph.children.first?.kind == .softBreak { paragraph.children.removeFirst() }
    return id
  }

  /// Takes off the `{#id}` with which a heading, a picture or a caption ends.
  func takeAttribute(from nodes: inout [MarkdownNode]) -> Located? {
    guard let last = nodes.last, last.kind == .text, let scalar = last.literal.unicodeScalars.last,
      case .attribute(let id) = extractor.content(of: scalar)
    else { return nil }
    nodes[nodes.count - 1].literal = String(last.literal.unicodeScalars.dropLast()).trimmingEnd
    if nodes[nodes.count - 1].literal.isEmpty { nodes.removeLast() }
    return id
  }

  // MARK: - Nodes

  /// Texts that follow one another as one.
  private static func joined(_ nodes: [MarkdownNode]) -> [MarkdownNode] {
    var result: [MarkdownNode] = []
    for node in nodes {
      if node.kind == .text, result.last?.kind == .text {
        result[result.count - 1].literal += node.literal
      } else {
        result.append(node)
      }
    }
    return result
  }

  private func inline(_ node: MarkdownNode, _ isInLink: Bool) -> Inline {
    switch node.kind {
    case .softBreak: return .softBreak
    case .lineBreak: return .lineBreak
    case .code: return .code(extractor.original(node.literal))
    case .emphasis: return .emphasis(inlines(of: node.children, isInLink: isInLink))
    case .strong: return .strong(inlines(of: node.children, isInLink: isInLink))
    case .link: return link(node)
    case .image:
      return .image(
        source: extractor.original(node.destination), title: extractor.original(node.title),
        alternative: inlines(of: node.children, isInLink: true))
    default: return .rawHTML(extractor.original(node.literal))
    }
  }

  private func link(_ node: MarkdownNode) -> Inline {
    let text = inlines(of: node.children, isInLink: true)
    let scalars = node.destination.unicodeScalars
    if scalars.count == 1, let scalar = scalars.first, node.title.isEmpty,
      case .anchor(let id) = extractor.content(of: scalar)
    {
      return .reference(id, text)
    }
    return .link(
      destination: extractor.original(node.destination),
      title: extractor.original(node.title), text)
  }

  // MARK: - Text

  /// Text with the stand-ins replaced and tildes told apart.
  private func append(
    _ literal: String, between before: Unicode.Scalar, _ after: Unicode.Scalar, _ isInLink: Bool,
    to result: inout StruckText
  ) {
    // The further lines of a formula are gone with it, and so are their line ends.
    if literal.unicodeScalars.first == MarkupExtractor.filler, case .softBreak = result.last {
      result.removeLast()
    }
    var run = String.UnicodeScalarView()
    func flush() {
      if !run.isEmpty { result.append(.text(String(run))) }
      run = String.UnicodeScalarView()
    }
    let scalars = Array(literal.unicodeScalars)
    var place = 0
    while place < scalars.count {
      let scalar = scalars[place]
      place += 1
      if scalar == "~" {
        let start = place - 1
        while place < scalars.count, scalars[place] == "~" { place += 1 }
        flush()
        result.takeTildes(
          place - start, after: start > 0 ? scalars[start - 1] : before,
          before: place < scalars.count ? scalars[place] : after)
      } else if let content = extractor.content(of: scalar) {
        flush()
        if let inline = inline(content, isInLink) { result.append(inline) }
      } else if scalar != MarkupExtractor.filler {
        run.append(scalar == MarkupExtractor.tilde ? "~" : scalar)
      }
    }
    flush()
  }

  private func inline(_ content: MarkupExtractor.Content, _ isInLink: Bool) -> Inline? {
    switch content {
    case .formula(let formula): .formula(formula)
    case .computed(let fragment, let span): .computed(fragment, span)
    case .footnoteReference(let id): .footnoteReference(id)
    case .citation(let citation): isInLink ? .text(citation.text) : .citation(citation)
    case .footnoteDefinition: nil
    case .reference(let id) where !isInLink: .reference(id, [])
    case .address(let address) where !isInLink:
      .link(
        destination: (address.text.hasPrefix("www.") ? "http://" : "") + address.text, title: "",
        [.text(address.text)])
    case .attribute(let text), .anchor(let text), .address(let text), .reference(let text):
      .text(extractor.source.text(of: text.span))
    }
  }
}

extension MarkdownNode {
  /// What stands beside it, as far as marks of emphasis care: a space, or some sign.
  fileprivate var edge: Unicode.Scalar {
    kind == .softBreak || kind == .lineBreak ? " " : "*"
  }
}
