import Experiments

extension Template {
  static let experiment = Template(
    name: "experiment",
    keys: [
      "name": .text, "isShort": .text, "settings": .rows(["name": .text, "value": .text]),
      "hasLayers": .text,
      "layers": .rows(["name": .text, "output": .text, "parameters": .text]),
      "parameters": .text, "caption": .text, "columns": .rows(["name": .text]),
      "rows": .rows(["name": .text, "isSum": .text, "values": .rows(["value": .text])]),
      "failures": .rows(["seed": .text, "reason": .text]), "hasSamples": .text,
      "samples": .rows(["seed": .text, "temperature": .text, "text": .text]),
    ])
}

/// The values of the template that shows an experiment.
enum ExperimentPage {
  static func values(_ result: ExperimentResult) -> [String: Any] {
    let summary = ExperimentSummary(result.log)
    let layers = result.outline.layers.map { layer -> [String: Any] in
      ["name": layer.name, "output": layer.output, "parameters": layer.parameters]
    }
    return [
      "name": result.name, "isShort": result.log.isShort,
      "settings": result.settings.map { ["name": $0.name, "value": $0.value] },
      "hasLayers": !layers.isEmpty, "layers": layers,
      "parameters": result.outline.parameterCount,
      "caption": words(last: result.log),
      "columns": summary.columns.map { ["name": words($0)] },
      "rows": summary.rows.map { row -> [String: Any] in
        [
          "name": row.name, "isSum": row.name == "median",
          "values": row.values.map { ["value": ExperimentSummary.words($0)] },
        ]
      },
      "failures": summary.failures.map { ["seed": "\($0.seed)", "reason": $0.reason] },
      "hasSamples": !result.samples.isEmpty,
      "samples": result.samples.map { sample in
        ["seed": "\(sample.seed)", "temperature": sample.temperature, "text": sample.text]
      },
    ]
  }

  /// Where the values of the runs are from.
  static func words(last log: ExperimentLog) -> String {
    log.columns.first == "lag"
      ? "The norm at the largest lag, by scale." : "The last value of each run."
  }

  /// `test_loss` as people say it.
  static func words(_ column: String) -> String {
    column.hasPrefix("norm_")
      ? "scale \(column.dropFirst(5).replacing("_", with: "."))"
      : column.replacing("_", with: " ")
  }
}
