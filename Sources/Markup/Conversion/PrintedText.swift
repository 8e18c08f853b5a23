import Notation

/// What `pdftotext` found in a PDF: lines whose formulas are lost, good for labels and plain answers.
enum PrintedText {
  /// Each line that begins with a label begins a paragraph. What was printed is no mark of Markdown.
  static func markdown(of source: SourceFile) -> SourceFile {
    var text = PiecewiseText(of: source)
    for number in 1...source.lineCount {
      var range = source.lineRange(number)
      while let first = source.utf8[range].first, first == 32 || first == 9 || first == 12 {
        range.removeFirst()
      }
      let line = Array(source.text(of: range))
      if LabelScanner.label(at: line, inHeading: false) != nil { text.append(filler: "\n") }
      for place in range {
        if "$`\\<".utf8.contains(source.utf8[place]) { text.append(filler: "\\") }
        text.append(place..<(place + 1))
      }
      text.append(filler: "\n")
    }
    return text.source()
  }
}
