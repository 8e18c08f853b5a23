import Notation
import Testing

@testable import Homework
@testable import Judging

/// How a network is called: what its author may name, and what is said of a call that is wrong.
@Suite("Calls of networks")
struct NetworkCallTests {
  static let given = #"""
    x[t] \in \R^n, 1 \le t \le N, \quad W, V \in \R^{m \times n}, \quad U \in \R^{m \times m}, \quad b \in \R^m \\
    M \in \R^{4 \times 3} \\ Q_i \in \R^{n \times n}, 0 \le i \le 2 \\ K_i \in \R^{n \times n}, 1 \le i \le 3
    """#

  struct Mistake: Sendable, CustomTestStringConvertible {
    let call: String
    let code: String
    /// What the caret stands below.
    let place: String
    /// What the message or its hint must say.
    let says: String

    var testDescription: String { call }
  }

  static let mistakes = [
    Mistake(
      call: #"h = \operatorname{rnn}(x; W, b)"#, code: "missing-option",
      place: #"\operatorname{rnn}(x; W, b)"#, says: "needs 'U'"),
    Mistake(
      call: #"h = \operatorname{rnn}(x; W, U, c)"#, code: "unknown-option", place: "c",
      says: "its weights are W, U, b"),
    Mistake(
      call: #"h = \operatorname{rnn}(x; W, U, A_1 = b)"#, code: "unknown-option", place: "A_1 = b",
      says: "no weight 'A_1'"),
    Mistake(
      call: #"h = \operatorname{rnn}(x; W, U = V)"#, code: "shapes-do-not-fit", place: "V",
      says: "'V', which is given for 'U', is m × n, and rnn needs m × m"),
    Mistake(
      call: #"h = \operatorname{rnn}(x; W, U, b = U)"#, code: "shapes-do-not-fit", place: "U",
      says: "is m × m, and rnn needs m"),
    Mistake(
      call: #"h = \operatorname{rnn}(x; W = M, U)"#, code: "shapes-do-not-fit", place: "M",
      says: "is 4 × 3, and rnn needs m × n"),
    Mistake(
      call: #"h = \operatorname{rnn}(x; W, U, W = V)"#, code: "unknown-option", place: "W = V",
      says: "given twice"),
    Mistake(
      call: #"h = \operatorname{rnn}(x; W = 2 W, U)"#, code: "network-unclear", place: "2 W",
      says: "must be a tensor that has a name"),
    Mistake(
      call: #"h = \operatorname{rnn}(x; W = Z, U)"#, code: "unknown-name", place: "Z",
      says: "'Z' has no meaning here"),
    Mistake(
      call: #"h = \operatorname{rnn}(M; W, U)"#, code: "network-unclear", place: "M",
      says: "no sequence of vectors"),
    Mistake(
      call: #"h = \operatorname{rnn}(h; W, U)"#, code: "network-unclear", place: "h",
      says: "is a state of this network"),
    Mistake(
      call: #"(h, a, c) = \operatorname{rnn}(x; W, U)"#, code: "network-unclear", place: "c",
      says: "named in this order: h, a"),
    Mistake(
      call: #"h[t] = \operatorname{rnn}(x; W, U)"#, code: "network-unclear", place: "h[t]",
      says: "write h = rnn(x; …)"),
    Mistake(
      call: #"(h, h) = \operatorname{rnn}(x; W, U)"#, code: "unknown-option", place: "h",
      says: "given twice"),
    Mistake(
      call: #"(h, b) = \operatorname{rnn}(x; W, U)"#, code: "shapes-do-not-fit", place: "b",
      says: "is a number, and rnn needs m"),
    Mistake(
      call: #"h = \operatorname{attention\_rnn}(x; Q, K, V = Q, k = 2)"#, code: "network-unclear",
      place: "K", says: "must be counted from 0"),
    Mistake(
      call: #"h = \operatorname{attention\_rnn}(x; Q, K = Q, V = Q, k = 3)"#,
      code: "shapes-do-not-fit", place: "Q", says: "is 3 × n × n, and attention_rnn needs 4 × n × n"
    ),
    Mistake(
      call: #"h = \operatorname{attention\_rnn}(x; Q, K = Q, V = Q)"#, code: "missing-option",
      place: #"\operatorname{attention\_rnn}(x; Q, K = Q, V = Q)"#, says: "needs 'k'"),
  ]

  @Test("A call that is wrong says what is wrong, and where", arguments: mistakes)
  func mistake(_ mistake: Mistake) throws {
    let text = "```math given\n\(Self.given)\n```\n```math define\n\(mistake.call)\n```\n"
    let source = SourceFile(name: "network.md", text: text)
    let diagnostic = try #require(check(source).diagnostics.first)
    #expect(diagnostic.message.code == mistake.code)
    #expect((diagnostic.message.text + (diagnostic.message.hint ?? "")).contains(mistake.says))
    let place = Fragment(diagnostic.span.lower..<diagnostic.span.upper, of: source).text
    #expect(place == mistake.place || place.hasPrefix(mistake.place))
  }

  // MARK: - Documents

  static func outcomes(_ define: String, _ claims: [String]) -> [Verdict.Outcome] {
    var text = "```math given\n\(given)\n```\n```math define\n\(define)\n```\n"
    for claim in claims { text += "```math check\n\(claim)\n```\n" }
    return check(SourceFile(name: "network.md", text: text)).claims.map(\.verdict.outcome)
  }

  @Test("A network is no value, and only a network has weights to count")
  func expressions() {
    #expect(
      Self.outcomes(
        #"h = \operatorname{rnn}(x; W, U)"#,
        [
          #"\operatorname{rnn}(x; W, U)[1] = h[1]"#, #"\operatorname{weight\_count}(W) = m n"#,
          #"\operatorname{weight\_count}(h) = m n + m^2"#,
        ]) == [.error, .error, .verified])
  }

  @Test("Networks stand on one another, and names of the author capture nothing")
  func names() {
    let define = #"""
      t = 2 \\ A = U \\ (s, c) = \operatorname{rnn}(x; W, U, b) \\ h = \operatorname{rnn}(s; W = A, U) \\
      g = \operatorname{rnn}(x; W = V, U)
      """#
    #expect(
      Self.outcomes(
        define,
        [
          #"h[i] = \tanh(U s[i] + U h[i-1])"#, #"g[i] = \tanh(V x[i] + U g[i-1])"#,
          #"g[i] = \tanh(W x[i] + U g[i-1])"#, #"h[i] = \tanh(U s[i] + U h[i-1] + b)"#,
          #"\frac{\partial h[2]}{\partial b} = \frac{\partial h[2]}{\partial s[1]} \frac{\partial s[1]}{\partial b} + \frac{\partial h[2]}{\partial s[2]} \text{diag}(1 - s[2] \odot s[2])"#,
        ]) == [.verified, .verified, .refuted, .refuted, .verified])
  }

  @Test("What its author gives of a state holds: how it begins")
  func boundaries() {
    let given =
      "x[t] \\in \\R^n, 1 \\le t \\le N, \\quad W \\in \\R^{m \\times n}, \\quad U \\in \\R^{m \\times m}"
    func outcomes(_ boundary: String) -> [Verdict.Outcome] {
      let text = """
        ```math given
        \(given) \\\\ \(boundary)
        ```
        ```math define
        h = \\operatorname{rnn}(x; W, U)
        ```
        ```math check
        h[1] = \\tanh(W x[1])
        ```
        ```math check
        h[1] = \\tanh(W x[1] + U h[0])
        ```

        """
      return check(SourceFile(name: "network.md", text: text)).claims.map(\.verdict.outcome)
    }
    #expect(outcomes("k \\in \\N") == [.verified, .verified])
    #expect(outcomes("h[t] \\in \\R^m") == [.verified, .verified])
    #expect(outcomes("h[0] \\in \\R^m") == [.refuted, .verified])
    #expect(outcomes("h_0 \\in \\R^m") == [.refuted, .verified])
  }

  @Test("A second meaning ends what was counted of the first")
  func shadowing() {
    let text = """
      ```math given
      \(Self.given)
      ```
      ```math define
      h = \\operatorname{rnn}(x; W, U)
      ```
      # Inside
      ```math given
      h[0] = 0
      ```
      ```math define
      h[t] = W x[t] + h[t-1]
      ```
      ```math check
      \\operatorname{weight\\_count}(h) = m n + m^2
      ```
      ```math check
      h[t] = W x[t] + h[t-1]
      ```

      """
    let claims = check(SourceFile(name: "network.md", text: text)).claims
    #expect(claims.map(\.verdict.outcome) == [.error, .verified])
  }

  @Test("What an outer section gives is not passed over")
  func outerSection() {
    let text = """
      ```math given
      \(Self.given) \\\\ h[0] \\in \\R^m
      ```
      # Inside
      ```math define
      h = \\operatorname{rnn}(x; W, U)
      ```

      """
    let diagnostics = check(SourceFile(name: "network.md", text: text)).diagnostics
    #expect(diagnostics.map(\.message.code) == ["given-elsewhere"])
  }

  @Test("Two equations for every time are one too many")
  func definedTwice() {
    for second in ["h[t] = W x[t]", #"h = \operatorname{rnn}(x; W, U)"#] {
      let text = """
        ```math given
        \(Self.given) \\\\ h[0] = 0
        ```
        ```math define
        h[t] = W x[t] + h[t-1] \\\\ \(second)
        ```

        """
      let diagnostics = check(SourceFile(name: "network.md", text: text)).diagnostics
      #expect(diagnostics.map(\.message.code) == ["name-used-twice"])
    }
  }

  @Test("No suggestion speaks of a state that has no name")
  func suggestions() throws {
    let text = """
      ```math given
      \(Self.given)
      ```
      ```math define
      h = \\operatorname{gated\\_rnn}(x; W_c = W, W_h = U, W_x = V)
      ```
      ```math check
      h[1] = (1 - \\sigma(W x[1])) \\odot W x[1]
      ```

      """
    let claims = check(SourceFile(name: "network.md", text: text)).claims
    let verdict = try #require(claims.first).verdict
    #expect(verdict.outcome == .refuted)
    #expect(verdict.suggestion?.sentence.contains("h.") != true)
    #expect(verdict.suggestion?.sentence.contains("V x[1]") == true)
  }

  // MARK: - Cross entropy

  static let entropy = #"""
    z, p \in \R^5, \quad y \in \R^5, \quad y \text{ one-hot}, \quad W \in \R^{5 \times 3}, \quad v \in \R^3
    """#

  @Test(
    "Softmax with cross entropy, and its gradient",
    arguments: [
      (
        #"\operatorname{softmax\_cross\_entropy}(z, p) = -p^\top \log \operatorname{softmax}(z)"#,
        true
      ),
      (
        #"\operatorname{softmax\_cross\_entropy}(z, p) = p^\top \log \operatorname{softmax}(z)"#,
        false
      ),
      (
        #"\operatorname{softmax\_cross\_entropy}(z, p) = -z^\top \log \operatorname{softmax}(p)"#,
        false
      ),
      (
        #"\operatorname{softmax\_cross\_entropy}(z, y) = \log \left(\sum_i e^{z_i}\right) - y^\top z"#,
        true
      ),
      (
        #"\frac{\partial \operatorname{softmax\_cross\_entropy}(z, y)}{\partial z} = \operatorname{softmax}(z) - y"#,
        true
      ),
      (
        #"\frac{\partial \operatorname{softmax\_cross\_entropy}(z, y)}{\partial z} = y - \operatorname{softmax}(z)"#,
        false
      ),
      // The weights of what is no distribution do not sum to 1.
      (
        #"\frac{\partial \operatorname{softmax\_cross\_entropy}(z, p)}{\partial z} = \operatorname{softmax}(z) - p"#,
        false
      ),
      (
        #"\frac{\partial \operatorname{softmax\_cross\_entropy}(z, p)}{\partial z} = \left(\sum_i p_i\right) \operatorname{softmax}(z) - p"#,
        true
      ),
      (
        #"\frac{\partial \operatorname{softmax\_cross\_entropy}(W v, y)}{\partial v} = (\operatorname{softmax}(W v) - y)^\top W"#,
        true
      ),
    ])
  func crossEntropy(_ claim: String, _ isTrue: Bool) {
    let text = "```math given\n\(Self.entropy)\n```\n```math check\n\(claim)\n```\n"
    let verdict = check(SourceFile(name: "entropy.md", text: text)).claims.first?.verdict
    #expect(verdict?.outcome == (isTrue ? .verified : .refuted), "\(verdict?.message ?? "")")
  }

  @Test("The gradient of softmax with cross entropy passes the check in three ways")
  func crossEntropyGradient() throws {
    let text = """
      ```math given
      \(Self.entropy)
      ```
      ```math define
      L = \\operatorname{softmax\\_cross\\_entropy}(W v, y)
      ```
      ```gradcheck
      L by W, v
      ```

      """
    let homework = check(SourceFile(name: "entropy.md", text: text))
    let table = try #require(
      homework.results(of: GradientTable.self).first?.result, "\(homework.diagnostics)")
    #expect(table.passed)
  }

  @Test(
    "A weight that is defined counts as the tensors that it is made of",
    arguments: [
      ("W = U^\\top", "m^2", "2 m^2"), ("W = B^\\top", "mn + m^2", "m^2"),
      ("W = U C", "2 m^2", "m^2"), ("W = U C U", "2 m^2", "3 m^2"),
    ])
  func definedWeights(_ definition: String, _ right: String, _ wrong: String) {
    let size = definition.contains("B") ? "n" : "m"
    let text = #"""
      ```math given
      n, m \in \N, \quad n \ge 1, \quad m \ge 1 \\
      x[t] \in \R^\#(size), \quad B \in \R^{n \times m}, \quad U, C \in \R^{m \times m}
      ```
      ```math define
      \#(definition) \\ h = \operatorname{rnn}(x; W, U)
      ```
      ```math check
      \operatorname{weight\_count}(h) = \#(right)
      ```
      ```math check
      \operatorname{weight\_count}(h) = \#(wrong)
      ```

      """#
    let homework = check(SourceFile(name: "count.md", text: text))
    #expect(homework.claims.map(\.verdict.outcome) == [.verified, .refuted])
  }
}
