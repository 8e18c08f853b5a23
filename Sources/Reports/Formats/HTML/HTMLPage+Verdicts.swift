import Homework
import Judging
import Markup
import Notation

extension Template {
  /// What became of a claim.
  static let claim = Template(
    name: "claim",
    keys: [
      "anchor": .text, "isOpen": .text, "state": .text, "outcome": .text, "sign": .text,
      "words": .text, "method": .text, "step": .text, "points": .text, "message": .text,
      "hasLine": .text, "excerpt": .text, "before": .text, "deleted": .text, "inserted": .text,
      "after": .text,
      "hasCounterexample": .text, "indices": .rows(["name": .text, "value": .text]),
      "left": .text, "right": .text, "laterSteps": .text,
      "suggestions": .rows(["words": .text, "term": .text, "method": .text, "maths": .text]),
      "reading": .text, "notes": .text, "hint": .text, "id": .text, "line": .text,
    ])
}

extension Verdict.Outcome {
  var sign: String {
    switch self {
    case .verified: "✓"
    case .refuted: "✗"
    case .error: "!"
    case .unchecked: "–"
    }
  }
}

extension Claim {
  /// What colours say: whether it is as it should be.
  var state: String {
    isAsExpected ? verdict.outcome == .unchecked ? "unchecked" : "good" : "bad"
  }

  var outcomeWords: String {
    verdict.outcome.rawValue + (expected != .verified && isAsExpected ? ", as expected" : "")
  }

  var pointsInWords: String {
    guard pointsPossible > 0 else { return "" }
    return "\(TextFormat.points(points)) of \(TextFormat.points(pointsPossible)) points"
  }

  /// What the author wrote, cut at the edit that would make it true.
  fileprivate var parts: (before: String, deleted: String, inserted: String, after: String) {
    let text = Array(source.utf8)
    guard let edit = verdict.suggestion, text.count == span.upper - span.lower,
      span.lower <= edit.span.lower, edit.span.upper <= span.upper
    else { return (source, "", "", "") }
    let (lower, upper) = (edit.span.lower - span.lower, edit.span.upper - span.lower)
    func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
    return (
      part(0..<lower), part(lower..<upper), edit.replacement, part(upper..<text.count)
    )
  }
}

extension HTMLPage {
  /// The verdicts on what is claimed in a block of formulas.
  func verdicts(in span: Span) -> String { report.claims(in: span).map(verdict).joined() }

  /// The verdicts on formulas of running text, to stand below it.
  func verdicts(on content: [Inline]) -> String {
    content.flatMap(\.formulas).flatMap(report.markedClaims).map(verdict).joined()
  }

  /// The sign beside a formula of running text: it leads to the verdict.
  func mark(_ claim: Claim) -> String {
    let name = HTML.escape(places.anchor(of: claim))
    return "<a class=\"mark \(claim.state)\" href=\"#\(name)\""
      + " aria-label=\"\(claim.outcomeWords)\">\(claim.verdict.outcome.sign)</a>"
  }

  private func verdict(_ claim: Claim) -> String {
    let verdict = claim.verdict
    let isOpen = verdict.outcome == .refuted || verdict.outcome == .error
    let indices = verdict.counterexample?.indices.map { ["name": $0.name, "value": "\($0.value)"] }
    let parts = claim.parts
    return templates.render(
      .claim,
      [
        "anchor": places.isAnchored(claim) ? places.anchor(of: claim) : "", "isOpen": isOpen,
        "state": claim.state, "outcome": verdict.outcome.rawValue, "sign": verdict.outcome.sign,
        "words": claim.outcomeWords,
        "method": verdict.outcome == .verified ? verdict.method?.rawValue ?? "" : "",
        "id": claim.isAnswer ? claim.id : "", "message": verdict.message,
        "hasLine": isOpen && claim.diagnostic == nil,
        "excerpt": claim.diagnostic.map { excerpt(of: $0.span) } ?? "",
        "before": parts.before, "deleted": parts.deleted, "inserted": parts.inserted,
        "after": parts.after, "reading": verdict.reading ?? "",
        "step": verdict.step.map { "\($0)" } ?? "", "laterSteps": verdict.laterStepSentences,
        "notes": verdict.notes.map(\.words), "line": report.source.lineWords(at: claim.span.lower),
        "hint": claim.diagnostic?.message.hint ?? "", "suggestions": suggestions(claim),
        "points": claim.pointsInWords,
        "hasCounterexample": verdict.counterexample != nil && !(indices ?? []).isEmpty,
        "indices": indices ?? [], "left": verdict.counterexample?.left ?? "",
        "right": verdict.counterexample?.right ?? "",
      ])
  }

  private func suggestions(_ claim: Claim) -> [[String: Any]] {
    guard let suggestion = claim.verdict.suggestion else { return [] }
    return [
      [
        "words": suggestion.words, "term": suggestion.term,
        "method": suggestion.method?.rawValue ?? "",
        "maths": report.suggestedMaths[claim.span] ?? "",
      ]
    ]
  }
}
