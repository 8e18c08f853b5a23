/// Small experiments for tests.
package enum Example {
  package static let keys = [
    "task": "{temporal-order: easy}", "model": "[{lstm: 4}, last-step, {linear: 4}]",
    "loss": "cross-entropy", "optimizer": "adam", "batch": "16", "epochs": "2", "examples": "40",
    "evaluate": "{examples: 20}", "seeds": "[3, 5]",
  ]

  /// A block with these keys; an empty value leaves a key out.
  package static func block(_ name: String = "a", _ changes: [String: String] = [:]) -> String {
    let keys = keys.merging(changes) { $1 }.filter { !$0.value.isEmpty }
    let lines = keys.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }
    return "```train #\(name)\n\(lines.joined())```\n"
  }
}
