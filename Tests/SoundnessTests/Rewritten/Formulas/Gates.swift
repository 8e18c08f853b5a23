extension Setting {
  static let gates = [lstm, gru]

  private static let lstm = Setting(
    name: "LSTM", conventions: "layout: numerator, index-base: 1, outside: error",
    given: #"""
      x_t \in \R^n, \quad y_t \in \R^k, \quad y_t \text{ one-hot}, \quad h_t \in \R^m, \quad c_t \in \R^m, \quad h_0 \in \R^m, \quad c_0 \in \R^m \\
      W^{ix}, W^{fx}, W^{ox}, W^{cx} \in \R^{m \times n}, \quad W^{ih}, W^{fh}, W^{oh}, W^{ch} \in \R^{m \times m}, \quad w_y \in \R^{k \times m}
      """#,
    define: #"""
      i_t = \sigma(W^{ix} x_t + W^{ih} h_{t-1}) \\
      f_t = \sigma(W^{fx} x_t + W^{fh} h_{t-1}) \\
      o_t = \sigma(W^{ox} x_t + W^{oh} h_{t-1}) \\
      g_t = \tanh(W^{cx} x_t + W^{ch} h_{t-1}) \\
      c_t = f_t \odot c_{t-1} + i_t \odot g_t \\
      h_t = o_t \odot \tanh(c_t) \\
      \hat{y}_t = \operatorname{softmax}(w_y h_t) \\
      L_t = -y_t^\top \log \hat{y}_t
      """#,
    formulas: [
      #"c_t \in \R^m"#, #"\hat{y}_t \in \R^k"#,
      #"c_t = f_t \odot c_{t-1} + i_t \odot \tanh(W^{cx} x_t + W^{ch} h_{t-1})"#,
      #"\frac{\partial L_t}{\partial h_t} = (\hat{y}_t - y_t)^\top w_y"#,
      #"\frac{\partial^+ c_t}{\partial c_{t-1}} = \operatorname{diag}(f_t)"#,
      #"\frac{\partial c_t}{\partial f_t} = \operatorname{diag}(c_{t-1})"#,
      #"\frac{\partial c_t}{\partial i_t} = \operatorname{diag}(g_t)"#,
      #"\frac{\partial c_t}{\partial g_t} = \operatorname{diag}(i_t)"#,
      #"\frac{\partial h_t}{\partial o_t} = \operatorname{diag}(\tanh(c_t))"#,
      #"\frac{\partial h_t}{\partial c_t} = \operatorname{diag}(o_t \odot (1 - \tanh^2(c_t)))"#,
      #"\frac{\partial f_t}{\partial h_{t-1}} = \operatorname{diag}(f_t \odot (1 - f_t)) W^{fh}"#,
      #"\frac{\partial g_t}{\partial h_{t-1}} = \operatorname{diag}(1 - g_t \odot g_t) W^{ch}"#,
      #"\frac{\partial L_t}{\partial o_t} = (\hat{y}_t - y_t)^\top w_y \operatorname{diag}(\tanh(c_t))"#,
      #"\frac{\partial L_t}{\partial f_t} = \frac{\partial L_t}{\partial h_t} \cdot \frac{\partial h_t}{\partial c_t} \cdot \frac{\partial c_t}{\partial f_t}"#,
    ], variants: 8)

  private static let gru = Setting(
    name: "GRU", conventions: "layout: numerator, index-base: 1, outside: error",
    given: #"""
      x_t \in \R^n, \quad h_t \in \R^m, \quad h_0 \in \R^m \\
      W_z, W_r, W_n \in \R^{m \times n}, \quad U_z, U_r, U_n \in \R^{m \times m}
      """#,
    define: #"""
      z_t = \sigma(W_z x_t + U_z h_{t-1}) \\
      r_t = \sigma(W_r x_t + U_r h_{t-1}) \\
      g_t = \tanh(W_n x_t + r_t \odot (U_n h_{t-1})) \\
      h_t = (1 - z_t) \odot g_t + z_t \odot h_{t-1}
      """#,
    formulas: [
      #"h_t = g_t + z_t \odot (h_{t-1} - g_t)"#,
      #"\frac{\partial h_t}{\partial z_t} = \operatorname{diag}(h_{t-1} - g_t)"#,
      #"\frac{\partial h_t}{\partial g_t} = \operatorname{diag}(1 - z_t)"#,
      #"\frac{\partial z_t}{\partial h_{t-1}} = \operatorname{diag}(z_t \odot (1 - z_t)) U_z"#,
      #"\frac{\partial g_t}{\partial r_t} = \operatorname{diag}((1 - g_t \odot g_t) \odot (U_n h_{t-1}))"#,
      #"\frac{\partial h_t}{\partial h_{t-1}} = \operatorname{diag}(z_t) + \operatorname{diag}(h_{t-1} - g_t) \frac{\partial z_t}{\partial h_{t-1}} + \operatorname{diag}(1 - z_t) \frac{\partial g_t}{\partial h_{t-1}}"#,
    ])
}
