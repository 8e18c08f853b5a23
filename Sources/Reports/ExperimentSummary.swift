import Experiments

/// What a report shows of an experiment: the last numbers of each run, and their median.
struct ExperimentSummary {
  /// The values of a row, in the order of ``columns``; `nil` where none was taken.
  struct Row {
    /// A seed, or what the row is of all seeds.
    let name: String
    let values: [Double?]
  }

  let columns: [String]
  let rows: [Row]
  /// Runs that stopped before their end: the seed, and why.
  let failures: [(seed: UInt64, reason: String)]
  let seeds: String

  /// More runs than these are shown by the lowest, the median and the highest.
  private static let mostRows = 8
  /// Where the run is, or what one batch came to.
  private static let positions: Set<String> = [
    "epoch", "step", "lag", "learning_rate", "last_loss", "max_loss", "max_grad_norm",
  ]

  init(_ log: ExperimentLog) {
    let columns = log.columns.filter { column in
      !Self.positions.contains(column)
        && log.runs.contains { log.series(column, of: $0)?.isEmpty == false }
    }
    let runs = log.runs.map { run in
      Row(name: "\(run.seed)", values: columns.map { log.series($0, of: run)?.last })
    }
    func row(_ name: String, _ choose: ([Double]) -> Double?) -> Row {
      Row(
        name: name,
        values: columns.indices.map { column in choose(runs.compactMap { $0.values[column] }) })
    }
    let median = row("median") { $0.sorted().medianInOrder }
    rows =
      runs.count > Self.mostRows
      ? [row("lowest") { $0.min() }, median, row("highest") { $0.max() }]
      : runs + (runs.count > 1 ? [median] : [])
    self.columns = columns
    failures = log.runs.compactMap { run in run.failure.map { (run.seed, $0) } }
    seeds = log.runs.map(\.seed).words
  }

  /// A number as people read it.
  static func words(_ value: Double?) -> String { value?.significant(4) ?? "" }
}

extension ExperimentResult {
  /// What is said about it, its seeds among them.
  var settings: [ExperimentOutline.Setting] {
    var settings = outline.settings
    settings.append(.init(name: "seeds", value: ExperimentSummary(log).seeds))
    return settings
  }
}
