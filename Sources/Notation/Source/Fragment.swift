/// A text that was cut out of a source file, line by line, and still knows where each byte stood.
///
/// A formula in a list item or a block quote loses the indentation or the `>` of its lines; what
/// is left is not one piece of the file, yet a message about it must point into the file.
public struct Fragment: Hashable, Sendable {
  /// Bytes that stand together in the file.
  private struct Piece: Hashable {
    let offset: Int
    let origin: Int
  }

  public private(set) var utf8: [UInt8] = []
  private var pieces: [Piece] = []

  public init() {}

  /// A fragment of one piece.
  public init(_ range: Range<Int>, of source: SourceFile) {
    append(range, of: source)
  }

  /// The whole of a text that stands for itself, as in a test.
  public init(_ source: SourceFile) {
    self.init(0..<source.utf8.count, of: source)
  }

  public mutating func append(_ range: Range<Int>, of source: SourceFile) {
    pieces.append(Piece(offset: utf8.count, origin: range.lowerBound))
    utf8 += source.utf8[range]
  }

  /// Appends a byte that has no place of its own, such as the line end between two lines.
  public mutating func append(_ byte: UInt8, at origin: Int) {
    pieces.append(Piece(offset: utf8.count, origin: origin))
    utf8.append(byte)
  }

  /// Appends another fragment of the same file.
  public mutating func append(_ other: Fragment) {
    pieces += other.pieces.map { Piece(offset: utf8.count + $0.offset, origin: $0.origin) }
    utf8 += other.utf8
  }

  /// The same text as if its first byte were that of the file.
  package var atStart: Fragment {
    var moved = self
    let start = pieces.first?.origin ?? 0
    moved.pieces = pieces.map { Piece(offset: $0.offset, origin: $0.origin - start) }
    return moved
  }

  /// A part of the fragment, which still knows where it stood.
  public func part(_ range: Range<Int>) -> Fragment {
    var part = Fragment()
    let starts = pieces.map(\.offset).filter { range.contains($0) && $0 > range.lowerBound }
    var lower = range.lowerBound
    for upper in starts + [range.upperBound] where upper > lower {
      part.pieces.append(Piece(offset: part.utf8.count, origin: origin(of: lower)))
      part.utf8 += utf8[lower..<upper]
      lower = upper
    }
    // Nothing has a place, too.
    if part.pieces.isEmpty {
      part.pieces.append(Piece(offset: 0, origin: origin(of: range.lowerBound)))
    }
    return part
  }

  /// The part that stands at a place of the file.
  public func part(covering span: Span) -> Fragment {
    var lower = utf8.count
    var upper = 0
    for (piece, next) in zip(pieces, pieces.dropFirst().map(\.offset) + [utf8.count]) {
      let start = max(span.lower - piece.origin, 0)
      let end = min(span.upper - piece.origin, next - piece.offset)
      guard start < end else { continue }
      lower = min(lower, piece.offset + start)
      upper = max(upper, piece.offset + end)
    }
    return part(min(lower, upper)..<upper)
  }

  public var text: String { String(decoding: utf8, as: UTF8.self) }

  /// The whole fragment's place in the file.
  public var span: Span { span(of: 0..<utf8.count) }

  /// Where a piece of the fragment stands in the file.
  public func span(of range: Range<Int>) -> Span {
    let lower = origin(of: range.lowerBound)
    guard range.upperBound > range.lowerBound else { return Span(lower..<lower) }
    return Span(lower..<max(lower, origin(of: range.upperBound - 1) + 1))
  }

  private func origin(of offset: Int) -> Int {
    guard !pieces.isEmpty else { return 0 }
    let piece = pieces[max(pieces.partitionPoint { $0.offset <= offset } - 1, 0)]
    return piece.origin + offset - piece.offset
  }
}
