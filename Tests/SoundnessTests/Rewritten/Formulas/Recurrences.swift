extension Setting {
  static let recurrences = [gated, throughTime, plain, scalarNetwork]

  private static let gated = Setting(
    name: "gated network", conventions: "layout: numerator, index-base: 1, outside: error",
    given: #"""
      x[t] \in \R^n,\ 1 \le t \le K, \quad h[t] \in \R^m, \quad W_c \in \R^{m \times n}, \quad W_h \in \R^{m \times m}, \quad W_x \in \R^{m \times n} \\
      h[0] \doteq 0
      """#,
    define: #"""
      c[t] = \sigma(W_c x[t] + W_h h[t-1]) \\
      h[t] = c[t] \odot h[t-1] + (1 - c[t]) \odot W_x x[t] \\
      \ell = \ell(h) \\ E = E(h[K])
      """#,
    formulas: [
      #"c[t] \in \R^m"#, #"\frac{\partial \ell}{\partial W_x} \in \R^{n \times m}"#,
      #"c[t] = \sigma(W_c x[t] + W_h h[t-1])"#,
      #"h[t] = W_x x[t] + c[t] \odot (h[t-1] - W_x x[t])"#,
      #"\frac{\partial c[t]}{\partial h[t-1]} = \text{diag}(c[t] \odot (1 - c[t])) W_h"#,
      #"\frac{\partial c[t]}{\partial h[t-1]} = \text{diag}(\sigma(W_c x[t] + W_h h[t-1]) \odot (1 - \sigma(W_c x[t] + W_h h[t-1]))) \cdot W_h"#,
      #"\frac{\partial h[t]}{\partial h[t-1]} = \text{diag}(c[t]) + \text{diag}(h[t-1]) \cdot \frac{\partial c[t]}{\partial h[t-1]} - \text{diag}(W_x x[t]) \cdot \frac{\partial c[t]}{\partial h[t-1]}"#,
      #"\frac{\partial h[t]}{\partial h[t-1]} = \text{diag}(c[t]) + \text{diag}((h[t-1] - W_x x[t]) \odot c[t] \odot (1 - c[t])) W_h"#,
      #"\frac{\partial h[t]}{\partial c[t]} = \text{diag}(h[t-1] - W_x x[t])"#,
    ])

  private static let throughTime = Setting(
    name: "gated network through time",
    conventions: "layout: numerator, index-base: 1, outside: error",
    given: #"""
      x[t] \in \R^n,\ 1 \le t \le K, \quad h[t] \in \R^m, \quad W_c \in \R^{m \times n}, \quad W_h \in \R^{m \times m}, \quad W_x \in \R^{m \times n} \\
      h[0] \doteq 0
      """#,
    define: #"""
      c[t] = \sigma(W_c x[t] + W_h h[t-1]) \\
      h[t] = c[t] \odot h[t-1] + (1 - c[t]) \odot W_x x[t] \\
      \ell = \ell(h) \\ E = E(h[K])
      """#,
    formulas: [
      #"\frac{\partial \ell}{\partial W_x} = \sum_{t=1}^K \frac{\partial \ell}{\partial h[t]} \cdot \frac{\partial h[t]}{\partial W_x}"#,
      #"\frac{\partial h[t]}{\partial W_c} = \frac{\partial h[t]}{\partial h[t-1]} \frac{\partial h[t-1]}{\partial W_c} + \text{diag}((h[t-1] - W_x x[t]) \odot c[t] \odot (1 - c[t])) \frac{\partial (W_c x[t])}{\partial W_c}"#,
      #"\frac{\partial \ell}{\partial W_x} = \sum_{t=1}^K \frac{\partial \ell}{\partial h[t]} \sum_{i=1}^{t} \left( \prod_{j=i+1}^t \frac{\partial h[j]}{\partial h[j-1]} \right) \frac{\partial h[i]}{\partial W_x}"#,
      #"\frac{\partial \ell}{\partial W_x} = \sum_{t=1}^K \frac{\partial^+ \ell}{\partial h[t]} \frac{\partial h[t]}{\partial W_x}"#,
      #"\frac{\partial \ell}{\partial W_c} = \sum_{t=1}^K \frac{\partial \ell}{\partial h[t]} \frac{\partial^+ h[t]}{\partial W_c}"#,
      #"\frac{\partial h[K]}{\partial h[1]} = \prod_{j=2}^{K} \frac{\partial h[j]}{\partial h[j-1]}"#,
      #"\frac{\partial E}{\partial W_x} = \frac{\partial E}{\partial h[K]} \left[ \sum_{k=1}^K \left( \prod_{i=k+1}^K \frac{\partial h[i]}{\partial h[i-1]} \right) \frac{\partial h[k]}{\partial W_x} \right]"#,
      #"\frac{\partial E}{\partial h[1]} = \frac{\partial E}{\partial h[K]} \frac{\partial h[K]}{\partial h[1]}"#,
    ], variants: 3)

  private static let plain = Setting(
    name: "plain network", conventions: "layout: numerator, index-base: 1, outside: error",
    given: #"""
      x_t \in \R^n, \quad h_t \in \R^m, \quad W \in \R^{m \times n}, \quad U \in \R^{m \times m}, \quad V \in \R^{n \times m}, \quad b \in \R^m, \quad h_0 \in \R^m
      """#,
    define: #"""
      a_t = W x_t + U h_{t-1} + b \\ h_t = \tanh(a_t) \\ o_t = V h_t \\ \ell = \ell(h)
      """#,
    formulas: [
      #"a_t = W x_t + U \tanh(a_{t-1}) + b, \quad t \ge 2"#,
      #"\frac{\partial h_t}{\partial h_{t-1}} = \text{diag}(1 - h_t \odot h_t) U"#,
      #"\frac{\partial h_t}{\partial a_t} = \text{diag}(\tanh'(a_t))"#,
      #"\frac{\partial h_t}{\partial a_t} = \text{diag}(1 - \tanh^2(a_t))"#,
      #"\frac{\partial h_t}{\partial h_{t-1}} = \frac{\partial h_t}{\partial a_t} \frac{\partial a_t}{\partial h_{t-1}}"#,
      #"\frac{\partial a_t}{\partial h_{t-1}} = U"#, #"\frac{\partial o_t}{\partial h_t} = V"#,
      #"\frac{\partial o_t}{\partial h_{t-1}} = V \text{diag}(1 - h_t \odot h_t) U"#,
      #"\frac{\partial a_t}{\partial a_{t-1}} = U \text{diag}(1 - h_{t-1} \odot h_{t-1}), \quad t \ge 2"#,
      #"\frac{\partial \ell}{\partial b} = \sum_t \frac{\partial \ell}{\partial h_t} \frac{\partial h_t}{\partial b}"#,
    ])

  private static let scalarNetwork = Setting(
    name: "scalar network", surface: .plainText,
    conventions: "layout: shape, index-base: 1, outside: error",
    given: "T : N; T >= 2; x[t] : R, 1 <= t <= T; w : R; u : R",
    define: """
      h[0] = 0
      h[t] = tanh(w h[t-1] + u x[t])
      L = L(h[T])
      """,
    formulas: [
      "∂h[t]/∂h[t-1] = w (1 - h[t]^2)",
      "h[1] = tanh(u x[1])", "h[2] = tanh(w tanh(u x[1]) + u x[2])",
      "∂h[1]/∂u = x[1] (1 - h[1]^2)",
      "∂h[2]/∂u = (1 - h[2]^2) (x[2] + w (1 - h[1]^2) x[1])",
      "∂h[2]/∂w = (1 - h[2]^2) h[1]",
      "∂L/∂h[1] = ∂L/∂h[T] ∂h[T]/∂h[1]",
    ])
}
