import Homework

extension HTMLPage {
  /// The picture, and below it the same in words.
  func diagram(_ drawing: DiagramDrawing) -> String {
    let words = drawing.words
    let items = words.values.map { "<li>\($0.html)</li>" }.joined()
    let picture = drawing.svg.map { "<div class=\"scroll\">\($0)</div>" } ?? ""
    return "<figure class=\"diagram-figure\">\(picture)<details class=\"words\""
      + "\(picture.isEmpty ? " open" : "")><summary>In words</summary>"
      + "<p>\(words.introduction.html)</p><ul>\(items)</ul></details></figure>"
  }
}
