import Notation

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
    self.init(parsing: file, dialect: dialect, beside: folder, kinds: BlockKind.all)
  }

  /// - Parameter kinds: the kinds of blocks that are known.
  package init(
    parsing file: SourceFile, dialect: Dialect = .homework, beside folder: Folder = .none,
    kinds: [BlockKind]
  ) {
    self.file = file
    var folder = CachedFolder(folder)
    var (source, diagnostics) = Inclusion.expand(file, dialect, from: &folder)
    let (frontMatter, bodyLine) = FrontMatter.read(from: source, dialect, &diagnostics)
    self.frontMatter = frontMatter
    let bibliography = Bibliography.read(
      frontMatter.bibliography, dialect, from: &folder, for: &source, &diagnostics)
    self.source = source
    companions = folder.files
    if let refusal = InputLimits.refusal(of: source) {
      blocks = []
      footnotes = []
      references = References()
      citedWorks = []
      citations = []
      self.diagnostics = diagnostics + [refusal]
      return
    }
    let extractor = MarkupExtractor(
      source, from: bodyLine, dialect: dialect, citations: bibliography.map { Citations($0) })
    var builder = BlockBuilder(source: source, extractor: extractor, kinds: kinds)
    blocks = builder.blocks(of: CommonMark.parse(extractor.text))
    footnotes = builder.footnotes
    references = References(to: blocks, footnotes, isTitled: frontMatter.title != nil)
    // What a converter made of other texts refers to much that is not there.
    let broken = dialect == .homework ? references.diagnostics : []
    citedWorks = extractor.citations?.cited ?? []
    citations = extractor.citations?.places ?? []
    let unknown = extractor.citations?.diagnostics ?? []
    self.diagnostics =
      (diagnostics + extractor.diagnostics + builder.diagnostics + broken + unknown)
      .sorted { $0.span.lower < $1.span.lower }
  }
}

extension Document {
  /// Its blocks and those of the footnotes.
  package var allBlocks: [Block] { blocks + footnotes.flatMap(\.blocks) }
}

extension Document {
  /// How many bytes a homework may have, with what it includes.
  package static let sizeLimit = InputLimits.sizeLimit
}
