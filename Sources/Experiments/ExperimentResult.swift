import Notation

/// What became of an experiment, for its report.
public struct ExperimentResult: Sendable {
  /// A text that a model of characters wrote.
  public struct Sample: Hashable, Sendable {
    public let seed: UInt64
    public let temperature: String
    public let text: String
  }

  public let name: String
  /// The block that describes it.
  public let span: Span
  public let outline: ExperimentOutline
  public let log: ExperimentLog
  public let samples: [Sample]
  /// The texts of its tables, by the names that plots use: `clip`, `clip.confusion`.
  public let tables: [String: String]

  public init(_ plan: ExperimentPlan, _ archive: RunArchive) {
    name = plan.name
    span = plan.span
    outline = plan.outline
    log = archive.log
    samples = archive.runs.flatMap { result in
      (result.tables["samples"] ?? []).map { row in
        Sample(seed: result.run.seed, temperature: row[0], text: row[1])
      }
    }
    var tables = [plan.name: archive.csv()]
    for table in plan.tables { tables["\(plan.name).\(table)"] = archive.csv(table) }
    self.tables = tables
  }
}
