import Notation

/// What stands in a document under a number or an id, and whether what refers to it finds it.
///
/// Sections, equations, figures and tables are counted in the order in which they stand; footnotes in
/// the order in which they are used.
public struct References: Sendable {
  /// In document order.
  public internal(set) var targets: [Target] = []
  /// The footnotes that are used, in the order of their numbers.
  public internal(set) var notes: [Note] = []
  /// The ids that something refers to.
  public internal(set) var usedIDs: Set<String> = []
  var diagnostics: [Diagnostic] = []
  var placesByID: [String: Int] = [:]
  var placesBySpan: [Span: Int] = [:]
  var notesByMark: [Span: (note: Int, use: Int)] = [:]

  /// A footnote with the marks that lead to it.
  public struct Note: Sendable {
    public let footnote: Footnote
    public internal(set) var marks: [Span]
  }

  /// Nothing.
  init() {}

  /// - Parameter isTitled: whether the front matter gives the title, which else is a heading.
  init(to blocks: [Block], _ footnotes: [Footnote], isTitled: Bool) {
    var collector = ReferenceCollector(HeadingNumbers(of: blocks, isTitled: isTitled), footnotes)
    collector.visit(blocks)
    self = collector.finished()
  }

  /// What an id names.
  public subscript(id: String) -> Target? { placesByID[id].map { targets[$0] } }

  /// The target that a block or formula is.
  public func target(at span: Span) -> Target? { placesBySpan[span].map { targets[$0] } }

  /// The number of a footnote, and how often it was used before; both from 1.
  public func note(markedAt span: Span) -> (number: Int, use: Int)? {
    notesByMark[span].map { ($0.note + 1, $0.use + 1) }
  }
}
