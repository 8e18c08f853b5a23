extension Setting {
  static let attentions = [twoStates]

  private static let twoStates = Setting(
    name: "attention", conventions: "layout: numerator, index-base: 0, outside: error",
    given: #"""
      x[t] \in \R^n,\ 1 \le t \le N, \quad h[t] \in \R^n, \quad h[t] = 0 \text{ for } t < 1 \\
      Q_i, K_i, V_i \in \R^{n \times n},\ 0 \le i \le 2
      """#,
    define: #"""
      q_0[t], q_1[t], q_2[t] = Q_0 x[t], Q_1 h[t-1], Q_2 h[t-2] \\
      k_0[t], k_1[t], k_2[t] = K_0 x[t], K_1 h[t-1], K_2 h[t-2] \\
      v_0[t], v_1[t], v_2[t] = V_0 x[t], V_1 h[t-1], V_2 h[t-2] \\
      w_i[t] = q_i[t]^\top k_i[t] \\
      a[t] = \text{softargmax}([w_0[t], w_1[t], w_2[t]]) \\
      h[t] = \sum_{i=0}^2 a_i[t] v_i[t] \\
      \ell = \ell(h)
      """#,
    formulas: [
      #"a[t] \in \R^3"#, #"\sum_{i=0}^2 a_i[t] = 1"#,
      #"h[t] = a_0[t] v_0[t] + a_1[t] v_1[t] + a_2[t] v_2[t]"#,
      #"a_0[t] = \frac{e^{w_0[t]}}{e^{w_0[t]} + e^{w_1[t]} + e^{w_2[t]}}"#,
      #"w_1[t] = (Q_1 h[t-1])^\top K_1 h[t-1]"#,
      #"\frac{\partial a_0[t]}{\partial w_1[t]} = -a_0[t] a_1[t]"#,
      #"\frac{\partial a_1[t]}{\partial w_1[t]} = a_1[t] (1 - a_1[t])"#,
      #"\frac{\partial w_1[t]}{\partial h[t-1]} = h[t-1]^\top \left(Q_1^\top K_1 + K_1^\top Q_1\right)"#,
      #"\frac{\partial a_0[t]}{\partial h[t-1]} = \frac{\partial a_0[t]}{\partial w_1[t]} \cdot \frac{\partial w_1[t]}{\partial h[t-1]}"#,
      #"\frac{\partial(a_1[t] \cdot v_1[t])}{\partial h[t-1]} = a_1[t] \cdot V_1 + v_1[t] \cdot \frac{\partial a_1[t]}{\partial h[t-1]}"#,
      #"\frac{\partial h[t]}{\partial h[t-1]} = a_1[t] V_1 + a_1[t] (v_1[t] - h[t])\, h[t-1]^\top \left(Q_1^\top K_1 + K_1^\top Q_1\right)"#,
      #"\frac{\partial h[t]}{\partial w_1[t]} = a_1[t] (v_1[t] - h[t])"#,
    ], variants: 8)
}
