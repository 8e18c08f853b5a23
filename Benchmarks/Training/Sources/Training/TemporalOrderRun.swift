import NumericCore

/// The whole run on temporal order; what PyTorch does is in
/// `temporal_order.py`.
///
/// - Returns: the mean loss and accuracy of the last evaluation.
func temporalOrderRun(seed: UInt64) throws -> (loss: Double, accuracy: Double) {
  let (epochs, count, size) = (100, 992, 32)
  let task = TemporalOrder(.moderate)
  let network = Sequential<Float>(
    [try LSTM(task.inputShape[1], 12), LastStep(), try Linear(12, task.outputs)], seed: seed)
  var trainer = try Trainer(
    network, loss: CrossEntropy(), optimizer: .rmsprop(), learningRate: .constant(1e-3))
  var last = (loss: Double.nan, accuracy: Double.nan)
  for epoch in 0..<epochs {
    var batches = try task.batches(
      of: task.training(count, epoch: epoch, seed: seed), size: size, seed: seed)
    try trainer.train(on: &batches, throughEpoch: epoch + 1)
    var others = try task.batches(
      of: task.evaluation(count, epoch: epoch, seed: seed), size: size, seed: seed)
    let evaluation = try trainer.evaluate(on: &others)
    last = (evaluation.loss, evaluation.accuracy ?? .nan)
  }
  return last
}
