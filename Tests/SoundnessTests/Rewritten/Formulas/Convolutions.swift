extension Setting {
  static let convolutions = [oneDimension, sevenChannels, images, pooling]

  private static let oneDimension = Setting(
    name: "one dimension", surface: .plainText,
    conventions: "layout: shape, index-base: 0, outside: error",
    given: "x : R[2, 5]; W : R[1, 2, 3]; V : R[3, 2, 2]; U : R[4, 1, 2]",
    define: """
      f[i, j] = sum(k in 0..2, l in 0..1) x[l, 2j + k] W[i, l, k]
      g[o, t] = sum(c in 0..1, k in 0..1) x[c, t + k] V[o, c, k]
      D[o, t] = sum(c in 0..1, k in 0..1) x[c, t + 3k] V[o, c, k]
      ℓ = ℓ(f)
      """,
    formulas: [
      "f[i, j] = sum(k in 0..2, l in 0..1) x[l, 2j + k] W[i, l, k]",
      "f[0, j] = sum(l in 0..1) (x[l, 2j] W[0, l, 0] + x[l, 2j + 1] W[0, l, 1] + x[l, 2j + 2] W[0, l, 2])",
      "f[0, 1] = sum(k in 0..2, l in 0..1) x[l, 2 + k] W[0, l, k]",
      "∂f[a, b]/∂W[c, d, e] = x[d, 2b + e] δ(a = c)",
      "∂f/∂W[a, b, c, d, e] = x[d, 2b + e] δ(a = c)",
      "∂f[a, b]/∂x[c, d] = sum(k in 0..2) W[a, c, k] δ(k = d - 2b)",
      "∂f[a, b]/∂x[c, d] = cases(W[a, c, d - 2b] if 0 ≤ d - 2b ≤ 2; 0 otherwise)",
      "∂f[a, b]/∂x[c, d] = sum(k in 0..2, l in 0..1) W[a, l, k] δ(l = c, 2b + k = d)",
      "g[o, t] = sum(c in 0..1, k in 0..1) x[c, t + k] V[o, c, k]",
      "g[o, t] = sum(c in 0..1) (x[c, t] V[o, c, 0] + x[c, t + 1] V[o, c, 1])",
      "∂g[o, t]/∂V[r, c, k] = x[c, t + k] δ(o = r)",
      "∂g[o, t]/∂x[c, n] = sum(k in 0..1) V[o, c, k] δ(n = t + k)",
      "∂g[o, t]/∂x[c, n] = cases(V[o, c, n - t] if 0 ≤ n - t ≤ 1; 0 otherwise)",
      "D[o, t] = sum(c in 0..1) (x[c, t] V[o, c, 0] + x[c, t + 3] V[o, c, 1])",
      "∂D[o, t]/∂x[c, n] = V[o, c, 0] δ(n = t) + V[o, c, 1] δ(n = t + 3)",
      "∂D[o, t]/∂V[r, c, k] = x[c, t + 3k] δ(o = r)",
      "f = conv1d(x, W; stride = 2)",
      "g = conv1d(x, V)",
      "D = conv1d(x, V; dilation = 3)",
      "conv1d(x, U; groups = 2)[o, t] = sum(k in 0..1) x[floor(o/2), t + k] U[o, 0, k]",
      "conv1d(x, V; padding = 1)[o, t] = sum(c in 0..1, k in 0..1) cases(x[c, t + k - 1] V[o, c, k] if 0 ≤ t + k - 1 ≤ 4; 0 otherwise)",
      "conv1d(x, V; padding = 1, stride = 2)[o, t] = sum(c in 0..1, k in 0..1, n in 0..4) x[c, n] V[o, c, k] δ(n = 2t + k - 1)",
      "shape(f) = 1 × 2",
      "shape(g) = 3 × 4",
      "shape(D) = 3 × 2",
    ])

  private static let sevenChannels = Setting(
    name: "seven channels", conventions: "layout: shape, index-base: 1, outside: error",
    given: #"x[n] \in \R^4, \quad 1 \le n \le 7 \\ W \in \R^{2 \times 4 \times 3}"#,
    define: #"""
      f_W(x)[r, m] = \sum_{c=1}^{4} \sum_{k=1}^{3} x[2(m-1) + k][c]\, W[r, c, k] \\
      \ell = \ell(f_W)
      """#,
    formulas: [
      #"f_W(x) \in \R^{2 \times 3}"#,
      #"\frac{\partial f_W(x)}{\partial W} \in \R^{2 \times 3 \times 2 \times 4 \times 3}"#,
      #"f_W(x)[r, m] = \sum_{c=1}^4 \sum_{idx=1}^3 x[2(m-1) + idx][c] \cdot W[r, c, idx]"#,
      #"f_W(x)[r, m] = \sum_{c=1}^4 \left( x[2m - 1, c] W[r, c, 1] + x[2m, c] W[r, c, 2] + x[2m + 1, c] W[r, c, 3] \right)"#,
      #"\frac{\partial f_W(x)[r, m]}{\partial W[q, c, idx]} = x[2(m-1) + idx][c] \delta_{r=q}"#,
      #"\frac{\partial f_W(x)}{\partial W}[r, m, q, c, k] = \delta_{rq}\, x[2m + k - 2, c]"#,
      #"\frac{\partial f_W(x)}{\partial x}[r, m, n, c] = \begin{cases} W[r, c, n - 2(m-1)] & \text{if } n - 2(m-1) \in [1, 3] \\ 0 & \text{otherwise} \end{cases}"#,
      #"\frac{\partial f_W(x)}{\partial x}[r, m, n, c] = \begin{cases} W[r, c, n - 2m + 2] & \text{if } 2m - 1 \le n \le 2m + 1 \\ 0 & \text{otherwise} \end{cases}"#,
      #"\frac{\partial f_W(x)}{\partial x}[r, m, n, c] = \sum_{k=1}^{3} W[r, c, k] \delta_{k = n - 2(m - 1)}"#,
      #"\frac{\partial \ell}{\partial W}[r, c, k] = \sum_{m=1}^3 \frac{\partial \ell}{\partial f_W(x)[r, m]} \cdot x[2(m-1) + k][c]"#,
      #"\frac{\partial \ell}{\partial x}[n, c] = \sum_{r=1}^2 \sum_{m=1}^3 \sum_{k=1}^3 \frac{\partial \ell}{\partial f_W(x)[r, m]} W[r, c, k] \delta_{n = 2(m-1) + k}"#,
    ])

  private static let images = Setting(
    name: "images", conventions: "layout: shape, index-base: 0, outside: error",
    given: #"""
      x \in \R^{2 \times 5 \times 4}, \quad W \in \R^{2 \times 2 \times 3 \times 2}, \quad G \in \R^{2 \times 1 \times 2 \times 2}, \quad b \in \R^2
      """#,
    define: #"""
      y = \operatorname{conv2d}(x, W;\ \text{stride}=2 \times 1) \\
      z[f, i, j] = b[f] + \sum_{c=0}^{1} \sum_{k=0}^{2} \sum_{l=0}^{1} x[c, i + k, j + l] W[f, c, k, l]
      """#,
    formulas: [
      #"y[f, i, j] = \sum_{c=0}^{1} \sum_{k=0}^{2} \sum_{l=0}^{1} x[c, 2i + k, j + l]\, W[f, c, k, l]"#,
      #"y \in \R^{2 \times 2 \times 3}"#,
      #"z \in \R^{2 \times 3 \times 3}"#,
      #"\frac{\partial y}{\partial W}[f, i, j, g, c, k, l] = \delta_{fg}\, x[c, 2i + k, j + l]"#,
      #"\frac{\partial y}{\partial x}[f, i, j, c, p, q] = \begin{cases} W[f, c, p - 2i, q - j] & \text{if } 0 \le p - 2i \le 2, 0 \le q - j \le 1 \\ 0 & \text{otherwise} \end{cases}"#,
      #"\frac{\partial y}{\partial x}[f, i, j, c, p, q] = \sum_{k=0}^{2} \sum_{l=0}^{1} W[f, c, k, l]\, \delta_{p = 2i + k,\, q = j + l}"#,
      #"\frac{\partial z[f, i, j]}{\partial b[g]} = \delta_{fg}"#,
      #"\frac{\partial z[f, i, j]}{\partial W[g, c, k, l]} = x[c, i + k, j + l]\, \delta_{f=g}"#,
      #"\operatorname{conv2d}(x, W;\ \text{padding}=1)[f, i, j] = \sum_{c=0}^{1} \sum_{k=0}^{2} \sum_{l=0}^{1} \begin{cases} x[c, i + k - 1, j + l - 1] W[f, c, k, l] & \text{if } 0 \le i + k - 1 \le 4, 0 \le j + l - 1 \le 3 \\ 0 & \text{otherwise} \end{cases}"#,
      #"\operatorname{conv2d}(x, G;\ \text{groups}=2)[f, i, j] = \sum_{k=0}^{1} \sum_{l=0}^{1} x[f, i + k, j + l]\, G[f, 0, k, l]"#,
      #"\operatorname{conv2d}(x, W;\ \text{dilation}=2)[f, i, j] = \sum_{c=0}^{1} \sum_{k=0}^{2} \sum_{l=0}^{1} x[c, i + 2k, j + 2l] W[f, c, k, l]"#,
      #"\operatorname{conv2d}(x, G;\ \text{groups}=2,\ \text{stride}=2)[1, i, j] = \sum_{k=0}^{1} \sum_{l=0}^{1} x[1, 2i + k, 2j + l]\, G[1, 0, k, l]"#,
    ])

  private static let pooling = Setting(
    name: "pooling", conventions: "layout: shape, index-base: 0, outside: error",
    given: #"""
      M \in \R^{2 \times 4 \times 6}, \quad u \in \R^{1 \times 6}, \quad A = \begin{bmatrix} 1 & 2 & 0 & 5 \\ 3 & 1 & 4 & 1 \end{bmatrix}
      """#,
    define: #"""
      a = \operatorname{avgpool}(M;\ \text{size}=2) \\ b = \operatorname{maxpool1d}(u;\ \text{size}=2) \\
      h = \operatorname{maxpool1d}(u;\ \text{size}=3,\ \text{stride}=1)
      """#,
    formulas: [
      #"a[c, i, j] = \frac{1}{4} \sum_{k=0}^{1} \sum_{l=0}^{1} M[c, 2i + k, 2j + l]"#,
      #"a[c, i, j] = \frac{M[c, 2i, 2j] + M[c, 2i + 1, 2j] + M[c, 2i, 2j + 1] + M[c, 2i + 1, 2j + 1]}{4}"#,
      #"a \in \R^{2 \times 2 \times 3}"#,
      #"\frac{\partial a[c, i, j]}{\partial M[d, p, q]} = \frac{1}{4} \delta_{cd} \delta_{i = \lfloor p / 2 \rfloor} \delta_{j = \lfloor q / 2 \rfloor}"#,
      #"\operatorname{avgpool1d}(u;\ \text{size}=3)[c, i] = \frac{1}{3} \sum_{k=0}^{2} u[c, 3i + k]"#,
      #"\operatorname{avgpool1d}(u;\ \text{size}=3,\ \text{stride}=1)[c, i] = \frac{u[c, i] + u[c, i+1] + u[c, i+2]}{3}"#,
      #"b[c, i] = \max(u[c, 2i], u[c, 2i + 1])"#,
      #"h[c, i] = \max(u[c, i], \max(u[c, i + 1], u[c, i + 2]))"#,
      #"\operatorname{avgpool}(A;\ \text{size}=2) = \begin{bmatrix} 1.75 & 2.5 \end{bmatrix}"#,
      #"\operatorname{maxpool}(A;\ \text{size}=2) = \begin{bmatrix} 3 & 5 \end{bmatrix}"#,
      #"\operatorname{maxpool}(A;\ \text{size}=2,\ \text{stride}=1) = \begin{bmatrix} 3 & 4 & 5 \end{bmatrix}"#,
    ])
}
