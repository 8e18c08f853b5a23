import RealModule

/// How far each step goes, as training goes on; steps are those of the optimiser, not epochs.
public enum LearningRate: Hashable, Sendable {
  case constant(Double)
  /// Multiplied by a factor after each so many steps; as `torch.optim.lr_scheduler.StepLR`.
  case step(Double, every: Int, factor: Double = 0.1)
  /// Half a wave from the first rate down to the last, where it stays;
  /// `last + (first − last) (1 + cos(π t / steps)) / 2`.
  ///
  /// - Source: Loshchilov, Hutter, *SGDR: Stochastic Gradient Descent with Warm Restarts* (2017),
  ///   eq. 5; as `torch.optim.lr_scheduler.CosineAnnealingLR` up to its last step.
  case cosine(Double, steps: Int, last: Double = 0)

  /// The rate of a step; the first is number 0.
  public func rate(at step: Int) -> Double {
    switch self {
    case .constant(let rate): rate
    case .step(let first, let length, let factor): first * Double.pow(factor, step / length)
    case .cosine(let first, let steps, let last):
      last + (first - last) * (1 + Double.cos(.pi * Double(min(step, steps)) / Double(steps))) / 2
    }
  }

  func check() throws(TrainingError) {
    switch self {
    case .constant(let rate): try Setting("the learning rate", rate).check()
    case .step(let rate, let length, let factor):
      try Setting("the learning rate", rate).check()
      try Setting("the factor of the learning rate", factor).check()
      try check(length)
    case .cosine(let first, let steps, let last):
      try Setting("the learning rate", first).check()
      try Setting("the last learning rate", last).check()
      try check(steps)
    }
  }

  private func check(_ steps: Int) throws(TrainingError) {
    guard steps > 0 else {
      throw .setting("the steps of the learning rate", value: "\(steps)", allowed: "at least 1")
    }
  }
}
