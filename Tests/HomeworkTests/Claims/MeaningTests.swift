import Notation
import Testing

@testable import Homework
@testable import Judging

/// What a name means where a claim stands: as it was given or defined last, with all that was said of it.
@Suite("Meanings")
struct MeaningTests {
  /// A homework, and the outcome of each of its claims.
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let outcomes: [Verdict.Outcome]

    init(_ name: String, _ text: String, _ outcomes: [Verdict.Outcome]) {
      testDescription = name
      self.text = text
      self.outcomes = outcomes
    }
  }

  static let examples = [
    Example(
      "a number that is given again",
      """
      ```given
      S = 2
      v : R[6]
      ```
      ```check
      S = 2
      ```
      # A
      ```given
      S = 3
      ```
      ```check
      S = 3
      ```
      ```check
      S = 2
      ```
      # B
      ```check
      S = 2
      ```
      """, [.verified, .verified, .refuted, .verified]),
    Example(
      "what was defined by a number that is given again",
      """
      ```given
      S = 2
      v : R[6]
      ```
      ```define
      p = S v
      ```
      ```given
      S = 3
      ```
      ```check
      p = 2 v
      ```
      """, [.error]),
    Example(
      "a tensor whose values are given later",
      """
      ```given
      x : R[3]
      x = [1, 2, 3]
      ```
      ```check
      x[1] = 2
      ```
      ```check
      x[1] = 3
      ```
      """, [.verified, .refuted]),
    Example(
      "a constraint on a letter",
      """
      ```given
      n, m : N
      n = m
      x : R[n]
      ```
      ```check
      shape(x) = m
      ```
      ```check
      shape(x) = m + 1
      ```
      """, [.verified, .refuted]),
    Example(
      "a network that is defined anew",
      #"""
      ```math given
      x[t] \in \R^n, 1 \le t \le K, \quad W \in \R^{m \times n}, \quad U \in \R^{m \times m}
      ```
      ```math define
      (h, a) = \operatorname{rnn}(x; W, U)
      ```
      # A
      ```math define
      (h, a) = \operatorname{rnn}(x; W, U = U)
      ```
      ```math check
      a[t] = W x[t] + U h[t-1]
      ```
      # B
      ```math given
      h[0] = 0
      ```
      ```math define
      a[t] = W x[t] + 2 U h[t-1] \\ h[t] = \sigma(a[t])
      ```
      ```math check
      h[t] = \sigma(W x[t] + 2 U h[t-1])
      ```
      ```math check
      h[t] = \tanh(W x[t] + U h[t-1])
      ```
      # C
      ```math check
      h[t] = \tanh(W x[t] + U h[t-1])
      ```
      """#, [.verified, .verified, .refuted, .verified]),
    Example(
      "a recurrence whose beginning is given behind it",
      #"""
      ```math given
      x[t] \in \R^n, 1 \le t \le K
      ```
      ```math define
      s[t] = s[t-1] + x[t]
      ```
      ```math given
      s[0] = 0
      ```
      ```math check
      s[t] = \sum_{j=1}^{t} x[j]
      ```
      ```math check
      s[t] = \sum_{j=2}^{t} x[j]
      ```
      """#, [.verified, .refuted]),
    Example(
      "a loss of something else",
      #"""
      ```math given
      x \in \R^3
      ```
      ```math define
      \ell = \ell(x)
      ```
      # A
      ```math define
      g = 2x \\ \ell = \ell(g)
      ```
      ```math check
      \frac{\partial \ell}{\partial x} = 2 \frac{\partial \ell}{\partial g}
      ```
      ```math check
      \frac{\partial \ell}{\partial x} = \frac{\partial \ell}{\partial g}
      ```
      """#, [.verified, .refuted]),
    Example(
      "a member of a family that begins later",
      #"""
      ```math given
      x[t] \in \R^n, 1 \le t \le N, \quad Q, K, V \in \R^{n \times n}
      ```
      ```math define
      (h, a, w) = \operatorname{tied\_attention\_rnn}(x; Q_x = Q, K_x = K, V_x = V, Q_h = Q, K_h = K, V_h = V)
      ```
      ```math check
      w_1[2] = (Q h[1])^\top K h[1]
      ```
      ```math check
      w_1[2] = (Q h[1])^\top K x[1]
      ```
      """#, [.verified, .refuted]),
  ]

  @Test("Each claim is judged by what its names mean there", arguments: examples)
  func outcomes(_ example: Example) {
    let homework = check(SourceFile(name: "meaning.md", text: example.text + "\n"))
    #expect(homework.claims.map(\.verdict.outcome) == example.outcomes)
    #expect(
      homework.diagnostics.allSatisfy { $0.severity != .error || example.outcomes == [.error] })
  }

  // MARK: - Conditions on values

  struct Conditioned: Sendable, CustomTestStringConvertible {
    let given: String
    let claim: String
    let outcome: Verdict.Outcome

    var testDescription: String { "\(given): \(claim)" }
  }

  /// What limits entries one by one is kept to. Else tensors are drawn freely: what is false may
  /// be true under the condition, what is true is true.
  static let conditioned = [
    Conditioned(
      given: #"W \in \R^{3 \times 3}, \quad x \in \R^3, \quad W = W^\top"#,
      claim: #"\frac{\partial (x^\top W x)}{\partial x} = 2 W x"#, outcome: .verified),
    Conditioned(
      given: #"W \in \R^{3 \times 3}, \quad x \in \R^3, \quad W = W^\top"#,
      claim: #"\frac{\partial (x^\top W x)}{\partial x} = (W + W^\top) x"#, outcome: .verified),
    Conditioned(
      given: #"W \in \R^{3 \times 3}, \quad x \in \R^3, \quad W = W^\top"#,
      claim: #"x^\top x = 1"#, outcome: .refuted),
    Conditioned(
      given: #"x \in \R^n, \quad \|x\| = 1"#, claim: #"x^\top x = 1"#, outcome: .error),
    Conditioned(given: #"x \in \R, x > 0"#, claim: "|x| = x", outcome: .verified),
    Conditioned(given: #"h_0 \in \R^3, \quad h_0 = 0"#, claim: "h_0 = 0", outcome: .verified),
    Conditioned(given: #"x \in \R^3, \quad x \ge 0"#, claim: #"x \in \R^4"#, outcome: .refuted),
    Conditioned(given: #"\lambda \in \R, \quad \lambda = 2"#, claim: "λ^2 = 4", outcome: .verified),
    Conditioned(given: #"\lambda \in \R, \quad \lambda = 2"#, claim: "λ^2 = 5", outcome: .refuted),
  ]

  @Test("A sample keeps to a condition on values, or is no proof", arguments: conditioned)
  func conditions(_ example: Conditioned) {
    let text = "```math given\n\(example.given)\n```\n```math check\n\(example.claim)\n```\n"
    let verdict = check(SourceFile(name: "a.md", text: text)).claims[0].verdict
    #expect(verdict.outcome == example.outcome, "\(verdict.message)")
  }

  // MARK: - Products in an index place

  @Test(
    "Beside a stride, two letters in an index place are a product",
    arguments: [
      ("p[j] = v[S j]", Verdict.Outcome.verified), ("p[j] = v[Sj]", .verified),
      ("p[j] = v[S \\cdot j]", .verified), ("p[idx] = v[S\\,idx]", .verified),
      ("p[idx] = v[2 idx]", .verified), ("p[j] = v[j]", .refuted), ("p[j] = v[S + j]", .refuted),
    ])
  func products(_ claim: String, _ outcome: Verdict.Outcome) {
    let text = """
      ```math given
      S = 2, \\quad v \\in \\R^6
      ```
      ```math define
      p[j] = v[S j]
      ```
      ```math check
      \(claim)
      ```

      """
    let verdict = check(SourceFile(name: "a.md", text: text)).claims[0].verdict
    #expect(verdict.outcome == outcome, "\(verdict.message)")
  }
}
