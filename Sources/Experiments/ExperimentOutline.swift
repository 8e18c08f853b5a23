import NumericCore

/// What a reader wants to know of an experiment: what was run, and how large it is.
public struct ExperimentOutline: Hashable, Sendable {
  public struct Layer: Hashable, Sendable {
    /// As the author wrote it.
    public let name: String
    /// What it gives for one example.
    public let output: String
    public let parameters: Int
  }

  /// What is said about it, in order: the task, the loss, …
  public let settings: [Setting]
  /// Layer by layer; none where nothing is learnt.
  public let layers: [Layer]

  public struct Setting: Hashable, Sendable {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameters } }
}

extension ExperimentOutline {
  init(_ plan: TrainingPlan) {
    let settings = plan.settings
    var rate = "\(settings.learningRate)"
    if let schedule = settings.schedule { rate += ", \(schedule.words)" }
    let length =
      if case .epochs(let epochs) = settings.duration {
        "\(epochs) epochs of \(plan.stepsPerEpoch) steps"
      } else {
        "\(plan.steps) steps"
      }
    self.init(
      settings: [
        Setting(name: "task", value: settings.task.words),
        Setting(name: "loss", value: settings.loss.words),
        Setting(name: "optimizer", value: settings.optimizer.words),
        Setting(name: "learning rate", value: rate),
        Setting(name: "clipping", value: settings.clipping.words),
        Setting(name: "training", value: "\(length), batches of \(plan.batch)"),
        Setting(
          name: "evaluation", value: plan.evaluated.map { "\($0) examples" } ?? "none"),
      ],
      layers: plan.model.layers.map { layer in
        Layer(
          name: layer.words, output: layer.output.shapeDescription, parameters: layer.parameters)
      })
  }

  init(_ settings: FlowSettings) {
    let flow = settings.flow
    self.init(
      settings: [
        Setting(name: "network", value: flow.network.rawValue),
        Setting(name: "state", value: flow.state.rawValue),
        Setting(name: "sizes", value: "\(flow.inputs) inputs, \(flow.hidden) hidden"),
        Setting(name: "steps", value: "\(flow.steps)"),
        Setting(
          name: "scales", value: settings.scales.map { $0.significant(6) }.joined(separator: ", ")),
      ], layers: [])
  }
}

extension Clipping {
  fileprivate var words: String {
    switch self {
    case .none: "none"
    case .norm(let limit): "to the norm \(limit)"
    case .value(let limit): "to ±\(limit)"
    }
  }
}
