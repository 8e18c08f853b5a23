/// A recurrent network of the library, written in the language of a homework: `h = lstm(x; …)` means
/// the equations here, with the names of the author.
///
/// Time begins at 1. A weight with one axis is a bias, and may be left out.
package struct Network: Sendable {
  package let name: String
  /// The states in the order in which an author may name them; `q_` is a family by two indices.
  package let states: [String]
  /// The states whose axis begins at 0, wherever the author counts from.
  package let statesFromZero: Set<String>
  /// The input, the weights, and the states that the first step reads.
  package let given: String
  package let define: String

  /// The name of the input in the equations.
  package static let input = "x"

  private init(
    _ name: String, states: [String], fromZero: Set<String> = [], given: String, define: String
  ) {
    self.name = name
    self.states = states
    statesFromZero = fromZero
    self.given = given
    self.define = define
  }

  /// What an author who names a state must write before its indices, and what is declared so.
  package func declaredName(of state: String, as written: String) -> String {
    state.hasSuffix("_") ? "\(written)_" : written
  }

  /// Goodfellow, Bengio, Courville, Deep Learning, section 10.2.2.
  private static let plain = Network(
    "rnn", states: ["h", "a"],
    given: #"""
      x[t] \in \R^n, \quad W \in \R^{m \times n}, \quad U \in \R^{m \times m}, \quad b \in \R^m \\
      h[t], a[t] \in \R^m, \quad h[t] = 0 \text{ for } t < 1
      """#,
    define: #"""
      a[t] = W x[t] + U h[t-1] + b \\
      h[t] = \tanh(a[t])
      """#)

  /// One gate between the last state and the input, NYU Deep Learning, homework 2.
  private static let gated = Network(
    "gated_rnn", states: ["h", "c"],
    given: #"""
      x[t] \in \R^n, \quad W_c \in \R^{m \times n}, \quad W_h \in \R^{m \times m}, \quad W_x \in \R^{m \times n} \\
      h[t], c[t] \in \R^m, \quad h[t] = 0 \text{ for } t < 1
      """#,
    define: #"""
      c[t] = \operatorname{sigmoid}(W_c x[t] + W_h h[t-1]) \\
      h[t] = c[t] \odot h[t-1] + (1 - c[t]) \odot W_x x[t]
      """#)

  /// Hochreiter and Schmidhuber 1997 with the forget gate of Gers, Schmidhuber and Cummins 2000.
  private static let lstm = Network(
    "lstm", states: ["h", "c", "i", "f", "o", "g"],
    given: #"""
      x[t] \in \R^n, \quad W_i, W_f, W_o, W_c \in \R^{m \times n}, \quad U_i, U_f, U_o, U_c \in \R^{m \times m} \\
      b_i, b_f, b_o, b_c \in \R^m \\
      h[t], c[t], i[t], f[t], o[t], g[t] \in \R^m \\
      h[t] = 0 \text{ for } t < 1 \\ c[t] = 0 \text{ for } t < 1
      """#,
    define: #"""
      i[t] = \operatorname{sigmoid}(W_i x[t] + U_i h[t-1] + b_i) \\
      f[t] = \operatorname{sigmoid}(W_f x[t] + U_f h[t-1] + b_f) \\
      o[t] = \operatorname{sigmoid}(W_o x[t] + U_o h[t-1] + b_o) \\
      g[t] = \tanh(W_c x[t] + U_c h[t-1] + b_c) \\
      c[t] = f[t] \odot c[t-1] + i[t] \odot g[t] \\
      h[t] = o[t] \odot \tanh(c[t])
      """#)

  /// Cho et al. 2014, with the reset gate behind the product, as most libraries compute it.
  private static let gru = Network(
    "gru", states: ["h", "z", "r", "g"],
    given: #"""
      x[t] \in \R^n, \quad W_z, W_r, W_n \in \R^{m \times n}, \quad U_z, U_r, U_n \in \R^{m \times m} \\
      b_z, b_r, b_n \in \R^m \\
      h[t], z[t], r[t], g[t] \in \R^m, \quad h[t] = 0 \text{ for } t < 1
      """#,
    define: #"""
      z[t] = \operatorname{sigmoid}(W_z x[t] + U_z h[t-1] + b_z) \\
      r[t] = \operatorname{sigmoid}(W_r x[t] + U_r h[t-1] + b_r) \\
      g[t] = \tanh(W_n x[t] + r[t] \odot (U_n h[t-1]) + b_n) \\
      h[t] = (1 - z[t]) \odot g[t] + z[t] \odot h[t-1]
      """#)

  /// Attention over the input and the last k states, NYU Deep Learning, homework 2.
  private static let attention = Network(
    "attention_rnn", states: ["h", "a", "w_", "q_", "k_", "v_"], fromZero: ["a"],
    given: #"""
      k \in \N, \quad x[t] \in \R^n, \quad Q_i, K_i, V_i \in \R^{n \times n}, 0 \le i \le k \\
      h[t] \in \R^n, \quad a[t] \in \R^{k + 1}, \quad h[t] = 0 \text{ for } t < 1
      """#,
    define: #"""
      q_0[t] = Q_0 x[t] \\ q_i[t] = Q_i h[t-i] \text{ for } 1 \le i \le k \\
      k_0[t] = K_0 x[t] \\ k_i[t] = K_i h[t-i] \text{ for } 1 \le i \le k \\
      v_0[t] = V_0 x[t] \\ v_i[t] = V_i h[t-i] \text{ for } 1 \le i \le k \\
      w_i[t] = q_i[t]^\top k_i[t] \\
      a[t] = \text{softmax}(w_0[t], w_1[t], \dots, w_k[t]) \\
      h[t] = \sum_{i=0}^k a_i[t] v_i[t]
      """#)

  /// Attention over the input and every past state, which share their matrices.
  private static let tiedAttention = Network(
    "tied_attention_rnn", states: ["h", "a_", "w_", "q_", "k_", "v_"],
    given: #"""
      x[t] \in \R^n, \quad Q_x, K_x, V_x, Q_h, K_h, V_h \in \R^{n \times n} \\
      h[t] \in \R^n
      """#,
    define: #"""
      q_0[t] = Q_x x[t] \\ q_i[t] = Q_h h[t-i] \text{ for } 1 \le i \le t - 1 \\
      k_0[t] = K_x x[t] \\ k_i[t] = K_h h[t-i] \text{ for } 1 \le i \le t - 1 \\
      v_0[t] = V_x x[t] \\ v_i[t] = V_h h[t-i] \text{ for } 1 \le i \le t - 1 \\
      w_i[t] = q_i[t]^\top k_i[t] \\
      a_i[t] = \frac{\exp(w_i[t])}{\sum_{j=0}^{t-1} \exp(w_j[t])} \text{ for } 0 \le i \le t - 1 \\
      h[t] = \sum_{i=0}^{t-1} a_i[t] v_i[t]
      """#)

  /// Gradient descent with momentum: x[t] is the gradient that step t takes.
  ///
  /// Sutskever et al., On the importance of initialization and momentum in deep learning, 2013, with
  /// the step size in front of the velocity, as most libraries have it.
  private static let momentum = Network(
    "momentum", states: ["θ", "v"],
    given: #"""
      x[t] \in \R^n, \quad \alpha, \beta \in \R, \quad \theta[t], v[t] \in \R^n, \quad v[t] = 0 \text{ for } t < 1
      """#,
    define: #"""
      v[t] = \beta v[t-1] + x[t] \\
      \theta[t] = \theta[t-1] - \alpha v[t]
      """#)

  /// Goodfellow, Bengio, Courville, Deep Learning, algorithm 8.5: ε stands below the root.
  private static let rmsprop = Network(
    "rmsprop", states: ["θ", "r"],
    given: #"""
      x[t] \in \R^n, \quad \alpha, \rho, \epsilon \in \R, \quad \theta[t], r[t] \in \R^n, \quad r[t] = 0 \text{ for } t < 1
      """#,
    define: #"""
      r[t] = \rho r[t-1] + (1 - \rho) x[t]^2 \\
      \theta[t] = \theta[t-1] - \alpha \frac{x[t]}{\sqrt{r[t] + \epsilon}}
      """#)

  /// Kingma and Ba, Adam: A Method for Stochastic Optimization, algorithm 1: ε stands behind the root.
  private static let adam = Network(
    "adam", states: ["θ", "m", "v"],
    given: #"""
      x[t] \in \R^n, \quad \alpha, \beta_1, \beta_2, \epsilon \in \R, \quad \theta[t], m[t], v[t] \in \R^n \\
      m[t] = 0 \text{ for } t < 1 \\ v[t] = 0 \text{ for } t < 1
      """#,
    define: #"""
      m[t] = \beta_1 m[t-1] + (1 - \beta_1) x[t] \\
      v[t] = \beta_2 v[t-1] + (1 - \beta_2) x[t]^2 \\
      \theta[t] = \theta[t-1] - \alpha \frac{m[t] / (1 - \beta_1^t)}{\sqrt{v[t] / (1 - \beta_2^t)} + \epsilon}
      """#)

  package static let all = [
    plain, gated, lstm, gru, attention, tiedAttention, momentum, rmsprop, adam,
  ]

  package static func named(_ name: String) -> Network? { all.first { $0.name == name } }
}
