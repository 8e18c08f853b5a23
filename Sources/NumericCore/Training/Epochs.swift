extension Trainer where Objective.Target: ExampleTargets {
  /// Takes one step on the next batch of the epoch.
  ///
  /// - Errors: ``TrainingError``.
  @discardableResult
  public mutating func step(
    on batches: inout Batches<S, Objective.Target>
  ) throws(TrainingError) -> StepRecord {
    let size = batches.load(epoch: epoch, from: min(position, batches.count - 1))
    let record = try step(batches.input, batches.target)
    position += size
    if position >= batches.count { (epoch, position) = (epoch + 1, 0) }
    if batches.isContinuous { position == 0 ? network.clearState() : network.carryState() }
    return record
  }

  /// Takes steps until so many epochs are over, those before this call among them.
  ///
  /// - Errors: ``TrainingError``.
  public mutating func train(
    on batches: inout Batches<S, Objective.Target>, throughEpoch last: Int
  ) throws(TrainingError) {
    log.reserve(max(0, last - epoch) * batches.batchesPerEpoch)
    while epoch < last { try step(on: &batches) }
  }

  /// The mean loss and accuracy over all examples, without learning.
  ///
  /// - Errors: ``TrainingError``.
  public mutating func evaluate(
    on batches: inout Batches<S, Objective.Target>
  ) throws(TrainingError) -> Evaluation {
    guard !batches.isContinuous else {
      // Training goes on from its own state, not from that of the evaluation.
      var trainer = self
      trainer.network.clearState()
      return try trainer.mean(over: &batches)
    }
    return try mean(over: &batches)
  }

  private mutating func mean(
    over batches: inout Batches<S, Objective.Target>
  ) throws(TrainingError) -> Evaluation {
    var (total, hits, start) = (0.0, 0.0 as Double?, 0)
    while start < batches.count {
      let size = batches.load(epoch: epoch, from: start)
      total += Double(size) * (try loss(of: batches.input, batches.target, mode: .evaluation))
      let accuracy = loss.accuracy(output, batches.target)
      hits = hits.flatMap { hits in accuracy.map { hits + Double(size) * $0 } }
      if batches.isContinuous { network.carryState() }
      start += size
    }
    let count = Double(batches.count)
    return Evaluation(loss: total / count, accuracy: hits.map { $0 / count })
  }
}
