/// Text for a Git forge.
enum Markdown {
  /// Text without anything that Markdown or HTML would obey.
  static func plain(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_{}[]<>#|&$!".contains(character) { result.append("\\") }
      result.append(character.isNewline ? " " : character)
    }
    return result
  }

  /// Text as a code span.
  static func code(_ text: String) -> String { "`\(oneLine(text).replacing("`", with: "'"))`" }

  /// Where a link leads, closed off so that no sign of it ends the link or begins a tag.
  static func destination(_ link: String) -> String {
    let signs: [Character: String] = ["<": "%3C", ">": "%3E", "\\": "%5C"]
    return "<\(link.map { signs[$0] ?? String($0) }.joined())>"
  }

  /// A formula in running text.
  static func maths(_ latex: String) -> String { "$\(oneLine(latex))$" }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
