import Notation

/// σ is the logistic sigmoid, and where that makes values differ the softmax.
extension Sigma: Leeway {
  static func widened(
    _ readings: [Reading], for statement: Syntax.Statement, _ judge: Judge
  ) -> [Reading] {
    if let sigma = judge.conventions.declared[Sigma.self] {
      return readings.map { $0.with(\.sigma, sigma) }
    }
    guard statement.expressions.contains(where: { $0.calls("σ") }) else { return readings }
    return readings + readings.map { $0.with(\.sigma, .softmax) }
  }

  static func mayHold(
    _ reading: Reading, after failures: [Judge.Failure], _ judge: Judge
  ) -> Bool {
    guard reading.sigma == .softmax, judge.conventions.declared[Sigma.self] == nil else {
      return true
    }
    let logistic = reading.with(\.sigma, .logistic)
    return failures.contains { $0.attempt.isAboutValues && $0.reading == logistic }
  }
}
