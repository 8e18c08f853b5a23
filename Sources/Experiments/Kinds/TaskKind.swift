import Notation
import NumericCore

/// A kind of task. What a network is to learn may need files that stand beside the homework.
struct TaskKind: ExperimentKind {
  static let noun = "task"

  let name: String
  let options: [Option]
  let make: @Sendable (Options, DataFiles) throws -> ChosenTask

  init(
    _ name: String, _ options: [Option],
    make: @escaping @Sendable (Options, DataFiles) throws -> ChosenTask
  ) {
    self.name = name
    self.options = options
    self.make = make
  }

  static let all: [TaskKind] = [
    .temporalOrder, .echo, .variableDelayEcho, .binaryEcho, .digits, .characters, .table,
  ]

  static let temporalOrder = TaskKind(
    "temporal-order",
    [
      .optional(
        "difficulty", .word(TemporalOrder.Difficulty.allCases.map(\.rawValue)),
        else: .text("easy"))
    ]
  ) { options, _ in
    let difficulty = options.text("difficulty").flatMap(TemporalOrder.Difficulty.init)
    return .labels(TemporalOrder(difficulty ?? .easy))
  }

  private static let length = 1...10_000
  private static let symbols = Option.optional("symbols", .integer(1...1000), else: .integer(26))

  static let echo = TaskKind(
    "echo",
    [
      .optional("delay", .integer(0...1000), else: .integer(4)),
      .optional("length", .integer(length), else: .integer(15)),
      .optional("evaluation-length", .integer(length)), symbols,
    ]
  ) { options, _ in
    .labels(
      try Echo(
        delay: options.integer("delay") ?? 4, length: options.integer("length") ?? 15,
        evaluationLength: options.integer("evaluation-length"),
        symbols: options.integer("symbols") ?? 26))
  }

  static let variableDelayEcho = TaskKind(
    "variable-delay-echo",
    [
      .optional("max-delay", .integer(0...1000), else: .integer(8)),
      .optional("length", .integer(length), else: .integer(20)), symbols,
    ]
  ) { options, _ in
    .labels(
      try VariableDelayEcho(
        maximumDelay: options.integer("max-delay") ?? 8, length: options.integer("length") ?? 20,
        symbols: options.integer("symbols") ?? 26))
  }

  static let binaryEcho = TaskKind(
    "binary-echo",
    [
      .optional("delay", .integer(0...1000), else: .integer(3)),
      .optional("chunk", .integer(length), else: .integer(20)),
      .optional("series", .integer(length), else: .integer(5)),
    ]
  ) { options, _ in
    .numbers(
      try BinaryEcho(
        delay: options.integer("delay") ?? 3, chunk: options.integer("chunk") ?? 20,
        series: options.integer("series") ?? 5))
  }

  static let characters = TaskKind(
    "characters",
    [
      .required("file", .file), .optional("length", .integer(length), else: .integer(40)),
      .optional(
        "encoding", .word(Characters.Encoding.allCases.map(\.rawValue)), else: .text("one-hot")),
    ]
  ) { options, files in
    let encoding = options.text("encoding").flatMap(Characters.Encoding.init)
    return .labels(
      try Characters(
        files.text(options.text("file") ?? ""), length: options.integer("length") ?? 40,
        encoding: encoding ?? .oneHot))
  }
}

/// A task, by what its answers are.
enum ChosenTask: Sendable {
  case labels(any LearningTask<[Int]>)
  case numbers(any LearningTask<Tensor<Float>>)

  private var task: any LearningTask {
    switch self {
    case .labels(let task): task
    case .numbers(let task): task
    }
  }

  var inputShape: Shape { task.inputShape }
  var outputs: Int { task.outputs }
  var trainingCount: Int? { task.trainingCount }
  var evaluationCount: Int? { task.evaluationCount }
  var parallelSeries: Int? { task.parallelSeries }

  /// How many labels, or numbers, an example has.
  var answersPerExample: Int {
    let count = task.parallelSeries ?? 1
    switch self {
    case .labels(let task):
      let examples = Self.examples(of: task, count)
      return examples.targets.count / examples.inputs.shape[0]
    case .numbers(let task):
      let examples = Self.examples(of: task, count)
      return examples.targets.scalars.count / examples.inputs.shape[0]
    }
  }

  private static func examples<Target>(
    of task: some LearningTask<Target>, _ count: Int
  ) -> Examples<Target> {
    task.training(count, epoch: 0, seed: 0)
  }

  /// How many numbers an example has in training or in evaluation, where it may be longer.
  var largestInput: Int { max(inputShape.size, task.evaluationShape.size) }
}
