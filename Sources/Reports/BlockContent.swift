import Markup

/// What is shown in the place of a block.
///
/// A result of checking that is one is shown as it is; others are made of results, tables and runs.
package protocol BlockContent: Sendable {
  /// On a page, with the caption of the block.
  func html(on page: HTMLPage, of block: Block) -> String
  /// On a forge, which shows no drawing of ours: a line of Markdown each.
  var markdown: [String] { get }
}
