/// What somebody who looks into a page finds in it.
public enum PageText {
  /// Its text and the values of its attributes, without styles and without the bytes of fonts and pictures.
  public static func words(of page: String) -> String {
    var result: [UInt8] = []
    var rest = Array(page.utf8)[...]
    while let start = firstRange(of: skipped.map(\.start), in: rest) {
      result += rest[..<start.range.lowerBound]
      rest = rest[start.range.upperBound...]
      let end = firstRange(of: [skipped[start.which].end], in: rest)
      rest = end.map { rest[$0.range.lowerBound...] } ?? []
    }
    return unescaped(String(decoding: result + rest, as: UTF8.self))
  }

  private static let skipped: [(start: [UInt8], end: [UInt8])] = [
    ("<style", "</style>"), (" style=\"", "\""), (";base64,", "\""),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

  /// The first place at which one of these stands.
  private static func firstRange(
    of patterns: [[UInt8]], in bytes: ArraySlice<UInt8>
  ) -> (which: Int, range: Range<Int>)? {
    for place in bytes.indices {
      for (which, pattern) in patterns.enumerated()
      where bytes[place] == pattern[0] && bytes[place...].starts(with: pattern) {
        return (which, place..<place + pattern.count)
      }
    }
    return nil
  }

  private static func unescaped(_ text: String) -> String {
    let entities = [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"),
      ("&nbsp;", " "), ("&amp;", "&"),
    ]
    return entities.reduce(text) { text, entity in
      text.replacingBytes(entity.0, entity.1)
    }
  }
}

extension String {
  /// Byte by byte: a sign that joins with its neighbour is found all the same.
  fileprivate func replacingBytes(_ entity: String, _ sign: String) -> String {
    let (pattern, bytes) = (Array(entity.utf8), Array(utf8))
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if bytes[place...].starts(with: pattern) {
        result += Array(sign.utf8)
        place += pattern.count
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
