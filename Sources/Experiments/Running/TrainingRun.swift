import Notation
import NumericCore

/// One seed of a training experiment.
struct TrainingRun<Task: LearningTask> {
  private let plan: TrainingPlan
  private let task: Task
  private let seed: UInt64
  private var trainer: Trainer<Sequential<Float>, ErasedLoss<Task.Target>>
  /// The examples of the current epoch.
  private var batches: Batches<Float, Task.Target>?
  /// What the last rows were evaluated on.
  private(set) var evaluation: Examples<Task.Target>?
  private var rows: [[Double]] = []
  private var failure: String?

  init(
    _ plan: TrainingPlan, _ task: Task, _ loss: ErasedLoss<Task.Target>, seed: UInt64
  ) throws {
    self.plan = plan
    self.task = task
    self.seed = seed
    let settings = plan.settings
    trainer = try Trainer(
      plan.model.network(seed: seed), loss: loss,
      optimizer: settings.optimizer.kind.make(settings.optimizer.options),
      learningRate: plan.learningRate, clipping: settings.clipping)
  }

  var network: Sequential<Float> { trainer.network }
  var checkpoint: [UInt8] { trainer.checkpoint() }
  var result: ExperimentLog.Run { ExperimentLog.Run(seed: seed, rows: rows, failure: failure) }

  /// Trains to the end, or to the first number that is not finite.
  ///
  /// - Returns: false where it was cancelled.
  mutating func train(
    progress: (RunProgress) -> Void, isCancelled: () -> Bool
  ) -> Bool {
    do {
      try writeRow()
      while trainer.step < plan.steps {
        if isCancelled() { return false }
        try step()
        progress(
          RunProgress(
            step: trainer.step, steps: plan.steps, loss: trainer.log.records.last?.loss))
        if isRowDue { try writeRow() }
      }
    } catch {
      failure = "\(error)"
      if !trainer.log.records.isEmpty { rows.append(row(nil)) }
    }
    return true
  }

  private mutating func step() throws {
    if trainer.position == 0 { try drawEpoch() }
    guard var batches else { return }
    self.batches = nil
    defer { self.batches = batches }
    try trainer.step(on: &batches)
  }

  /// A fixed set stays, in an order of its own in each epoch.
  private mutating func drawEpoch() throws {
    if batches != nil, task.trainingCount != nil { return }
    batches = try task.batches(
      of: task.training(plan.examples, epoch: trainer.epoch, seed: seed), size: plan.batch,
      seed: seed)
  }

  private var isRowDue: Bool {
    if trainer.step == plan.steps { return true }
    return plan.rowEvery == plan.stepsPerEpoch
      ? trainer.position == 0 : trainer.step % plan.rowEvery == 0
  }

  private mutating func writeRow() throws {
    rows.append(row(try evaluate()))
    trainer.log = TrainingLog()
    trainer.log.reserve(min(plan.rowEvery, plan.steps))
  }

  private mutating func evaluate() throws -> Evaluation? {
    guard let count = plan.evaluated else { return nil }
    if evaluation == nil || task.evaluationCount == nil {
      evaluation = task.evaluation(count, epoch: rows.count, seed: seed)
    }
    guard let evaluation else { return nil }
    var batches = try task.batches(of: evaluation, size: plan.batch, seed: seed)
    return try trainer.evaluate(on: &batches)
  }

  /// What happened since the row before.
  private func row(_ evaluation: Evaluation?) -> [Double] {
    let records = trainer.log.records
    func mean(_ values: [Double]) -> Double {
      values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    }
    let (losses, norms) = (records.map(\.loss), records.map(\.gradientNorm))
    return [
      Double(trainer.epoch), Double(trainer.step), mean(losses), losses.last ?? .nan,
      losses.max() ?? .nan, mean(records.compactMap(\.accuracy)), mean(norms),
      norms.max() ?? .nan, records.last?.learningRate ?? .nan, evaluation?.loss ?? .nan,
      evaluation?.accuracy ?? .nan,
    ]
  }
}
