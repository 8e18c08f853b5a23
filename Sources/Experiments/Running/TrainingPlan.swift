import Notation
import NumericCore

/// A training experiment with its data: everything that a run needs but the seed.
struct TrainingPlan: Sendable {
  let settings: TrainingSettings
  let task: ChosenTask
  let model: ModelPlan
  let batch: Int
  /// How many examples an epoch has, and each evaluation; without the latter, there is none.
  let examples: Int
  let evaluated: Int?
  /// How many steps there are in an epoch, in all, and between two rows of the log.
  let stepsPerEpoch: Int
  let steps: Int
  let rowEvery: Int
  let learningRate: LearningRate
  /// How many times as large as those of training the examples of evaluation are.
  private let inflation: Int

  static let columns = [
    "epoch", "step", "loss", "last_loss", "max_loss", "accuracy", "grad_norm", "max_grad_norm",
    "learning_rate", "test_loss", "test_accuracy",
  ]

  /// Products of two numbers, over all seeds: some hours of a core.
  private static let mostWork = 1e14
  /// Numbers in the examples of an epoch, and rows in a log.
  private static let (mostNumbers, mostRows) = (1 << 27, 50_000)
  /// Weights in the models that are saved, over all seeds.
  private static let mostSaved = 1 << 25

  init(_ settings: TrainingSettings, files: DataFiles) throws(Diagnostic) {
    self.settings = settings
    task = try Self.task(settings.task, files)
    batch = try Self.batch(settings, task)
    examples = try Self.count(
      settings.examples, fixed: task.trainingCount, standard: 32 * batch,
      at: settings.options.place(of: "examples"))
    evaluated = try Self.evaluated(settings, task)
    stepsPerEpoch = (examples + batch - 1) / batch
    switch settings.duration {
    case .epochs(let epochs): steps = epochs * stepsPerEpoch
    case .steps(let count): steps = count
    }
    rowEvery = Self.rowEvery(settings, stepsPerEpoch: stepsPerEpoch, steps: steps)
    learningRate = Self.learningRate(settings, stepsPerEpoch: stepsPerEpoch, steps: steps)
    let size = task.inputShape.size
    inflation = (task.largestInput + size - 1) / size
    model = try ModelPlan(settings.layers, input: task.inputShape, batch: batch * inflation)
    try checkWork()
    try checkOutput()
    try checkRecords()
  }

  private static func task(
    _ choice: Choice<TaskKind>, _ files: DataFiles
  ) throws(Diagnostic) -> ChosenTask {
    do {
      return try choice.kind.make(choice.options, files)
    } catch let diagnostic as Diagnostic {
      throw diagnostic
    } catch {
      throw Diagnostic(.noSuchTask(choice.kind.name, "\(error)"), at: choice.span)
    }
  }

  private static func batch(
    _ settings: TrainingSettings, _ task: ChosenTask
  ) throws(Diagnostic) -> Int {
    guard let series = task.parallelSeries else { return settings.batch ?? 32 }
    guard let batch = settings.batch, batch != series else { return series }
    throw Diagnostic(
      .batchOfSeries(series), at: settings.options.place(of: "batch") ?? settings.span)
  }

  private static func count(
    _ given: Int?, fixed: Int?, standard: Int, at place: Span?
  ) throws(Diagnostic) -> Int {
    guard let fixed else { return given ?? standard }
    if given != nil, let place { throw Diagnostic(.fixedExamples(fixed), at: place) }
    return fixed
  }

  private static func evaluated(
    _ settings: TrainingSettings, _ task: ChosenTask
  ) throws(Diagnostic) -> Int? {
    guard settings.evaluated != nil || task.evaluationCount != nil else { return nil }
    return try count(
      settings.evaluated, fixed: task.evaluationCount, standard: 0,
      at: settings.options.place(of: "evaluate"))
  }

  /// Without being told, once an epoch, or about a hundred times.
  private static func rowEvery(
    _ settings: TrainingSettings, stepsPerEpoch: Int, steps: Int
  ) -> Int {
    switch (settings.interval, settings.duration) {
    case (.steps(let count), _): count
    case (.epoch, _), (nil, .epochs): stepsPerEpoch
    case (nil, .steps): max(1, steps / 100)
    }
  }

  private static func learningRate(
    _ settings: TrainingSettings, stepsPerEpoch: Int, steps: Int
  ) -> LearningRate {
    guard let schedule = settings.schedule else { return .constant(settings.learningRate) }
    let unit = if case .epochs = settings.duration { stepsPerEpoch } else { 1 }
    return schedule.kind.make(schedule.options, settings.learningRate, unit, steps)
  }

  /// How many products of two numbers a run takes; the pass backwards about twice as many as that
  /// forwards.
  var weight: Double {
    let evaluations = Double(steps / rowEvery + 1) * Double(evaluated ?? 0)
    let sampled = settings.sampling.map { Double($0.length * $0.temperatures.count) } ?? 0
    let seen = 3 * Double(steps) * Double(batch) + evaluations * Double(inflation) + sampled
    return seen * Double(model.work)
  }

  // MARK: - Checks

  private func checkWork() throws(Diagnostic) {
    let size = task.inputShape.size
    let largest = max(examples, (evaluated ?? 0) * inflation)
    guard largest <= Self.mostNumbers / max(1, size) else {
      throw Diagnostic(.tooManyExamples(Self.mostNumbers / max(1, size)), at: settings.span)
    }
    let rows = steps / rowEvery + 1
    guard rows * settings.seeds.count <= Self.mostRows else {
      throw Diagnostic(
        .tooManyRows(rows * settings.seeds.count, Self.mostRows),
        at: settings.options.place(of: "log") ?? settings.span)
    }
    guard weight * Double(settings.seeds.count) <= Self.mostWork else {
      throw Diagnostic(
        .tooMuchWork("take fewer epochs, examples or seeds, or a smaller model"), at: settings.span)
    }
  }

  /// The loss must be one for the task, and the model give what it compares.
  private func checkOutput() throws(Diagnostic) {
    let objective = settings.loss.kind.make(settings.loss.options)
    let answers = task.answersPerExample
    let expected: Int
    switch (task, objective) {
    case (.labels, .labels): expected = answers * task.outputs
    case (.numbers, .numbers): expected = answers
    case (.labels, .numbers), (.numbers, .labels):
      let losses = LossKind.all.filter { fits($0) }.map(\.name)
      throw Diagnostic(
        .lossDoesNotFit(settings.loss.kind.name, settings.task.kind.name, losses),
        at: settings.loss.span)
    }
    let output = model.output
    guard output.last == task.outputs, output.size == expected else {
      let wanted =
        expected == task.outputs
        ? [task.outputs] : [expected / max(1, task.outputs), task.outputs]
      throw Diagnostic(
        .modelDoesNotFit(output, wanted), at: settings.layers.last?.span ?? settings.span)
    }
  }

  private func fits(_ loss: LossKind) -> Bool {
    // The options do not matter for what a loss compares; those of the choice may lack its own.
    switch (task, loss.make(settings.loss.options)) {
    case (.labels, .labels), (.numbers, .numbers): true
    case (.labels, .numbers), (.numbers, .labels): false
    }
  }

  private func checkRecords() throws(Diagnostic) {
    let place = settings.options.place(of: "record") ?? settings.span
    if settings.recordings.contains(.confusion) {
      guard case .labels = task, evaluated != nil, task.outputs <= 100 else {
        throw Diagnostic(.noConfusion, at: place)
      }
    }
    if settings.recordings.contains(.gates) {
      let recurrent = [LayerKind.rnn, .lstm, .gru, .gatedRNN].map(\.name)
      guard settings.layers.contains(where: { recurrent.contains($0.kind.name) }) else {
        throw Diagnostic(.noGates, at: place)
      }
    }
    guard !settings.savesModel || model.parameterCount * settings.seeds.count <= Self.mostSaved
    else {
      throw Diagnostic(
        .tooManySaved(Self.mostSaved), at: settings.options.place(of: "save") ?? settings.span)
    }
    guard let sampling = settings.sampling else { return }
    guard case .labels(let task) = task, let characters = task as? Characters else {
      throw Diagnostic(.noSamples, at: sampling.span)
    }
    do {
      guard try !characters.encode(sampling.prompt).isEmpty else {
        throw TaskError.data("a prompt has at least one character")
      }
    } catch {
      throw Diagnostic(.experimentFails("the prompt: \(error)"), at: sampling.span)
    }
  }
}

extension Diagnostic.Message {
  static func noSuchTask(_ task: String, _ reason: String) -> Self {
    Self("task", "the task '\(task)' cannot be set: \(reason)", hint: "change it or its file")
  }

  static func batchOfSeries(_ series: Int) -> Self {
    Self(
      "bad-value", "this task reads \(series) series side by side, so a batch is of \(series)",
      hint: "leave 'batch' out, or change 'series'")
  }

  static func fixedExamples(_ count: Int) -> Self {
    Self(
      "bad-value", "this task does not draw examples: it has \(count)", hint: "leave this out")
  }

  static func tooManyExamples(_ limit: Int) -> Self {
    Self(
      "too-large", "so many examples at a time do not fit into memory",
      hint: "take up to \(limit) examples, and more epochs")
  }

  static func tooManyRows(_ rows: Int, _ limit: Int) -> Self {
    Self(
      "too-large", "the log would have \(rows) rows, more than \(limit)",
      hint: "write it less often, with log: {steps: …}")
  }

  static func tooManySaved(_ limit: Int) -> Self {
    Self(
      "too-large", "the saved models would have more than \(limit) weights together",
      hint: "take fewer seeds, or leave this out")
  }

  static func lossDoesNotFit(_ loss: String, _ task: String, _ losses: [String]) -> Self {
    Self(
      "loss-does-not-fit", "the loss '\(loss)' is not for what '\(task)' asks",
      hint: "take " + losses.joined(separator: " or "))
  }

  static func modelDoesNotFit(_ output: Shape, _ wanted: Shape) -> Self {
    Self(
      "shapes-do-not-fit",
      "the model gives \(output.shapeDescription) for each example, and the task asks for "
        + wanted.shapeDescription,
      hint: wanted.count < output.count
        ? "end with linear: \(wanted.last ?? 1), behind last-step or flatten"
        : "end with linear: \(wanted.last ?? 1)")
  }

  static let noConfusion = Self(
    "bad-value", "a confusion matrix needs up to 100 classes, and an evaluation",
    hint: "add evaluate: {examples: 1000}, or leave this out")
  static let noGates = Self(
    "bad-value", "no layer of this model has gates to record",
    hint: "gates are those of rnn, lstm, gru and gated-rnn")
  static let noSamples = Self(
    "bad-value", "only a model of characters has a text to continue",
    hint: "leave 'sample' out, or set the task 'characters'")
}
