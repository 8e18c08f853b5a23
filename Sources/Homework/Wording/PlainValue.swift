import Markup
import Notation

/// Numbers, shapes and calculations without dollar signs: `608`, `8 x 4`, `(28, 28, 8)`.
enum PlainValue {
  private static let signs: Set<Character> = [
    "+", "-", "−", "*", "/", "·", "×", "x", "X", "(", ")", "=", ".", ",", " ",
  ]
  private static let products: Set<Character> = ["*", "·", "x", "X"]
  private static let lengthLimit = 200

  /// How many of these characters one takes; 0 where there is none at the beginning.
  static func length(in text: ArraySlice<Character>) -> Int {
    guard let first = text.first, first.isPlainDigit || "(-−".contains(first) else { return 0 }
    var run = text.prefix(lengthLimit).prefix { $0.isPlainDigit || signs.contains($0) }
    if let next = text.dropFirst(run.count).first, next.isLetter || "_^\\%".contains(next) {
      // What is glued to a name is no number of its own.
      run = run.prefix(upTo: run.lastIndex(of: " ") ?? run.startIndex)
    }
    return closedLength(of: run)
  }

  /// The longest beginning that ends in a digit or bracket, and in which every bracket is closed.
  private static func closedLength(of run: ArraySlice<Character>) -> Int {
    var (depth, length, hasDigit) = (0, 0, false)
    for (count, character) in run.enumerated() {
      switch character {
      case "(": depth += 1
      case ")": depth -= 1
      default: hasDigit = hasDigit || character.isPlainDigit
      }
      guard depth >= 0 else { break }
      if depth == 0, hasDigit, character.isPlainDigit || character == ")" { length = count + 1 }
    }
    return length
  }

  /// The value as plain mathematics, from where it stands in the file.
  static func fragment(_ text: String, at place: Int, of source: SourceFile) -> Fragment {
    var fragment = Fragment()
    var origin = place
    for (number, character) in text.enumerated() {
      defer { origin += character.utf8.count }
      if character == ",", groupsThousands(number, of: Array(text)) { continue }
      let sign = products.contains(character) ? "×" : character == "−" ? "-" : String(character)
      for byte in sign.utf8 { fragment.append(byte, at: origin) }
    }
    return fragment
  }
}

extension PlainValue {
  /// The comma of `1,024`, which is no list.
  private static func groupsThousands(_ place: Int, of text: [Character]) -> Bool {
    let group = text[(place + 1)...].prefix { $0.isPlainDigit }
    return place > 0 && text[place - 1].isPlainDigit && group.count == 3 && !text.contains("(")
  }
}

extension Character {
  fileprivate var isPlainDigit: Bool { isASCII && isNumber }
}
