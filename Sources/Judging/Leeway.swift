import Notation

/// Something that a text leaves open, so that a statement is read in more than one way.
protocol Leeway: Sendable {
  /// The readings to try instead of these, in this order, where a statement leaves this open, too.
  static func widened(_ readings: [Reading], for statement: Syntax.Statement, _ judge: Judge)
    -> [Reading]

  /// Whether a reading may be true though others are not; asked of readings for which it matters how
  /// this is read, and of all others.
  static func mayHold(_ reading: Reading, after failures: [Judge.Failure], _ judge: Judge) -> Bool
}

extension Judge {
  /// In the order in which the readings branch: what comes later varies more slowly.
  static let leeways: [any Leeway.Type] = [
    Layout.self, SqueezedAxes.self, LooseProducts.self, Partial.self, Sigma.self, Outside.self,
  ]

  /// Why a reading was not taken.
  struct Failure {
    let reading: Reading
    var attempt: Attempt
    /// Whether leaving out axes of size 1 could have made a difference.
    let meetsAxesOfOne: Bool
  }

  func readings(of statement: Syntax.Statement) -> [Reading] {
    Self.leeways.reduce([Reading(indexBases: conventions.indexBases)]) { readings, leeway in
      leeway.widened(readings, for: statement, self)
    }
  }

  func mayHold(_ reading: Reading, after failures: [Failure]) -> Bool {
    Self.leeways.allSatisfy { $0.mayHold(reading, after: failures, self) }
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
  static func widened(
    _ readings: [Reading], for statement: Syntax.Statement, _ judge: Judge
  ) -> [Reading] {
    readings.flatMap { [$0, $0.with(\.squeezesAxes, true)] }
  }

  static func mayHold(
    _ reading: Reading, after failures: [Judge.Failure], _ judge: Judge
  ) -> Bool {
    guard reading.squeezesAxes else { return true }
    let kept = reading.keepingAxes
    return !failures.contains { !$0.meetsAxesOfOne && $0.reading == kept }
  }
}

/// Whether a product that the strict rules do not know is taken as its shapes allow: that is for shapes
/// that differ.
enum LooseProducts: Leeway {
  static func widened(
    _ readings: [Reading], for statement: Syntax.Statement, _ judge: Judge
  ) -> [Reading] {
    readings
      + readings.filter { $0.exceptions.isEmpty }.map { $0.with(\.multipliesLoosely, true) }
  }

  static func mayHold(
    _ reading: Reading, after failures: [Judge.Failure], _ judge: Judge
  ) -> Bool {
    !reading.multipliesLoosely || failures.contains { $0.attempt.isError }
  }
}
