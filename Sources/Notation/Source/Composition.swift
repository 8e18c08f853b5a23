/// A text that is put together from pieces of files, each of which keeps its place.
package struct Composition {
  package private(set) var utf8: [UInt8] = []
  private var passages: [Passage] = []

  package init() {}

  package mutating func append(_ range: Range<Int>, of file: SourceFile) {
    passages.append(Passage(offset: utf8.count, file: file, range: range))
    utf8 += file.utf8[range]
  }

  /// Appends what nobody wrote; its place is the end of what stands before it.
  package mutating func append(filler: String) { utf8 += Array(filler.utf8) }

  package func source(named name: String) -> SourceFile {
    SourceFile(name: name, utf8: utf8, passages: passages)
  }
}

/// A piece of a text, and where it stands in a file.
struct Passage: Sendable {
  /// Where the piece begins in the text.
  let offset: Int
  let file: SourceFile
  /// Where it stands in the file.
  let range: Range<Int>
}

extension SourceFile {
  /// Lets spans behind the text lead to a file that the text names but does not hold.
  ///
  /// - Returns: the span offset of the file's first byte.
  package mutating func attach(_ file: SourceFile) -> Int {
    if passages.isEmpty {
      passages = [Passage(offset: 0, file: self, range: 0..<utf8.count)]
    }
    let end = passages.map { $0.offset + $0.range.count }.max() ?? 0
    let offset = max(end, utf8.count) + 1
    passages.append(Passage(offset: offset, file: file, range: 0..<file.utf8.count))
    return offset
  }

  /// The file that holds a span, and the span's place in it.
  package func origin(of span: Span) -> (file: SourceFile, span: Span) {
    guard !passages.isEmpty else { return (self, span) }
    let passage = passages[max(passages.partitionPoint { $0.offset <= span.lower } - 1, 0)]
    func place(_ offset: Int) -> Int {
      passage.range.lowerBound + min(max(offset - passage.offset, 0), passage.range.count)
    }
    return (passage.file, Span(place(span.lower)..<place(span.upper)))
  }
}
