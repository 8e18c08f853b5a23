import Notation
import NumericCore

/// A kind of optimiser; the standard values are PyTorch's.
struct OptimizerKind: ExperimentKind {
  static let noun = "optimizer"

  let name: String
  let options: [Option]
  let make: @Sendable (Options) -> Optimizer<Float>

  static let all: [OptimizerKind] = [.sgd, .rmsprop, .adam, .adamW]

  private static func decay(_ standard: Double) -> Option {
    .optional("weight-decay", .number(0...1), else: .number(standard))
  }
  private static let epsilon = Option.optional("epsilon", .number(0...1), else: .number(1e-8))
  private static let betas: [Option] = [
    .optional("beta1", .number(0...0.999999), else: .number(0.9)),
    .optional("beta2", .number(0...0.999999), else: .number(0.999)),
  ]

  static let sgd = OptimizerKind(
    name: "sgd",
    options: [
      .optional("momentum", .number(0...1), else: .number(0)),
      .optional("nesterov", .flag, else: .flag(false)), decay(0),
    ]
  ) { options in
    .sgd(
      momentum: options.number("momentum") ?? 0, nesterov: options.flag("nesterov"),
      weightDecay: options.number("weight-decay") ?? 0)
  }

  static let rmsprop = OptimizerKind(
    name: "rmsprop",
    options: [
      .optional("smoothing", .number(0...0.999999), else: .number(0.99)), epsilon, decay(0),
    ]
  ) { options in
    .rmsprop(
      smoothing: options.number("smoothing") ?? 0.99, epsilon: options.number("epsilon") ?? 1e-8,
      weightDecay: options.number("weight-decay") ?? 0)
  }

  static let adam = OptimizerKind(name: "adam", options: betas + [epsilon, decay(0)]) { options in
    .adam(
      betas: (options.number("beta1") ?? 0.9, options.number("beta2") ?? 0.999),
      epsilon: options.number("epsilon") ?? 1e-8, weightDecay: options.number("weight-decay") ?? 0)
  }

  static let adamW = OptimizerKind(name: "adamw", options: betas + [epsilon, decay(0.01)]) {
    options in
    .adamW(
      betas: (options.number("beta1") ?? 0.9, options.number("beta2") ?? 0.999),
      epsilon: options.number("epsilon") ?? 1e-8,
      weightDecay: options.number("weight-decay") ?? 0.01)
  }
}
