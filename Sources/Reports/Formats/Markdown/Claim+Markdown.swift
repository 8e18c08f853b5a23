import Homework
import Judging
import Markup

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
