import Notation
import TestSupport
import Testing

@testable import Experiments
@testable import Markup

extension Example {
  static func plan(
    _ changes: [String: String] = [:], files: [String: String] = [:], isFull: Bool = true
  ) throws -> ExperimentPlan {
    try plans(block("a", changes), files: files, isFull: isFull)[0]
  }

  /// What is wrong with the experiments of a text.
  static func problems(_ text: String) -> [Diagnostic] {
    let document = Document(parsing: SourceFile(name: "a.md", text: text))
    var reader = ExperimentReader()
    for fence in document.blocks.flatMap(\.fences) { reader.read(fence) }
    return document.diagnostics + reader.diagnostics
  }

  static func plans(
    _ text: String, files: [String: String] = [:], isFull: Bool = true
  ) throws -> [ExperimentPlan] {
    if let problem = problems(text).first { throw problem }
    let document = Document(parsing: SourceFile(name: "a.md", text: text))
    return try document.experiments.map { experiment in
      try experiment.plan(
        isFull: isFull, files: DataFiles(files.mapValues { Array($0.utf8) }))
    }
  }

  /// Rows as texts, since no NaN equals another.
  static func words(_ run: ExperimentLog.Run) -> [String] { run.rows.map { "\($0)" } }
}
