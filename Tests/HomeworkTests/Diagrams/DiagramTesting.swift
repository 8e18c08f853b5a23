import Notation

@testable import Homework

/// Networks whose graphs the tests know.
enum Networks {
  static let gated = #"""
    ```math given
    x[t] \in \R^n, 1 \le t \le K, \quad h[t] \in \R^m, \quad h[0] = 0 \\
    W_c, W_x \in \R^{m \times n}, \quad W_h \in \R^{m \times m}
    ```

    ```math define
    c[t] = \sigma(W_c x[t] + W_h h[t-1]) \\
    h[t] = c[t] \odot h[t-1] + (1 - c[t]) \odot W_x x[t] \\
    \ell = \ell(h) \\ E = E(h[K]) \\ S = \sum_{t=1}^K \|h[t]\|
    ```
    """#

  static let attention = #"""
    ```math given
    x[t] \in \R^n, \quad h[t] \in \R^n, \quad h[t] = 0 \text{ for } t < 1 \\
    Q_i, K_i, V_i \in \R^{n \times n}, 0 \le i \le 2
    ```

    ```math define
    q_0[t], q_1[t], q_2[t] = Q_0 x[t], Q_1 h[t-1], Q_2 h[t-2] \\
    k_0[t], k_1[t], k_2[t] = K_0 x[t], K_1 h[t-1], K_2 h[t-2] \\
    v_0[t], v_1[t], v_2[t] = V_0 x[t], V_1 h[t-1], V_2 h[t-2] \\
    w_i[t] = q_i[t]^\top k_i[t] \\
    a[t] = \text{softargmax}([w_0[t], w_1[t], w_2[t]]) \\
    h[t] = \sum_{i=0}^2 a_i[t] v_i[t]
    ```
    """#

  static let tied = #"""
    ```math given
    x[t] \in \R^n, 1 \le t \le N, \quad h[t] \in \R^n, \quad V_x, V_h \in \R^{n \times n}
    ```

    ```math define
    v_0[t] = V_x x[t] \\ v_i[t] = V_h h[t-i] \text{ for } 1 \le i \le t - 1 \\
    h[t] = \sum_{i=0}^{t-1} v_i[t]
    ```
    """#

  static let layers = #"""
    ```math given
    x \in \R^{3 \times 28 \times 28}, \quad V \in \R^{8 \times 3 \times 5 \times 5}, \quad A \in \R^{10 \times 8}, \quad b, y \in \R^{10}
    ```

    ```math define
    z = \operatorname{conv2d}(x, V;\ \text{stride}=2) \\
    u[j] = \sum_{k,l} z[j,k,l] \\
    s = A u - b \\ r = 2 \frac{s \odot s}{1 + s} - 3 \\ g = y^\top s
    ```
    """#
}

/// Checks a homework with one diagram behind some definitions.
func checked(_ network: String, _ description: String) -> CheckedHomework {
  let text = "---\ntitle: T\n---\n\n\(network)\n\n```diagram\n\(description)\n```\n"
  return check(SourceFile(name: "test.md", text: text))
}

extension ComputationGraph {
  /// Each node by its symbol, and its time where that is one of several.
  func name(_ node: Int) -> String {
    let symbol = nodes[node].symbol
    return symbol.name + (symbol.isTransposed ? "ᵀ" : "")
      + symbol.below.map { "_\($0)" }.joined() + symbol.behind.map { "[\($0)]" }.joined()
  }

  /// `x[t] → W_c`, sorted; with the sign of a term, and a broken line through time.
  var lines: [String] {
    edges.map { edge in
      let arrow: String =
        switch edge.mark {
        case .plain: "→"
        case .negated: "→ −"
        case .divisor: "→ ÷"
        case .recurrent: "⇢"
        }
      return "\(name(edge.from)) \(arrow) \(name(edge.to))"
    }.sorted()
  }
}
