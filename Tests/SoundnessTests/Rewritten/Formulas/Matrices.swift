extension Setting {
  static let matrices = [algebra, calculus, softmaxes]

  private static let algebra = Setting(
    name: "matrix algebra", conventions: "layout: shape, index-base: 1, outside: error",
    given: #"""
      m, n \in \N, \quad A, B \in \R^{m \times n}, \quad C \in \R^{n \times m}, \quad M, N \in \R^{n \times n}, \quad u, v \in \R^n, \quad w \in \R^m, \quad a, b \in \R
      """#,
    define: "",
    formulas: [
      #"(A C)^\top = C^\top A^\top"#, #"A (u + v) = A u + A v"#,
      #"(A + B) v = A v + B v"#, #"(A C) w = A (C w)"#, #"(M N)^\top v = N^\top M^\top v"#,
      #"(M + N)(M + N) = M M + M N + N M + N N"#, #"(M + N)(M - N) = M M - M N + N M - N N"#,
      #"\operatorname{tr}(A C) = \operatorname{tr}(C A)"#,
      #"\operatorname{tr}(M N) = \sum_{i} \sum_{j} M_{i,j} N_{j,i}"#,
      #"\operatorname{tr}(M^\top N) = \operatorname{tr}(N^\top M)"#,
      #"\operatorname{diag}(u) v = u \odot v"#,
      #"\operatorname{diag}(u) \operatorname{diag}(v) = \operatorname{diag}(u \odot v)"#,
      #"(\operatorname{diag}(u) M)_{i,j} = u_i M_{i,j}"#,
      #"(M \operatorname{diag}(u))_{i,j} = M_{i,j} u_j"#,
      #"u^\top v = \sum_{i} u_i v_i"#, #"\|v\|^2 = v^\top v"#,
      #"\|u + v\|^2 = \|u\|^2 + 2 u^\top v + \|v\|^2"#,
      #"(A v)_i = \sum_{j} A_{i,j} v_j"#, #"(A C)_{i,j} = \sum_{k} A_{i,k} C_{k,j}"#,
      #"v^\top M v = \sum_{i} \sum_{j} v_i M_{i,j} v_j"#,
      #"v^\top M u = u^\top M^\top v"#, #"(v u^\top)_{i,j} = v_i u_j"#,
      #"v u^\top M = v (M^\top u)^\top"#, #"a (A + B) - b A = (a - b) A + a B"#,
    ])

  private static let calculus = Setting(
    name: "matrix calculus", conventions: "layout: shape, index-base: 1, outside: error",
    given: #"""
      m, n \in \N, \quad A \in \R^{m \times n}, \quad M, N \in \R^{n \times n}, \quad u, v \in \R^n, \quad w \in \R^m, \quad a \in \R
      """#,
    define: #"y = A v \\ s = \tanh(y) \\ q = v^\top M v \\ r = \|A v - w\|^2"#,
    formulas: [
      #"\frac{\partial y}{\partial v} = A"#, #"\frac{\partial (M v)}{\partial v} = M"#,
      #"\frac{\partial y_i}{\partial A_{j,k}} = \delta_{i=j} v_k"#,
      #"\frac{\partial s}{\partial v} = \operatorname{diag}(1 - s \odot s) A"#,
      #"\frac{\partial s}{\partial y} = \operatorname{diag}(\tanh'(y))"#,
      #"\frac{\partial s_i}{\partial v_j} = (1 - s_i^2) A_{i,j}"#,
      #"\frac{\partial q}{\partial v} = M v + M^\top v"#,
      #"\frac{\partial q}{\partial v} = (M + M^\top) v"#,
      #"\frac{\partial q}{\partial v_k} = \sum_{j} M_{k,j} v_j + \sum_{i} v_i M_{i,k}"#,
      #"\frac{\partial q}{\partial M} = v v^\top"#,
      #"\frac{\partial r}{\partial v} = 2 A^\top (A v - w)"#,
      #"\frac{\partial r}{\partial A} = 2 (A v - w) v^\top"#,
      #"\frac{\partial r}{\partial w} = -2 (A v - w)"#,
      #"\frac{\partial (u^\top v)}{\partial v} = u"#,
      #"\frac{\partial \|v\|^2}{\partial v} = 2v"#,
      #"\frac{\partial (u \odot v)}{\partial v} = \operatorname{diag}(u)"#,
      #"\frac{\partial \operatorname{tr}(M N)}{\partial M} = N^\top"#,
      #"\frac{\partial (u^\top M v)}{\partial M} = u v^\top"#,
      #"\frac{\partial (a v)}{\partial a} = v"#,
      #"\frac{\partial \exp(v)}{\partial v} = \operatorname{diag}(\exp(v))"#,
      #"\frac{\partial \sigma(v)}{\partial v} = \operatorname{diag}(\sigma(v) \odot (1 - \sigma(v)))"#,
    ])

  private static let softmaxes = Setting(
    name: "softmax", conventions: "layout: shape, index-base: 1, outside: error",
    given: #"""
      n, k \in \N, \quad z \in \R^n, \quad y \in \R^n, \quad y \text{ one-hot}, \quad W \in \R^{n \times k}, \quad x \in \R^k
      """#,
    define: #"""
      p = \operatorname{softmax}(z) \\ L = -y^\top \log p \\ r = \operatorname{softmax}(W x) \\ E = -y^\top \log r
      """#,
    formulas: [
      #"p_i = \frac{e^{z_i}}{\sum_{j} e^{z_j}}"#, #"\sum_{i} p_i = 1"#,
      #"\frac{\partial p}{\partial z} = \operatorname{diag}(p) - p p^\top"#,
      #"\frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} - p_j)"#,
      #"\frac{\partial p_i}{\partial z_i} = p_i (1 - p_i)"#,
      #"\frac{\partial L}{\partial z} = p - y"#, #"\frac{\partial L}{\partial z_i} = p_i - y_i"#,
      #"\frac{\partial E}{\partial W} = (r - y) x^\top"#,
      #"\frac{\partial E}{\partial x} = W^\top (r - y)"#,
      #"\frac{\partial E}{\partial W_{i,j}} = (r_i - y_i) x_j"#,
      #"\frac{\partial r}{\partial x} = (\operatorname{diag}(r) - r r^\top) W"#,
    ])
}
