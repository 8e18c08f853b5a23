import Notation
import Testing

@testable import Experiments
@testable import Homework
@testable import Markup

/// Small experiments for tests.
enum Example {
  static let keys = [
    "task": "{temporal-order: easy}", "model": "[{lstm: 4}, last-step, {linear: 4}]",
    "loss": "cross-entropy", "optimizer": "adam", "batch": "16", "epochs": "2", "examples": "40",
    "evaluate": "{examples: 20}", "seeds": "[3, 5]",
  ]

  /// A block with these keys; an empty value leaves a key out.
  static func block(_ name: String = "a", _ changes: [String: String] = [:]) -> String {
    let keys = keys.merging(changes) { $1 }.filter { !$0.value.isEmpty }
    let lines = keys.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }
    return "```train #\(name)\n\(lines.joined())```\n"
  }

  static func plan(
    _ changes: [String: String] = [:], files: [String: String] = [:], isFull: Bool = true
  ) throws -> ExperimentPlan {
    try plans(block("a", changes), files: files, isFull: isFull)[0]
  }

  static func plans(
    _ text: String, files: [String: String] = [:], isFull: Bool = true
  ) throws -> [ExperimentPlan] {
    let document = Document(parsing: SourceFile(name: "a.md", text: text))
    let problems = check(document).diagnostics
    if let problem = problems.first { throw problem }
    return try document.experiments.map { experiment in
      try experiment.plan(
        isFull: isFull, files: DataFiles(files.mapValues { Array($0.utf8) }))
    }
  }

  /// Rows as texts, since no NaN equals another.
  static func words(_ run: ExperimentLog.Run) -> [String] { run.rows.map { "\($0)" } }
}
