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
  /// - Errors: where rounding could decide what is counted.
  let value:
    @Sendable (Series, _ option: (name: String, value: Measured)?) throws(DomainError) -> Measured

  static let all: [RunFunction] = [
    RunFunction(name: "first") { series, _ in Measured(asWritten: series.values[0]) },
    RunFunction(name: "last") { series, _ in
      Measured(asWritten: series.values[series.values.count - 1])
    },
    RunFunction(name: "min") { series, _ in
      Measured(asWritten: series.values.min() ?? .nan)
    },
    RunFunction(name: "max") { series, _ in
      Measured(asWritten: series.values.max() ?? .nan)
    },
    RunFunction(name: "mean") { series, _ in .mean(series.values) },
    RunFunction(name: "argmin", isWhole: true) { series, _ in
      let first = series.values.indices.min { series.values[$0] < series.values[$1] }
      return Measured(asWritten: series.places[first ?? 0])
    },
    RunFunction(name: "argmax", isWhole: true) { series, _ in
      let first = series.values.indices.min { series.values[$0] > series.values[$1] }
      return Measured(asWritten: series.places[first ?? 0])
    },
    RunFunction(name: "count", isWhole: true, options: ["above", "below"]) {
      series, option throws(DomainError) in
      guard let (name, limit) = option else { return Measured(asWritten: .nan) }
      return try count(of: series.values.map { Measured(asWritten: $0) }) {
        value throws(DomainError) in
        try name == "above" ? limit.isLess(than: value) : value.isLess(than: limit)
      }
    },
    // A spike is a rise from one value to the next by more than that.
    RunFunction(name: "spikes", isWhole: true, options: ["rise"]) {
      series, option throws(DomainError) in
      guard let (_, limit) = option else { return Measured(asWritten: .nan) }
      let rises = zip(series.values, series.values.dropFirst()).map {
        Measured(asWritten: $1).above(Measured(asWritten: $0))
      }
      return try count(of: rises) { rise throws(DomainError) in try limit.isLess(than: rise) }
    },
  ]

  private static func count(
    of values: [Measured], where isCounted: (Measured) throws(DomainError) -> Bool
  ) throws(DomainError) -> Measured {
    var count = 0
    for value in values where try isCounted(value) { count += 1 }
    return Measured(count)
  }

  static func named(_ name: String) -> RunFunction? { all.first { $0.name == name } }

  /// Everything that may stand before a bracket, the functions of numbers among it.
  static let names = Set(all.map(\.name) + ElementaryFunction.all.map(\.name)).sorted()

  /// What the reader must know as functions.
  static let vocabulary = Vocabulary(
    Dictionary(
      uniqueKeysWithValues: names.map { ($0, .function) }))
}
