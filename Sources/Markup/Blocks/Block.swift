import Notation

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

  /// The fenced blocks in it, in order.
  package var fences: [Fence] {
    switch kind {
    case .fence(let fence): [fence]
    case .list(let list): list.items.flatMap(\.blocks).flatMap(\.fences)
    case .quote(let blocks), .alert(_, let blocks): blocks.flatMap(\.fences)
    case .heading, .paragraph, .listing, .formula, .table, .thematicBreak, .rawHTML, .comment: []
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
  package let kind: BlockKind
  /// The word that names its kind.
  public let name: Located
  public let verb: Located?
  public let id: Located?
  public let options: [(key: Located, value: Located)]
  public let content: Fragment
  public let span: Span

  /// What it says.
  package var role: BlockKind.Role { kind.verb(verb).role }

  /// Whether it may have a caption, and so a number.
  package var takesCaption: Bool {
    if case .caption = numbering { true } else { false }
  }

  var numbering: BlockKind.Numbering { kind.verb(verb).numbering }

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
  /// Other names of it: `\label{id}` of its lines.
  var furtherIDs: [Located] = []

  /// The same as if it stood so many bytes further on.
  package func moved(by offset: Int) -> Formula {
    Formula(
      latex: latex, isDisplay: isDisplay,
      span: Span((span.lower + offset)..<(span.upper + offset)))
  }
}
