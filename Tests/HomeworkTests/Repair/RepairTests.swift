import Foundation
import Notation
import NumericCore
import Testing

@testable import Homework

/// What is suggested for false claims, and that it is true.
@Suite("Repair")
struct RepairTests {
  /// The document with the suggested edit in it.
  static func applied(_ suggestion: Suggestion, to source: SourceFile) -> SourceFile {
    let bytes =
      source.utf8[..<suggestion.span.lower] + Array(suggestion.replacement.utf8)
      + source.utf8[suggestion.span.upper...]
    return SourceFile(name: source.name, text: String(decoding: bytes, as: UTF8.self))
  }

  /// Judges the document with the edit anew, and compares what stands before the first sign of
  /// equality: the question must be the same.
  static func verifiesAnew(_ claim: Claim, _ homework: CheckedHomework) throws {
    let suggestion = try #require(claim.verdict.suggestion)
    let edited = check(applied(suggestion, to: homework.document.source))
    let place = try #require(homework.claims.firstIndex(of: claim))
    let again = edited.claims[place]
    #expect(again.verdict.outcome == .verified, "\(again.source): \(again.verdict.message)")
    #expect(again.source == suggestion.source)
    #expect(again.source != claim.source)
  }

  static func homework(_ example: SoundnessTests.Example) -> CheckedHomework {
    let text = "\(example.context.declarations)\n```check\n\(example.formula)\n```\n"
    return check(SourceFile(name: "example.md", text: text))
  }

  @Test("measure")
  func measure() throws {
    var repaired = 0
    var refuted = 0
    var missing: [String] = []
    for example in SoundnessTests.wrong {
      let homework = Self.homework(example)
      guard let claim = homework.claims.last, claim.verdict.outcome == .refuted else { continue }
      refuted += 1
      guard let suggestion = claim.verdict.suggestion else {
        missing.append(example.formula)
        continue
      }
      repaired += 1
      print("OK  \(example.formula)   =>   \(suggestion.source)   [\(suggestion.words)]")
      try Self.verifiesAnew(claim, homework)
    }
    for formula in missing { print("NO  \(formula)") }
    print("repaired \(repaired) of \(refuted)")
  }
}
