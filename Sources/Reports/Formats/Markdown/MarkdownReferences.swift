import Homework
import Markup
import Notation

/// Numbers and captions, of which a forge knows nothing: they are written out. What is built from the
/// result has nothing to write out any more.
extension MarkdownPage {
  private var references: References { report.homework.document.references }

  // MARK: - References

  /// Writes out the references of a text, and the numbers of its formulas.
  mutating func resolve(_ content: [Inline]) {
    for inline in content {
      switch inline {
      case .reference(let id, let text):
        if text.isEmpty {
          edits.append((id.span.range, words(for: id)))
        } else {
          edits.append((id.span.range, link(to: id)))
        }
        resolve(text)
      case .formula(let formula): if formula.id != nil { number(formula) }
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
        .link(_, _, let inner):
        resolve(inner)
      default: break
      }
    }
  }

  /// What a reference without text says: a link to a heading, else words.
  func words(for id: Located) -> String {
    guard let target = references[id.text] else { return Markdown.code("#\(id.text)") }
    let words = Markdown.plain(target.wordsOfAuthor)
    let isHeading = target.kind == .section || target.kind == .problem
    return isHeading ? "[\(words)](#\(slug(at: target.span)))" : words
  }

  /// Where a reference with a text of its own leads on a forge.
  func link(to id: Located) -> String {
    "#" + (references[id.text].map { slug(at: $0.span) } ?? id.text)
  }

  /// The anchor that a forge has for a place: that of its heading; nothing before the first.
  private func slug(at span: Span) -> String {
    headings[..<headings.partitionPoint { $0.place <= span.lower }].last?.slug ?? ""
  }

  /// Takes the `{#id}` off a heading, which a forge would show.
  mutating func removeID(of block: Block) {
    guard let id = block.id else { return }
    let before = report.source.utf8[block.span.lower..<id.span.lower]
    let text = before.lastIndex { $0 != 32 && $0 != 9 } ?? id.span.lower - 1
    edits.append(((text + 1)..<id.span.upper, ""))
  }

  // MARK: - Equations

  /// Takes the id off a formula, and numbers it if something refers to it.
  mutating func number(_ formula: Formula) {
    let tag = formula.id == nil ? nil : tag(at: formula.span, formula.latex.text)
    if respell(formula, tag) { return }
    guard let id = formula.id else { return }
    let isBehind = id.span.lower >= formula.span.upper
    edits.append(((isBehind ? formula.span.upper : id.span.lower)..<id.span.upper, ""))
    if let tag {
      let end = formula.span.upper - 2
      edits.append((end..<end, tag))
    }
  }

  /// Writes a formula between dollar signs, which a forge knows, where others or `\label` stand in it.
  ///
  /// - Returns: whether it was written anew.
  @discardableResult
  mutating func respell(_ formula: Formula, _ tag: String? = nil) -> Bool {
    let source = report.source.utf8[formula.span.range]
    let hasLabel = formula.isDisplay && source.firstRange(of: Array("\\label{".utf8)) != nil
    guard source.first != UInt8(ascii: "$") || hasLabel else {
      return false
    }
    let latex = formula.latex.text.trimmingSpaces + (tag ?? "")
    let margin = margin(of: formula.span)
    let text = formula.isDisplay ? "$$\n\(margin)\(latex)\n\(margin)$$" : "$\(latex)$"
    let end = max(formula.id?.span.upper ?? 0, formula.span.upper)
    edits.append((formula.span.lower..<end, text))
    return true
  }

  /// `\tag{3}` for a formula that something refers to, in which it may stand at the end.
  func tag(at span: Span, _ latex: String) -> String? {
    guard let target = references.target(at: span), let id = target.id, let number = target.number,
      references.usedIDs.contains(id), !target.isNumberWritten,
      !["{align", "{gather", "{equation", "\\tag"].contains(where: latex.contains)
    else { return nil }
    return "\\tag{\(number)}"
  }

  // MARK: - Captions

  /// The number of a picture or table with its caption, as a text of its own.
  func label(at span: Span, _ content: [Inline]) -> String? {
    references.target(at: span).map { target in
      let name = "**\(Markdown.plain(target.words.capitalizedFirst)).**"
      return content.isEmpty ? name : "\(name) \(markdown(content))"
    }
  }

  /// A plot or table that has an id and no caption has its number below it.
  mutating func number(_ figure: Block) {
    guard figure.caption == nil, let label = label(at: figure.span, []) else { return }
    let margin = margin(of: figure.span)
    edits.append((figure.span.upper..<figure.span.upper, "\n\(margin)\n\(margin)\(label)"))
  }

  /// A picture by itself has its caption below it, where a forge shows it.
  mutating func figure(_ picture: Inline, at span: Span) {
    guard case .image(_, _, let caption) = picture, let label = label(at: span, caption) else {
      return
    }
    replace(span, from: "!", by: "\(markdown([picture]))\\\n\(margin(of: span))\(label)")
  }

  /// Writes out the caption below a table or plot, a blank line before it.
  mutating func caption(of block: Block) {
    guard let caption = block.caption, let label = label(at: block.span, caption.content) else {
      return
    }
    let isDirectlyBelow =
      report.source.line(at: caption.span.lower) == report.source.line(at: block.span.upper) + 1
    let blank = isDirectlyBelow ? "\n\(margin(of: caption.span))" : ""
    replace(caption.span, from: ":", by: blank + label)
    explain(caption.content, below: caption.span)
  }

  /// Replaces a block from its first sign, behind the marks of what it stands in.
  private mutating func replace(_ span: Span, from sign: Unicode.Scalar, by text: String) {
    let start = report.source.utf8[span.range].firstIndex(of: UInt8(ascii: sign))
    edits.append(((start ?? span.lower)..<span.upper, text))
  }
}
