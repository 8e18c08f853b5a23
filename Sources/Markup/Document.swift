import Notation

/// A text with its place.
public struct Located: Hashable, Sendable {
  public let text: String
  public let span: Span
}

/// Who wrote a document, and for whom.
public enum Dialect: Sendable {
  /// For Checkmark.
  case homework
  /// For people, or by a converter: indented text with formulas is no code, and `$ x $` is maths.
  case submission
}

/// A homework as its author wrote it: prose, formulas, blocks. Reading it never fails.
public struct Document: Sendable {
  /// The text with what it includes.
  public let source: SourceFile
  /// The text without.
  public let file: SourceFile
  /// The files that the text asks for, by their paths in its folder; `nil` for what is not to be had.
  public let companions: [String: SourceFile?]
  public let frontMatter: FrontMatter
  public let blocks: [Block]
  /// In the order in which they are defined.
  public let footnotes: [Footnote]
  /// What stands in the document under a number or an id.
  public let references: References
  /// The works that are cited, in the order in which they are.
  public let citedWorks: [BibliographyEntry]
  /// The places that cite them, in the order of the text.
  public let citations: [Citation]
  public let diagnostics: [Diagnostic]

  /// What is wrong with the text is in ``diagnostics``; the rest is read all the same.
  ///
  /// - Parameter folder: where the files are that a homework includes. A submission reads none.
  public init(
    parsing file: SourceFile, dialect: Dialect = .homework, beside folder: Folder = .none
  ) {
    self.file = file
    var folder = CachedFolder(folder)
    var (source, diagnostics) = Inclusion.expand(file, dialect, from: &folder)
    let (frontMatter, bodyLine) = FrontMatter.read(from: source, &diagnostics)
    self.frontMatter = frontMatter
    let bibliography = Bibliography.read(
      frontMatter.bibliography, dialect, from: &folder, for: &source, &diagnostics)
    self.source = source
    companions = folder.files
    if let refusal = Guard.refusal(of: source) {
      blocks = []
      footnotes = []
      references = References()
      citedWorks = []
      citations = []
      self.diagnostics = diagnostics + [refusal]
      return
    }
    let shield = Shield(
      source, from: bodyLine, dialect: dialect, citations: bibliography.map { Citations($0) })
    var builder = BlockBuilder(source: source, shield: shield)
    blocks = builder.blocks(of: CommonMark.parse(shield.text))
    footnotes = builder.footnotes
    references = References(to: blocks, footnotes, isTitled: frontMatter.title != nil)
    // What a converter made of other texts refers to much that is not there.
    let broken = dialect == .homework ? references.diagnostics : []
    citedWorks = shield.citations?.cited ?? []
    citations = shield.citations?.places ?? []
    let unknown = shield.citations?.diagnostics ?? []
    self.diagnostics = (diagnostics + shield.diagnostics + builder.diagnostics + broken + unknown)
      .sorted { $0.span.lower < $1.span.lower }
  }
}

extension Document {
  /// Its blocks and those of the footnotes.
  package var allBlocks: [Block] { blocks + footnotes.flatMap(\.blocks) }
}

/// A note at the foot of the page, `[^id]: text`.
public struct Footnote: Sendable {
  public let id: Located
  public let blocks: [Block]
}

/// What is said of a table or a plot, in a paragraph below it: `: Caption {#id}`.
public struct Caption: Sendable {
  public let content: [Inline]
  public let span: Span
}

/// A piece of a document between blank lines.
public struct Block: Sendable {
  public indirect enum Kind: Sendable {
    case heading(level: Int, slug: String, [Inline])
    case paragraph([Inline])
    case list(List)
    case quote([Block])
    case alert(AlertKind, [Block])
    /// Code in some other language, shown as it is.
    case listing(language: String?, code: String)
    /// A block of the homework language.
    case fence(Fence)
    /// `$$…$$` on its own.
    case formula(Formula)
    case table(Table)
    case thematicBreak
    /// HTML, shown as text.
    case rawHTML(String)
    /// `<!-- … -->`
    case comment(String)
  }

  public let kind: Kind
  public let span: Span
  /// `{#id}` behind a heading, a picture or a caption.
  public var id: Located?
  public var caption: Caption?

  init(kind: Kind, span: Span, id: Located? = nil) {
    (self.kind, self.span, self.id) = (kind, span, id)
  }
}

extension Block {
  /// The blocks inside it.
  package var children: [Block] {
    switch kind {
    case .list(let list): list.items.flatMap(\.blocks)
    case .quote(let blocks), .alert(_, let blocks): blocks
    default: []
    }
  }
}

/// The five call-outs of a Git forge.
public enum AlertKind: String, Sendable, CaseIterable {
  case note, tip, important, warning, caution
}

/// A bullet or numbered list.
public struct List: Sendable {
  public struct Item: Sendable {
    /// Whether the task is done; `nil` where the item is no task.
    public let isDone: Bool?
    public let blocks: [Block]
  }

  /// The number of the first item; `nil` for bullets.
  public let start: Int?
  public let isTight: Bool
  public let items: [Item]
}

/// A pipe table.
public struct Table: Sendable {
  public enum Alignment: String, Sendable { case none, left, center, right }

  public let alignments: [Alignment]
  public let header: [[Inline]]
  public let rows: [[[Inline]]]
}

/// A fenced block that the homework language knows.
public struct Fence: Sendable {
  public let kind: Located
  public let verb: Located?
  public let id: Located?
  public let options: [(key: Located, value: Located)]
  public let content: Fragment
  public let span: Span

  /// The value of an option.
  public subscript(key: String) -> Located? { options.first { $0.key.text == key }?.value }
}

/// Maths between dollar signs.
public struct Formula: Sendable {
  public let latex: Fragment
  public let isDisplay: Bool
  /// With the dollar signs.
  public let span: Span
  /// `{#id}` behind it, with its braces.
  public var id: Located?
}

/// A piece of running text.
public indirect enum Inline: Sendable {
  case text(String)
  case emphasis([Inline])
  case strong([Inline])
  case strikethrough([Inline])
  case code(String)
  /// `` `= expr` ``, with the place of the whole.
  case computed(Fragment, Span)
  case formula(Formula)
  case link(destination: String, title: String, [Inline])
  /// `[text](#id)`, with the place of `#id`; `[](#id)`, with the place of the whole, says what stands there.
  case reference(Located, [Inline])
  case image(source: String, title: String, alternative: [Inline])
  case rawHTML(String)
  case softBreak
  case lineBreak
  /// `[^id]`
  case footnoteReference(Located)
  case citation(Citation)
}
