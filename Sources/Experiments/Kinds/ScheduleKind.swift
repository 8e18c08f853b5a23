import Notation
import NumericCore

/// A kind of course that the learning rate takes.
struct ScheduleKind: ExperimentKind {
  static let noun = "schedule"

  let name: String
  let options: [Option]
  /// From the first rate, the steps of a unit in which the experiment counts, and all its steps.
  let make: @Sendable (Options, Double, _ unit: Int, _ steps: Int) -> LearningRate

  static let all: [ScheduleKind] = [.constant, .step, .cosine]

  static let constant = ScheduleKind(name: "constant", options: []) { _, rate, _, _ in
    .constant(rate)
  }

  static let step = ScheduleKind(
    name: "step",
    options: [
      .required("every", .integer(1...1_000_000)),
      .optional("factor", .number(0...1), else: .number(0.1)),
    ]
  ) { options, rate, unit, _ in
    .step(
      rate, every: (options.integer("every") ?? 1) * unit,
      factor: options.number("factor") ?? 0.1)
  }

  static let cosine = ScheduleKind(
    name: "cosine",
    options: [.optional("last", .number(0...1), else: .number(0))]
  ) { options, rate, _, steps in
    .cosine(rate, steps: steps, last: options.number("last") ?? 0)
  }
}
