import Testing

@testable import Judging

/// Sums that run far beyond the tensors they read; only their first step outside is looked at.
@Suite("Long sums")
struct LongSumTests {
  private func verdict(_ formula: String) -> Verdict {
    SoundnessTests.outcome(.init(context: SoundnessTests.convolution, formula: formula))
  }

  @Test(
    "What is read outside refutes",
    arguments: [
      ("sum(r in 0..5000) u[r] v[r] = u[0]", "reads u[4]"),
      ("sum(r in 0..5000) (r - 4) u[r] = u[0]", "reads u[4]"),
      ("sum(r in 0..5000) u[r] δ(r ≠ 4) = u[0] + u[1] + u[2] + u[3]", "reads u[5]"),
      ("sum(r in 300..5000) u[r] = u[0]", "reads u[300]"),
      ("sum(r in 0..5000) u[r] + 0 δ(0 = 1) = u[0] + u[1] + u[2] + u[3]", "reads u[4]"),
    ])
  func outside(_ formula: String, _ message: String) {
    let verdict = verdict(formula)
    #expect(verdict.outcome == .refuted)
    #expect(verdict.message.contains(message), "\(verdict.message)")
  }

  @Test(
    "What a delta shields is not read",
    arguments: [
      "sum(r in 0..5000) u[r] δ(r ≤ 3) = u[0] + u[1] + u[2] + u[3]",
      "δ(0 = 1) (sum(r in 0..5000) u[r]) = 0 u[0]",
      "sum(r in 0..5000) cases(u[r] if r ≤ 3; 0 otherwise) = u[0] + u[1] + u[2] + u[3]",
    ])
  func shielded(_ formula: String) {
    let verdict = verdict(formula)
    #expect(verdict.outcome == .verified, "\(verdict.message)")
  }
}
