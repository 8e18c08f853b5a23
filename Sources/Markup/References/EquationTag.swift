import Notation

/// The `\tag{…}` of a formula: the number that its author gives it.
package struct EquationTag {
  package let number: String
  /// The formula without it.
  package let rest: String

  /// `nil` where there is no tag, or one for each of several lines, or a comment that may hide one.
  package init?(in latex: String) {
    let text = Array(latex.unicodeScalars)
    guard !text.contains("%") else { return nil }
    let command = Array("\\tag{".unicodeScalars)
    var found: [Range<Int>] = []
    var place = 0
    while place < text.count {
      guard text[place] == "\\" else {
        place += 1
        continue
      }
      if text[place...].starts(with: command) {
        let end = text[place...].firstIndex(of: "}") ?? text.count - 1
        found.append(place..<(end + 1))
      }
      // What follows a backslash is part of its command: `\\tag` is a line's end and four letters.
      place += 2
    }
    guard found.count == 1, let range = found.first else { return nil }
    func string(_ part: ArraySlice<Unicode.Scalar>) -> String {
      String(String.UnicodeScalarView(part))
    }
    number = string(text[range].dropFirst(command.count).dropLast())
    rest = string(text[..<range.lowerBound]) + string(text[range.upperBound...])
    guard !number.isEmpty, number.unicodeScalars.allSatisfy(\.isPlainInTag) else { return nil }
  }
}
