import Markup

extension Document {
  /// The pictures beside the homework that it shows, as paths from there, each with the first block
  /// that shows it.
  public var pictures: [(path: String, block: Block)] {
    relativePictures.filter { $0.path.staysInFolder && !$0.path.isInline }
  }

  /// Those that no file of the folder holds: what an address holds itself, and what lies elsewhere, which nobody
  /// reads.
  public var picturesElsewhere: [(path: String, block: Block)] {
    relativePictures.filter { !$0.path.staysInFolder || $0.path.isInline }
  }

  private var relativePictures: [(path: String, block: Block)] {
    var known: Set<String> = []
    return allBlocks.flatMap { block in
      block.inlines.flatMap(\.pictures)
        .filter { ($0.isInline || HTML.isRelative(link: $0)) && known.insert($0).inserted }.map {
          ($0, block)
        }
    }
  }
}

extension String {
  /// Whether the picture stands in its address, or in the notebook that was exported.
  var isInline: Bool { begins(with: "data:") || begins(with: "attachment:") }

  fileprivate var staysInFolder: Bool {
    utf8.first != UInt8(ascii: "/")
      && !utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
  }
}

extension Block {
  /// The running text in a block and in the blocks inside it.
  fileprivate var inlines: [Inline] {
    (caption?.content ?? []) + contentInlines
  }

  private var contentInlines: [Inline] {
    switch kind {
    case .heading(_, _, let content), .paragraph(let content): content
    case .list(let list): list.items.flatMap(\.blocks).flatMap(\.inlines)
    case .quote(let blocks), .alert(_, let blocks): blocks.flatMap(\.inlines)
    case .table(let table): (table.header + table.rows.flatMap { $0 }).flatMap { $0 }
    case .listing, .fence, .formula, .thematicBreak, .rawHTML, .comment: []
    }
  }
}

extension Inline {
  fileprivate var pictures: [String] {
    switch self {
    case .image(let source, _, _): [source]
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
      .link(_, _, let inner), .reference(_, let inner):
      inner.flatMap(\.pictures)
    default: []
    }
  }
}
