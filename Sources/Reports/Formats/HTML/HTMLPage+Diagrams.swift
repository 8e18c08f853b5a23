import Homework

extension HTMLPage {
  /// The picture, and below it the same in words, to unfold.
  func diagram(_ drawing: DiagramDrawing, of block: Block) -> String {
    let words = drawing.words
    let items = words.values.map { "<li>\($0.html)</li>" }.joined()
    return "<figure\(anchor(at: block.span))>"
      + (drawing.svg.map { scroller($0, "picture") } ?? "")
      + "<details class=\"words\"\(drawing.isDrawn ? "" : " open")><summary>In words</summary>"
      + "<p>\(words.introduction.html)</p><ul>\(items)</ul></details>"
      + figureCaption(of: block) + "</figure>" + verdicts(on: block.caption?.content ?? [])
  }
}
