/// How parameters follow their gradients.
///
/// A kind is a value; its formula is one pass over the scalars of a parameter, in which clipping
/// and weight decay happen, too. The formulas and their defaults are PyTorch's.
public struct Optimizer<S: TrainingScalar>: Sendable {
  /// As PyTorch names it.
  public let name: String
  /// What is remembered for each scalar, as PyTorch names it; zeros at the start.
  public let memory: [String]
  let settings: [Setting]
  let update: @Sendable (ParameterUpdate<S>) -> Void

  /// Each kind with its defaults.
  public static var all: [Optimizer] {
    [.sgd(), .sgd(momentum: 0.9), .rmsprop(), .adam(), .adamW()]
  }
}

/// One parameter at one step.
struct ParameterUpdate<S: TrainingScalar> {
  let value: UnsafeMutablePointer<S>
  let gradient: UnsafePointer<S>
  /// Where the first of the remembered scalars stand, and how far from them the second.
  let memory: UnsafeMutablePointer<S>
  let stride: Int
  let count: Int
  /// From 1.
  let step: Int
  let learningRate: Double
  let clip: Clip<S>
}

/// A number that a formula takes, with what it may be.
struct Setting: Sendable {
  let name: String
  let value: Double
  /// It is from 0 up to this, which it may not be.
  let bound: Double

  init(_ name: String, _ value: Double, below bound: Double = .infinity) {
    self.name = name
    self.value = value
    self.bound = bound
  }

  func check() throws(TrainingError) {
    guard value >= 0, value < bound else {
      throw .setting(
        name, value: value.description,
        allowed: bound == .infinity ? "0 or more" : "0 or more, and below \(bound)")
    }
  }
}
