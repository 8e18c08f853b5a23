import Homework
import Judging

/// How drawn claims were judged, by topic.
struct Tally: Sendable, CustomStringConvertible {
  struct Row: Sendable {
    /// Right and wrong claims by what was said of them.
    var right: [Verdict.Outcome: Int] = [:]
    var wrong: [Verdict.Outcome: Int] = [:]
    /// Wrong ones without a meaning, for which an error is as good.
    var meaningless: [Verdict.Outcome: Int] = [:]

    var falseVerdicts: Int {
      right[.refuted, default: 0] + wrong[.verified, default: 0]
        + meaningless[.verified, default: 0]
    }
  }

  private(set) var rows: [String: Row] = [:]
  /// Some of the claims that were not judged right, with what was said.
  private(set) var examples: [String] = []

  var falseVerdicts: Int { rows.values.reduce(0) { $0 + $1.falseVerdicts } }

  init() {}

  /// Judges the claims of these numbers, side by side.
  init(claims: Range<Int>, seed: UInt64 = 1) async {
    await withTaskGroup(of: (Int, DrawnClaim, Verdict.Outcome).self) { group in
      for number in claims {
        group.addTask {
          let claim = DrawnClaim(number, seed: seed)
          return (number, claim, claim.outcome())
        }
      }
      for await (number, claim, outcome) in group { add(claim, outcome, number) }
    }
    examples.sort()
  }

  private mutating func add(_ claim: DrawnClaim, _ outcome: Verdict.Outcome, _ number: Int) {
    let kind: WritableKeyPath<Row, [Verdict.Outcome: Int]> =
      claim.isRight ? \.right : claim.hasMeaning ? \.wrong : \.meaningless
    rows[claim.topic, default: Row()][keyPath: kind][outcome, default: 0] += 1
    let isFalse = outcome == (claim.isRight ? .refuted : .verified)
    if isFalse || outcome == .error && claim.hasMeaning {
      let word = isFalse ? "FALSELY" : "only"
      examples.append(
        "\(claim.topic) \(number), \(claim.isRight ? "right" : "wrong"), is \(word) \(outcome.rawValue):\n"
          + claim.source.text)
    }
  }

  mutating func add(_ other: Tally) {
    for (topic, row) in other.rows {
      rows[topic, default: Row()].right.merge(row.right, uniquingKeysWith: +)
      rows[topic, default: Row()].wrong.merge(row.wrong, uniquingKeysWith: +)
      rows[topic, default: Row()].meaningless.merge(row.meaningless, uniquingKeysWith: +)
    }
    examples += other.examples
  }

  var description: String {
    rows.sorted { $0.key < $1.key }.map { topic, row in
      let texts = [("right", row.right), ("wrong", row.wrong), ("meaningless", row.meaningless)]
        .map { kind, outcomes in
          let list = Verdict.Outcome.allCases.compactMap { outcome in
            outcomes[outcome].map { "\($0) \(outcome.rawValue)" }
          }
          return "\(kind): \(list.joined(separator: ", "))"
        }
      return "\(topic)  " + texts.joined(separator: "; ")
    }.joined(separator: "\n")
  }
}
