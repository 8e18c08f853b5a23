import Notation
import TestSupport
import Testing

@testable import Experiments
@testable import Homework
@testable import Judging

@Suite("Claims about runs")
struct RunClaimTests {
  /// Two experiments over three seeds: `a` rises twice by more than 0.3 with seed 2 and nowhere else.
  private static let logs: [String: ExperimentLog] = [
    "a": log([
      [1.4, 1.2, 1.0, 0.5, 0.25], [1.4, 2.0, 1.0, 1.5, 0.125], [1.4, 1.3, 1.2, 1.1, 0.5],
    ]),
    "b": log([[1.5, 0.1], [1.5, 0.2], [1.5, 0.3]]),
    "single": log([[2.0, 1.0]]),
    "brief": ExperimentLog(
      columns: ["epoch", "loss"], runs: [.init(seed: 1, rows: [[0, 2], [1, 1]])], isShort: true),
    "broken": ExperimentLog(
      columns: ["epoch", "loss"],
      runs: [.init(seed: 1, rows: [[0, 2]], failure: "step 3: the loss is NaN")]),
  ]

  private static func log(_ losses: [[Double]]) -> ExperimentLog {
    ExperimentLog(
      columns: ["epoch", "loss", "accuracy"],
      runs: losses.enumerated().map { number, losses in
        .init(
          seed: UInt64(number + 1),
          // The accuracy is measured at every second epoch.
          rows: losses.enumerated().map { [Double($0), $1, $0 % 2 == 0 ? 1 - $1 / 10 : .nan] })
      })
  }

  private func claim(_ text: String, keys: String = "") -> Claim? {
    let source = """
      ```train #a
      ```
      ```train #unrun
      ```
      ```check runs #c \(keys)
      \(text)
      ```
      """
    return check(SourceFile(name: "t.md", text: source), experiments: Self.logs).claims.first
  }

  @Test("A misspelt name in running text is told as one, and an empty check at its fence")
  func misspelt() {
    func problems(_ text: String) -> (words: String, line: Int)? {
      let source = SourceFile(name: "t.md", text: text)
      let homework = check(source, experiments: Self.logs)
      return homework.diagnostics.first.map {
        ($0.message.text, source.line(at: homework.claims.first?.span.lower ?? $0.span.lower))
      }
    }
    #expect(problems("`= max(singel.loss)`")?.words == "no experiment is called 'singel'")
    #expect(
      problems("`= median over seeds: max(singel.loss)`")?.words
        == "no experiment is called 'singel'")
    #expect(check(SourceFile(name: "t.md", text: "`= max(1, 2)`")).diagnostics.isEmpty)
    let empty = problems("a\n\n```check runs #a\n```\n")
    #expect(empty?.words == "this check says nothing" && empty?.line == 3)
  }

  @Test(
    "True",
    arguments: [
      "every seed: first(a.loss) = first(a.loss)".replacing(" = ", with: " ≈ ") + " ± 0.001",
      "every seed: first(a.loss) ≈ 1.4", "median over seeds: last(a.loss) ≈ 0.25",
      "every seed: last(a.loss) <= 0.5", "median over seeds: spikes(a.loss, rise: 0.3) = 0",
      "every seed: spikes(a.loss, rise: 0.3) <= 2", "every seed: spikes(a.loss, rise: 0.7) = 0",
      "median over seeds: max(a.loss) ≈ 1.4 ± 10^(-9)", "every seed: max(a.loss) > log(4)",
      "every seed: argmin(a.loss) = 4", "every seed: argmax(a.loss) <= 1",
      "every seed: count(a.loss, above: 1.35) >= 1", "every seed: count(a.loss, below: 0.3) < 2",
      "every seed: last(b.loss) < last(a.loss) < first(a.loss)".replacing(
        "last(b.loss) < last", with: "last(b.loss) - 1 < last"),
      "every seed: min(a.accuracy) <= first(a.accuracy) <= max(a.accuracy)",
      "every seed: argmax(a.accuracy) = 4", "last(single.loss) = 1".replacing("=", with: "≈"),
      "mean(single.loss) ≈ 1.5 ± 0.01", "every seed: first(a.loss) >= 1.4",
      "every seed: argmin(a.loss) + 3 * 2 = 10", "Every  seed : last(a.loss) > 0",
      "every seed: last(a.loss) < 1  # a remark\n\nmedian over seeds: mean(b.loss) < 1",
      "every seed: abs(last(a.loss) - 0.3) < 0.21", "last(brief.loss) < 2 sqrt(1)",
    ])
  func holds(_ text: String) throws {
    let claim = try #require(self.claim(text))
    #expect(claim.verdict.outcome == .verified, "\(claim.verdict.message)")
    #expect(claim.verdict.method == .measured)
  }

  @Test(
    "False, with the seed where it is",
    arguments: [
      ("every seed: spikes(a.loss, rise: 0.3) = 0", 2), ("every seed: last(a.loss) <= 0.25", 3),
      ("every seed: max(a.loss) <= 1.4", 2), ("every seed: argmin(a.loss) = 3", 1),
      ("every seed: last(a.loss) ≈ 0.2", 2), ("every seed: last(a.loss) < last(b.loss)", 1),
      ("every seed: spikes(a.loss, rise: 0.3) ≠ 0", 1),
      ("every seed: count(a.loss, above: 1) = 2", 2),
      ("every seed: first(a.accuracy) > last(a.accuracy)", 1),
      ("median over seeds: last(a.loss) > 0.25", nil),
      ("median over seeds: last(a.loss) ≈ 0.4", nil),
      ("median over seeds: spikes(a.loss, rise: 0.3) >= 1", nil), ("last(single.loss) > 1", 1),
      ("every seed: last(a.loss) < 0.3 < 0.2", 3), ("every seed: 1 < last(b.loss) < 2", 1),
      ("every seed: first(a.loss) < 1.4", 1), ("median over seeds: first(a.loss) > 1.4", nil),
      ("every seed: last(a.loss) < 9\nevery seed: last(b.loss) < 0.25", 3),
    ] as [(String, Int?)])
  func fails(_ text: String, _ seed: Int?) throws {
    let verdict = try #require(claim(text)).verdict
    #expect(verdict.outcome == .refuted, "\(verdict.message)")
    #expect(verdict.counterexample?.indices.first?.value == seed)
    let example = try #require(verdict.counterexample)
    #expect(
      verdict.message.hasSuffix("the left side is \(example.left), the right side \(example.right)")
    )
    #expect(verdict.suggestion == nil)
  }

  @Test(
    "Neither true nor false, with the reason",
    arguments: [
      ("last(a.loss) < 1", "seeds-unsaid"), ("every seed: last(a.loss) = 0.25", "measured"),
      ("every seed: last(a.loss) ≠ 7", "measured"),
      ("every seed: argmax(a.loss)/2 = 1", "measured"),
      ("every seed: last(a.lss) < 1", "unknown-column"),
      ("every seed: last(a) < 1", "not-a-statement"),
      ("every seed: last(a) < last(a.loss)", "not-a-series"),
      ("every seed: last(x.loss) < 1", "unknown-name"), ("every seed: a.loss < 1", "not-a-number"),
      ("every seed: lst(a.loss) < 1", "unknown-name"),
      ("every sed: last(a.loss) < 1", "unknown-word"),
      ("every seed: spikes(a.loss) = 0", "unknown-key"),
      ("every seed: spikes(a.loss, above: 1) = 0", "unknown-key"),
      ("every seed: last(a.loss, rise: 1) < 1", "unknown-key"),
      ("every seed: last(a.loss, b.loss) < 1", "arguments"), ("last(unrun.loss) < 1", "not-run"),
      ("last(broken.loss) < 3", "run-failed"),
      ("every seed: last(a.loss) ≈ last(b.loss)", "expected"),
      ("every seed: last(a.loss) < last(single.loss)", "other-seeds"), ("1 < 2", "not-a-statement"),
      ("last(a.loss)", "not-a-statement"), ("", "empty-check"),
      ("every seed: last(a.loss)/0 > 1", "undefined"), ("last(single.loss) < k", "unknown-name"),
      ("every seed: last(a.loss) + 0 < last(a.loss) + 10^(-20) + 10^(-17)", "undecidable"),
      ("every seed: x[1] < last(a.loss)", "unsupported"),
      ("every seed: first(a.loss) ≈ 1.3 ± 0.1", "undecidable"),
      ("every seed: first(a.loss) ≈ 1.4 ± -0.1", "bad-value"),
      ("every seed: first(a.loss) - 10^(-20) < first(a.loss)", "undecidable"),
      ("every seed: first(a.loss) + 100000.1 - 100000 - first(a.loss) < 0.1", "undecidable"),
      ("every seed: spikes(b.loss, rise: 0.1 + 0.2 - first(b.loss)) = 0", "undecidable"),
      ("every seed: spikes(a.loss, rise: 0.6) < 3", "undecidable"),
      ("every seed: count(a.loss, above: 1.3 + 0.1) = 1", "undecidable"),
      ("every seed: argmin(a.loss) + 9007199254740992 = 9007199254740993 + 3", "undecidable"),
    ])
  func undecided(_ text: String, _ code: String) throws {
    let claim = try #require(self.claim(text))
    #expect(claim.verdict.outcome == .error, "\(claim.verdict.message)")
    #expect(claim.diagnostic?.message.code == code, "\(claim.verdict.message)")
  }

  @Test("A claim about whole runs waits for them")
  func form() throws {
    let waiting = try #require(claim("last(brief.loss) > 5", keys: "form=full points=3"))
    #expect(waiting.verdict.outcome == .unchecked)
    #expect(waiting.points == 0 && waiting.isAsExpected && waiting.waitsForRuns)
    let short = try #require(claim("last(brief.loss) < 5"))
    #expect(short.verdict.reading == "the short form of brief")
    let whole = try #require(claim("every seed: last(a.loss) > 5", keys: "form=full"))
    #expect(whole.verdict.outcome == .refuted && !whole.waitsForRuns)
  }

  @Test(
    "Running text shows what was measured",
    arguments: [
      ("last(a.loss)", "0.25, 0.125, 0.5"), ("median over seeds: last(a.loss)", "0.25"),
      ("max(a.loss)/log(4)", "1.01, 1.44, 1.01"), ("1 + 1", "2"), ("last(a.lss)", nil),
      ("last(a.loss) + last(single.loss)", nil),
    ] as [(String, String?)])
  func values(_ expression: String, _ shown: String?) {
    let source = Example.block("a") + Example.block("single") + "\nIt is `= \(expression)`."
    let homework = check(SourceFile(name: "t.md", text: source), experiments: Self.logs)
    #expect(homework.results(of: ComputedValue.self).first?.result.text == shown)
    #expect(homework.diagnostics.isEmpty == (shown != nil))
  }

  @Test("Many seeds are told in few words", arguments: [(1, "1 to 12"), (.max - 1, nil)])
  func manySeeds(_ second: UInt64, _ words: String?) throws {
    let seeds = words == nil ? [0, second] : Array(1...12)
    let runs = seeds.enumerated().map { number, seed in
      ExperimentLog.Run(seed: seed, rows: [[0, Double(number)]])
    }
    let source = "```train #m\n```\n```check runs\nevery seed: last(m.loss) < 20\n```"
    let verdict = try #require(
      check(
        SourceFile(name: "t.md", text: source),
        experiments: ["m": ExperimentLog(columns: ["epoch", "loss"], runs: runs)]
      ).claims.first?.verdict)
    #expect(verdict.message == "each of the seeds \(words ?? "0, \(second)")")
    #expect(verdict.notes.map(\.words) == ["last(m.loss): \(words == nil ? "0, 1" : "0 to 11")"])
  }

  @Test("The report typesets what is claimed")
  func typesetting() {
    let text = "```check runs\nevery seed: spikes(a.test_loss) > log(4)\n```"
    let homework = check(SourceFile(name: "t.md", text: text))
    #expect(
      homework.results(of: TypesetStatements.self).first?.result.latex
        == #"\text{every seed: }\operatorname{spikes}\left(\texttt{a.test\_loss}\right) > "#
        + #"\operatorname{log}\left(4\right)"#)
  }
}
