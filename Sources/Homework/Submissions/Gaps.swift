import Markup
import Notation

extension Grading {
  /// A question whose answer lacks something.
  struct Gap {
    let question: Label
    let diagnostic: Diagnostic
  }

  /// What is asked and only in part answered.
  func gaps(in findings: [Finding]) -> [Gap] {
    let byQuestion = Dictionary(grouping: findings) { $0.question }
    var gaps: [Gap] = []
    let inOrder = byQuestion.sorted { $0.value[0].span.lower < $1.value[0].span.lower }
    for (question, findings) in inOrder {
      let asked = assignment[question].asked
      let answered = findings.reduce(into: Set<Int>()) { $0.formUnion($1.answers) }
      let tries = findings.filter { ![.question, .given].contains($0.role) }
      guard let question, !asked.isEmpty, let last = tries.last,
        !tries.contains(where: { $0.verdict.outcome == .refuted })
      else { continue }
      let whole = Set(asked.indices.filter { asked[$0].name == nil })
      let named = Set(asked.indices.filter { asked[$0].name != nil })
      let isWhole = !whole.isEmpty && whole.isSubset(of: answered)
      guard !isWhole, !named.isSubset(of: answered) || named.isEmpty else { continue }
      let missing = named.subtracting(answered).sorted().compactMap { asked[$0].name }
      let message: Diagnostic.Message =
        answered.isEmpty || missing.isEmpty
        ? .unanswered(question.text) : .incompleteAnswer(question.text, missing)
      gaps.append(
        Gap(
          question: question,
          diagnostic: Diagnostic(message, at: last.span, severity: .warning)))
    }
    return gaps
  }

  // MARK: - Answers under another label

  /// Values that answer nothing where they stand, and are what another question asks.
  func misplaced(_ findings: [Finding]) -> [Diagnostic] {
    let answered = Set(findings.filter { $0.verdict.outcome == .verified }.map(\.question))
    let open = assignment.leaves.filter { !answered.contains($0) && !assignment[$0].asked.isEmpty }
    let strays = sentences.filter { $0.strayValue != nil && !answered.contains($0.question) }
    return strays.prefix(Self.strayLimit).compactMap { stray in
      let question = open.prefix(Self.strayLimit).first {
        $0 != stray.question && answers(stray, $0)
      }
      return question.map {
        Diagnostic(.misplaced($0.text, stray.question?.text), at: stray.span, severity: .warning)
      }
    }
  }

  /// So many values are tried at so many questions.
  private static let strayLimit = 20

  private func answers(_ stray: Sentence, _ question: Label) -> Bool {
    let asked = assignment[question].asked.filter { $0.name == nil }
    guard asked.count == 1, let value = stray.strayValue else { return false }
    let chain = Syntax.Chain(first: asked[0].expression, steps: [.init(equalTo: value)])
    let statement = Syntax.Statement(stating: .chain(chain), under: [], at: stray.span)
    return judge.judgment(on: statement, in: stray.moved(to: question), AxisView()).isVerified
  }
}

extension Sentence {
  /// A number or shape that stands for itself.
  fileprivate var strayValue: Syntax.Expression? {
    guard case .bare(let values) = content, let first = values.first,
      values.allSatisfy({ $0.freeNames().isEmpty })
    else { return nil }
    return values.count == 1 ? first : Syntax.Expression(.tuple(values), at: first.span)
  }

  fileprivate func moved(to question: Label) -> Sentence {
    Sentence(
      content: content, question: question, span: span, source: source, text: text,
      surface: surface, introduced: [])
  }
}

extension Diagnostic.Message {
  static func misplaced(_ question: String, _ place: String?) -> Self {
    Self(
      "misplaced-answer",
      "this is what \(question) asks, and it stands "
        + (place.map { "under \($0)" } ?? "under no question of the assignment"),
      hint: "write it below the label '\(question)'")
  }

  static func unanswered(_ question: String) -> Self {
    Self("incomplete-answer", "nothing here was found to answer all that \(question) asks")
  }

  static func incompleteAnswer(_ question: String, _ names: [String]) -> Self {
    Self(
      "incomplete-answer",
      "the answer to \(question) does not say what \(names.joined(separator: ", ")) is")
  }
}
