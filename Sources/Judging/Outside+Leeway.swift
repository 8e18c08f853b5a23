import Notation

/// An index outside its axis is an error, and where only that keeps a claim from being true it reads 0.
extension Outside: Leeway {
  static func widened(_ readings: [Reading], for question: Question) -> [Reading] {
    if let outside = question.conventions.declared[Outside.self] {
      return readings.map { $0.with(\.outside, outside) }
    }
    return readings + readings.map { $0.with(\.outside, .zeroButInSums) }
  }

  static func mayHold(
    _ reading: Reading, after failures: [Failure], _ question: Question
  ) -> Bool {
    reading.outside != .zeroButInSums
      || failures.contains { $0.kind == .outside }
  }
}
