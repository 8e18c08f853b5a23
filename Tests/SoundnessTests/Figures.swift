import Judging

/// How many claims of each topic are judged right, and how the others are judged.
struct Figures: CustomStringConvertible {
  private struct Row {
    var count = 0
    var right = 0
    var mistakes: [Mistake: Int] = [:]
    var decided = 0

    mutating func add(_ claim: JudgedClaim) {
      count += 1
      if let mistake = claim.mistake { mistakes[mistake, default: 0] += 1 } else { right += 1 }
      if claim.outcome == .verified || claim.outcome == .refuted { decided += 1 }
    }

    var numbers: [Int] {
      [
        count, right, mistakes[.falselyVerified, default: 0],
        mistakes[.falselyRefuted, default: 0], decided,
      ]
    }
  }

  private let title: String
  private var rows: [String: Row] = [:]
  private var total = Row()

  init(_ title: String, _ claims: [JudgedClaim]) {
    self.title = title
    for claim in claims {
      rows[claim.topic, default: Row()].add(claim)
      total.add(claim)
    }
  }

  var description: String {
    let heads = ["claims", "right", "false verified", "false refuted", "decided"]
    let topics = rows.sorted { $0.key < $1.key } + [("all", total)]
    let width = (topics.map(\.key.count) + [title.count]).max() ?? 0
    let lines = topics.map { name, row in
      name.padded(to: width)
        + zip(row.numbers, heads).map { number, head in
          "  " + String(repeating: " ", count: head.count - "\(number)".count) + "\(number)"
        }.joined()
    }
    return ([title.padded(to: width) + heads.map { "  \($0)" }.joined()] + lines)
      .joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
