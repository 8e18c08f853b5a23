import Markup
import Notation
import NumericCore
import Testing

@testable import Homework
@testable import Judging

/// Wrong variants of right formulas, and rewritings of them, drawn by a seeded program.
@Suite("Generated soundness")
struct GeneratedSoundnessTests {
  /// What came of the formulas.
  struct Outcome: Sendable {
    var count = 0
    var errors = 0
    var failures: [String] = []
  }

  static let formulas = Result { try Setting.all.flatMap { try $0.read() } }

  /// Runs something for every formula, and adds up what comes of it.
  private func outcomes(
    _ body: @escaping @Sendable (RightFormula, inout SplitMix64) throws -> Outcome
  ) async throws -> Outcome {
    let formulas = try Self.formulas.get()
    return try await withThrowingTaskGroup(of: Outcome.self) { group in
      for formula in formulas {
        group.addTask {
          var random = SplitMix64(seed: 1, stream: formula.setting.name + formula.source)
          return try body(formula, &random)
        }
      }
      return try await group.reduce(into: Outcome()) { sum, outcome in
        sum.count += outcome.count
        sum.errors += outcome.errors
        sum.failures += outcome.failures
      }
    }
  }

  @Test("No wrong variant is verified")
  func wrongVariants() async throws {
    let outcome = try await outcomes { formula, random in
      let variants = try WrongVariants(of: formula).drawn(formula.setting.variants, using: &random)
      var outcome = Outcome(count: variants.count)
      // What refuses the right answer, too, refuses nothing.
      if try !formula.judgment(on: formula.statement).isVerified {
        outcome.failures.append("\(formula.setting.name): not verified: \(formula.source)")
      }
      for variant in variants {
        let verdict = try formula.judgment(on: variant.statement).verdict
        if verdict.outcome == .verified {
          outcome.failures.append(
            "\(formula.setting.name): verified: \(variant.text) for \(formula.source)")
        }
      }
      return outcome
    }
    #expect(outcome.count >= 3000)
    #expect(outcome.failures == [])
  }

  @Test("No rewriting is refuted")
  func rewritings() async throws {
    let outcome = try await outcomes { formula, random in
      let texts = Rewritings(of: formula).drawn((formula.setting.variants + 2) / 3, using: &random)
      var outcome = Outcome(count: texts.count)
      for text in texts {
        let verdict = try formula.judgment(on: formula.statement(text)).verdict
        if verdict.outcome == .error { outcome.errors += 1 }
        if verdict.outcome == .refuted {
          outcome.failures.append(
            "\(formula.setting.name): refuted: \(text) for \(formula.source): \(verdict.message)")
        }
      }
      return outcome
    }
    #expect(outcome.count >= 1000)
    #expect(outcome.errors * 100 <= outcome.count)
    #expect(outcome.failures == [])
  }

  /// Conventions that nobody declares are found out; a wrong answer must not find one of its own.
  @Test(
    "A wrong answer among right ones is not verified by a convention of its own",
    arguments: Setting.all.indices)
  func undeclared(_ number: Int) throws {
    var setting = Setting.all[number]
    setting.conventions = ""
    var variants: [String] = []
    for formula in try Setting.all[number].read().prefix(6) where formula.setting.variants > 3 {
      var random = SplitMix64(seed: 2, stream: formula.setting.name + formula.source)
      variants += try WrongVariants(of: formula).drawn(1, using: &random).map(\.text)
    }
    let claims = check(setting.document(claiming: setting.formulas + variants)).claims
    for claim in claims.dropFirst(setting.formulas.count) where claim.verdict.outcome == .verified {
      // A guard that is too wide reads outside of the axis, and 0 there is what it should say.
      #expect(claim.verdict.reading?.contains("0 outside of an axis") == true, "\(claim.source)")
    }
  }
}
