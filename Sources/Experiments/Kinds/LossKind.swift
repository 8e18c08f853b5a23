import Notation
import NumericCore

/// A kind of loss, for labels or for numbers.
struct LossKind: ExperimentKind {
  static let noun = "loss"

  let name: String
  let options: [Option]
  let make: @Sendable (Options) -> Objective

  static let all: [LossKind] = [.crossEntropy, .binaryCrossEntropy, .meanSquaredError]

  static let crossEntropy = LossKind(
    name: "cross-entropy",
    options: [.optional("smoothing", .number(0...1), else: .number(0))]
  ) { options in
    .labels(
      ErasedLoss(CrossEntropy<Float>(labelSmoothing: Float(options.number("smoothing") ?? 0))))
  }

  static let binaryCrossEntropy = LossKind(name: "binary-cross-entropy", options: []) { _ in
    .numbers(ErasedLoss(BinaryCrossEntropy<Float>()))
  }

  static let meanSquaredError = LossKind(name: "mean-squared-error", options: []) { _ in
    .numbers(ErasedLoss(MeanSquaredError<Float>()))
  }
}

/// What training makes small.
enum Objective: Sendable {
  /// For tasks whose answers are classes.
  case labels(ErasedLoss<[Int]>)
  /// For tasks whose answers are numbers.
  case numbers(ErasedLoss<Tensor<Float>>)
}

/// Any loss for such targets.
struct ErasedLoss<Target: Sendable>: Loss {
  typealias S = Float

  private let function:
    @Sendable (Tensor<Float>, Target, inout Tensor<Float>) throws(ShapeError) -> Float
  private let hits: @Sendable (Tensor<Float>, Target) -> Double?

  init<Wrapped: Loss<Float>>(_ loss: Wrapped) where Wrapped.Target == Target {
    function = { (output, target, cotangent) throws(ShapeError) in
      try loss(output, target, cotangent: &cotangent)
    }
    hits = { loss.accuracy($0, $1) }
  }

  func callAsFunction(
    _ output: Tensor<Float>, _ target: Target, cotangent: inout Tensor<Float>
  ) throws(ShapeError) -> Float {
    try function(output, target, &cotangent)
  }

  func accuracy(_ output: Tensor<Float>, _ target: Target) -> Double? { hits(output, target) }
}
