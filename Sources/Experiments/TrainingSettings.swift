import Markup
import Notation
import NumericCore

/// What a `train` block says, read and checked as far as that goes without the data.
struct TrainingSettings: Sendable {
  /// How long training lasts, and the unit in which its schedule counts.
  enum Duration: Sendable {
    case epochs(Int)
    case steps(Int)
  }

  /// When a row of the log is written.
  enum Interval: Sendable {
    case epoch
    case steps(Int)
  }

  enum Recording: String, CaseIterable, Sendable { case confusion, gates }

  /// What a character model is to continue.
  struct Sampling: Sendable {
    let prompt: String
    let temperatures: [Double]
    let length: Int
    let span: Span
  }

  let task: Choice<TaskKind>
  let layers: [Choice<LayerKind>]
  let loss: Choice<LossKind>
  let optimizer: Choice<OptimizerKind>
  let learningRate: Double
  let schedule: Choice<ScheduleKind>?
  let clipping: Clipping
  let batch: Int?
  let duration: Duration
  /// How many examples are drawn for an epoch, and how many for an evaluation.
  let examples: Int?
  let evaluated: Int?
  let seeds: [UInt64]
  let interval: Interval?
  let recordings: [Recording]
  let sampling: Sampling?
  let savesModel: Bool
  /// All that was given.
  let options: Options
  let span: Span

  static let keys: [Option] = [
    .required("task", .any), .required("model", .any), .required("loss", .any),
    .required("optimizer", .any),
    .optional("learning-rate", .numberAbove(0), else: .number(1e-3)), .optional("schedule", .any),
    .optional("clip-norm", .any), .optional("clip-value", .any),
    .optional("batch", .integer(1...65536)), .optional("epochs", .integer(1...100_000)),
    .optional("steps", .integer(1...1_000_000)), .optional("examples", .integer(1...10_000_000)),
    .optional("evaluate", .any), .optional("seeds", .any), .optional("log", .any),
    .optional("record", .any), .optional("sample", .any), .optional("save", .flag),
  ]

  init(_ pairs: YAMLPairs, at span: Span) throws(Diagnostic) {
    options = try Options(reading: pairs, as: Self.keys, of: "train", at: span)
    self.span = span
    task = try options.choice("task", at: span)
    layers = try Self.layers(options.unread("model"))
    loss = try options.choice("loss", at: span)
    optimizer = try options.choice("optimizer", at: span)
    learningRate = options.number("learning-rate") ?? 1e-3
    schedule = options.unread("schedule") == nil ? nil : try options.choice("schedule", at: span)
    clipping = try Self.clipping(options)
    batch = options.integer("batch")
    duration = try Self.duration(options, at: span)
    examples = options.integer("examples")
    evaluated = try Self.evaluated(options)
    seeds = try Seeds.read(options.unread("seeds"), atMost: 100)
    interval = try Self.interval(options.unread("log"))
    recordings = try Self.recordings(options.unread("record"))
    sampling = try Self.sampling(options.unread("sample"))
    savesModel = options.flag("save")
  }

  private static func layers(_ value: YAMLValue?) throws(Diagnostic) -> [Choice<LayerKind>] {
    guard case .list(let items, let span) = value else {
      throw Diagnostic(.modelIsNoList, at: value?.span ?? Span(0..<0))
    }
    guard (1...100).contains(items.count) else { throw Diagnostic(.modelIsNoList, at: span) }
    var layers: [Choice<LayerKind>] = []
    for item in items { layers.append(try Choice(reading: item)) }
    return layers
  }

  private static func clipping(_ options: Options) throws(Diagnostic) -> Clipping {
    let (norm, value) = (options.unread("clip-norm"), options.unread("clip-value"))
    if norm != nil, let value { throw Diagnostic(.twoClippings, at: value.span) }
    guard let given = norm ?? value else { return .none }
    if case .scalar(let text) = given, text.text == "none" { return .none }
    guard case .scalar(let text) = given, let limit = Double(decimal: text.text), limit > 0 else {
      throw Diagnostic(.badClipping, at: given.span)
    }
    return norm == nil ? .value(limit) : .norm(limit)
  }

  private static func duration(
    _ options: Options, at span: Span
  ) throws(Diagnostic) -> Duration {
    switch (options.integer("epochs"), options.integer("steps")) {
    case (let epochs?, nil): return .epochs(epochs)
    case (nil, let steps?): return .steps(steps)
    case (nil, nil): throw Diagnostic(.noDuration, at: span)
    case (_?, _?): throw Diagnostic(.twoDurations, at: options.place(of: "steps") ?? span)
    }
  }

  private static func evaluated(_ options: Options) throws(Diagnostic) -> Int? {
    guard let value = options.unread("evaluate") else { return nil }
    if case .scalar = value {
      throw Diagnostic(.badSettingShape("evaluate", "{examples: 992}"), at: value.span)
    }
    return try options.nested(
      "evaluate", [.required("examples", .integer(1...10_000_000))])?.integer("examples")
  }

  private static func interval(_ value: YAMLValue?) throws(Diagnostic) -> Interval? {
    switch value {
    case nil: return nil
    case .scalar(let word) where word.text == "epoch": return .epoch
    case .mapping(let pairs, let span):
      let options = try Options(
        reading: pairs, as: [.required("steps", .integer(1...1_000_000))], of: "log", at: span)
      return .steps(options.integer("steps") ?? 1)
    case .some(let value):
      throw Diagnostic(.badSettingShape("log", "epoch, or {steps: 50}"), at: value.span)
    }
  }

  private static func recordings(_ value: YAMLValue?) throws(Diagnostic) -> [Recording] {
    guard let value else { return [] }
    guard let words = value.scalars else {
      throw Diagnostic(.badSettingShape("record", "[confusion, gates]"), at: value.span)
    }
    var recordings: [Recording] = []
    for word in words {
      guard let recording = Recording(rawValue: word.text) else {
        throw Diagnostic(
          .unknownKind(word.text, "record", Recording.allCases.map(\.rawValue)), at: word.span)
      }
      if !recordings.contains(recording) { recordings.append(recording) }
    }
    return recordings
  }

  private static func sampling(_ value: YAMLValue?) throws(Diagnostic) -> Sampling? {
    guard let value else { return nil }
    guard case .mapping(let pairs, let span) = value else {
      throw Diagnostic(
        .badSettingShape("sample", "{prompt: \"the \", temperatures: [1, 0.5], length: 200}"),
        at: value.span)
    }
    let options = try Options(
      reading: pairs,
      as: [
        .required("prompt", .text),
        .optional("temperatures", .numbers(0.01...100), else: .numbers([1])),
        .optional("length", .integer(1...2000), else: .integer(200)),
      ], of: "sample", at: span)
    guard options.numbers("temperatures")?.count ?? 0 <= 10 else {
      throw Diagnostic(.badSettingShape("temperatures", "[…], up to ten of them"), at: span)
    }
    return Sampling(
      prompt: options.text("prompt") ?? "", temperatures: options.numbers("temperatures") ?? [1],
      length: options.integer("length") ?? 200, span: span)
  }
}

/// The lines of a block, in order.
typealias YAMLPairs = [(key: Located, value: YAMLValue)]

extension Options {
  /// What is chosen from a table.
  func choice<Kind>(_ name: String, at span: Span) throws(Diagnostic) -> Choice<Kind> {
    guard let value = unread(name) else { throw Diagnostic(.noChoice(Kind.noun), at: span) }
    return try Choice(reading: value)
  }

  /// The options in braces behind a key; `nil` where it is not given.
  func nested(_ name: String, _ known: [Option]) throws(Diagnostic) -> Options? {
    guard let value = unread(name) else { return nil }
    guard case .mapping(let pairs, let span) = value else {
      throw Diagnostic(.badSettingShape(name, "{\(known[0].name): …}"), at: value.span)
    }
    return try Options(reading: pairs, as: known, of: name, at: span)
  }
}

extension Diagnostic.Message {
  static let modelIsNoList = Self(
    "bad-value", "a model is a list of 1 to 100 layers",
    hint: "write each layer on a line of its own, behind '- '")
  static let twoClippings = Self(
    "bad-value", "gradients are clipped by norm or by value", hint: "leave one of them out")
  static let badClipping = Self(
    "bad-value", "gradients are clipped at a number above 0", hint: "write a number, or none")
  static let noDuration = Self(
    "missing-key", "it is not said how long training lasts", hint: "add epochs: … or steps: …")
  static let twoDurations = Self(
    "bad-value", "training lasts for epochs or for steps", hint: "leave one of them out")

  static func badSettingShape(_ name: String, _ example: String) -> Self {
    Self("bad-value", "this is no value of '\(name)'", hint: "write \(name): \(example)")
  }
}
