import Notation

/// σ is the logistic sigmoid, and where that makes values differ the softmax.
extension Sigma: Leeway {
  static func widened(_ readings: [Reading], for question: Question) -> [Reading] {
    if let sigma = question.conventions.declared[Sigma.self] {
      return readings.map { $0.with(\.sigma, sigma) }
    }
    guard question.statement.expressions.contains(where: { $0.calls("σ") }) else { return readings }
    return readings + readings.map { $0.with(\.sigma, .softmax) }
  }

  static func mayHold(
    _ reading: Reading, after failures: [Failure], _ question: Question
  ) -> Bool {
    guard reading.sigma == .softmax, question.conventions.declared[Sigma.self] == nil else {
      return true
    }
    let logistic = reading.with(\.sigma, .logistic)
    return failures.contains { $0.kind == .values && $0.reading == logistic }
  }
}
