import Notation
import Testing

@testable import Homework
@testable import Judging

/// The networks of the library are the equations that a course writes, and nothing else.
@Suite("Networks")
struct NetworkTests {
  /// A network twice: by its name as h, and written out as s, with claims about both.
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let given: String
    let define: String
    let right: [String]
    let wrong: [String]

    var testDescription: String { name }

    func verdict(on claim: String) -> Verdict {
      let homework = NetworkTests.homework(given, define, "```math check\n\(claim)\n```")
      #expect(homework.diagnostics.filter { $0.severity == .error }.isEmpty)
      return homework.claims.last?.verdict ?? Verdict(.error, message: "\(homework.diagnostics)")
    }
  }

  struct Claim: Sendable, CustomTestStringConvertible {
    let example: Example
    let text: String

    var testDescription: String { "\(example.name): \(text)" }
  }

  static func homework(_ given: String, _ define: String, _ rest: String) -> CheckedHomework {
    let text = "```math given\n\(given)\n```\n```math define\n\(define)\n```\n\(rest)\n"
    return check(SourceFile(name: "network.md", text: text))
  }

  static let plain = Example(
    name: "rnn",
    given: #"""
      x[t] \in \R^n, 1 \le t \le K, \quad W \in \R^{m \times n}, \quad U \in \R^{m \times m}, \quad b \in \R^m \\
      s[t] \in \R^m, \quad s[0] = 0, \quad r[t] \in \R^m, \quad r[0] = 0
      """#,
    define: #"""
      (h, a) = \operatorname{rnn}(x; W, U, b), \quad g = \operatorname{rnn}(x; W, U) \\
      d[t] = W x[t] + U s[t-1] + b \\ s[t] = \tanh(d[t]) \\ r[t] = \tanh(W x[t] + U r[t-1]) \\
      \ell = \ell(h), \quad E = E(h[K])
      """#,
    right: [
      "h[t] = s[t]", "a[t] = d[t]", "g[t] = r[t]", #"h[1] = \tanh(W x[1] + b)"#,
      #"\frac{\partial h[t]}{\partial h[t-1]} = \text{diag}(1 - h[t] \odot h[t]) U"#,
      #"\frac{\partial h[K]}{\partial W} = \frac{\partial s[K]}{\partial W}"#,
      #"\frac{\partial h}{\partial b} = \frac{\partial s}{\partial b}"#,
      #"\frac{\partial \ell}{\partial b} = \sum_t \frac{\partial \ell}{\partial h[t]} \frac{\partial h[t]}{\partial b}"#,
      #"\frac{\partial E}{\partial h[1]} = \frac{\partial E}{\partial h[K]} \prod_{j=2}^K \frac{\partial h[j]}{\partial h[j-1]}"#,
    ],
    wrong: [
      "g[t] = h[t]", "h[t] = a[t]",
      #"\frac{\partial h[t]}{\partial h[t-1]} = \text{diag}(1 - h[t] \odot h[t])"#,
      #"\frac{\partial h[t]}{\partial h[t-1]} = \text{diag}(1 - h[t]) U"#,
      #"\frac{\partial \ell}{\partial W} = \frac{\partial \ell}{\partial h[K]} \frac{\partial h[K]}{\partial W}"#,
    ])

  static let gated = Example(
    name: "gated_rnn",
    given: #"""
      x[t] \in \R^n, 1 \le t \le K, \quad W_c, A \in \R^{m \times n}, \quad W_h \in \R^{m \times m} \\
      s[t] \in \R^m, \quad s[0] = 0
      """#,
    define: #"""
      (h, c) = \operatorname{gated\_rnn}(x; W_c, W_h, W_x = A) \\
      d[t] = \sigma(W_c x[t] + W_h s[t-1]) \\ s[t] = d[t] \odot s[t-1] + (1 - d[t]) \odot A x[t] \\
      \ell = \ell(h)
      """#,
    right: [
      "h[t] = s[t]", "c[t] = d[t]", #"c[t] \in \R^m"#,
      #"\frac{\partial c[t]}{\partial h[t-1]} = \text{diag}(c[t] \odot (1 - c[t])) W_h"#,
      #"\frac{\partial h[t]}{\partial h[t-1]} = \text{diag}(c[t]) + \text{diag}((h[t-1] - A x[t]) \odot c[t] \odot (1 - c[t])) W_h"#,
      #"\frac{\partial h[K]}{\partial W_h} = \frac{\partial s[K]}{\partial W_h}"#,
      #"\frac{\partial \ell}{\partial A} = \sum_{t=1}^K \frac{\partial \ell}{\partial h[t]} \sum_{i=1}^{t} \left( \prod_{j=i+1}^t \frac{\partial h[j]}{\partial h[j-1]} \right) \frac{\partial h[i]}{\partial A}"#,
    ],
    wrong: [
      // The gate forgets to depend on the state.
      #"\frac{\partial h[t]}{\partial h[t-1]} = \text{diag}(c[t])"#,
      #"\frac{\partial h[t]}{\partial h[t-1]} = \text{diag}(c[t]) + \text{diag}(h[t-1] \odot c[t] \odot (1 - c[t])) W_h"#,
      #"\frac{\partial \ell}{\partial A} = \frac{\partial \ell}{\partial h[K]} \frac{\partial h[K]}{\partial A}"#,
      #"h[t] = (1 - c[t]) \odot h[t-1] + c[t] \odot A x[t]"#,
      #"c[t] = \sigma(A x[t] + W_h h[t-1])"#, #"c[t] = \sigma(W_c x[t] + W_h h[t])"#,
    ])

  static let lstm = Example(
    name: "lstm",
    given: #"""
      x[t] \in \R^n, 1 \le t \le K, \quad s[t], d[t] \in \R^m, \quad s[0] = 0, \quad d[0] = 0 \\ b_i, p_f \in \R^m \\
      W_i, W_f, W_o, W_c \in \R^{m \times n}, \quad U_i, U_f, U_o, U_c \in \R^{m \times m}
      """#,
    define: #"""
      (h, c, i, f, o, g) = \operatorname{lstm}(x; W_i, W_f, W_o, W_c, U_i, U_f, U_o, U_c, b_i, b_f = p_f) \\
      u[t] = \sigma(W_i x[t] + U_i s[t-1] + b_i) \\ v[t] = \sigma(W_f x[t] + U_f s[t-1] + p_f) \\
      w[t] = \sigma(W_o x[t] + U_o s[t-1]) \\ z[t] = \tanh(W_c x[t] + U_c s[t-1]) \\
      d[t] = v[t] \odot d[t-1] + u[t] \odot z[t] \\ s[t] = w[t] \odot \tanh(d[t]) \\
      \ell = \ell(h)
      """#,
    right: [
      "h[t] = s[t]", "c[t] = d[t]", "i[t] = u[t]", "f[t] = v[t]", "o[t] = w[t]", "g[t] = z[t]",
      #"\frac{\partial^+ c[t]}{\partial c[t-1]} = \operatorname{diag}(f[t])"#,
      #"\frac{\partial h[t]}{\partial o[t]} = \operatorname{diag}(\tanh(c[t]))"#,
      #"\frac{\partial h[t]}{\partial f[t]} = \operatorname{diag}(o[t] \odot (1 - \tanh^2(c[t])) \odot c[t-1])"#,
      #"\frac{\partial h[K]}{\partial U_f} = \frac{\partial s[K]}{\partial U_f}"#,
      #"\frac{\partial h}{\partial p_f} = \frac{\partial s}{\partial p_f}"#,
    ],
    wrong: [
      #"\frac{\partial c[t]}{\partial c[t-1]} = \operatorname{diag}(i[t])"#,
      #"\frac{\partial h[t]}{\partial f[t]} = \operatorname{diag}(o[t] \odot (1 - \tanh^2(c[t])))"#,
      #"\frac{\partial h[t]}{\partial h[t-1]} = \operatorname{diag}(o[t] \odot (1 - \tanh^2(c[t])) \odot f[t])"#,
      #"f[t] = i[t]"#, #"c[t] = f[t] \odot c[t-1] + i[t]"#, #"h[t] = o[t] \odot c[t]"#,
      #"\frac{\partial \ell}{\partial W_o} = \frac{\partial \ell}{\partial h[K]} \frac{\partial h[K]}{\partial W_o}"#,
    ])

  static let gru = Example(
    name: "gru",
    given: #"""
      x[t] \in \R^n, 1 \le t \le K, \quad s[t] \in \R^m, \quad s[0] = 0, \quad b_n \in \R^m \\
      W_z, W_r, W_n \in \R^{m \times n}, \quad U_z, U_r, U_n \in \R^{m \times m}
      """#,
    define: #"""
      (h, z, r, g) = \operatorname{gru}(x; W_z, W_r, W_n, U_z, U_r, U_n, b_n) \\
      u[t] = \sigma(W_z x[t] + U_z s[t-1]) \\ v[t] = \sigma(W_r x[t] + U_r s[t-1]) \\
      w[t] = \tanh(W_n x[t] + v[t] \odot (U_n s[t-1]) + b_n) \\
      s[t] = (1 - u[t]) \odot w[t] + u[t] \odot s[t-1]
      """#,
    right: [
      "h[t] = s[t]", "z[t] = u[t]", "r[t] = v[t]", "g[t] = w[t]",
      #"\frac{\partial h[t]}{\partial h[t-1]} = \operatorname{diag}(z[t]) + \operatorname{diag}(h[t-1] - g[t]) \frac{\partial z[t]}{\partial h[t-1]} + \operatorname{diag}(1 - z[t]) \frac{\partial g[t]}{\partial h[t-1]}"#,
      #"\frac{\partial h[K]}{\partial U_r} = \frac{\partial s[K]}{\partial U_r}"#,
    ],
    wrong: [
      #"\frac{\partial h[t]}{\partial h[t-1]} = \operatorname{diag}(z[t]) + \operatorname{diag}(1 - z[t]) \frac{\partial g[t]}{\partial h[t-1]}"#,
      #"h[t] = z[t] \odot g[t] + (1 - z[t]) \odot h[t-1]"#,
      // The other form of the reset gate is another network.
      #"g[t] = \tanh(W_n x[t] + U_n (r[t] \odot h[t-1]) + b_n)"#,
    ])

  static let attention = Example(
    name: "attention_rnn, two states back",
    given: #"""
      x[t] \in \R^n, 1 \le t \le N, \quad Q_i, K_i, V_i \in \R^{n \times n}, 0 \le i \le 2 \\
      s[t] \in \R^n, \quad s[t] = 0 \text{ for } t < 1
      """#,
    define: #"""
      (h, a, w, q, k, v) = \operatorname{attention\_rnn}(x; Q, K, V, k = 2) \\
      y_0[t] = x[t]^\top Q_0^\top K_0 x[t] \\
      y_i[t] = s[t-i]^\top Q_i^\top K_i s[t-i] \text{ for } 1 \le i \le 2 \\
      d[t] = \text{softargmax}(y_0[t], y_1[t], y_2[t]) \\
      s[t] = d_0[t] V_0 x[t] + d_1[t] V_1 s[t-1] + d_2[t] V_2 s[t-2] \\
      \ell = \ell(h)
      """#,
    right: [
      "h[t] = s[t]", "a[t] = d[t]", "w_2[t] = y_2[t]", "q_1[t] = Q_1 h[t-1]",
      "k_0[t] = K_0 x[t]", "v_2[t] = V_2 h[t-2]", #"a[t] \in \R^3"#, #"\sum_{i=0}^2 a_i[t] = 1"#,
      #"\frac{\partial h[t]}{\partial h[t-1]} = a_1[t] V_1 + a_1[t] (v_1[t] - h[t]) h[t-1]^\top (Q_1^\top K_1 + K_1^\top Q_1)"#,
      #"\frac{\partial h[N]}{\partial V} = \frac{\partial s[N]}{\partial V}"#,
      #"\frac{\partial \ell}{\partial h[T]} = \sum_{t=T}^N \frac{\partial \ell}{\partial h[t]} \cdot \frac{\partial h[t]}{\partial h[T]}"#,
      #"\operatorname{weight\_matrices}(h) = 9"#, #"\operatorname{weight\_count}(h) = 9 n^2"#,
    ],
    wrong: [
      #"\frac{\partial h[t]}{\partial h[t-1]} = a_1[t] V_1"#,
      #"\frac{\partial h[t]}{\partial h[t-1]} = a_1[t] V_1 + a_1[t] v_1[t] h[t-1]^\top (Q_1^\top K_1 + K_1^\top Q_1)"#,
      #"a[t] \in \R^2"#, "h[t] = v_0[t]", #"\operatorname{weight\_matrices}(h) = 6"#,
      "v_2[t] = V_2 h[t-1]",
    ])

  static let lastStates = Example(
    name: "attention_rnn, k states back",
    given: #"""
      k \in \N, \quad k \ge 1, \quad x[t] \in \R^n, \quad Q_i, A_i, V_i \in \R^{n \times n}, 0 \le i \le k \\
      s[t] \in \R^n, \quad s[t] = 0 \text{ for } t < 1
      """#,
    define: #"""
      (h, a, w) = \operatorname{attention\_rnn}(x; Q, V, K = A, k) \\
      y_0[t] = x[t]^\top Q_0^\top A_0 x[t] \\
      y_i[t] = s[t-i]^\top Q_i^\top A_i s[t-i] \text{ for } 1 \le i \le k \\
      z_0[t] = V_0 x[t] \\ z_i[t] = V_i s[t-i] \text{ for } 1 \le i \le k \\
      s[t] = \frac{\sum_{i=0}^k e^{y_i[t]} z_i[t]}{\sum_{i=0}^k e^{y_i[t]}}
      """#,
    right: [
      "h[t] = s[t]", "w_1[t] = y_1[t]", #"a[t] \in \R^{k+1}"#,
      #"a_i[t] = \frac{e^{w_i[t]}}{\sum_{j=0}^{k} e^{w_j[t]}}, \quad \text{for } i = 0, 1, \dots, k"#,
      #"\operatorname{weight\_matrices}(h) = 3 (k + 1)"#,
      #"\operatorname{weight\_count}(h) = 3 (k + 1) n^2"#,
    ],
    wrong: [
      #"\operatorname{weight\_matrices}(h) = 3 k"#, #"a[t] \in \R^k"#,
      #"\frac{\partial h[t]}{\partial w_1[t]} = a_1[t] h[t]"#,
    ])

  static let everyState = Example(
    name: "tied_attention_rnn",
    given: #"""
      x[t] \in \R^n, 1 \le t \le N, \quad Q_x, K_x, V_x, Q_h, K_h, V_h \in \R^{n \times n}, \quad s[t] \in \R^n
      """#,
    define: #"""
      (h, a, w, q, k, v) = \operatorname{tied\_attention\_rnn}(x; Q_x, K_x, V_x, Q_h, K_h, V_h) \\
      g = \operatorname{tied\_attention\_rnn}(x; Q_x, K_x, V_x, Q_h = Q_x, K_h = K_x, V_h = V_x) \\
      y_0[t] = x[t]^\top Q_x^\top K_x x[t] \\
      y_i[t] = s[t-i]^\top Q_h^\top K_h s[t-i] \text{ for } 1 \le i \le t - 1 \\
      z_0[t] = V_x x[t] \\ z_i[t] = V_h s[t-i] \text{ for } 1 \le i \le t - 1 \\
      s[t] = \frac{\sum_{i=0}^{t-1} e^{y_i[t]} z_i[t]}{\sum_{i=0}^{t-1} e^{y_i[t]}}
      """#,
    right: [
      "h[t] = s[t]", "h[1] = V_x x[1]", #"\operatorname{weight\_matrices}(h) = 6"#,
      #"\operatorname{weight\_count}(h) = 6 n^2"#, #"\operatorname{weight\_matrices}(g) = 3"#,
      "a_0[2] + a_1[2] = 1", "q_1[2] = Q_h h[1]", "w_0[1] = q_0[1]^\\top k_0[1]",
      #"\frac{\partial h[2]}{\partial V_h} = \frac{\partial s[2]}{\partial V_h}"#,
    ],
    wrong: [
      #"\operatorname{weight\_matrices}(h) = 9"#, #"\operatorname{weight\_matrices}(h) = 3 N"#,
      "h[2] = V_x x[2]", #"\operatorname{weight\_matrices}(g) = 6"#, "v_1[2] = V_x h[1]",
    ])

  static let examples = [plain, gated, lstm, gru, attention, lastStates, everyState]

  @Test(
    "The network and its equations are one, and so are their derivatives",
    arguments: examples.flatMap { example in
      example.right.map { Claim(example: example, text: $0) }
    })
  func right(_ claim: Claim) {
    let verdict = claim.example.verdict(on: claim.text)
    #expect(verdict.outcome == .verified, "\(verdict.message)")
    #expect(verdict.method == .exact || verdict.method == .exhaustive)
  }

  @Test(
    "What is false of the equations is false of the network",
    arguments: examples.flatMap { example in
      example.wrong.map { Claim(example: example, text: $0) }
    })
  func wrong(_ claim: Claim) {
    let verdict = claim.example.verdict(on: claim.text)
    #expect(verdict.outcome == .refuted, "\(verdict.message)")
  }

  @Test("Gradients pass the check in three ways", arguments: examples)
  func gradients(_ example: Example) throws {
    let homework = Self.homework(example.given, example.define, "```gradcheck\nh\n```")
    let table = try #require(
      homework.results(of: GradientTable.self).first?.result, "\(homework.diagnostics)")
    #expect(table.passed)
    #expect(table.rows.count >= 3)
  }
}
