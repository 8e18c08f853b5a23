import Notation
import NumericCore

/// Searches for a small edit after which a claim is verified that is false, or has no meaning since its
/// shapes do not fit.
///
/// Only the answer is edited: the right side, or the first wrong step of a derivation. The search
/// is bounded in the candidates that it looks at, never in time.
package struct Repair {
  /// What is asked of the false claim.
  private let question: Question
  private let surface: Surface
  private let edits: [Edit]

  /// How many candidates are looked at, and how many of them the judge sees.
  private static let candidateLimit = 240
  private static let judgedLimit = 8
  /// The longest text, in bytes, that is edited.
  private static let longest = 2000

  package init(of question: Question, surface: Surface) {
    self.init(of: question, surface: surface, edits: Edit.all)
  }

  init(of question: Question, surface: Surface, edits: [Edit]) {
    self.question = question
    self.surface = surface
    self.edits = edits
  }

  /// - Parameter judgments: Those on the statements of the formula.
  package func suggestion(
    for formula: Fragment, _ judgments: [Judgment], in file: SourceFile
  ) -> Suggestion? {
    // Read again by itself, so that spans count in the text that is edited.
    let text = ClaimText(formula.text, surface: surface)
    guard text.bytes.count <= Self.longest,
      let statements = try? statements(of: formula.text), statements.count == judgments.count,
      let place = judgments.firstIndex(where: \.isMendable),
      !judgments.indices.contains(where: { $0 != place && !judgments[$0].isVerified }),
      let filter = CandidateFilter(question.stating(statements[place])),
      let answer = Answer(
        of: question.stating(statements[place]), step: judgments[place].verdict.step, text, filter)
    else { return nil }
    let old = statements.map(Content.init)
    var judged = 0
    for candidate in candidates(for: answer).prefix(Self.candidateLimit) {
      let source = text.replacing(candidate.replacement)
      guard let edited = try? self.statements(of: source),
        let statement = changed(from: old, to: edited, at: place, answer),
        filter.passes(statement)
      else { continue }
      judged += 1
      guard judged <= Self.judgedLimit else { return nil }
      guard let judgment = try? Judge(question.stating(statement)).judgment(),
        judgment.isVerified, !judgment.verdict.saysLess(than: judgments[place].verdict)
      else { continue }
      return suggestion(candidate, source, judgment.verdict, answer, formula, file)
    }
    return nil
  }

  private func statements(of text: String) throws -> [Syntax.Statement] {
    try Syntax.Statement.statements(
      in: Fragment(SourceFile(name: "", text: text)), surface: surface,
      vocabulary: question.scope.vocabulary)
  }

  // MARK: - Candidates

  private struct Candidate {
    let edit: Edit
    let replacement: ClaimText.Replacement
    /// Edits in several places come behind those in one.
    let size: Int
  }

  /// Every edit at every place, the smallest first, then the most plausible, then in reading order.
  private func candidates(for answer: Answer) -> [Candidate] {
    let places = answer.places
    var seen: Set<ClaimText.Replacement> = []
    let candidates = edits.flatMap { edit in
      let proposals = places.map(edit.proposals)
      let single = proposals.flatMap { $0 }
      let repeated =
        everywhere(single, answer.text)
        + (edit.inEachTerm ? atEachPlace(proposals, answer.text) : [])
      return single.map { Candidate(edit: edit, replacement: $0, size: edit.size) }
        + repeated.map { Candidate(edit: edit, replacement: $0, size: edit.size + 1) }
    }.filter { answer.text[$0.replacement.range] != $0.replacement.text }
      .filter { seen.insert($0.replacement).inserted }
    return (1...5).flatMap { size in candidates.filter { $0.size == size } }
  }

  /// One mistake that is made in every term: the same edit wherever the same stands.
  private func everywhere(
    _ replacements: [ClaimText.Replacement], _ text: ClaimText
  ) -> [ClaimText.Replacement] {
    struct Change: Hashable {
      let old: String
      let new: String
    }
    var order: [Change] = []
    var groups: [Change: [Range<Int>]] = [:]
    for replacement in replacements {
      let change = Change(old: text[replacement.range], new: replacement.text)
      if groups[change] == nil { order.append(change) }
      groups[change, default: []].append(replacement.range)
    }
    return order.compactMap { change in
      joined(
        (groups[change] ?? []).map { ClaimText.Replacement(range: $0, text: change.new) }, text)
    }
  }

  /// One mistake that is made at each place where it can be, as a kernel that is not flipped along any axis.
  private func atEachPlace(
    _ proposals: [[ClaimText.Replacement]], _ text: ClaimText
  ) -> [ClaimText.Replacement] {
    let most = min(2, proposals.map(\.count).max() ?? 0)
    return (0..<most).compactMap { variant in
      joined(proposals.compactMap { $0.indices.contains(variant) ? $0[variant] : nil }, text)
    }
  }

  /// Several replacements as one; `nil` where they overlap.
  private func joined(
    _ replacements: [ClaimText.Replacement], _ text: ClaimText
  ) -> ClaimText.Replacement? {
    let parts = replacements.sorted { $0.range.lowerBound < $1.range.lowerBound }
    guard parts.count > 1, let first = parts.first, let last = parts.last,
      zip(parts, parts.dropFirst()).allSatisfy({ $0.range.upperBound <= $1.range.lowerBound })
    else { return nil }
    var joined = first.text
    for (part, next) in zip(parts, parts.dropFirst()) {
      joined += text[part.range.upperBound..<next.range.lowerBound] + next.text
    }
    return ClaimText.Replacement(
      range: first.range.lowerBound..<last.range.upperBound, text: joined)
  }

  /// The edited statement, if nothing but the answer became another, and it does not merely repeat
  /// what stands beside it.
  private func changed(
    from old: [Content], to edited: [Syntax.Statement], at place: Int, _ answer: Answer
  ) -> Syntax.Statement? {
    let new = edited.map(Content.init)
    guard old.count == new.count,
      old.indices.allSatisfy({ $0 == place || old[$0].parts == new[$0].parts }),
      old[place].conditions == new[place].conditions
    else { return nil }
    let (before, after) = (old[place].parts, new[place].parts)
    guard before.count == after.count || answer.isShape else { return nil }
    if answer.isShape {
      let subjects = old[place].subjectCount
      return before.prefix(subjects) == after.prefix(subjects) ? edited[place] : nil
    }
    let differing = before.indices.filter { before[$0] != after[$0] }
    guard differing.count == 1, let part = differing.first,
      before[part] == answer.expressions.first?.text,
      !after.indices.contains(where: { $0 != part && after[$0] == after[part] }),
      !repeatsQuestion(edited[place], in: part, unlike: answer)
    else { return nil }
    return edited[place]
  }

  /// Whether the answer speaks of what is asked, and did not before: that says nothing.
  private func repeatsQuestion(
    _ edited: Syntax.Statement, in part: Int, unlike answer: Answer
  ) -> Bool {
    guard let asked = answer.asked, !asked.children.isEmpty else { return false }
    func count(_ expression: Syntax.Expression) -> Int {
      expression.nodes.count { $0.text == asked.text }
    }
    return count(edited.expressions[part]) > answer.expressions.map(count).reduce(0, +)
  }

  // MARK: - Suggestion

  private func suggestion(
    _ candidate: Candidate, _ source: String, _ verdict: Verdict, _ answer: Answer,
    _ formula: Fragment, _ file: SourceFile
  ) -> Suggestion? {
    let range = candidate.replacement.range
    let span = formula.span(of: range)
    // In a quote or a list a piece of several lines is no piece of the file.
    guard file.text(of: span) == answer.text[range] else { return nil }
    return Suggestion(
      source: source, span: span, replacement: answer.text.spaced(candidate.replacement),
      term: answer.term(with: candidate.replacement),
      words: candidate.replacement.words ?? candidate.edit.words,
      method: verdict.method, reading: verdict.reading)
  }
}

extension Verdict {
  /// Whether it holds for a part of an axis for which the other was claimed whole.
  fileprivate func saysLess(than other: Verdict) -> Bool {
    notes.contains { note in
      guard case .statedInPart(let axis, _, _) = note else { return false }
      return !other.notes.contains {
        if case .statedInPart(axis, _, _) = $0 { true } else { false }
      }
    }
  }
}

/// The canonical texts of a statement.
private struct Content {
  /// Everything that it says.
  let parts: [String]
  let conditions: [String]
  let subjectCount: Int

  init(_ statement: Syntax.Statement) {
    parts = statement.expressions.map(\.text)
    conditions = statement.conditions.map(\.text)
    subjectCount =
      if case .membership(let subjects, _) = statement.kind { subjects.count } else { 0 }
  }
}

extension Answer {
  /// The term that holds a replacement, edited: the smallest that a reader knows again.
  fileprivate func term(with replacement: ClaimText.Replacement) -> String {
    let around =
      (isShape ? [claim] : places.filter(\.isTellingTerm).map { text.range(of: $0.node) })
      .filter { range in
        range.lowerBound <= replacement.range.lowerBound
          && replacement.range.upperBound <= range.upperBound && range != replacement.range
      }
      .min { $0.count < $1.count }
    guard let around, around.count <= 120 else { return replacement.text.onOneLine }
    let before = text[around.lowerBound..<replacement.range.lowerBound]
    let after = text[replacement.range.upperBound..<around.upperBound]
    return (before + text.spaced(replacement) + after).onOneLine
  }
}

extension Place {
  fileprivate var isTellingTerm: Bool {
    switch node.kind {
    case .indexed, .indicator, .reduction, .call, .cases, .derivative: true
    default: parent == nil
    }
  }
}

extension String {
  fileprivate var onOneLine: String {
    split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
