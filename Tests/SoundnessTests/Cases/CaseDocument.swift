import Homework
import Judging
import Markup
import Notation

/// A document with claims whose verdicts are known.
///
/// Conventions hold for a whole document, so that a claim can help another: which claims stand
/// together is part of the case.
struct CaseDocument: Sendable {
  /// Where the verdict on a question is found.
  enum Place: Sendable {
    /// The claim of this id, and those that share the answer with it: `1.a`, `1.a-2`.
    case label(String)
    /// The formula that is written so.
    case formula(String)
    /// Anywhere: what is asked is whether anything is verified.
    case anywhere
  }

  struct Question: Sendable {
    let id: String
    let place: Place
    let wanted: Set<Outcome>
  }

  let topic: String
  let source: SourceFile
  var assignment: Assignment?
  let questions: [Question]

  func judged() -> [JudgedClaim] {
    let homework = assignment.map { check(source, against: $0) } ?? check(source)
    return questions.map { question in
      let mayBeError =
        question.wanted == [.refuted] && !question.place.hasMeaning(among: homework.claims)
      return JudgedClaim(
        id: question.id, topic: topic,
        wanted: mayBeError ? [.refuted, .error] : question.wanted,
        outcome: question.place.outcome(among: homework.claims),
        isRepaired: question.place.isRepaired(among: homework.claims))
    }
  }
}

extension CaseDocument.Place {
  /// Whether the shapes fit; where they do not, a claim has no meaning, and is an error rather than false.
  fileprivate func hasMeaning(among claims: [Claim]) -> Bool {
    guard case .label(let label) = self else { return true }
    return !claims.contains {
      $0.answers(label) && $0.diagnostic?.message.cause == .shapesDoNotFit
    }
  }

  fileprivate func isRepaired(among claims: [Claim]) -> Bool {
    guard case .label(let label) = self else { return false }
    return claims.contains { $0.answers(label) && $0.verdict.suggestion != nil }
  }

  fileprivate func outcome(among claims: [Claim]) -> Outcome {
    switch self {
    case .label(let label): return Outcome(worstOf: claims.filter { $0.answers(label) })
    case .formula(let formula):
      return Outcome(worstOf: claims.filter { $0.source.withoutSpace == formula.withoutSpace })
    case .anywhere:
      return claims.contains { $0.verdict.outcome == .verified }
        ? .verified : Outcome(worstOf: claims)
    }
  }
}

extension Claim {
  fileprivate func answers(_ label: String) -> Bool {
    guard id.hasPrefix(label) else { return false }
    let rest = id.dropFirst(label.count)
    return rest.isEmpty || rest.first == "-" && Int(rest.dropFirst()) != nil
  }
}

extension String {
  /// Dollar signs around a formula count as space.
  fileprivate var withoutSpace: String { filter { !$0.isWhitespace && $0 != "$" } }
}
