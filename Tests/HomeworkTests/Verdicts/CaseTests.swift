import Foundation
import Notation
import TestSupport
import Testing

@testable import Homework
@testable import Judging

/// The answers of real students, each with the verdict that it must get.
@Suite("Cases")
struct CaseTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let id: String
    let kind: String
    let truth: String

    var testDescription: String { id }
  }

  static let fixtures = Repository.root.appending(path: "Tests/HomeworkTests/Fixtures")

  static let cases: [Case] = {
    let text =
      (try? String(contentsOf: fixtures.appending(path: "cases.jsonl"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap {
      try? JSONDecoder().decode(Case.self, from: Data($0.utf8))
    }
  }()

  /// Claims by their ids, from every document of cases.
  static let claims: [String: Claim] = {
    let folder = fixtures.appending(path: "cases")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    var claims: [String: Claim] = [:]
    for name in names.sorted() {
      let url = folder.appending(path: name)
      guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
      let homework = check(SourceFile(name: name, text: text))
      for claim in homework.claims where claim.isAnswer { claims[claim.id] = claim }
    }
    return claims
  }()

  /// Cases that say in prose what cannot be judged as a formula; docs/coverage.md says why.
  static let missing: Set<String> = [
    "seed002-1.1ci-positions", "seed002-1.1ciii-start", "seed002-1.1ciii-rel",
    "seed002-1.1ci-starts",
  ]

  /// Cases whose products do not fit, `Q h^\top K` for `(Q h)^\top K`: they have no meaning.
  static let meaningless: Set<String> = [
    "seed002-1.2.2d-dw1", "seed002-1.2.2d-da0", "seed002-1.2.2d-da1", "seed002-1.2.2d-da2",
    "seed002-1.2.2d-final", "seed004-2A.i-1a", "seed004-2A.i-1", "seed004-2A.i-2",
    "seed004-2A.i-3", "seed004-2A.i-4", "seed000-1.2c-line2",
    "seed003-1.1-2-simpOther",
  ]

  @Test("A case without a meaning is an error", arguments: meaningless)
  func meaning(_ id: String) throws {
    #expect(try #require(Self.claims[id]).verdict.outcome == .error)
  }

  @Test(
    "A case whose truth is known gets it",
    arguments: cases.filter {
      $0.truth != "ambiguous" && !missing.contains($0.id) && !meaningless.contains($0.id)
    })
  func truth(_ example: Case) throws {
    let claim = try #require(Self.claims[example.id])
    #expect(
      claim.verdict.outcome == (example.truth == "true" ? .verified : .refuted),
      "\(claim.verdict.message)")
  }

  struct Ambiguous: Sendable, CustomTestStringConvertible {
    let id: String
    let outcome: Verdict.Outcome
    /// What the reading or a note must say.
    var said: String?

    var testDescription: String { id }
  }

  /// Answers that are true under one convention only: the verdict names it.
  static let ambiguous = [
    Ambiguous(id: "seed000-1.1cii-val-mid2", outcome: .error),
    Ambiguous(id: "seed000-1.1ciii-val-mid", outcome: .error),
    Ambiguous(id: "seed000-1.2b", outcome: .verified),
    Ambiguous(id: "seed000-1.2c-line1", outcome: .verified, said: "∂l/∂z direct"),
    Ambiguous(id: "seed001-1.1ciii-val", outcome: .verified, said: "0 outside of an axis"),
    Ambiguous(id: "seed001-1.2c-val", outcome: .refuted),
    Ambiguous(id: "seed002-1.1ci-val1", outcome: .verified),
    Ambiguous(id: "seed002-1.2.1d-l1", outcome: .verified, said: "∂ℓ/∂h direct"),
    Ambiguous(id: "seed003-1.1-3b-val", outcome: .refuted),
  ]

  @Test("What is true under one convention gets the verdict that names it", arguments: ambiguous)
  func ambiguity(_ example: Ambiguous) throws {
    let verdict = try #require(Self.claims[example.id]).verdict
    #expect(verdict.outcome == example.outcome, "\(verdict.message)")
    if let said = example.said {
      #expect(([verdict.reading ?? ""] + verdict.notes.map(\.words)).contains { $0.contains(said) })
    }
  }

  @Test("The list of cases is whole")
  func count() {
    #expect(Self.cases.count >= 80)
    let known = Set(Self.cases.map(\.id))
    #expect(Self.claims.keys.allSatisfy(known.contains))
  }
}
