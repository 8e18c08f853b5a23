import Foundation
import Notation
import TestSupport
import Testing

@testable import Homework
@testable import Judging
@testable import Markup

/// Five real submissions as they were handed in, each against its assignment.
@Suite("Submissions of students")
struct SeedTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let id: String
    let seed: String
    let kind: String
    let truth: String
    /// Whether it gives a name to something, or assumes it: known as such, and not judged.
    let naming: Bool
    /// Pieces of the file, each inside of a formula that the case is about.
    let find: [String]

    var testDescription: String { id }
  }

  static let assignments = [
    "000": "spring-2021", "001": "spring-2021", "002": "fall-2024", "003": "fall-2022",
    "004": "layers-and-cells",
  ]

  static func text(_ path: String) -> String { (try? Repository.text(path)) ?? "" }

  static func assignment(_ name: String) -> Assignment {
    let path = "homework/assignments/\(name).md"
    return Assignment(parsing: SourceFile(name: path, text: text(path)))
  }

  static let cases: [Case] = text("Tests/HomeworkTests/Fixtures/submissions.jsonl")
    .split(separator: "\n").compactMap {
      try? JSONDecoder().decode(Case.self, from: Data($0.utf8))
    }

  static let submissions: [String: CheckedHomework] = assignments.reduce(into: [:]) {
    let name = "seed\($1.key).md"
    let source = SourceFile(name: name, text: text("Tests/HomeworkTests/Fixtures/seeds/\(name)"))
    $0[$1.key] = check(source, against: assignment($1.value))
  }

  /// The claims at the last sign of each piece of text.
  static func claims(of example: Case) -> [[Claim]] {
    guard let homework = submissions[example.seed] else { return [] }
    let bytes = homework.document.source.text
    return example.find.map { piece in
      guard let range = bytes.range(of: piece) else { return [] }
      let place = bytes.utf8.distance(from: bytes.startIndex, to: range.upperBound) - 1
      return homework.claims.filter { $0.span.range.contains(place) }
    }
  }

  static func isRight(_ example: Case) -> Bool {
    let wanted: Verdict.Outcome = example.truth == "true" ? .verified : .refuted
    let claims = claims(of: example)
    return !claims.isEmpty
      && claims.allSatisfy { claims in
        claims.contains { claim in
          claim.verdict.outcome == wanted
            || example.truth == "true" && claim.role == .given
            || example.naming && claim.role == .setting
        }
      }
  }

  @Test("No claim is judged wrong", arguments: cases)
  func neverWrong(_ example: Case) {
    let wrong: Verdict.Outcome = example.truth == "true" ? .refuted : .verified
    for claim in Self.claims(of: example).joined() {
      #expect(claim.verdict.outcome != wrong, "\(claim.source): \(claim.verdict.message)")
    }
  }

  @Test("So many are found and judged right")
  func share() {
    #expect(Self.cases.count == 112)
    let missing = Self.cases.filter { !Self.isRight($0) }.map(\.id)
    #expect(missing.count <= 12, "\(missing)")
  }

  @Test("Everything is judged but what has no meaning, or what only the text around it explains")
  func missing() {
    let missing = Set(Self.cases.filter { !Self.isRight($0) }.map(\.id))
    // In its submission the line stands in a chain, of which another step is false.
    let meaningless = CaseTests.meaningless.subtracting([
      "seed000-1.2c-line2", "seed003-1.1-2-simpOther",
    ])
    // A sequence of any number of weights, counted from another number than its times.
    #expect(missing == meaningless.union(["seed001-1.1ci-s", "seed002-1.2.2b"]))
  }

  @Test("Coverage is measured", arguments: assignments.keys.sorted())
  func coverage(_ seed: String) throws {
    let coverage = try #require(Self.submissions[seed]?.coverage)
    let least = ["000": 88, "001": 96, "002": 80, "003": 92, "004": 60]
    #expect(coverage.percent >= least[seed] ?? 100)
    #expect(coverage.understood <= coverage.formulas)
  }

  @Test("An assignment can be read", arguments: Set(assignments.values).union(["spring-2025"]))
  func assignment(_ name: String) {
    let assignment = Self.assignment(name)
    #expect(assignment.diagnostics.isEmpty)
    #expect(assignment.questions.count > 5)
    #expect(check(assignment.document.source).diagnostics.isEmpty)
  }

  @Test("Claims carry the labels of their questions, each id once")
  func identifiers() throws {
    let claims = try #require(Self.submissions["000"]?.claims)
    #expect(claims.first?.id == "1.1.a")
    #expect(claims.contains { $0.id == "1.1.c.iii-2" })
    #expect(Set(claims.map(\.id)).count == claims.count)
  }
}
