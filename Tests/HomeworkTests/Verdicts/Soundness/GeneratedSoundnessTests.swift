import Notation
import NumericCore
import Testing

@testable import Homework

/// Wrong variants of right formulas, and rewritings of them, drawn by a seeded program.
@Suite("Generated soundness")
struct GeneratedSoundnessTests {
  /// What came of one formula.
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
          let clock = ContinuousClock()
          let start = clock.now
          do {
            let outcome = try body(formula, &random)
            print("TIME", clock.now - start, outcome.count, formula.setting.name, formula.source)
            return outcome
          } catch {
            print("THROWS", formula.setting.name, formula.source, error)
            return Outcome()
          }
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
      if try formula.judge.rule(on: formula.statement).verdict.outcome != .verified {
        outcome.failures.append("NOT \(formula.source)")
      }
      for variant in variants {
        let clock = ContinuousClock()
        let start = clock.now
        defer {
          if clock.now - start > .milliseconds(150) {
            print("SLOW", clock.now - start, variant.text)
          }
        }
        let verdict = (try? formula.judge.rule(on: variant.statement))?.verdict
        if verdict?.outcome == .error { outcome.errors += 1 }
        if verdict?.outcome == .verified {
          outcome.failures.append(
            "\(formula.setting.name): \(formula.source)\n      as \(variant.text)\n      \(verdict?.reading ?? "") \(verdict?.notes ?? [])"
          )
        }
      }
      return outcome
    }
    print("wrong variants", outcome.count, "errors", outcome.errors)
    #expect(outcome.count >= 3000)
    for failure in outcome.failures { Issue.record("verified: \(failure)") }
  }

  @Test("No rewriting is refuted")
  func rewritings() async throws {
    let outcome = try await outcomes { formula, random in
      let texts = Rewritings(of: formula).drawn((formula.setting.variants + 1) / 2, using: &random)
      var outcome = Outcome(count: texts.count)
      for text in texts {
        let verdict: Verdict
        do {
          verdict = try formula.judge.rule(on: formula.statement(text)).verdict
        } catch {
          verdict = Verdict(.error, message: "\(error)")
        }
        switch verdict.outcome {
        case .verified: break
        case .error:
          outcome.errors += 1
          print(
            "ERROR", formula.setting.name, formula.source, "\n    AS", text, "\n    ",
            verdict.message)
        case .refuted, .unchecked:
          outcome.failures.append(
            "\(formula.setting.name): \(formula.source)\n      as \(text)\n      \(verdict.message)"
          )
        }
      }
      return outcome
    }
    print("rewritings", outcome.count, "errors", outcome.errors)
    #expect(outcome.count >= 1000)
    for failure in outcome.failures { Issue.record("refuted: \(failure)") }
  }

  @Test("Without declared conventions no wrong variant is verified among right formulas")
  func undeclared() async throws {
    for setting in Setting.all {
      var variants: [String] = []
      for formula in try setting.read() {
        var random = SplitMix64(seed: 5, stream: setting.name + formula.source)
        variants += try WrongVariants(of: formula).drawn(
          setting.variants > 5 ? 2 : 1, using: &random
        ).map(\.text)
      }
      var open = setting
      open.conventions =
        setting.conventions.contains("index-base: 0") ? "index-base: 0" : "index-base: 1"
      let clock = ContinuousClock(); let start = clock.now
      let homework = check(open.document(claiming: setting.formulas + variants))
      print("DOC", setting.name, variants.count, clock.now - start, homework.conventions)
      for (number, claim) in homework.claims.enumerated() {
        let isRight = number < setting.formulas.count
        if isRight != (claim.verdict.outcome == .verified) {
          print(
            isRight ? "RIGHT" : "WRONG", setting.name, claim.source, claim.verdict.outcome,
            claim.verdict.message, claim.verdict.reading ?? "-", claim.verdict.notes)
        }
      }
    }
  }
}
