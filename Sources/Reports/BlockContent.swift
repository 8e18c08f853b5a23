import Markup
import Notation

/// What is shown in the place of a block.
///
/// A result of checking that is one is shown as it is; others are made of results, tables and runs.
package protocol BlockContent: Sendable {
  /// On a page, with the caption of the block.
  func html(on page: any BlockPage, of block: Block) -> String
  /// On a forge, which shows no drawing of ours: a line of Markdown each.
  var markdown: [String] { get }
}

/// The page that a block is shown on: what it knows of the rest of the homework.
package protocol BlockPage {
  var templates: Templates { get }
  /// The attribute by which links find a block.
  func anchor(at span: Span) -> String
  func table(_ table: Table, of block: Block) -> String
  func caption(of block: Block, in element: String) -> String
  func verdicts(on content: [Inline]) -> String
}
