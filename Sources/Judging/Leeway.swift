import Notation

/// Something that a text leaves open, so that a statement is read in more than one way.
protocol Leeway: Sendable {
  /// The readings to try instead of these, in this order, where a statement leaves this open, too.
  static func widened(_ readings: [Reading], for question: Question) -> [Reading]

  /// Whether a reading may be true though others are not; asked of readings for which it matters how
  /// this is read, and of all others.
  static func mayHold(_ reading: Reading, after failures: [Failure], _ question: Question) -> Bool
}

extension Question {
  /// In the order in which the readings branch: what comes later varies more slowly.
  static let leeways: [any Leeway.Type] = [
    Layout.self, SqueezedAxes.self, LooseProducts.self, Partial.self, Sigma.self, Outside.self,
  ]

  /// The readings of the statement that are tried, in their order.
  var readings: [Reading] {
    leeways.reduce([Reading(indexBases: conventions.indexBases)]) { readings, leeway in
      leeway.widened(readings, for: self)
    }
  }

  /// Whether the statement may be true under a reading, after these failures under others.
  func mayHold(under reading: Reading, after failures: [Failure]) -> Bool {
    leeways.allSatisfy { $0.mayHold(reading, after: failures, self) }
  }
}

extension Reading {
  /// The same but for what is set here.
  func with<Value>(_ part: WritableKeyPath<Reading, Value>, _ value: Value) -> Reading {
    var reading = self
    reading[keyPath: part] = value
    return reading
  }
}

/// Whether an index list may leave out axes of size 1.
enum SqueezedAxes: Leeway {
  static func widened(_ readings: [Reading], for question: Question) -> [Reading] {
    readings.flatMap { [$0, $0.with(\.squeezesAxes, true)] }
  }

  static func mayHold(
    _ reading: Reading, after failures: [Failure], _ question: Question
  ) -> Bool {
    guard reading.squeezesAxes else { return true }
    let kept = reading.with(\.squeezesAxes, false)
    return !failures.contains { !$0.meetsAxesOfOne && $0.reading == kept }
  }
}

/// Whether a product that does not fit is taken as its shapes allow, where that is declared.
enum LooseProducts: Leeway {
  static func widened(_ readings: [Reading], for question: Question) -> [Reading] {
    guard question.conventions.declared[Products.self] == .loose else { return readings }
    return readings
      + readings.filter { $0.exceptions.isEmpty }.map { $0.with(\.multipliesLoosely, true) }
  }

  static func mayHold(
    _ reading: Reading, after failures: [Failure], _ question: Question
  ) -> Bool {
    !reading.multipliesLoosely || failures.contains { $0.kind == .error }
  }
}
