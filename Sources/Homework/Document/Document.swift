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
  public let footnotes: [Footnote]
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
    self.source = source
    companions = folder.files
    if let refusal = Guard.refusal(of: source) {
      blocks = []
      footnotes = []
      self.diagnostics = diagnostics + [refusal]
      return
    }
    let shield = Shield(source, from: bodyLine, dialect: dialect)
    var builder = BlockBuilder(source: source, shield: shield)
    blocks = builder.blocks(of: CommonMark.parse(shield.text))
    footnotes = builder.footnotes
    self.diagnostics = (diagnostics + shield.diagnostics + builder.diagnostics)
      .sorted { $0.span.lower < $1.span.lower }
  }
}

/// A note at the foot of the page.
public struct Footnote: Sendable {
  public let id: String
  public let content: [Inline]
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
  case image(source: String, title: String, alternative: [Inline])
  case rawHTML(String)
  case softBreak
  case lineBreak
  case footnoteReference(String)
}
