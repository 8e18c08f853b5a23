import Notation
import NumericCore
import Synchronization
import TestSupport
import Testing

@testable import Experiments

@Suite("Running experiments")
struct ExperimentRunTests {
  private func run(_ plan: ExperimentPlan, seed: UInt64 = 3) throws -> RunResult {
    try #require(plan.run(seed: seed))
  }

  private func column(_ name: String, _ result: RunResult, _ plan: ExperimentPlan) throws
    -> [Double]
  {
    let place = try #require(plan.columns.firstIndex(of: name))
    return result.run.rows.map { $0[place] }
  }

  @Test("A row an epoch, the first of the untrained network")
  func rows() throws {
    let plan = try Example.plan()
    let result = try run(plan)
    #expect(try column("epoch", result, plan) == [0, 1, 2])
    #expect(try column("step", result, plan) == [0, 3, 6])
    let losses = try column("loss", result, plan)
    #expect(losses[0].isNaN && losses[1] > 0)
    #expect(try column("test_loss", result, plan).allSatisfy { (1.2...1.6).contains($0) })
    let (largest, last) = try (column("max_loss", result, plan), column("last_loss", result, plan))
    #expect(largest[1] >= losses[1] && largest[1] >= last[1])
    #expect(result.run.failure == nil && result.run.seed == 3)
  }

  @Test(
    "Rows are written as often as asked",
    arguments: [
      (["epochs": "", "steps": "7", "log": "{steps: 3}"], [0, 3, 6, 7]),
      (["epochs": "", "steps": "7", "log": "epoch"], [0, 3, 6, 7]),
      (["epochs": "", "steps": "3"], [0, 1, 2, 3]), (["log": "{steps: 4}"], [0, 4, 6]),
    ])
  func interval(_ changes: [String: String], _ steps: [Double]) throws {
    let plan = try Example.plan(changes)
    #expect(try column("step", run(plan), plan) == steps)
  }

  @Test("The same seed gives the same numbers, on one thread and on many; another one does not")
  func reproducible() throws {
    let plan = try Example.plan([
      "batch": "64", "examples": "128", "model": "[{lstm: 16}, last-step, {linear: 4}]",
      "record": "[confusion, gates]",
    ])
    let first = try run(plan)
    let threads = Workers.shared.count
    Workers.shared.count = 1
    let second = try run(plan)
    Workers.shared.count = threads
    #expect(Example.words(first.run) == Example.words(second.run))
    #expect(first.tables == second.tables)
    let third = try run(plan, seed: 5)
    #expect(Example.words(first.run) != Example.words(third.run))
  }

  @Test("Training learns")
  func learns() throws {
    let plan = try Example.plan([
      "task": "{echo: {delay: 1, length: 4, symbols: 3}}", "model": "[{gru: 8}, {linear: 4}]",
      "learning-rate": "2e-2", "epochs": "12", "examples": "160",
    ])
    let accuracies = try column("test_accuracy", run(plan), plan)
    #expect(accuracies[0] < 0.6 && accuracies[12] > 0.95)
  }

  @Test("A number that is not finite ends the run; what was written is kept")
  func notFinite() throws {
    let plan = try Example.plan([
      "optimizer": "sgd", "learning-rate": "1e38", "epochs": "9",
      "model": "[flatten, {linear: 16}, relu, {linear: 4}]",
    ])
    let result = try run(plan)
    let failure = try #require(result.run.failure)
    #expect(failure.hasPrefix("step ") && failure.contains("learning rate"))
    #expect((1..<10).contains(result.run.rows.count))
  }

  @Test("A cancelled run has no result")
  func cancelled() throws {
    let plan = try Example.plan()
    let steps = Mutex(0)
    let result = plan.run(
      seed: 1, progress: { progress in steps.withLock { $0 = progress.step } },
      isCancelled: { steps.withLock { $0 } == 2 })
    #expect(result == nil && steps.withLock { $0 } == 2)
  }

  @Test("The confusion matrix counts each example once")
  func confusion() throws {
    let plan = try Example.plan(["record": "confusion", "evaluate": "{examples: 21}"])
    let rows = try #require(try run(plan).tables["confusion"])
    #expect(rows.count == 16)
    #expect(rows.compactMap { Int($0[2]) }.reduce(0, +) == 21)
  }

  @Test("Gates are those of the formula, at each step")
  func gates() throws {
    let plan = try Example.plan(["record": "gates"])
    let rows = try #require(try run(plan).tables["gates"])
    #expect(rows.count == 6 * 9 * 4)
    func value(_ state: String, _ time: Int) throws -> Double {
      let row = try #require(rows.first { $0 == ["\(time)", state, "2", $0[3]] })
      return try #require(Double(row[3]))
    }
    for time in 1..<9 {
      let cell = try value("f", time) * value("c", time - 1) + value("i", time) * value("g", time)
      let next = try value("c", time)
      #expect(abs(cell - next) < 1e-5)
      let (output, hidden) = try (value("o", time), value("h", time))
      #expect(abs(hidden) <= output)
    }
  }

  @Test("A model of characters continues a text")
  func samples() throws {
    let text = String(repeating: "to be or not to be\n", count: 20)
    let plan = try Example.plan(
      [
        "task": "{characters: {file: poem.txt, length: 8}}", "evaluate": "",
        "model": "[{gru: 4}, {linear: 8}]",
        "sample": "{prompt: to, temperatures: [1, 2], length: 5}",
      ], files: ["poem.txt": text])
    let samples = try #require(try run(plan).tables["samples"])
    #expect(samples.map { $0[0] } == ["1.0", "2.0"])
    #expect(samples.allSatisfy { $0[1].hasPrefix("to") && $0[1].count == 7 })
  }

  @Test("Long series go on from batch to batch")
  func series() throws {
    let plan = try Example.plan([
      "task": "{binary-echo: {delay: 1, chunk: 5}}", "batch": "", "examples": "200",
      "model": "[{rnn: 8}, {linear: 1}]", "loss": "binary-cross-entropy", "epochs": "6",
      "learning-rate": "1e-2",
    ])
    let accuracies = try column("test_accuracy", run(plan), plan)
    #expect(accuracies[6] > 0.95)
  }

  @Test("The flow of gradients is a log by lag")
  func flow() throws {
    let plan = try Example.plans(
      "```flow #f\nnetwork: rnn\nscales: [0, 0.5, 2]\nsteps: 6\nhidden: 4\nseeds: [1, 2]\n```\n")[0]
    #expect(plan.columns == ["lag", "norm_0", "norm_0_5", "norm_2"])
    let result = try run(plan, seed: 1)
    #expect(result.run.rows.map { $0[0] } == [0, 1, 2, 3, 4, 5, 6])
    #expect(result.run.rows[0] == [0, 1, 1, 1])
    #expect(result.run.rows[6][1] == 0 && result.run.rows[6][2] < result.run.rows[6][3])
  }
}
