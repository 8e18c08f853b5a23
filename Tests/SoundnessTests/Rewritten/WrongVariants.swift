import Notation
import NumericCore

@testable import Notation

/// Answers that are wrong for certain: one or two mistakes in a right one.
struct WrongVariants {
  let formula: RightFormula
  private let mistakes: Mistakes
  private let spelling: Spelling

  struct Variant: Sendable {
    let text: String
    let statement: Syntax.Statement
  }

  init(of formula: RightFormula) {
    self.formula = formula
    mistakes = Mistakes(in: formula)
    spelling = Spelling(surface: formula.setting.surface)
  }

  /// At most so many, each another; every fourth with two mistakes.
  func drawn(_ count: Int, using random: inout SplitMix64) throws -> [Variant] {
    let witness = try Witness(formula, &random)
    var variants: [Variant] = []
    var seen: Set<[String]> = [formula.statement.parts]
    var single = allEdits(of: formula.statement)
    single.shuffle(using: &random)
    while variants.count < count, let statement = single.popLast() {
      var statement = statement
      if variants.count % 4 == 3, let again = random.pick(allEdits(of: statement)) {
        statement = again
      }
      guard let variant = read(statement), seen.insert(variant.statement.parts).inserted,
        witness.isWrong(variant.statement)
      else { continue }
      variants.append(variant)
    }
    return variants
  }

  /// What stands on the page is what counts, whatever it was meant to be.
  private func read(_ statement: Syntax.Statement) -> Variant? {
    guard let text = spelling.text(statement), let again = try? formula.statement(text) else {
      return nil
    }
    return Variant(text: text, statement: again)
  }

  private func allEdits(of statement: Syntax.Statement) -> [Syntax.Statement] {
    let answers = statement.answers
    return answers.indices.flatMap { place in
      answers[place].parts.flatMap { part in
        mistakes.edits(of: part).map { edit in
          var changed = answers
          changed[place] = changed[place].exchanging(part.node, for: edit)
          return statement.answering(changed)
        }
      }
    }
  }
}
