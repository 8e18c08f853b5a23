import Notation
import TestSupport
import Testing

@testable import Experiments

@Suite("Reading experiments")
struct ExperimentReaderTests {
  /// `⟦…⟧` marks where the diagnostic must point.
  @Test(
    "What is wrong is said at its place",
    arguments: [
      ("unknown-key", ["⟦epoch⟧": "3"]), ("unknown-key", ["⟦lerning-rate⟧": "3"]),
      ("unknown-task", ["task": "⟦temporal-ordr⟧"]),
      ("unknown-task", ["task": "{⟦mnist⟧: {permuted: 1}}"]),
      ("unknown-key", ["task": "{temporal-order: {⟦dificulty⟧: easy}}"]),
      ("bad-value", ["task": "{temporal-order: ⟦simple⟧}"]),
      ("unknown-layer", ["model": "[{lstm: 4}, ⟦last⟧]"]),
      ("missing-key", ["model": "[⟦lstm⟧]"]), ("bad-value", ["model": "[{lstm: ⟦0⟧}]"]),
      ("bad-value", ["model": "[{lstm: ⟦4.5⟧}]"]), ("bad-value", ["model": "[{lstm: ⟦lots⟧}]"]),
      ("bad-value", ["model": "[{last-step: ⟦2⟧}]"]), ("bad-value", ["model": "⟦lstm⟧"]),
      ("bad-value", ["model": "[{lstm: 4, ⟦linear⟧: 4}]"]),
      ("unknown-key", ["model": "[{lstm: {hidden: 4, ⟦size⟧: 4}}]"]),
      ("unknown-loss", ["loss": "⟦crossentropy⟧"]),
      ("bad-value", ["loss": "{cross-entropy: {smoothing: ⟦2⟧}}"]),
      ("unknown-optimizer", ["optimizer": "⟦adem⟧"]),
      ("bad-value", ["optimizer": "{adam: {beta1: ⟦1⟧}}"]),
      ("bad-value", ["learning-rate": "⟦0⟧"]), ("bad-value", ["learning-rate": "⟦nan⟧"]),
      ("bad-value", ["learning-rate": "⟦0x1⟧"]), ("bad-value", ["learning-rate": "⟦1e999⟧"]),
      ("unknown-schedule", ["schedule": "⟦cosin⟧"]), ("bad-value", ["clip-norm": "⟦-1⟧"]),
      ("bad-value", ["clip-norm": "1", "clip-value": "⟦1⟧"]), ("bad-value", ["batch": "⟦0⟧"]),
      ("bad-value", ["epochs": "⟦1000000⟧"]), ("bad-value", ["steps": "⟦5⟧"]),
      ("bad-value", ["evaluate": "⟦20⟧"]), ("bad-value", ["log": "⟦epochs⟧"]),
      ("unknown-record", ["record": "[⟦weights⟧]"]), ("bad-value", ["sample": "⟦the⟧"]),
      ("bad-value", ["seeds": "⟦-1⟧"]), ("bad-value", ["short": "⟦yes⟧"]),
      ("unknown-key", ["short": "{⟦epoch⟧: 1}"]), ("unknown-experiment", ["like": "⟦b⟧"]),
      ("path-leaves", ["task": "{characters: ⟦../secret.txt⟧}"]),
      ("path-leaves", ["task": "{characters: ⟦/etc/passwd⟧}"]),
    ])
  func places(_ code: String, _ changes: [String: String]) throws {
    let marked = Example.block("a", changes)
    let parts = marked.split(separator: "⟦", omittingEmptySubsequences: false)
    let inner = try #require(parts.last).split(separator: "⟧", omittingEmptySubsequences: false)
    let lower = parts[0].utf8.count
    let problems = Example.problems(parts[0] + inner.joined())
    #expect(problems.map(\.message.code) == [code])
    #expect(problems.map(\.span) == [Span(lower..<lower + inner[0].utf8.count)])
    #expect(problems.allSatisfy { $0.message.hint != nil })
  }

  @Test(
    "What is missing or given twice is an error",
    arguments: [
      ["task": ""], ["model": ""], ["loss": ""], ["optimizer": ""], ["epochs": ""],
      ["steps": "4"], ["model": "[]"], ["seeds": "[]"], ["seeds": "[1, 1]"],
      ["seeds": "{from: 1, to: 101}"], ["seeds": "{from: 3, to: 1}"], ["task": "[]"],
    ])
  func missing(_ changes: [String: String]) {
    let problems = Example.problems(Example.block("a", changes))
    #expect(problems.map(\.severity) == [.error])
  }

  @Test(
    "A suggestion names what was meant", arguments: [("lstn", "lstm"), ("max-pol", "max-pool")])
  func suggestion(_ written: String, _ meant: String) {
    let text = Example.block("a", ["model": "[{\(written): 4}]"])
    let hint = Example.problems(text).first?.message.hint
    #expect(hint == "did you mean '\(meant)'?")
  }

  @Test(
    "An experiment has a name of its own",
    arguments: [
      "```train\nepochs: 1\n```", Example.block("a.b"), Example.block("1"),
      Example.block("a") + "\n" + Example.block("a"),
    ])
  func names(_ text: String) {
    #expect(!Example.problems(text).isEmpty)
  }

  @Test("Two scales have two columns, or a claim would be about either of them")
  func scales() throws {
    func problems(_ scales: String) -> [Diagnostic] {
      let text = "```flow #f\nnetwork: rnn\nscales: \(scales)\n```\n"
      return Example.problems(text)
    }
    #expect(problems("[0.5, 5, 10, 1.1]").isEmpty)
    let problem = try #require(problems("[1.1, 1e1]").first)
    #expect(problem.message.text.contains("'norm_1_1'") && problem.message.text.contains("1e1"))
  }

  @Test("like takes over what is not overridden, and one of two rivals")
  func like() throws {
    let plans = try Example.plans(
      Example.block("a", ["clip-norm": "1"])
        + "\n```train #b\nlike: a\nclip-value: 0.5\nsteps: 7\n```\n\n```train #c\nlike: b\n```\n")
    func value(_ plan: ExperimentPlan, _ name: String) -> String? {
      plan.outline.settings.first { $0.name == name }?.value
    }
    #expect(value(plans[0], "clipping") == "to the norm 1.0")
    #expect(value(plans[1], "clipping") == "to ±0.5")
    #expect(value(plans[1], "training") == "7 steps, batches of 16")
    #expect(plans[1].seeds == [3, 5])
    #expect(plans[1].key(seed: 3) == plans[2].key(seed: 3))
    #expect(plans[0].key(seed: 3) != plans[1].key(seed: 3))
    #expect(plans[0].key(seed: 3) != plans[0].key(seed: 5))
  }

  @Test("The short form overrides the long one")
  func short() throws {
    let changes = ["short": "{epochs: 1, seeds: 9}"]
    let (full, short) = try (Example.plan(changes), Example.plan(changes, isFull: false))
    #expect(full.seeds == [3, 5] && !full.isShort)
    #expect(short.seeds == [9] && short.isShort)
    #expect(try Example.plan().key(seed: 3) == full.key(seed: 3))
  }

  @Test("A run is known by what is written of it, but for its seeds")
  func keys() throws {
    let key = try Example.plan(["learning-rate": "3e-4"]).key(seed: 1)
    #expect(try Example.plan(["learning-rate": "3e-4", "seeds": "1"]).key(seed: 1) == key)
    #expect(try Example.plan(["learning-rate": "4e-4"]).key(seed: 1) != key)
    // Where a number is a name or a prompt, another spelling is another thing.
    #expect(try Example.plan(["learning-rate": "0.0003"]).key(seed: 1) != key)
  }
}
