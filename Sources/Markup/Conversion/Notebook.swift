import Notation

/// The Markdown cells of a Jupyter notebook, in order; code and what it printed are no answers.
///
/// - Source: nbformat 4, whose `source` is a text or a list of lines.
enum Notebook {
  static func markdown(of source: SourceFile) throws(Diagnostic) -> SourceFile {
    guard let cells = try JSONReader.value(of: source)["cells"]?.items else {
      throw Diagnostic(.noCells, at: Span(0..<0))
    }
    var text = Composition()
    for (number, cell) in cells.enumerated() where cell["cell_type"]?.text == "markdown" {
      let lines = cell["source"]?.items?.compactMap(\.text) ?? [cell["source"]?.text ?? ""]
      let file = SourceFile(name: "\(source.name), cell \(number + 1)", text: lines.joined())
      text.append(0..<file.utf8.count, of: file)
      text.append(filler: "\n\n")
    }
    return text.source(named: source.name)
  }
}

extension Diagnostic.Message {
  fileprivate static let noCells = Self(
    "invalid-notebook", "this is no notebook: it has no list 'cells'",
    hint: "save it again in Jupyter, as nbformat 4")
}
