/// What happened in one step.
public struct StepRecord: Hashable, Sendable {
  /// From 1.
  public let step: Int
  /// From 1; 1, too, where training is not by epochs.
  public let epoch: Int
  /// The mean over the batch, before the step.
  public let loss: Double
  /// The part of the predictions that were right; `nil` where the loss knows none.
  public let accuracy: Double?
  /// The norm of all gradients together, before clipping.
  public let gradientNorm: Double
  public let learningRate: Double
}

/// What happened in every step.
public struct TrainingLog: Hashable, Sendable {
  public internal(set) var records: [StepRecord] = []

  public init() {}

  /// Makes room, so that so many more steps allocate nothing.
  public mutating func reserve(_ steps: Int) {
    records.reserveCapacity(records.count + steps)
  }

  /// A table with a header; an accuracy that is not known is empty.
  public var csv: String {
    var text = "step,epoch,loss,accuracy,gradient_norm,learning_rate\n"
    for record in records {
      let accuracy = record.accuracy.map { $0.description } ?? ""
      text +=
        "\(record.step),\(record.epoch),\(record.loss),\(accuracy),\(record.gradientNorm),"
        + "\(record.learningRate)\n"
    }
    return text
  }
}

/// What a network is worth on examples.
public struct Evaluation: Hashable, Sendable {
  /// The mean over the examples.
  public let loss: Double
  /// The part of the predictions that are right; `nil` where the loss knows none.
  public let accuracy: Double?
}
