import Notation

/// Pieces of one file and what stands between them, where neighbours are one piece.
struct PiecewiseText {
  private let file: SourceFile
  private var text = Composition()
  private var run = 0..<0

  init(of file: SourceFile) { self.file = file }

  mutating func append(_ range: Range<Int>) {
    if range.lowerBound == run.upperBound, !run.isEmpty {
      run = run.lowerBound..<range.upperBound
    } else {
      flush()
      run = range
    }
  }

  mutating func append(filler: String) {
    flush()
    text.append(filler: filler)
  }

  private mutating func flush() {
    if !run.isEmpty { text.append(run, of: file) }
    run = 0..<0
  }

  consuming func source() -> SourceFile {
    flush()
    return text.source(named: file.name)
  }
}
