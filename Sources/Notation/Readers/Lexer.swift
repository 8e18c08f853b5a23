/// Walks over the characters of a fragment and remembers where each stood.
struct Characters {
  let scalars: [Unicode.Scalar]
  /// The byte offset of each scalar, and of the end.
  private let offsets: [Int]
  private let fragment: Fragment
  var position = 0

  init(_ fragment: Fragment) {
    self.fragment = fragment
    scalars = Array(fragment.text.unicodeScalars)
    var offset = 0
    var offsets: [Int] = []
    offsets.reserveCapacity(scalars.count + 1)
    for scalar in scalars {
      offsets.append(offset)
      offset += UTF8.width(scalar)
    }
    self.offsets = offsets + [offset]
  }

  var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  func peek(_ distance: Int = 1) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  mutating func take(while belongs: (Unicode.Scalar) -> Bool) -> String {
    var text = String.UnicodeScalarView()
    while let scalar = current, belongs(scalar) {
      text.append(scalar)
      position += 1
    }
    return String(text)
  }

  /// Digits, with a decimal point where digits follow it (`0..2` is a range).
  mutating func takeNumber() -> String {
    var text = take { $0.isDigit }
    if current == ".", peek()?.isDigit == true {
      position += 1
      text += "." + take { $0.isDigit }
    }
    return text
  }

  func span(from start: Int) -> Span {
    fragment.span(of: offsets[start]..<offsets[min(max(position, start), scalars.count)])
  }
}

extension Unicode.Scalar {
  var isDigit: Bool { ("0"..."9").contains(self) }
  var isLetter: Bool { properties.isAlphabetic && !isDigit }
  var isSpace: Bool { properties.isWhitespace }
}

extension Diagnostic.Message {
  static func unexpectedCharacter(_ scalar: Unicode.Scalar) -> Self {
    Self(
      "unexpected-character", "the character '\(scalar)' means nothing in a formula",
      hint: "remove it, or write it in words with \\text{…}")
  }

  static func unknownCommand(_ name: String) -> Self {
    Self(
      "unknown-command", "the command \\\(name) is not known",
      hint: "use the notation of docs/language.md, or leave the formula out of a check")
  }

  static let unbalancedBraces = Self(
    "unbalanced", "a brace is opened here and never closed", hint: "add the missing }")
}
