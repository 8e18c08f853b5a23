/// Text for a Git forge, sign by sign: one that joins with its neighbour to one `Character` is still
/// that sign to a forge.
enum Markdown {
  private static let signs = Set("\\`*_{}[]<>#|&$!".unicodeScalars)

  /// Text without anything that Markdown or HTML would obey.
  static func plain(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if signs.contains(scalar) { result.append("\\") }
      result.append(scalar.isLineEnd ? " " : scalar)
    }
    return String(result)
  }

  /// Text as a code span, whose only backticks are its own.
  static func code(_ text: String) -> String {
    let line = oneLine(text)
    return "`\(line.isEmpty ? " " : withoutBackticks(line))`"
  }

  /// A block of code, line by line.
  static func block(_ text: String, _ language: String) -> [String] {
    ["```\(language)"] + lines(of: text).map(withoutFence) + ["```"]
  }

  /// Where a link leads, without any sign that could end the link or begin something else.
  static func destination(_ link: String) -> String {
    var result = ""
    for scalar in link.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case " ", "\"", "(", ")", "<", ">", "[", "\\", "]", "`", "|":
        result += "%" + String(scalar.value, radix: 16, uppercase: true)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A formula in running text.
  static func maths(_ latex: String) -> String { "$\(spaced(oneLine(latex)))$" }

  /// A formula in which no `<` begins a tag. Spaces mean nothing in it.
  static func spaced(_ latex: String) -> String {
    var result = String.UnicodeScalarView()
    var isBehindSign = false
    for scalar in latex.unicodeScalars {
      if isBehindSign, !scalar.properties.isWhitespace { result.append(" ") }
      result.append(scalar)
      isBehindSign = scalar == "<"
    }
    return String(result)
  }

  /// The lines of a text, as a forge counts them.
  private static func lines(of text: String) -> [String] {
    var lines = [""]
    var isBehindReturn = false
    for scalar in text.unicodeScalars {
      if scalar == "\r" || scalar == "\n" && !isBehindReturn {
        lines.append("")
      } else if scalar != "\n" {
        lines[lines.count - 1].unicodeScalars.append(scalar)
      }
      isBehindReturn = scalar == "\r"
    }
    return lines
  }

  /// A line that cannot close the block which it stands in.
  private static func withoutFence(_ line: String) -> String {
    let text = line.utf8.drop { " \t>".utf8.contains($0) }
    return text.starts(with: "```".utf8) ? withoutBackticks(line) : line
  }

  private static func withoutBackticks(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "`" ? "'" : $0 }))
  }

  private static func oneLine(_ text: String) -> String {
    text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map(String.init)
      .joined(separator: " ")
  }
}

extension Unicode.Scalar {
  fileprivate var isLineEnd: Bool {
    switch self {
    case "\n", "\u{B}", "\u{C}", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }
}
