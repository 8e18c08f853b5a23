import Testing

@testable import Homework

/// The mistakes of networks: means, softmax, activations, penalties, counts.
extension RepairTests {
  private static func context(
    _ name: String, given: String, define: String = "", front: String = ""
  ) -> SoundnessTests.Context {
    SoundnessTests.Context(
      name: name,
      declarations: front + "```math given\n\(given)\n```\n"
        + (define.isEmpty ? "" : "```math define\n\(define)\n```\n"))
  }

  static let regression = context(
    "regression",
    given: #"X \in \R^{N \times d}, \quad w \in \R^d, \quad y \in \R^N, \quad \lambda \in \R"#,
    define:
      #"J = \frac{1}{N} \|X w - y\|^2 + \frac{\lambda}{2} \|w\|^2 \\ E = \frac{1}{N} \|X w - y\|^2"#
  )
  static let moments = context(
    "moments", given: #"g_t \in \R^n, \quad m_0 = 0, \quad 0 < \beta < 1"#,
    define: #"m_t = \beta m_{t-1} + (1 - \beta) g_t \\ \hat{m}_t = \frac{m_t}{1 - \beta^t}"#)
  static let softmax = context(
    "softmax", given: #"z, q \in \R^n, \quad p = \operatorname{softmax}(z)"#,
    define: #"p = \operatorname{softmax}(z) \\ L = L(p) \\ J = \sum_a p_a q_a"#)
  static let layer = context(
    "layer", given: #"x \in \R^n, \quad V \in \R^{m \times n}, \quad b \in \R^m"#,
    define: #"z = V x + b \\ a = \sigma(z) \\ g = \tanh(z) \\ L = L(a) \\ M = M(g)"#)
  static let residual = context(
    "residual", given: #"x \in \R^n, \quad V \in \R^{n \times n}"#,
    define: #"u = V x \\ y = x + u \\ L = L(y)"#)
  static let heads = context(
    "heads", given: #"x \in \R^n, \quad A, B \in \R^{n \times n}"#,
    define: #"q = A x \\ k = B x \\ s = q \odot k \\ L = L(s)"#)
  static let counting = context(
    "counting", given: #"d, h, k, s \in \N, \quad d, h, k, s \ge 1"#,
    define:
      #"P = 4 (h d + h h + h) \\ Q = d (k - 1) + 1 \\ C = 9 h d + d \\ S = \lceil h / s \rceil \\ D = h / d + k"#
  )
  static let inverses = context(
    "inverses", given: #"A, M \in \R^{n \times n}, \quad x \in \R^n, \quad s > 0"#,
    define: #"T = A + s M"#)
  static let map = context(
    "map",
    given: #"X \in \R^{5 \times 5}, \quad u, w \in \R^5, \quad c \in \R, \quad p \in (0, 1)"#,
    define:
      #"Y_{ij} = X_{ij} + c \\ L = L(Y) \\ D = \frac{\partial L}{\partial Y} \\ v = \frac{1 - p}{p} \\ G_{ij} = u_i w_j"#
  )

  static let fieldMistakes: [Mistake] = [
    Mistake(
      edit: "missing-coefficient", wrong: #"\nabla_w E = 2 X^\top (X w - y)"#,
      right: #"\nabla_w E = \frac{1}{N} 2 X^\top (X w - y)"#, words: "the factor 1/N is missing",
      context: regression),
    Mistake(
      edit: "missing-penalty", wrong: #"\nabla_w J = \frac{2}{N} X^\top (X w - y)"#,
      right: #"\nabla_w J = \frac{2}{N} X^\top (X w - y) + \lambda w"#, context: regression),
    Mistake(
      edit: "missing-power", wrong: #"\hat{m}_t = \frac{m_t}{1 - \beta}"#,
      right: #"\hat{m}_t = \frac{m_t}{1 - \beta^t}"#, context: moments),
    Mistake(
      edit: "forgotten-mean", wrong: #"\frac{\partial J}{\partial z_k} = p_k q_k"#,
      right: #"\frac{\partial J}{\partial z_k} = p_k (q_k - \sum_{m} p_m q_m)"#, context: softmax),
    Mistake(
      edit: "forgotten-mean", wrong: #"\nabla_z L = p \odot (1 - p) \odot \nabla_p L"#,
      right: #"\nabla_z L = p \odot (\nabla_p L - p^\top \nabla_p L)"#, context: softmax),
    Mistake(
      edit: "wrong-slope", wrong: #"\nabla_z M = \nabla_g M \odot g \odot (1 - g)"#,
      right: #"\nabla_z M = \nabla_g M \odot (1 - g^2)"#, context: layer),
    Mistake(
      edit: "missing-slope", wrong: #"\nabla_x L = V^\top \nabla_a L"#,
      right: #"\nabla_x L = V^\top (\nabla_a L \odot \sigma'\left(z\right))"#, context: layer),
    Mistake(
      edit: "missing-activation", wrong: #"a = 2 z - a"#, right: "a = 2 σ(z) - a",
      context: layer),
    Mistake(
      edit: "forgotten-skip", wrong: #"\nabla_x L = V^\top \nabla_y L"#,
      right: #"\nabla_x L = V^\top \nabla_y L + \nabla_y L"#, context: residual),
    Mistake(
      edit: "forgotten-readers", wrong: #"\nabla_x L = A^\top \nabla_q L"#,
      right:
        #"\nabla_x L = A^\top \nabla_q L + \frac{\partial L}{\partial k} \frac{\partial k}{\partial x}"#,
      words: "this forgets that k depends on x", context: heads),
    Mistake(
      edit: "forgotten-bias", wrong: #"C = 9 h d"#, right: #"C = 9 h d + d"#, context: counting),
    Mistake(
      edit: "missing-term", wrong: #"P = 4 h (d + h)"#, right: #"P = 4 h (d + h + 1)"#,
      context: counting),
    Mistake(
      edit: "dilated-kernel", wrong: "Q = d k", right: "Q = (d (k - 1) + 1)", context: counting),
    Mistake(
      edit: "undivided", wrong: #"S = h"#,
      right: "S = ceil(h/s)", context: counting),
    Mistake(
      edit: "exchanged-number", wrong: #"D = h / d + s"#, right: #"D = h / d + k"#,
      context: counting),
    Mistake(
      edit: "upside-down", wrong: #"D = \frac{d}{h} + k"#, right: #"D = \frac{h}{d} + k"#,
      context: counting),
    Mistake(
      edit: "dividing-factor", wrong: #"v = p (1 - p)"#, right: "v = (1/p) (1 - p)",
      context: map),
    Mistake(
      edit: "missing-sum", wrong: #"\frac{\partial L}{\partial c} = D"#,
      right: #"\frac{\partial L}{\partial c} = \sum_{i, j} D[i, j]"#, context: map),
    Mistake(
      edit: "surplus-sum", wrong: #"\frac{\partial L}{\partial X_{ij}} = \sum_k D_{ik}"#,
      right: #"\frac{\partial L}{\partial X_{ij}} = D_{ij}"#, context: map),
    Mistake(
      edit: "exchanged-indices", wrong: "G[i, j] = u[j] w[i]", right: "G[i, j] = u[i] w[j]",
      context: map),
    Mistake(
      edit: "asymmetric", wrong: #"\nabla_x (x^\top A x) = 2 A x"#,
      right: #"\nabla_x (x^\top A x) = (A + A^\top) x"#, context: inverses),
    Mistake(
      edit: "inverse",
      wrong: #"\frac{\partial T^{-1}}{\partial s} = -T^{-2} \frac{\partial T}{\partial s}"#,
      right: #"\frac{\partial T^{-1}}{\partial s} = -T^{-1} \frac{\partial T}{\partial s} T^{-1}"#,
      context: inverses),
    Mistake(
      edit: "surplus-square", wrong: "h d + d = d + h^2 d", right: "h d + d = d + h d",
      context: counting),
    Mistake(
      edit: "shifted-exponent", wrong: #"\prod_{i=2}^{n} s = s^n"#,
      right: #"\prod_{i=2}^{n} s = s^{n - 1}"#, context: inverses),
  ]

  /// What is true is not mended, and what no small edit makes true gets nothing.
  static let hopeless: [Mistake] = [
    Mistake(edit: "", wrong: #"\nabla_w E = X^\top y"#, right: "", context: regression),
    Mistake(edit: "", wrong: #"\hat{m}_t = \beta"#, right: "", context: moments),
    Mistake(
      edit: "", wrong: #"\frac{\partial J}{\partial z_k} = q_k"#, right: "", context: softmax),
    Mistake(edit: "", wrong: #"\nabla_x L = \nabla_x L + x"#, right: "", context: residual),
    Mistake(edit: "", wrong: #"\nabla_x L = \nabla_x M"#, right: "", context: layer),
    Mistake(edit: "", wrong: #"C = 7 h k"#, right: "", context: counting),
  ]

  @Test(
    "What no small edit makes true, or only one that repeats the question, gets none",
    arguments: hopeless)
  func withoutSuggestion(_ mistake: Mistake) {
    let example = SoundnessTests.Example(context: mistake.context, formula: mistake.wrong)
    let claim = Self.homework(example).claims.last { $0.isAnswer }
    #expect(claim?.verdict.outcome != .verified)
    #expect(claim?.verdict.suggestion == nil, "\(claim?.verdict.suggestion?.source ?? "")")
  }
}
