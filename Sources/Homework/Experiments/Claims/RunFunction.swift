import Notation
import NumericCore

/// The numbers that one run wrote into one column.
struct Series {
  let values: [Double]
  /// Where each was taken: its epoch, its step, its lag.
  let places: [Double]
}

/// What can be asked about a series.
///
/// Of equal values, the first counts.
struct RunFunction: Sendable {
  let name: String
  /// Whether it counts something, so that it may be compared with `=`.
  var isWhole = false
  /// The options that must be given, or, where there are several, one of them.
  var options: [String] = []
  let value: @Sendable (Series, _ option: (name: String, value: Double)?) -> Double

  static let all: [RunFunction] = [
    RunFunction(name: "first") { series, _ in series.values[0] },
    RunFunction(name: "last") { series, _ in series.values[series.values.count - 1] },
    RunFunction(name: "min") { series, _ in series.values.min() ?? .nan },
    RunFunction(name: "max") { series, _ in series.values.max() ?? .nan },
    RunFunction(name: "mean") { series, _ in
      series.values.reduce(0, +) / Double(series.values.count)
    },
    RunFunction(name: "argmin", isWhole: true) { series, _ in
      series.places[series.values.indices.min { series.values[$0] < series.values[$1] } ?? 0]
    },
    RunFunction(name: "argmax", isWhole: true) { series, _ in
      series.places[series.values.indices.min { series.values[$0] > series.values[$1] } ?? 0]
    },
    RunFunction(name: "count", isWhole: true, options: ["above", "below"]) { series, option in
      guard let option else { return .nan }
      return Double(
        series.values.count { option.name == "above" ? $0 > option.value : $0 < option.value })
    },
    // A spike is a rise from one value to the next by more than that.
    RunFunction(name: "spikes", isWhole: true, options: ["rise"]) { series, option in
      guard let option else { return .nan }
      return Double(
        zip(series.values, series.values.dropFirst()).count { $1 - $0 > option.value })
    },
  ]

  static func named(_ name: String) -> RunFunction? { all.first { $0.name == name } }

  /// Everything that may stand before a bracket, the functions of numbers among it.
  static let names = Set(all.map(\.name) + ElementaryFunction.all.map(\.name)).sorted()

  /// What the reader must know as functions.
  static let vocabulary = Vocabulary(
    Dictionary(
      uniqueKeysWithValues: names.map { ($0, .function) }))
}
