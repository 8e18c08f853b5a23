import Homework
import Notation

extension HTMLPage {
  func badges(in span: Span) -> String {
    report.claims(in: span).map(badge).joined()
  }

  func badge(_ claim: Claim) -> String {
    let verdict = claim.verdict
    let isExpected = claim.expected != .verified && claim.isAsExpected
    let signs: [Verdict.Outcome: String] = [
      .verified: "✓", .refuted: "✗", .error: "!", .unchecked: "–",
    ]
    let state = claim.isAsExpected ? verdict.outcome == .unchecked ? "unchecked" : "good" : "bad"
    let indices = verdict.counterexample?.indices.map { ["name": $0.name, "value": "\($0.value)"] }
    return templates.render(
      "claim",
      [
        "isOpen": verdict.outcome == .refuted || verdict.outcome == .error,
        "state": state, "sign": signs[verdict.outcome] ?? "",
        "outcome": verdict.outcome.rawValue + (isExpected ? ", as expected" : ""),
        "method": verdict.outcome == .verified ? verdict.method?.rawValue ?? "" : "",
        "id": claim.isAnswer ? claim.id : "", "message": verdict.message,
        "reading": verdict.reading ?? "", "step": verdict.step.map { "\($0)" } ?? "",
        "laterSteps": verdict.laterStepSentences, "notes": verdict.notes,
        "line": report.source.lineWords(at: claim.span.lower),
        "hint": claim.diagnostic?.message.hint ?? "",
        "suggestions": [verdict.suggestion].compactMap { $0 }.map { suggestion in
          [
            "words": suggestion.words, "term": suggestion.term,
            "method": suggestion.method?.rawValue ?? "",
          ]
        },
        "points": claim.pointsPossible > 0
          ? "\(TextFormat.points(claim.points)) of \(TextFormat.points(claim.pointsPossible)) points"
          : "",
        "hasCounterexample": verdict.counterexample != nil && !(indices ?? []).isEmpty,
        "indices": indices ?? [], "left": verdict.counterexample?.left ?? "",
        "right": verdict.counterexample?.right ?? "",
      ])
  }

  func gradients(_ table: GradientTable) -> String {
    templates.render(
      "gradients",
      [
        "title": table.title, "state": table.passed ? "good" : "bad",
        "outcome": table.passed ? "✓ gradients agree" : "✗ gradients differ",
        "rows": table.rows.map { row -> [String: Any] in
          [
            "input": row.input, "elements": row.elements, "index": row.index,
            "reverse": row.reverse, "forward": row.forward, "difference": row.difference,
            "error": row.relativeError, "step": row.step, "sign": row.passed ? "✓" : "✗",
            "state": row.passed ? "good" : "bad", "note": row.note ?? "",
          ]
        },
      ])
  }
}
