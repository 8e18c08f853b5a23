extension Setting {
  static let gradients = [products, convolutionGradients, reversed]

  private static let products = Setting(
    name: "vector-Jacobian products", surface: .plainText,
    conventions: "layout: shape, index-base: 0, outside: error",
    given: "A : R[3, 4]; B : R[4, 2]; u : R[4]; v : R[4]; w : R[3]",
    define: """
      y[i] = sum(j in 0..3) A[i, j] v[j]
      C[i, k] = sum(j in 0..3) A[i, j] B[j, k]
      s = sum(i in 0..2, j in 0..3) w[i] A[i, j] v[j]
      a[i] = tanh(y[i])
      ℓ = ℓ(y)
      E = E(a)
      L = L(C)
      """,
    formulas: [
      "y = A v", "y[i] = sum(j in 0..3) A[i, j] v[j]",
      "∂y[i]/∂A[p, q] = v[q] δ(i = p)", "∂y[i]/∂v[j] = A[i, j]",
      "∂ℓ/∂v[j] = sum(i in 0..2) ∂ℓ/∂y[i] A[i, j]",
      "∂ℓ/∂A[i, j] = ∂ℓ/∂y[i] v[j]",
      "∂ℓ/∂A[p, q] = sum(i in 0..2) ∂ℓ/∂y[i] v[q] δ(i = p)",
      "∂C[i, k]/∂A[p, q] = B[q, k] δ(i = p)", "∂C[i, k]/∂B[p, q] = A[i, p] δ(k = q)",
      "∂L/∂A[i, j] = sum(k in 0..1) ∂L/∂C[i, k] B[j, k]",
      "∂L/∂B[j, k] = sum(i in 0..2) A[i, j] ∂L/∂C[i, k]",
      "∂s/∂A[i, j] = w[i] v[j]", "∂s/∂w[i] = sum(j in 0..3) A[i, j] v[j]",
      "∂s/∂v[j] = sum(i in 0..2) w[i] A[i, j]",
      "∂a[i]/∂v[j] = (1 - a[i]^2) A[i, j]", "∂a[i]/∂A[p, q] = (1 - a[i]^2) v[q] δ(i = p)",
      "∂E/∂v[j] = sum(i in 0..2) ∂E/∂a[i] (1 - a[i]^2) A[i, j]",
      "∂E/∂A[i, j] = ∂E/∂a[i] (1 - tanh(y[i])^2) v[j]",
      "∂E/∂y[i] = ∂E/∂a[i] (1 - a[i]^2)",
      "sum(i in 0..3, j in 0..3) u[i] v[j] δ(i = j) = sum(i in 0..3) u[i] v[i]",
      "sum(i in 1..3) u[i] = sum(i in 0..3) u[i] - u[0]",
      "sum(i in 0..3) u[i] (v[i] - u[i]) = sum(i in 0..3) u[i] v[i] - sum(i in 0..3) u[i] u[i]",
    ])

  private static let convolutionGradients = Setting(
    name: "gradients of a convolution",
    conventions: "layout: shape, index-base: 0, outside: error",
    given: #"x \in \R^{2 \times 5}, \quad W \in \R^{2 \times 2 \times 3}"#,
    define: #"""
      f_W(x)[i, j] = \sum_{k=0}^{2} \sum_{l=0}^{1} x[l, 2j + k]\, W[i, l, k] \\
      \ell = \ell(f_W)
      """#,
    formulas: [
      #"\frac{\partial f_W(x)}{\partial W}[a, b, c, d, e] = \sum_{k=0}^{2} \sum_{l=0}^{1} x[l, 2b + k]\, \delta_{a=c,\, l=d,\, k=e} = x[d, 2b + e]\, \delta_{a=c}"#,
      #"\frac{\partial f_W(x)}{\partial x}[a, b, c, d] = \sum_{k=0}^{2} W[a, c, k]\, \delta_{k = d - 2b}"#,
      #"\frac{\partial \ell}{\partial W}[a, b, c] = \sum_{i} \sum_{j} \frac{\partial \ell}{\partial f_W}[i, j]\, \frac{\partial f_W(x)}{\partial W}[i, j, a, b, c]"#,
      #"\frac{\partial \ell}{\partial W}[a, b, c] = \sum_{j=0}^{1} \frac{\partial \ell}{\partial f_W}[a, j]\, x[b, 2j + c]"#,
      #"\frac{\partial \ell}{\partial x}[c, d] = \sum_{i=0}^{1} \sum_{j=0}^{1} \frac{\partial \ell}{\partial f_W}[i, j]\, \frac{\partial f_W(x)}{\partial x}[i, j, c, d]"#,
      #"\frac{\partial \ell}{\partial x}[c, d] = \sum_{i=0}^{1} \sum_{j=0}^{1} \sum_{k=0}^{2} \frac{\partial \ell}{\partial f_W}[i, j]\, W[i, c, k]\, \delta_{d = 2j + k}"#,
      #"\frac{\partial \ell}{\partial x}[c, d] = \sum_{i=0}^{1} \sum_{j=0}^{1} \frac{\partial \ell}{\partial f_W}[i, j] \begin{cases} W[i, c, d - 2j] & \text{if } 0 \le d - 2j \le 2 \\ 0 & \text{otherwise} \end{cases}"#,
    ])

  private static let reversed = Setting(
    name: "numerator layout", conventions: "layout: numerator, index-base: 0, outside: error",
    given:
      #"x \in \R^{2 \times 5}, \quad W \in \R^{3 \times 2 \times 2}, \quad A \in \R^{3 \times 4}, \quad v \in \R^4"#,
    define: #"""
      g[o, t] = \sum_{c=0}^{1} \sum_{k=0}^{1} x[c, t + k]\, W[o, c, k] \\
      y = A v \\ \ell = \ell(g) \\ E = E(y)
      """#,
    formulas: [
      #"\frac{\partial g}{\partial W} \in \R^{3 \times 4 \times 2 \times 2 \times 3}"#,
      #"\frac{\partial \ell}{\partial W} \in \R^{2 \times 2 \times 3}"#,
      #"\frac{\partial g}{\partial W}[o, t, k, c, p] = x[c, t + k]\, \delta_{o=p}"#,
      #"\frac{\partial g}{\partial x}[o, t, s, c] = \sum_{k=0}^{1} W[o, c, k]\, \delta_{s = t + k}"#,
      #"\frac{\partial \ell}{\partial W}[k, c, o] = \sum_{t=0}^{3} \frac{\partial \ell}{\partial g}[t, o]\, x[c, t + k]"#,
      #"\frac{\partial E}{\partial A} = v \frac{\partial E}{\partial y}"#,
      #"\frac{\partial E}{\partial v} = \frac{\partial E}{\partial y} A"#,
      #"\frac{\partial y}{\partial v} = A"#,
    ])
}
