import Markup
import Notation
import NumericCore

/// An experiment with its data: it can be run, seed by seed.
public struct ExperimentPlan: Sendable {
  public let name: String
  /// The block that describes it, and where this has its name.
  public let span: Span
  public let place: Span
  public let seeds: [UInt64]
  public let isShort: Bool
  /// The columns of the log, that of the seed not among them.
  public let columns: [String]
  /// The other tables that a run writes.
  public let tables: [String]
  /// Whether the trained networks are kept.
  public let savesModels: Bool
  public let outline: ExperimentOutline
  /// How long a run takes, in some unit that all experiments share.
  public let weight: Double
  /// Stands for everything that matters for a run but its seed.
  private let key: UInt64
  private let work: Work

  private enum Work: Sendable {
    case training(TrainingPlan)
    case flow(FlowSettings)
  }

  /// Changes when the same settings give other numbers.
  private static let engine = "engine 1"

  /// What stands for everything that matters for a run.
  public func key(seed: UInt64) -> String {
    let text = String(key ^ UInt64(hashing: "seed \(seed)".utf8), radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// The columns of a table, without the seed: of the log, or of one of ``tables``.
  public func columns(of table: String?) -> [String] {
    table.map { RunTable.columns[$0] ?? [] } ?? columns
  }

  /// Runs one seed: the same seed gives the same numbers.
  ///
  /// - Returns: `nil` where it was cancelled.
  public func run(
    seed: UInt64, progress: (RunProgress) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) -> RunResult? {
    switch work {
    case .training(let plan): plan.run(seed: seed, progress: progress, isCancelled: isCancelled)
    case .flow(let flow): flow.run(seed: seed, progress: progress, isCancelled: isCancelled)
    }
  }
}

extension Experiment {
  /// Brings the experiment and its data together.
  ///
  /// - Errors: a diagnostic where the data are not what the task takes, the model does not fit the
  ///   task, or the whole would take too long.
  public func plan(isFull: Bool, files: DataFiles = DataFiles()) throws(Diagnostic)
    -> ExperimentPlan
  {
    let isShort = !isFull && hasShortForm
    switch settings(isFull: isFull) {
    case .training(let settings, let text):
      return ExperimentPlan(
        self, try TrainingPlan(settings, files: files), text, files, isShort: isShort)
    case .flow(let flow, let text):
      return ExperimentPlan(self, flow, text, isShort: isShort)
    }
  }
}

extension ExperimentPlan {
  fileprivate init(
    _ experiment: Experiment, _ plan: TrainingPlan, _ text: String, _ files: DataFiles,
    isShort: Bool
  ) {
    var key = UInt64(hashing: "\(Self.engine) train \(text)".utf8)
    for (name, bytes) in files.sorted {
      key = UInt64(hashing: "\(key) \(name) \(UInt64(hashing: bytes))".utf8)
    }
    let settings = plan.settings
    self.init(
      name: experiment.name.text, span: experiment.span, place: experiment.name.span,
      seeds: settings.seeds,
      isShort: isShort, columns: TrainingPlan.columns,
      tables: settings.recordings.map(\.rawValue) + (settings.sampling == nil ? [] : ["samples"]),
      savesModels: settings.savesModel, outline: ExperimentOutline(plan), weight: plan.weight,
      key: key, work: .training(plan))
  }

  fileprivate init(
    _ experiment: Experiment, _ flow: FlowSettings, _ text: String, isShort: Bool
  ) {
    self.init(
      name: experiment.name.text, span: experiment.span, place: experiment.name.span,
      seeds: flow.seeds,
      isShort: isShort, columns: flow.columns, tables: [], savesModels: false,
      outline: ExperimentOutline(flow), weight: flow.weight,
      key: UInt64(hashing: "\(Self.engine) flow \(text)".utf8),
      work: .flow(flow))
  }
}

extension TrainingPlan {
  func run(
    seed: UInt64, progress: (RunProgress) -> Void, isCancelled: () -> Bool
  ) -> RunResult? {
    do {
      switch (task, settings.loss.kind.make(settings.loss.options)) {
      case (.labels(let task), .labels(let loss)):
        guard let end = try train(task, loss, seed, progress, isCancelled) else { return nil }
        return end.result { try records(of: end.network, on: end.evaluation, seed: seed) }
      case (.numbers(let task), .numbers(let loss)):
        guard let end = try train(task, loss, seed, progress, isCancelled) else { return nil }
        return end.result { try gates(of: end.network, on: end.evaluation?.inputs) }
      case (.labels, .numbers), (.numbers, .labels):
        return RunResult(ExperimentLog.Run(seed: seed, failure: "the loss does not fit the task"))
      }
    } catch {
      return RunResult(ExperimentLog.Run(seed: seed, failure: "\(error)"))
    }
  }

  /// Where training ended.
  private struct End<Target: ExampleTargets> {
    let run: ExperimentLog.Run
    let network: Sequential<Float>
    /// What the last row was evaluated on.
    let evaluation: Examples<Target>?
    let model: [UInt8]?

    func result(_ tables: () throws -> [String: [[String]]]) -> RunResult {
      var result = RunResult(run, model: model)
      do {
        result.tables = try tables()
      } catch {
        result.run.failure = run.failure ?? "\(error)"
      }
      return result
    }
  }

  /// - Returns: `nil` where it was cancelled.
  private func train<Target, Task: LearningTask<Target>>(
    _ task: Task, _ loss: ErasedLoss<Target>, _ seed: UInt64, _ progress: (RunProgress) -> Void,
    _ isCancelled: () -> Bool
  ) throws -> End<Target>? {
    var run = try TrainingRun(self, task, loss, seed: seed)
    guard run.train(progress: progress, isCancelled: isCancelled) else { return nil }
    let isKept = settings.savesModel && run.result.failure == nil
    return End(
      run: run.result, network: run.network, evaluation: run.evaluation,
      model: isKept ? run.checkpoint : nil)
  }

  private func records(
    of network: Sequential<Float>, on examples: Examples<[Int]>?, seed: UInt64
  ) throws -> [String: [[String]]] {
    var tables = try gates(of: network, on: examples?.inputs)
    if settings.recordings.contains(.confusion), let examples {
      tables["confusion"] = try RunTable.confusion(
        of: network, on: examples, classes: task.outputs, batch: batch)
    }
    if let sampling = settings.sampling, case .labels(let task) = task,
      let characters = task as? Characters
    {
      tables["samples"] = try RunTable.samples(
        of: network, characters, sampling, seed: seed)
    }
    return tables
  }

  private func gates(
    of network: Sequential<Float>, on inputs: Tensor<Float>?
  ) throws -> [String: [[String]]] {
    guard settings.recordings.contains(.gates), let inputs else { return [:] }
    return ["gates": try RunTable.gates(of: network, on: inputs)]
  }
}

extension FlowSettings {
  func run(
    seed: UInt64, progress: (RunProgress) -> Void, isCancelled: () -> Bool
  ) -> RunResult? {
    var run = ExperimentLog.Run(seed: seed, rows: (0...flow.steps).map { [Double($0)] })
    for (number, scale) in scales.enumerated() {
      if isCancelled() { return nil }
      do {
        let norms = try flow.norms(scale: scale, seed: seed)
        for (lag, norm) in norms.enumerated() {
          run.rows[lag].append(norm.isFinite ? norm : .nan)
          if !norm.isFinite, run.failure == nil {
            run.failure = "at scale \(scale), the norm at lag \(lag) is \(norm)"
          }
        }
      } catch {
        return RunResult(ExperimentLog.Run(seed: seed, failure: "\(error)"))
      }
      progress(RunProgress(step: number + 1, steps: scales.count, loss: nil))
    }
    return RunResult(run)
  }
}
