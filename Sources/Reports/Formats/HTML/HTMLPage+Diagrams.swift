import Markup

extension HTMLPage {
  /// The picture, and below it the same in words.
  func diagram(_ drawing: DiagramDrawing, of block: Block) -> String {
    let words = drawing.words
    let items = words.values.map { "<li>\($0.html)</li>" }.joined()
    let picture = drawing.svg.map { scroller($0, "diagram") } ?? ""
    return "<figure\(anchor(at: block.span))>\(picture)<details class=\"words\""
      + "\(picture.isEmpty ? " open" : "")><summary>In words</summary>"
      + "<p>\(words.introduction.html)</p><ul>\(items)</ul></details>"
      + caption(of: block, in: "figcaption") + "</figure>"
      + verdicts(on: block.caption?.content ?? [])
  }
}
