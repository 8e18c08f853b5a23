import Homework
import Judging
import Markup
import Notation
import NumericCore

/// What is claimed.
enum Statement: Hashable, Sendable {
  case equation(Term, Term)
  case shape(String, [Term])

  var terms: [Term] {
    switch self {
    case .equation(let left, let right): [left, right]
    case .shape(_, let extents): extents
    }
  }

  func text(_ writing: Writing) -> String {
    switch self {
    case .equation(let left, let right):
      var closed = writing
      closed.bracketsAll = writing.baresArguments
      return "\(writing.text(left)) = \(closed.text(right))"
    case .shape(let name, let extents):
      let list = extents.map { writing.text($0) }
      return writing.isLatex
        ? "\(name) \\in \\R^{\(list.joined(separator: " \\times "))}"
        : "\(name) : R[\(list.joined(separator: ", "))]"
    }
  }
}

/// A claim that is right or wrong for certain, and the document that makes it.
struct DrawnClaim: Sendable {
  let topic: String
  let isRight: Bool
  /// Whether a wrong one is to be refuted, rather than told to have no meaning.
  let hasMeaning: Bool
  let source: SourceFile

  /// The claim of this number; the same for ever, as long as the topics are.
  ///
  /// Topics, right and wrong ones, and both surfaces take turns.
  init(_ number: Int, seed: UInt64 = 1) {
    var random = Random(seed: seed, stream: "claim \(number)")
    let topic = Topic.all[number % Topic.all.count]
    let turn = number / Topic.all.count
    let isLatex = turn / 2 % 2 == 0
    while true {
      let (setting, statement) = topic.draw(&random)
      guard
        let claim = turn % 2 == 0
          ? statement.rewritten(in: setting, isFree: topic.isFree, &random)
          : statement.mistaken(in: setting, &random)
      else { continue }
      self.topic = topic.name
      isRight = claim.truth == .right
      hasMeaning = claim.truth != Truth.meaningless
      let writing = Writing(isLatex: isLatex, baresArguments: topic.baresArguments)
      source = SourceFile(
        name: "\(number).md",
        text: setting.text(writing)
          + "```\(isLatex ? "math " : "")check\n\(claim.statement.text(writing))\n```\n")
      return
    }
  }

  func outcome() -> Verdict.Outcome {
    check(source).claims.last { $0.isAnswer }?.verdict.outcome ?? .error
  }
}

extension Statement {
  /// The right side in other words, of which the evaluator says that they are true.
  fileprivate func rewritten(
    in setting: Setting, isFree: Bool, _ random: inout Random
  ) -> (statement: Statement, truth: Truth)? {
    guard case .equation(let left, var right) = self else {
      return truth(in: setting, &random) == .right ? (self, .right) : nil
    }
    for _ in 0..<random.whole(isFree ? 0...2 : 1...3) {
      let forms = right.changed(by: Rewriting.forms).filter { $0.size <= 40 }
      guard !forms.isEmpty else { break }
      right = random.pick(forms)
    }
    let statement = Statement.equation(left, right)
    guard isFree || left != right, statement.truth(in: setting, &random) == .right else {
      return nil
    }
    return (statement, .right)
  }

  fileprivate func mistaken(
    in setting: Setting, _ random: inout Random
  ) -> (statement: Statement, truth: Truth)? {
    for _ in 0..<8 {
      let statement: Statement
      switch self {
      case .shape(let name, let extents):
        let swapped = extents.count > 1 && random.chance(0.5)
        statement = .shape(
          name, swapped ? extents.reversed() : extents.dropLast() + [extents[extents.count - 1] + 1]
        )
      case .equation(let left, var right):
        if random.chance(0.3),
          let form = right.changed(by: Rewriting.forms).randomElement(using: &random),
          form.size <= 40
        {
          right = form
        }
        let slips = right.changed { Mutation.slips(of: $0, in: setting) }
        guard let slip = slips.randomElement(using: &random) else { return nil }
        statement = .equation(left, slip)
      }
      let truth = statement.truth(in: setting, &random)
      if truth == .wrong || truth == .meaningless { return (statement, truth) }
    }
    return nil
  }
}
