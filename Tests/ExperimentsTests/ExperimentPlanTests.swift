import Notation
import TestSupport
import Testing

@testable import Experiments

@Suite("Planning experiments")
struct ExperimentPlanTests {
  private static let poem = String(repeating: "to be or not to be\n", count: 20)
  private static let table = "x,y,class\n" + (0..<20).map { "\($0),\($0 * 2),\($0 % 2)\n" }.joined()

  private func code(_ changes: [String: String]) -> String? {
    do {
      _ = try Example.plan(changes, files: ["poem.txt": Self.poem, "t.csv": Self.table])
      return nil
    } catch {
      return (error as? Diagnostic)?.message.code
    }
  }

  @Test(
    "What does not fit together is an error",
    arguments: [
      ("shapes-do-not-fit", ["model": "[{lstm: 4}, {linear: 4}]"]),
      ("shapes-do-not-fit", ["model": "[{lstm: 4}, last-step, {linear: 5}]"]),
      ("shapes-do-not-fit", ["model": "[{conv2d: {filters: 4, kernel: 3}}, flatten, {linear: 4}]"]),
      ("shapes-do-not-fit", ["model": "[last-step, {lstm: 4}]"]),
      ("shapes-do-not-fit", ["model": "[{conv1d: {filters: 4, kernel: 20}}]"]),
      ("shapes-do-not-fit", ["model": "[flatten, {max-pool: 2}, {linear: 4}]"]),
      ("loss-does-not-fit", ["loss": "mean-squared-error"]),
      ("loss-does-not-fit", ["task": "binary-echo", "batch": ""]),
      ("bad-value", ["task": "binary-echo", "batch": "4"]),
      ("bad-value", ["task": "{table: {file: t.csv, inputs: [x], classes: class}}"]),
      ("task", ["task": "{table: {file: t.csv, inputs: [x]}}", "examples": ""]),
      ("no-column", ["task": "{table: {file: t.csv, inputs: [z], classes: class}}"]),
      ("task", ["task": "{characters: {file: poem.txt, length: 1000}}"]),
      ("task", ["task": "{characters: none.txt}"]), ("task", ["task": "digits"]),
      ("bad-value", ["record": "gates", "model": "[flatten, {linear: 4}]"]),
      ("bad-value", ["record": "confusion", "evaluate": ""]),
      ("bad-value", ["sample": "{prompt: a}"]),
    ])
  func mismatches(_ expected: String, _ changes: [String: String]) {
    #expect(code(changes) == expected)
  }

  @Test(
    "What would take all memory or days is refused before it begins",
    arguments: [
      ["model": "[{lstm: 4096}, last-step, {linear: 4}]"],
      ["model": "[flatten, {linear: 65536}, {linear: 65536}, {linear: 4}]"],
      ["model": "[{attention-rnn: {hidden: 2048, memory: 64}}, last-step, {linear: 4}]"],
      ["model": "[{embedding: {count: 65536, features: 65536}}]"],
      ["model": "[\(Array(repeating: "{lstm: 500}", count: 50).joined(separator: ", "))]"],
      [
        "save": "true", "model": "[{lstm: 700}, last-step, {linear: 4}]",
        "seeds": "{from: 1, to: 20}",
      ],
      ["epochs": "100000", "examples": "10000000"], ["examples": "10000000"],
      ["epochs": "100000", "seeds": "{from: 1, to: 100}"],
      ["batch": "65536", "model": "[{lstm: 2000}, last-step, {linear: 4}]"],
      ["task": "{echo: {evaluation-length: 10000}}", "evaluate": "{examples: 1000000}"],
      ["task": "{echo: {length: 10000, symbols: 1000}}", "examples": "100000"],
    ])
  func bounds(_ changes: [String: String]) {
    #expect(["too-large", "too-much-work"].contains(code(changes)))
  }

  @Test("Sizes follow along the model, and every layer is known")
  func sizes() throws {
    let model = """
      [{conv1d: {filters: 4, kernel: 3, padding: 1}}, batch-norm, relu, {max-pool: 2}, \
      {avg-pool: 2}, {conv-transpose: {filters: 4, kernel: 2}}, tanh, {gru: 4}, {rnn: 4}, \
      {gated-rnn: 4}, {attention-rnn: 4}, layer-norm, {dropout: 0.5}, last-step, sigmoid, \
      {linear: 4}, softmax]
      """
    let plan = try Example.plan(["model": model])
    let outputs = plan.outline.layers.map(\.output)
    #expect(outputs.first == "4 × 8" && outputs[3] == "4 × 4" && outputs.last == "4")
    #expect(plan.outline.parameterCount == plan.outline.layers.reduce(0) { $0 + $1.parameters })
    #expect(plan.outline.layers[0].parameters == 4 * 9 * 3 + 4)
  }

  @Test("Characters and tables are tasks, too")
  func files() throws {
    let characters = try Example.plan(
      [
        "task": "{characters: {file: poem.txt, length: 8, encoding: index}}", "evaluate": "",
        "model": "[{embedding: {count: 8, features: 3}}, {gru: 4}, {linear: 8}]",
        "sample": "{prompt: to}",
      ], files: ["poem.txt": Self.poem])
    #expect(characters.tables == ["samples"])
    let table = try Example.plan(
      [
        "task": "{table: {file: t.csv, inputs: [x], targets: [y]}}", "evaluate": "",
        "examples": "", "model": "[{linear: 1}]", "loss": "mean-squared-error",
      ], files: ["t.csv": Self.table])
    #expect(table.outline.settings.contains { $0.name == "evaluation" && $0.value == "4 examples" })
    let changed = try Example.plan(
      [
        "task": "{table: {file: t.csv, inputs: [x], targets: [y]}}", "evaluate": "",
        "examples": "", "model": "[{linear: 1}]", "loss": "mean-squared-error",
      ], files: ["t.csv": Self.table + "7,7,1\n"])
    #expect(table.key(seed: 1) != changed.key(seed: 1))
  }
}
