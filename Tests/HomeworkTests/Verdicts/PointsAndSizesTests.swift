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

  /// A claim about a recurrence holds where all that it names exists.
  static let times = [
    Example(
      .verified, #"x[t] \in \R^n, 1 \le t \le N, \quad h[0] = 0 \\ W, U \in \R^{n \times n}"#,
      #"h[t+1] = \tanh(W x[t+1] + U h[t])"#,
      defining: #"h[t] = \tanh(W x[t] + U h[t-1])"#),
    Example(
      .refuted, #"x[t] \in \R^n, 1 \le t \le N, \quad h[0] = 0 \\ W, U \in \R^{n \times n}"#,
      #"h[t+1] = \tanh(W x[t] + U h[t])"#,
      defining: #"h[t] = \tanh(W x[t] + U h[t-1])"#),
    Example(
      .verified, #"x[t] \in \R^n, 1 \le t \le N, \quad h[0] = 0 \\ W, U \in \R^{n \times n}"#,
      #"h[t-1] = \tanh(W x[t-1] + U h[t-2])"#,
      defining: #"h[t] = \tanh(W x[t] + U h[t-1])"#),
    Example(
      .refuted, #"x[t] \in \R^n, 1 \le t \le N, \quad h[0] = 0 \\ W, U \in \R^{n \times n}"#,
      #"h[t-1] = \tanh(W x[t] + U h[t-2])"#,
      defining: #"h[t] = \tanh(W x[t] + U h[t-1])"#),
    Example(
      .verified, #"x[t] \in \R^n, 1 \le t \le N, \quad h[0] = 0 \\ W, U \in \R^{n \times n}"#,
      #"\frac{\partial h[t+1]}{\partial h[t]} = \operatorname{diag}(1 - h[t+1] \odot h[t+1]) U"#,
      defining: #"h[t] = \tanh(W x[t] + U h[t-1])"#),
    Example(
      .refuted, #"x[t] \in \R^n, 1 \le t \le N, \quad h[0] = 0 \\ W, U \in \R^{n \times n}"#,
      #"\frac{\partial h[t+1]}{\partial h[t]} = \operatorname{diag}(1 - h[t] \odot h[t]) U"#,
      defining: #"h[t] = \tanh(W x[t] + U h[t-1])"#),
    Example(
      .verified, #"x_t \in \R^n, 1 \le t \le T, \quad h_0 = 0 \\ W, U \in \R^{n \times n}"#,
      #"h_{t+1} = \tanh(W x_{t+1} + U h_t)"#,
      defining: #"h_t = \tanh(W x_t + U h_{t-1})"#),
    Example(
      .refuted, #"x_t \in \R^n, 1 \le t \le T, \quad h_0 = 0 \\ W, U \in \R^{n \times n}"#,
      #"h_{t+1} = \tanh(W x_t + U h_{t-1})"#,
      defining: #"h_t = \tanh(W x_t + U h_{t-1})"#),
    Example(
      .verified, #"x_t \in \R^n, 1 \le t \le T, \quad h_0 = 0 \\ W, U \in \R^{n \times n}"#,
      #"h_{t+1} = \tanh(W x_{t+1} + U h_t) \text{ for } t < T"#,
      defining: #"h_t = \tanh(W x_t + U h_{t-1})"#),
    Example(
      .verified, #"x[t] \in \R, 1 \le t \le N, \quad s[0] = 0"#,
      #"s[t+2] = s[t] + x[t+1] + x[t+2]"#,
      defining: #"s[t] = s[t-1] + x[t]"#),
    Example(
      .refuted, #"x[t] \in \R, 1 \le t \le N, \quad s[0] = 0"#,
      #"s[t+2] = s[t] + x[t] + x[t+2]"#,
      defining: #"s[t] = s[t-1] + x[t]"#),
    Example(
      .verified, #"x[t] \in \R, 1 \le t \le N, \quad s[0] = 0"#,
      #"s[t] - s[t-1] = x[t]"#,
      defining: #"s[t] = s[t-1] + x[t]"#),
    Example(
      .refuted, #"x[t] \in \R, 1 \le t \le N, \quad s[0] = 1"#,
      #"s[t] = \sum_{k=1}^{t} x[k]"#,
      defining: #"s[t] = s[t-1] + x[t]"#),
    Example(
      .verified, #"x[t] \in \R, 1 \le t \le N, \quad s[0] = 0"#,
      #"s[t] = \sum_{k=1}^{t} x[k]"#,
      defining: #"s[t] = s[t-1] + x[t]"#),
    Example(
      .verified, #"x[t] \in \R^n, 1 \le t \le 5, \quad h[0] = 0 \\ W, U \in \R^{n \times n}"#,
      #"\frac{\partial h[4]}{\partial h[3]} = \operatorname{diag}(1 - h[4] \odot h[4]) U"#,
      defining: #"h[t] = \tanh(W x[t] + U h[t-1])"#),
    Example(
      .refuted, #"x[t] \in \R^n, 1 \le t \le 5, \quad h[0] = 0 \\ W, U \in \R^{n \times n}"#,
      #"\frac{\partial h[4]}{\partial h[3]} = \operatorname{diag}(1 - h[3] \odot h[3]) U"#,
      defining: #"h[t] = \tanh(W x[t] + U h[t-1])"#),
    Example(
      .verified, #"A \in \R^{n \times m}, \quad n, m \in \N"#,
      #"A^\top \in \R^{m \times n}"#),
    Example(
      .verified, #"n \in \N, n \ge 11 \\ x \in \R^n, w \in \R^{11}"#,
      #"y \in \R^{n - 10}"#,
      defining: #"y_i = \sum_{k=0}^{10} x_{i+k} w_k"#),
    Example(
      .refuted, #"n \in \N, n \ge 11 \\ x \in \R^n, w \in \R^{11}"#,
      #"y \in \R^{n - 11}"#,
      defining: #"y_i = \sum_{k=0}^{10} x_{i+k} w_k"#),
    Example(.refuted, #"n \in \N, n \ge 30 \\ x \in \R^n"#, #"x = 2 x"#),
    Example(.verified, #"n \in \N, n \ge 30 \\ x \in \R^n"#, #"x + x = 2 x"#),
  ]

  static let guards = [
    Example(
      .verified, #"x \in \R^3"#,
      #"y \in \R^3"#,
      defining: #"y_i = \begin{cases} x_2 & i = 2 \\ x_i - x_{i+1} & \text{otherwise} \end{cases}"#),
    Example(
      .refuted, #"x \in \R^3"#,
      #"y \in \R^2"#,
      defining: #"y_i = \begin{cases} x_2 & i = 2 \\ x_i - x_{i+1} & \text{otherwise} \end{cases}"#),
    Example(
      .verified, #"n \in \N, n \ge 2 \\ x \in \R^n, \text{index base } 0"#,
      #"y \in \R^n"#,
      defining: #"y_i = \begin{cases} x_i - x_{i-1} & i > 0 \\ x_0 & \text{otherwise} \end{cases}"#),
    Example(
      .verified, #"n \in \N, n \ge 2 \\ x \in \R^n, \text{index base } 0"#,
      #"\sum_{i=0}^{n-1} y_i = x_{n-1}"#,
      defining: #"y_i = \begin{cases} x_i - x_{i-1} & i > 0 \\ x_0 & \text{otherwise} \end{cases}"#),
    Example(
      .refuted, #"n \in \N, n \ge 2 \\ x \in \R^n, \text{index base } 0"#,
      #"y \in \R^{n-1}"#,
      defining: #"y_i = \begin{cases} x_i - x_{i-1} & i > 0 \\ x_0 & \text{otherwise} \end{cases}"#),
    Example(
      .verified, #"x \in \R^4"#,
      #"y \in \R^4"#,
      defining: #"y_i = \begin{cases} x_i & i < 2 \\ 0 & \text{otherwise} \end{cases}"#),
    Example(
      .refuted, #"x \in \R^4"#,
      #"y \in \R^2"#,
      defining: #"y_i = \begin{cases} x_i & i < 2 \\ 0 & \text{otherwise} \end{cases}"#),
    Example(
      .verified, #"x \in \R^4"#,
      #"y_3 = 0"#,
      defining: #"y_i = \begin{cases} x_i & i < 2 \\ 0 & \text{otherwise} \end{cases}"#),
  ]

  static let outside = [
    Example(
      .verified, #"x \in \R^{7}, \quad w \in \R^3, \quad \text{index base } 0"#,
      #"\frac{\partial \ell}{\partial x_j} = \sum_k \frac{\partial \ell}{\partial y_{j-k}} w_k"#,
      defining: #"y_i = \sum_{k=0}^{2} x_{i+k} w_k \\ \ell = \ell(y)"#),
    Example(
      .refuted, #"x \in \R^{7}, \quad w \in \R^3, \quad \text{index base } 0"#,
      #"\frac{\partial \ell}{\partial x_j} = \sum_k \frac{\partial \ell}{\partial y_{j+k}} w_k"#,
      defining: #"y_i = \sum_{k=0}^{2} x_{i+k} w_k \\ \ell = \ell(y)"#),
    Example(
      .verified, #"x \in \R^{7}, \quad w \in \R^3, \quad \text{index base } 0"#,
      #"\frac{\partial \ell}{\partial x_j} = \sum_{i=0}^{4} \frac{\partial \ell}{\partial y_i} w_{j-i}"#,
      defining: #"y_i = \sum_{k=0}^{2} x_{i+k} w_k \\ \ell = \ell(y)"#),
    Example(
      .refuted, #"x \in \R^{7}, \quad w \in \R^3, \quad \text{index base } 0"#,
      #"\frac{\partial \ell}{\partial x_j} = \sum_{i=0}^{5} \frac{\partial \ell}{\partial y_i} w_{j-i}"#,
      defining: #"y_i = \sum_{k=0}^{2} x_{i+k} w_k \\ \ell = \ell(y)"#),
    Example(
      .refuted, #"x \in \R^{7}, \quad w \in \R^3, \quad \text{index base } 0"#,
      #"y_i = \sum_{k=0}^{3} x_{i+k} w_k"#,
      defining: #"y_i = \sum_{k=0}^{2} x_{i+k} w_k"#),
    Example(
      .refuted, #"x \in \R^4, \quad \text{index base } 1"#,
      #"\sum_{k=0}^{4} x_{k+1} = \sum_{k=1}^{4} x_k"#),
    Example(
      .refuted, #"x \in \R^4, \quad \text{index base } 1"#,
      #"\sum_{k=1}^{5} x_{k} = \sum_{k=1}^{4} x_k"#),
  ]

  static let structures = [
    Example(.verified, #"W \in \R^{3 \times 3}, x \in \R^3, W = W^\top"#, #"W x = W^\top x"#),
    Example(.refuted, #"W \in \R^{3 \times 3}, x \in \R^3, W = W^\top"#, #"W x = x"#),
    Example(
      .verified, #"W \in \R^{n \times n}, x \in \R^n, \quad W^\top = W"#,
      #"\frac{\partial (x^\top W x)}{\partial x} = 2 W x"#),
    Example(
      .refuted, #"W \in \R^{n \times n}, x \in \R^n"#,
      #"\frac{\partial (x^\top W x)}{\partial x} = 2 W x"#),
    Example(.verified, #"p \in \R^n, \quad \sum_i p_i = 1"#, #"\sum_i 2 p_i = 2"#),
    Example(.refuted, #"p \in \R^n, \quad \sum_i p_i = 1"#, #"\sum_i p_i^2 = 1"#),
    Example(
      .verified, #"p \in (0, 1)^4, \quad \sum_i p_i = 1"#,
      #"\sum_i p_i = 1"#,
      defining: #"H = -\sum_i p_i \log p_i"#),
    Example(
      .refuted, #"p \in (0, 1)^4, \quad \sum_i p_i = 1"#,
      #"H = 1"#,
      defining: #"H = -\sum_i p_i \log p_i"#),
    Example(.verified, #"y \in \{0, 1\}^4, \quad \sum_i y_i = 1"#, #"y^\top y = 1"#),
    Example(.refuted, #"y \in \{0, 1\}^4, \quad \sum_i y_i = 1"#, #"y_2 = 0"#),
  ]

  @Test(
    "A claim is judged where what it is about may lie",
    arguments: sets + points + sizes + times + guards + outside + structures)
  func outcome(_ example: Example) {
    var text = "```math given\n\(example.given)\n```\n"
    if !example.definition.isEmpty { text += "```math define\n\(example.definition)\n```\n" }
    text += "```math check\n\(example.claim)\n```\n"
    let verdict = check(SourceFile(name: "a.md", text: text)).claims[0].verdict
    #expect(verdict.outcome == example.outcome, "\(verdict.message)")
  }

  @Test(
    "Sums too long for floating point are compared in the field",
    arguments: [("i+m-2", Verdict.Outcome.verified), ("i+m-1", .refuted)])
  func longSums(_ index: String, _ wanted: Verdict.Outcome) {
    let homework = check(
      SourceFile(
        name: "a.md",
        text: #"""
          ---
          checkmark: {index-base: 1, outside: zero}
          ---
          ```math given
          x \in \R^{3 \times 30 \times 30}, \quad W \in \R^{8 \times 3 \times 3 \times 3}
          ```
          ```math define
          y_{c,i,j} = \sum_{k=1}^3 \sum_{m=1}^3 \sum_{n=1}^3 W_{c,k,m,n} x_{k,i+m-2,j+n-2}, \quad 1 \le i, j \le 30 \\
          \ell = \ell(y)
          ```
          ```math check
          \frac{\partial \ell}{\partial W_{c,k,m,n}} = \sum_{i,j} \frac{\partial \ell}{\partial y_{c,i,j}} x_{k,\#(index),j+n-2}
          ```
          """#))
    #expect(homework.claims[0].verdict.outcome == wanted, "\(homework.claims[0].verdict.message)")
  }

  @Test(
    "A convolution, index by index, between bounds is a tensor like any other",
    arguments: [
      (#"y \in \R^{3 \times 6}"#, .verified), (#"y \in \R^{3 \times 4}"#, .refuted),
      (
        #"\frac{\partial \ell}{\partial W_{c,k,m}} = \sum_i \frac{\partial \ell}{\partial y_{c,i}} x_{k,i+m-2}"#,
        .verified
      ),
      (
        #"\frac{\partial \ell}{\partial W_{c,k,m}} = \sum_i \frac{\partial \ell}{\partial y_{c,i}} x_{k,i+m-1}"#,
        .refuted
      ),
      (
        #"\frac{\partial \ell}{\partial x_{k,j}} = \sum_{c,m} \frac{\partial \ell}{\partial y_{c,j-m+2}} W_{c,k,m}"#,
        .verified
      ),
      (
        #"\frac{\partial \ell}{\partial x_{k,j}} = \sum_{c,m} \frac{\partial \ell}{\partial y_{c,j+m-2}} W_{c,k,m}"#,
        .refuted
      ),
    ] as [(String, Verdict.Outcome)])
  func convolution(_ claim: String, _ outcome: Verdict.Outcome) {
    let text = #"""
      ---
      checkmark:
        outside: zero
      ---
      ```math given
      x \in \R^{2 \times 6}, \quad W \in \R^{3 \times 2 \times 3}, \quad \text{index base } 1
      ```
      ```math define
      y_{c,i} = \sum_{k,m} W_{c,k,m} x_{k,i+m-2}, \quad 1 \le i \le 6 \\
      \ell = \ell(y)
      ```
      ```math check
      \#(claim)
      ```
      """#
    let verdict = check(SourceFile(name: "a.md", text: text)).claims[0].verdict
    #expect(verdict.outcome == outcome, "\(verdict.message)")
  }

  @Test("Something one-hot takes each of its values", arguments: 0..<4)
  func oneHot(_ place: Int) {
    let given = "```math given\ny \\in \\R^4, \\quad y \\text{ one-hot}\n```\n"
    let text = given + "```math check\ny_\(place) = 0\n```\n```math check\ny^\\top y = 1\n```\n"
    let outcomes = check(SourceFile(name: "a.md", text: text)).claims.map(\.verdict.outcome)
    #expect(outcomes == [.refuted, .verified])
  }

  @Test(
    "It does so for every claim of a document, and at every size",
    arguments: [
      (#"y \in \R^4, \quad y \text{ one-hot}"#, ["y_0 = 0", "y_1 = 0", "y_2 = 0", "y_3 = 0"]),
      (#"y \in \{0, 1\}^3"#, ["y_0 y_1 y_2 = 0", "y_0 = y_1", "y_0 = y_2", "y_0 (1 - y_2) = 0"]),
      (
        #"n \in \N, \quad n \ge 2 \\ y \in \R^n, \quad y \text{ one-hot}"#,
        ["y_0 + y_1 = 1", "y_{n-1} = 0", "y_0 = 0"]
      ),
    ])
  func fewValues(_ given: String, _ claims: [String]) {
    let checks = claims.map { "```math check\n\($0)\n```\n" }.joined()
    let text = "```math given\n\(given)\n```\n" + checks
    let outcomes = check(SourceFile(name: "a.md", text: text)).claims.map(\.verdict.outcome)
    #expect(outcomes == claims.map { _ in .refuted })
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
