import Homework
import Judging
import Testing

@testable import Soundness

/// Claims that a seeded program draws, judged by a second evaluator as well.
@Suite("Drawn claims")
struct DrawnTests {
  @Test("No verdict is false, and nearly all are decided")
  func slice() async throws {
    let tally = await Tally(claims: 0..<3000)
    print(tally)
    let complaints = try await KnownFailures.shared.complaints(about: DrawnCount.all(in: tally))
    let examples = complaints.isEmpty ? "" : tally.examples.prefix(20).joined(separator: "\n")
    #expect(complaints == [], "\(examples)")
  }

  @Test("A number stands for the same claim every time")
  func repeated() {
    for number in 0..<52 {
      #expect(DrawnClaim(number).source.text == DrawnClaim(number).source.text)
    }
  }
}

/// How many claims of a topic get a verdict that they must not get.
struct DrawnCount {
  static let suite = "drawn"

  /// The topic, and whether its claims are right.
  let claim: String
  let verdict: Outcome
  let count: Int
  /// How many may get it: none a false one, and one in twenty no verdict.
  let tolerated: Int

  static func all(in tally: Tally) -> [Self] {
    tally.rows.sorted { $0.key < $1.key }.flatMap { topic, row in
      let undecided = { (outcomes: [Verdict.Outcome: Int]) in
        outcomes.values.reduce(0, +) / 20
      }
      return [
        Self(topic, "right", .refuted, of: row.right),
        Self(topic, "right", .error, of: row.right, tolerated: undecided(row.right)),
        Self(topic, "wrong", .verified, of: row.wrong),
        Self(topic, "wrong", .error, of: row.wrong, tolerated: undecided(row.wrong)),
        Self(topic, "meaningless", .verified, of: row.meaningless),
      ]
    }
  }

  private init(
    _ topic: String, _ kind: String, _ verdict: Verdict.Outcome,
    of outcomes: [Verdict.Outcome: Int], tolerated: Int = 0
  ) {
    claim = "\(topic), \(kind)"
    self.verdict = verdict == .verified ? .verified : verdict == .refuted ? .refuted : .error
    count = outcomes[verdict, default: 0]
    self.tolerated = tolerated
  }
}
