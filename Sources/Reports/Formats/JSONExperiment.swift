import Experiments

extension JSON {
  /// What an experiment is, and the last values of each run.
  static func experiment(_ result: ExperimentResult) -> JSON {
    let summary = ExperimentSummary(result.log)
    let values = result.log.runs.map { run in
      let last = summary.columns.map { column in
        (column, result.log.series(column, of: run)?.last.map(JSON.number) ?? .null)
      }
      return JSON.object([
        ("seed", .string("\(run.seed)")), ("failure", run.failure.map(JSON.string) ?? .null),
        ("last", .object(last)),
      ])
    }
    var members: [(String, JSON)] = [
      ("name", .string(result.name)), ("short", .boolean(result.log.isShort)),
      ("settings", .object(result.outline.settings.map { ($0.name, .string($0.value)) })),
      (
        "layers",
        .list(
          result.outline.layers.map { layer in
            .object([
              ("name", .string(layer.name)), ("output", .string(layer.output)),
              ("parameters", .integer(layer.parameters)),
            ])
          })
      ), ("runs", .list(values)),
    ]
    if !result.samples.isEmpty {
      let samples = result.samples.map { sample in
        JSON.object([
          ("seed", .string("\(sample.seed)")), ("temperature", .string(sample.temperature)),
          ("text", .string(sample.text)),
        ])
      }
      members.append(("samples", .list(samples)))
    }
    return .object(members)
  }
}
