import Notation
import Testing

@testable import Homework
@testable import Judging

/// Values, sizes and sums are looked at where they meet one another.
@Suite("Where things meet")
struct TogetherTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let given: String
    var define = "c = 1"
    let claim: String

    var testDescription: String { claim }

    var outcome: Verdict.Outcome? {
      let text = """
        ```math given
        \(given)
        ```
        ```math define
        \(define)
        ```
        ```math check #claim
        \(claim)
        ```
        """
      return check(SourceFile(name: "together.md", text: text)).claims.first { $0.id == "claim" }?
        .verdict.outcome
    }
  }

  private static func examples(_ given: String, define: String = "c = 1", _ claims: [String])
    -> [Example]
  {
    claims.map { Example(given: given, define: define, claim: $0) }
  }

  private static let bits = #"y, u \in \{-1, 1\}, \quad p, q, r \in \{0, 1\}"#
  private static let vectors = #"x \in \R^n, \quad z \in \R^m, \quad a \in \R"#
  private static let average = #"g_t \in \R, m_0 = 0, \beta \in (0, 1), 1 \le t \le T"#
  private static let averages = #"m_t = \beta m_{t-1} + (1 - \beta) g_t"#
  private static let kernel = #"x \in \R^n, \quad w \in \R^K"#
  private static let placed = #"v_i = \sum_{k=0}^{K-1} w_k x_{i+k}"#

  /// Nothing says how far they run.
  private static let endless = #"m_0 = 0 \\ m_t = \beta m_{t-1} + (1 - \beta) g"#
  private static let layers = #"a_0 = x \\ a_l = \tanh(z_l) \\ z_l = w a_{l-1}"#
  private static let rate = #"g, w, x \in \R, \beta \in (0, 1)"#
  private static let picked = #"x \in \R^4, y \in \R^4, W \in \R^{3 \times 4}"#

  static let wrong =
    examples(
      bits, [#"y u = 1"#, "y = u", "p q r = p q", "2 p - 1 = y", "(p - q)(q - r)(r - p) + p = q"])
    + examples(
      vectors,
      [
        #"\mathbf{1}[n = m + 40] a = 0"#, #"x_i \mathbf{1}[i z_j^2 \ne 0] = x_i"#,
        #"\sum_i x_i \mathbf{1}[\lfloor i / 7 \rfloor \ne 4] = \sum_i x_i"#,
      ])
    + examples(
      #"m, k \in \N, \quad a \in \R"#,
      [
        #"\max(k, 1) a = k a"#, #"k^2 - 100 k + 2499 \ge 0"#, #"m (m + 1) \ne 9900"#, "k < 10^6",
      ])
    + examples(
      average, define: averages,
      [
        #"m_t = (1 - \beta) \sum_{k=0}^{t} \beta^k g_{t-k}"#,
        #"m_t = (1 - \beta) \sum_{k=0}^{t-2} \beta^k g_{t-k}"#,
      ])
    + examples(kernel, define: placed, [#"\frac{\partial v_i}{\partial x_j} = w_{j-i+1}"#])
    + examples(
      rate, define: endless,
      [#"m_t = (1 - \beta^{t-1}) g"#, #"m_3 = (1 - \beta^2) g"#, #"m_t = (1 - \beta) g t"#])
    + examples(
      rate, define: #"m_t = \beta m_{t-1} + g, t = 1, \dots, N \\ m_0 = 0"#,
      [#"m_N = g \sum_{k=0}^{N} \beta^k"#])
    + examples(
      rate, define: layers, [#"\frac{\partial a_l}{\partial x} = w^l"#, "a_2 = \\tanh(w^2 x)"])

  static let right =
    examples(bits, ["y^2 = u^2", "(p - q)(q - r)(r - p) = 0", "p^2 = p"])
    + examples(
      #"m, k \in \N, \quad a \in \R"#,
      [#"k^2 - 100 k + 2500 \ge 0"#, #"m^2 + k^2 \ge 2 m k"#, #"256 \lceil k/256 \rceil \ge k"#])
    + examples(
      average, define: averages,
      [
        #"m_t = (1 - \beta) \sum_{k=0}^{t-1} \beta^k g_{t-k}"#,
        #"m_t = (1 - \beta) \sum_{k=1}^{t} \beta^{t-k} g_k"#,
      ])
    + examples(
      kernel, define: placed,
      [
        #"\frac{\partial v_i}{\partial x_j} = w_{j-i}"#,
        #"\frac{\partial v_i}{\partial w_k} = x_{i+k}"#,
      ])
    + examples(
      rate, define: endless,
      [#"m_t = (1 - \beta^t) g"#, #"m_3 = (1 - \beta^3) g"#, #"m_{t+1} - g = \beta (m_t - g)"#])
    + examples(
      rate, define: #"m_t = \beta m_{t-1} + g, t = 1, \dots, N \\ m_0 = 0"#,
      [#"m_N = g \sum_{k=0}^{N-1} \beta^k"#])
    + examples(
      rate, define: layers,
      [#"\frac{\partial a_l}{\partial z_l} = 1 - a_l^2"#, #"a_2 = \tanh(w \tanh(w x))"#])
    + examples(
      picked,
      [
        #"\sum_{k=0}^{3} \delta_{kj} x_k y_j = x_j y_j"#, #"\sum_k \delta_{kj} x_k y_j = x_j y_j"#,
        #"\sum_{k=0}^{9} \mathbf{1}[k \le 3] x_k = \sum_k x_k"#,
      ])
    + examples(
      #"x, z \in \R^n, \quad p \in \R^n, \quad \sum_i p_i = 1"#,
      [#"x^\top z = x_1 z_1 + x_2 z_2, \quad n = 2"#, #"p_1 = 1 - \sum_{i=2}^n p_i"#])

  static let open =
    examples(
      #"m, k \in \N, \quad a \in \R"#,
      ["m k < 10^6", #"\min(m k, 10^5) = m k"#, #"m^2 \ne 61 k^2 + 1"#])
    + examples(
      #"a \in \R"#,
      [#"\max(0, \log(1 + e^a) - a - 10^{-6}) = \log(1 + e^a) - a - 10^{-6}"#])
    + examples(
      picked,
      [
        #"\sum_{k=1}^{5} \delta_{kj} x_k y_j = x_j y_j"#,
        #"\sum_{k=0}^{4} \delta_{k=j} W_{ik} + x_j = W_{ij} + x_j"#,
      ])
    + examples(#"x \in \R^4"#, [#"\sigma(1 - x) = \sigma(2 - x)"#])
    + examples(#"x \in \R^n, x \in \R^m"#, [#"x^\top x = \|x\|^2"#])
    + examples(#"x \in \R^n"#, define: #"a = x^\top x \\ a = 2 x^\top x"#, [#"a = 2 x^\top x"#])

  @Test("What is false somewhere is refuted", arguments: wrong)
  func refuted(_ example: Example) { #expect(example.outcome == .refuted) }

  @Test("What is true everywhere is verified", arguments: right)
  func verified(_ example: Example) { #expect(example.outcome == .verified) }

  @Test("What is not known everywhere is not verified", arguments: open)
  func undecided(_ example: Example) { #expect(example.outcome != .verified) }

  @Test("A declared index base counts for shapes, too")
  func base() {
    let text = #"""
      ---
      checkmark: {index-base: 1, outside: zero}
      ---
      ```math given
      u \in \R^6, \quad v \in \R^{8 \times 3}
      ```
      ```math define
      y_{c,i} = \sum_m v_{c,m} u_{i+m-2}, \quad 1 \le i \le 6
      ```
      ```math check
      y \in \R^{8 \times 6}
      ```
      """#
    let claims = check(SourceFile(name: "base.md", text: text)).claims
    #expect(claims.map(\.verdict.outcome) == [.verified])
  }
}
