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

  /// The same, with commas that belong to a number, `1{,}024`, and with an exponent, `1e-3`.
  mutating func takeNumberWithExponent() -> String {
    var text = takeNumber()
    while current == "{", peek() == ",", peek(2) == "}",
      (3...5).allSatisfy({ peek($0)?.isDigit == true }), peek(6)?.isDigit != true,
      !text.contains(".")
    {
      position += 3
      text += takeNumber()
    }
    let isSigned = peek() == "-" || peek() == "+"
    guard current == "e" || current == "E", peek(isSigned ? 2 : 1)?.isDigit == true else {
      return text
    }
    position += 1
    let sign = isSigned ? String(scalars[position]) : ""
    if isSigned { position += 1 }
    return text + "e" + sign + take { $0.isDigit }
  }

  func span(from start: Int) -> Span {
    fragment.span(of: offsets[start]..<offsets[min(max(position, start), scalars.count)])
  }
}

extension Unicode.Scalar {
  var isDigit: Bool { ("0"..."9").contains(self) }
  /// Letters that stand above the line or below it are none: the page shows a power or an index.
  var isLetter: Bool {
    properties.isAlphabetic && !isDigit && properties.generalCategory != .modifierLetter
      && self != "ª" && self != "º"
  }
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
      .unknownCommand, "the command \\\(name) is not known",
      hint: "use the notation of docs/language.md, or leave the formula out of a check")
  }

  static func chance(_ name: String) -> Self {
    Self(
      .unknownCommand, "\\\(name) speaks of chance, and random variables are not judged",
      hint: "write an expectation as the sum over the values, or leave it out of a check")
  }

  static let unbalancedBraces = Self(
    "unbalanced", "a brace is opened here and never closed", hint: "add the missing }")
}
