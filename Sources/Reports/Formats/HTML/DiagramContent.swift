import Homework
import Markup

extension DiagramDrawing: BlockContent {
  /// The picture, and below it the same in words.
  package func html(on page: any BlockPage, of block: Block) -> String {
    let items = words.values.map { "<li>\($0.html)</li>" }.joined()
    let picture = svg.map { HTML.scroller($0, "diagram") } ?? ""
    return "<figure\(page.anchor(at: block.span))>\(picture)<details class=\"words\""
      + "\(picture.isEmpty ? " open" : "")><summary>In words</summary>"
      + "<p>\(words.introduction.html)</p><ul>\(items)</ul></details>"
      + page.caption(of: block, in: "figcaption") + "</figure>"
      + page.verdicts(on: block.caption?.content ?? [])
  }
}

/// What nobody laid out is there in words.
extension Diagram: BlockContent {
  private var drawing: DiagramDrawing { DiagramDrawing(self, layout: nil) }

  package func html(on page: any BlockPage, of block: Block) -> String {
    drawing.html(on: page, of: block)
  }

  package var markdown: [String] { drawing.markdown }
}
