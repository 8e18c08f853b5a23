import Notation
import Testing

@testable import Homework
@testable import Judging

/// Inequalities are refuted by a point, and verified by a proof from ranges.
@Suite("Inequalities")
struct InequalityTests {
  private static let given = #"""
    x, y \in \R, \quad z, w \in \R^n, \quad p, \beta \in (0, 1)
    """#

  private static func verdict(_ claim: String) -> Verdict? {
    AttackTests.verdict(AttackTests.Attack(given: given, claim: claim))
  }

  @Test(
    "What follows from ranges is verified",
    arguments: [
      #"x^2 \ge 0"#, #"x^2 + 1 > 0"#, #"x^2 - 2 x + 1 \ge 0"#, #"\sigma(x) > 0"#,
      #"\sigma(x) \in (0, 1)"#, #"\tanh(x) \in (-1, 1)"#, #"\sigma(x) \in [0, 1]"#,
      #"0 < \sigma(x)(1 - \sigma(x)) \le 0.25"#, #"\sigma'(x) \le \frac{1}{4}"#,
      #"\tanh'(x) \le 1"#, #"1 - \tanh^2(x) > 0"#, #"0 < \mathrm{softmax}(z)_i \le 1"#,
      #"\frac{e^{z_i}}{\sum_j e^{z_j}} > 0"#, #"\sum_i z_i^2 \ge 0"#, #"\|z\|^2 \ge 0"#,
      #"\sum_i (z_i - w_i)^2 \ge 0"#, #"\max(0, x) \ge 0"#, #"\min(x, 0) \le 0"#, #"|x| \ge 0"#,
      #"e^x > 1 \text{ for } x > 0"#, #"-\log p > 0"#, #"p (1 - p) \le \frac{1}{4}"#,
      #"\log(1 + e^x) > 0"#, #"-1 \le \sin(x) \le 1"#, #"1 - \beta^2 > 0"#, #"e^x \ne 0"#,
      #"\frac{1}{1 + x^2} \le 1"#, #"x \ne x + 1"#,
    ])
  func proven(_ claim: String) {
    let verdict = Self.verdict(claim)
    #expect(verdict?.outcome == .verified, "\(verdict?.message ?? "no verdict")")
  }

  @Test(
    "What some point contradicts is refuted, also where only one does",
    arguments: [
      #"x^2 > 0"#, #"|x| > 0"#, #"\sigma(x)(1 - \sigma(x)) < \frac{1}{4}"#, #"\tanh'(x) < 1"#,
      #"x^2 - 2 x + 0.999999 \ge 0"#, #"e^x > 1"#, #"\mathrm{softmax}(z)_i \ge \frac{1}{n}"#,
      #"z_i^2 \le \sum_j z_j"#, #"x \ne 3"#, #"x \ne 2 y"#, #"e^x \ne 1"#, #"\min(0, x) < 0"#,
      #"\max(0, x) > 0"#, #"\frac{1}{1 + x^2} < 1"#, #"\sigma(x) \in (0, 0.5)"#,
      #"p \in (0, 0.9)"#, #"\sin(x) < 0.9"#,
    ])
  func contradicted(_ claim: String) {
    #expect(Self.verdict(claim)?.outcome == .refuted)
  }

  @Test(
    "What is neither is said to be neither",
    arguments: [
      #"x^4 - x^2 + 1 > 0"#, #"z_i^2 \le \sum_j z_j^2"#, #"x + y < 10^{15}"#,
      #"2 x y \le x^2 + y^2"#,
    ])
  func open(_ claim: String) {
    #expect(Self.verdict(claim)?.outcome != .verified)
  }
}
