import Judging
import Notation
import Testing

@testable import Homework

/// Where a claim is looked at: sizes, points, and what is given of both. Each right claim stands beside
/// wrong ones that differ from it at few places only.
@Suite("Points and sizes")
struct PointsAndSizesTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let outcome: Verdict.Outcome
    let given: String
    let claim: String
    var definition = ""

    init(
      _ outcome: Verdict.Outcome, _ given: String, _ claim: String, defining definition: String = ""
    ) {
      (self.outcome, self.given, self.claim) = (outcome, given, claim)
      self.definition = definition
    }

    var testDescription: String { "\(given): \(claim)" }
  }

  static let sets = [
    Example(.verified, #"x \in \R, x > 0"#, #"|x| = x"#),
    Example(.refuted, #"x \in \R, x \ne 0"#, #"|x| = x"#),
    Example(.verified, #"x \in \R, x \ge 0"#, #"\sqrt{x^2} = x"#),
    Example(.refuted, #"x \in [-1, 1]"#, #"|x| = x"#),
    Example(.verified, #"x \in [0, 1]"#, #"|x| = x"#),
    Example(.refuted, #"x \in [0, 1]"#, #"\mathbb{1}[x > 0] = 1"#),
    Example(.verified, #"x \in (0, 1]"#, #"\mathbb{1}[x > 0] = 1"#),
    Example(.refuted, #"x \in (0, 1]"#, #"\mathbb{1}[x < 1] = 1"#),
    Example(.verified, #"x \in (0, 1)"#, #"\mathbb{1}[x < 1] = 1"#),
    Example(.verified, #"x \in [0, 1]^3"#, #"\mathbb{1}[x_0 \ge 0] = 1"#),
    Example(.refuted, #"x \in [0, 1]^3"#, #"x_0^2 = x_0"#),
    Example(.verified, #"y \in \{0, 1\}^3"#, #"y_0^2 = y_0"#),
    Example(.refuted, #"y \in \{0, 1\}^3"#, #"y_0 = y_1"#),
    Example(.refuted, #"y \in \{0, 1\}^3"#, #"y_0 y_1 y_2 = 0"#),
    Example(.verified, #"y \in \{0, 1\}^3"#, #"y_0 (1 - y_0) = 0"#),
    Example(.error, #"x \in \R, x > 1, x < 0"#, #"x = x^2"#),
    Example(.verified, #"k \in \{1, \dots, 5\}"#, #"(k-1)(k-2)(k-3)(k-4)(k-5) = 0"#),
    Example(.refuted, #"k \in \{1, \dots, 6\}"#, #"(k-1)(k-2)(k-3)(k-4)(k-5) = 0"#),
    Example(.verified, #"p \in (0, 1)"#, #"\log(p^2) = 2 \log p"#),
    Example(
      .verified, #"p \in (0, 1)"#,
      #"\frac{\partial L}{\partial p} = -\frac{1}{p}"#, defining: #"L = -\log p"#),
    Example(
      .refuted, #"p \in (0, 1)"#,
      #"\frac{\partial L}{\partial p} = \frac{1}{p}"#, defining: #"L = -\log p"#),
    Example(.verified, #"\sigma \in \R, \sigma > 0"#, #"\sqrt{\sigma^2} = \sigma"#),
  ]

  static let points = [
    Example(.verified, #"x \in \R"#, #"\max(x, 0) = \frac{x + |x|}{2}"#),
    Example(.refuted, #"x \in \R"#, #"\max(x, 0.0001) = \frac{x + |x|}{2}"#),
    Example(.refuted, #"x, y \in \R"#, #"\max(x, y) = \max(x, y + 0.001)"#),
    Example(.refuted, #"x \in \R"#, #"\mathbb{1}[|x - 3| < 0.01] = 0"#),
    Example(.refuted, #"x \in \R"#, #"\mathbb{1}[|x| = 0] = 0"#),
    Example(.refuted, #"x, y \in \R"#, #"\mathbb{1}[x = y] = 0"#),
    Example(.refuted, #"x \in \R"#, #"\mathbb{1}[2 x - 7 > 0.001] = \mathbb{1}[2 x - 7 > 0]"#),
    Example(.refuted, #"x \in \R"#, #"\mathbb{1}[x^2 > 49.5] = \mathbb{1}[x^2 > 49]"#),
    Example(.refuted, #"x \in \R"#, #"\min(\tanh(x), 0.9999) = \tanh(x)"#),
    Example(.refuted, #"x, y \in \R"#, #"\mathbb{1}[|x + y - 1| < 0.01] = 0"#),
    Example(.refuted, #"x \in \R^3"#, #"\mathbb{1}[|x_0 + x_1 + x_2 - 1| < 0.001] = 0"#),
    Example(
      .refuted, #"x \in \R"#,
      #"\operatorname{relu}(x - 1000) + \operatorname{relu}(1000 - x) = |x - 1000| + \mathbb{1}[x > 2000000]"#
    ),
    Example(
      .verified, #"x \in \R"#,
      #"\operatorname{relu}(x - 1000) + \operatorname{relu}(1000 - x) = |x - 1000|"#),
  ]

  static let sizes = [
    Example(.refuted, #"n, m \in \N, n = 2 m"#, #"n = m"#),
    Example(.refuted, #"n \in \N, n \ge 1 \\ x \in \R^n"#, #"\lfloor n / 9 \rfloor x = 0"#),
    Example(.refuted, #"n \in \N, n \ge 1 \\ x \in \R^n"#, #"\max(n, 15) x = 15 x"#),
    Example(
      .refuted, #"n \in \N, n \ge 1 \\ x \in \R^n"#,
      #"y = x"#, defining: #"y_i = \begin{cases} x_i & i < 14 \\ 0 & \text{otherwise} \end{cases}"#),
    Example(
      .refuted, #"n, m \in \N, n \ge 1, m \ge 1 \\ A \in \R^{n \times m}"#,
      #"\mathbb{1}[n = m + 3] A = 0"#),
    Example(.refuted, #"H, W \in \N"#, #"\mathbb{1}[H = 224] \mathbb{1}[W = 320] = 0"#),
    Example(.refuted, #"N \in \N"#, #"\lceil N / 256 \rceil = 1"#),
    Example(.refuted, #"N \in \N, N \ge 1"#, #"\lceil N / 256 \rceil = \lceil N / 255 \rceil"#),
    Example(
      .verified, #"N \in \N, N \ge 1"#,
      #"\lceil N / 256 \rceil = \lfloor (N + 255) / 256 \rfloor"#),
    Example(
      .refuted, #"N \in \N, N \ge 1"#,
      #"\lceil N / 256 \rceil = \lfloor (N + 254) / 256 \rfloor"#),
    Example(.refuted, #"n \in \N"#, #"n < 65536"#),
    Example(
      .verified, #"H, K, P \in \N, K = 2 P + 1, H \ge K"#,
      #"\lfloor \frac{H + 2 P - K}{1} \rfloor + 1 = H"#),
    Example(
      .refuted, #"H, K, P \in \N, K = 2 P, H \ge K"#,
      #"\lfloor \frac{H + 2 P - K}{1} \rfloor + 1 = H"#),
  ]

  @Test("A claim is judged where what it is about may lie", arguments: sets + points + sizes)
  func outcome(_ example: Example) {
    var text = "```math given\n\(example.given)\n```\n"
    if !example.definition.isEmpty { text += "```math define\n\(example.definition)\n```\n" }
    text += "```math check\n\(example.claim)\n```\n"
    let verdict = check(SourceFile(name: "a.md", text: text)).claims[0].verdict
    #expect(verdict.outcome == example.outcome, "\(verdict.message)")
  }

  @Test("Something one-hot takes each of its values", arguments: 0..<4)
  func oneHot(_ place: Int) {
    let given = "```math given\ny \\in \\R^4, \\quad y \\text{ one-hot}\n```\n"
    let text = given + "```math check\ny_\(place) = 0\n```\n```math check\ny^\\top y = 1\n```\n"
    let outcomes = check(SourceFile(name: "a.md", text: text)).claims.map(\.verdict.outcome)
    #expect(outcomes == [.refuted, .verified])
  }

  @Test("What was not looked at is said, and not verified")
  func unseen() {
    let text = """
      ```math given
      n \\in \\N, n \\ge 1 \\\\
      x \\in \\R^n
      ```
      ```math check
      \\mathbb{1}[n > 5000] x = 0
      ```
      """
    let verdict = check(SourceFile(name: "a.md", text: text)).claims[0].verdict
    #expect(verdict.outcome == .error)
    #expect(verdict.message.contains("n = 5001 was not looked at"), "\(verdict.message)")
  }
}
