/// A place in a file, counted from 1 as people do; columns count characters.
public struct Position: Hashable, Sendable, CustomStringConvertible {
  public let file: String
  public let line: Int
  public let column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `homework/convolution.md:31:5`
  public var description: String { "\(file):\(line):\(column)" }
}

/// A piece of a source file: UTF-8 offsets from `lower` up to but not including `upper`.
public struct Span: Hashable, Sendable {
  public let lower: Int
  public let upper: Int

  public init(_ range: Range<Int>) {
    lower = range.lowerBound
    upper = range.upperBound
  }

  /// The smallest span that holds both.
  package func contains(_ other: Span) -> Bool { lower <= other.lower && other.upper <= upper }

  public func joined(with other: Span) -> Span {
    Span(min(lower, other.lower)..<max(upper, other.upper))
  }

  public var range: Range<Int> { lower..<upper }
}

/// A text with a name, and the map from its offsets to lines and columns.
///
/// A text may be put together from several files (``Composition``). Spans count in the whole text, and so do the
/// lines of ``line(at:)`` and ``lineRange(_:)``, which are for reading it; ``position(at:)`` is the place in the
/// file that somebody wrote.
public struct SourceFile: Sendable {
  public let name: String
  /// The bytes of the text; every ``Span`` counts in them.
  public let utf8: [UInt8]
  /// The offset at which each line begins; `\n`, `\r` and `\r\n` end a line, as in CommonMark.
  private let lineStarts: [Int]
  /// Where the pieces of a text that was put together come from; none for a file.
  var passages: [Passage] = []

  public init(name: String, text: String) { self.init(name: name, utf8: Array(text.utf8)) }

  /// A text that has been read as bytes.
  ///
  /// - Parameter utf8: valid UTF-8.
  public init(name: String, utf8: [UInt8]) { self.init(name: name, utf8: utf8, passages: []) }

  init(name: String, utf8: [UInt8], passages: [Passage]) {
    (self.name, self.utf8, self.passages) = (name, utf8, passages)
    lineStarts = utf8.withUnsafeBufferPointer { bytes in
      var starts = [0]
      for (offset, byte) in bytes.enumerated() where byte <= UInt8(ascii: "\r") {
        let startsPair = offset + 1 < bytes.count && bytes[offset + 1] == UInt8(ascii: "\n")
        if byte == UInt8(ascii: "\n") || (byte == UInt8(ascii: "\r") && !startsPair) {
          starts.append(offset + 1)
        }
      }
      return starts
    }
  }

  public var text: String { String(decoding: utf8, as: UTF8.self) }

  /// How many lines there are; a line end at the very end opens one more, empty line.
  public var lineCount: Int { lineStarts.count }

  /// The line of the whole text, counted from 1, that holds the offset.
  public func line(at offset: Int) -> Int {
    max(lineStarts.partitionPoint { $0 <= offset }, 1)
  }

  /// The place in the author's file.
  public func position(at offset: Int) -> Position {
    guard passages.isEmpty else {
      let (file, span) = origin(of: Span(offset..<offset))
      return file.position(at: span.lower)
    }
    let line = line(at: offset)
    let before = utf8[lineStarts[line - 1]..<min(max(offset, lineStarts[line - 1]), utf8.count)]
    return Position(
      file: name, line: line, column: String(decoding: before, as: UTF8.self).count + 1)
  }

  /// The offsets of a line of the whole text, counted from 1, without its line end.
  public func lineRange(_ line: Int) -> Range<Int> {
    let lower = lineStarts[line - 1]
    var upper = line < lineStarts.count ? lineStarts[line] : utf8.count
    while upper > lower,
      utf8[upper - 1] == UInt8(ascii: "\n") || utf8[upper - 1] == UInt8(ascii: "\r")
    {
      upper -= 1
    }
    return lower..<upper
  }

  public func text(of span: Span) -> String { text(of: span.range) }

  public func text(of range: Range<Int>) -> String {
    String(decoding: utf8[range.clamped(to: 0..<utf8.count)], as: UTF8.self)
  }
}
