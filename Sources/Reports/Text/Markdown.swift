import Homework
import Judging
import Markup

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

extension Claim {
  var sign: String { isAsExpected ? verdict.outcome == .unchecked ? "–" : "✓" : "✗" }

  /// What became of it, in one line. In running text that line says which formula it speaks of: the
  /// whole one, or the part of it that is claimed.
  func markdown(of formula: Formula? = nil, inText: Bool = false) -> String {
    var text = sign
    if inText {
      text += " " + (formula.map { Markdown.maths($0.latex.text) } ?? Markdown.code(source))
    }
    text += " **\(verdict.outcome.rawValue)**"
    if expected != .verified, isAsExpected { text += ", as expected" }
    if let method = verdict.method, verdict.outcome == .verified {
      text += " (\(method.rawValue))"
    }
    if let step = verdict.step { text += " at step \(step)" }
    if verdict.outcome != .verified { text += ": \(Markdown.plain(verdict.message))" }
    for sentence in verdict.laterStepSentences { text += "; \(Markdown.plain(sentence))" }
    if let reading = verdict.reading { text += " · \(Markdown.plain(reading))" }
    if let suggestion = verdict.suggestion {
      text += " · \(suggestion.words): did you mean \(Markdown.code(suggestion.term))?"
    }
    if pointsPossible > 0 {
      text += " · \(TextFormat.points(points)) of \(TextFormat.points(pointsPossible)) points"
    }
    return text
  }
}
