import Notation

/// Walks once through a document and collects what references need.
struct ReferenceCollector {
  private let headings: HeadingNumbers
  private let footnotes: [Footnote]
  private var references = References()
  private var counts: [ReferenceKind: Int] = [:]
  /// The headings without ids of their own, with their slugs.
  private var slugs: [(target: Int, slug: String)] = []
  /// What refers to something, in the order of the text.
  private var uses: [(id: Located, hasText: Bool)] = []
  /// Where footnotes are defined, by their names, and which of them are used.
  private var definitions: [String: Int] = [:]
  private var notes: [Int: Int] = [:]
  private var guessCount = 0

  init(_ headings: HeadingNumbers, _ footnotes: [Footnote]) {
    self.headings = headings
    self.footnotes = footnotes
    for (place, footnote) in footnotes.enumerated() {
      if definitions[footnote.id.text] == nil {
        definitions[footnote.id.text] = place
      } else {
        say(.repeatedFootnote(footnote.id.text), at: footnote.id)
      }
    }
  }

  /// What was found, when all blocks were visited; footnotes are visited as they are used.
  consuming func finished() -> References {
    var place = 0
    while place < references.notes.count {
      visit(references.notes[place].footnote.blocks)
      place += 1
    }
    for (target, slug) in slugs { name(target, by: slug) }
    for use in uses { check(use.id, hasText: use.hasText) }
    for (place, footnote) in footnotes.enumerated()
    where notes[place] == nil && definitions[footnote.id.text] == place {
      say(.unusedFootnote(footnote.id.text), at: footnote.id, severity: .warning)
    }
    return references
  }

  private mutating func say(
    _ message: Diagnostic.Message, at place: Located, severity: Diagnostic.Severity = .error
  ) {
    references.diagnostics.append(Diagnostic(message, at: place.span, severity: severity))
  }

  // MARK: - Blocks

  mutating func visit(_ blocks: [Block]) { for block in blocks { visit(block) } }

  private mutating func visit(_ block: Block) {
    switch block.kind {
    case .heading(_, let slug, let content):
      heading(block, slug, content.plainText)
      visit(content)
    case .paragraph(let content):
      if block.isFigure { count(.figure, block.id, at: block.span) }
      visit(content)
    case .list(let list): for item in list.items { visit(item.blocks) }
    case .quote(let blocks), .alert(_, let blocks): visit(blocks)
    case .table(let table):
      if block.id != nil || block.caption != nil { count(.table, block.id, at: block.span) }
      for cell in table.header + table.rows.flatMap({ $0 }) { visit(cell) }
    case .fence(let fence): visit(fence, of: block)
    case .formula(let formula): equation(formula)
    case .listing, .thematicBreak, .rawHTML, .comment: break
    }
    if let caption = block.caption { visit(caption.content) }
  }

  private mutating func heading(_ block: Block, _ slug: String, _ title: String) {
    let written = HeadingNumbers.written(in: title)
    let isProblem = HeadingNumbers.isProblem(title, id: block.id?.text)
    add(
      isProblem ? .problem : .section, block.id, at: block.span,
      number: written ?? headings.counted[block.span], isWritten: written != nil, title: title)
    if block.id == nil { slugs.append((references.targets.count - 1, slug)) }
  }

  private mutating func visit(_ fence: Fence, of block: Block) {
    if let second = block.id, fence.id != nil { say(.secondID, at: second) }
    let id = fence.id ?? block.id
    switch fence.numbering {
    case .equation: equation(fence.content, id, at: block.span)
    case .name(let kind): if let id { add(kind, id, at: block.span) }
    case .caption(let kind):
      if id != nil || block.caption != nil { count(kind, id, at: block.span) }
    }
  }

  // MARK: - Targets

  private mutating func equation(_ formula: Formula) {
    equation(formula.latex, formula.id, at: formula.span)
    for id in formula.furtherIDs where !isReserved(id) {
      if references.placesByID[id.text] == nil {
        references.placesByID[id.text] = references.targets.count - 1
      } else {
        say(.repeatedID(id.text), at: id)
      }
    }
  }

  private mutating func equation(_ latex: Fragment, _ id: Located?, at span: Span) {
    if let tag = EquationTag(in: latex.text) {
      add(.equation, id, at: span, number: tag.number, isWritten: true)
    } else {
      count(.equation, id, at: span)
    }
  }

  private mutating func count(_ kind: ReferenceKind, _ id: Located?, at span: Span) {
    counts[kind, default: 0] += 1
    add(kind, id, at: span, number: "\(counts[kind, default: 0])")
  }

  private mutating func add(
    _ kind: ReferenceKind, _ id: Located?, at span: Span, number: String? = nil,
    isWritten: Bool = false, title: String = ""
  ) {
    references.placesBySpan[span] = references.targets.count
    let id = id.flatMap { isReserved($0) ? nil : $0 }
    if let id {
      if references.placesByID[id.text] == nil {
        references.placesByID[id.text] = references.targets.count
      } else {
        say(.repeatedID(id.text), at: id)
      }
    }
    references.targets.append(
      References.Target(
        kind: kind, id: id?.text, number: number, isNumberWritten: isWritten, title: title,
        span: span))
  }

  /// Whether an id is one that pages give to what is no author's, which is told.
  private mutating func isReserved(_ id: Located) -> Bool {
    guard let prefix = References.reservedPrefixes.first(where: id.text.hasPrefix) else {
      return false
    }
    say(.reservedID(id.text, prefix), at: id)
    return true
  }

  /// Names a heading by its slug, or by the first `slug-1`, `slug-2`, … that is no id.
  private mutating func name(_ target: Int, by slug: String) {
    guard !slug.isEmpty else { return }
    var name = slug
    var count = 0
    while references.placesByID[name] != nil {
      count += 1
      name = "\(slug)-\(count)"
    }
    references.placesByID[name] = target
    references.targets[target].id = name
  }

  // MARK: - Running text

  private mutating func visit(_ inlines: [Inline]) {
    for inline in inlines {
      switch inline {
      case .reference(let id, let text):
        uses.append((id, !text.isEmpty))
        references.usedIDs.insert(id.text)
        visit(text)
      case .footnoteReference(let id): use(id)
      case .formula(let formula):
        if formula.id != nil { equation(formula) }
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
        .link(_, _, let inner):
        visit(inner)
      case .text, .code, .computed, .image, .rawHTML, .softBreak, .lineBreak, .citation: break
      }
    }
  }

  private mutating func use(_ id: Located) {
    guard let definition = definitions[id.text] else {
      let known = nearest(to: id, in: definitions.keys)
      return say(.unknownFootnote(id.text, known), at: id, severity: .warning)
    }
    if notes[definition] == nil {
      notes[definition] = references.notes.count
      references.notes.append(References.Note(footnote: footnotes[definition], marks: []))
    }
    guard let note = notes[definition] else { return }
    references.notes[note].marks.append(id.span)
    references.notesByMark[id.span] = (note, references.notes[note].marks.count - 1)
  }

  private mutating func check(_ id: Located, hasText: Bool) {
    guard references.placesByID[id.text] == nil else { return }
    let known = nearest(to: id, in: references.placesByID.keys)
    say(.unknownReference(id.text, known), at: id, severity: hasText ? .warning : .error)
  }

  /// What may have been meant; whoever gets many names wrong is told for the first ones only.
  private mutating func nearest(to id: Located, in names: some Sequence<String>) -> String? {
    guessCount += 1
    guard guessCount <= 20 else { return nil }
    return Diagnostic.Message.nearest(to: id.text, in: names)
  }
}

extension Block {
  /// Whether it is a picture by itself that has a caption or an id.
  package var isFigure: Bool {
    guard case .paragraph(let content) = kind, content.count == 1,
      case .image(_, _, let caption) = content[0]
    else { return false }
    return id != nil || !caption.isEmpty
  }
}

extension References {
  /// How the names begin that pages give to what is no author's.
  fileprivate static let reservedPrefixes = [
    "page.", "verdict.", "problem.", "answer.", "cite.", "fn:", "fnref:",
  ]
}

extension Diagnostic.Message {
  static func reservedID(_ id: String, _ prefix: String) -> Self {
    Self(
      "reserved-id", "'\(id)' is no id: what begins with '\(prefix)' is named by the page",
      hint: "choose another name")
  }

  static func repeatedID(_ id: String) -> Self {
    Self(
      "repeated-id", "something else has the id '\(id)'",
      hint: "give each answer, formula, picture and table an id of its own")
  }

  static func unknownReference(_ id: String, _ known: String?) -> Self {
    Self(
      "unknown-reference", "nothing here has the id '\(id)'",
      hint: known.map { "did you mean '#\($0)'?" }
        ?? "write {#\(id)} behind the formula, heading, picture or caption that is meant")
  }

  static func repeatedFootnote(_ id: String) -> Self {
    Self(
      "repeated-id", "the footnote '\(id)' is defined twice", hint: "give each a name of its own")
  }

  static func unknownFootnote(_ id: String, _ known: String?) -> Self {
    Self(
      "unknown-footnote", "there is no footnote '\(id)'",
      hint: known.map { "did you mean '[^\($0)]'?" } ?? "define it in a line '[^\(id)]: …'")
  }

  static func unusedFootnote(_ id: String) -> Self {
    Self(
      "unused-footnote", "nothing refers to the footnote '\(id)', so it is not shown",
      hint: "write [^\(id)] where it belongs")
  }
}
