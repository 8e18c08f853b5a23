extension Setting {
  static let sizes = [sizesInLetters, layersInLetters, countsOfParameters, wholeNumbers]

  private static let sizesInLetters = Setting(
    name: "sizes", surface: .plainText, conventions: "index-base: 0",
    given: "H, K, P, S, D : N\nH + 2P >= D(K - 1) + 1", define: "",
    formulas: [
      "conv_size(H, K; stride = S, padding = P, dilation = D) = floor((H + 2P - D(K - 1) - 1)/S) + 1",
      "conv_size(H, K; stride = S, padding = P, dilation = D) = floor((H + 2P - D(K - 1) - 1)/S + 1)",
      "conv_size(H, K; stride = S, padding = P, dilation = D) = floor((H + 2P - D(K - 1) - 1 + S)/S)",
      "conv_size(H, K; stride = S, padding = P, dilation = D) = floor((H + 2P - (K + (K - 1)(D - 1)))/S) + 1",
      "conv_size(H, K; stride = S, padding = P, dilation = D) = ceil((H + 2P - D(K - 1))/S)",
      "conv_size(H, K; stride = S, padding = P) = floor((H + 2P - K)/S) + 1",
      "conv_size(H, K; padding = P, dilation = D) = H + 2P - D(K - 1)",
      "conv_size(H, K; stride = S) = floor((H - K)/S) + 1",
      "conv_size(H, K) = H - K + 1",
      "conv_size(H, K; stride = 2, padding = 1) = floor((H - K)/2) + 2",
      "pool_size(H, K; stride = S) = floor((H - K)/S) + 1",
      "conv2d_shape(input: 10 × 11, kernel: 3 × 3, stride: 2) = 4 × 5",
      "conv2d_shape(input: 19 × 26, kernel: 4 × 4, stride: 2, padding: 1) = 9 × 13",
    ])

  private static let layersInLetters = Setting(
    name: "layers", conventions: "index-base: 0",
    given: #"""
      C, H, W, F, K, P, S, D \in \N \\
      H + 2P \ge D(K-1) + 1, \quad W + 2P \ge D(K-1) + 1 \\
      x \in \R^{C \times H \times W}, \quad V \in \R^{F \times C \times K \times K}
      """#,
    define: #"""
      f = \operatorname{conv2d}(x, V;\ \text{stride}=S,\ \text{padding}=P,\ \text{dilation}=D) \\
      g = \operatorname{conv2d}(x, V;\ \text{padding}=P) \\
      H' = \operatorname{conv\_size}(H, K;\ \text{stride}=S,\ \text{padding}=P,\ \text{dilation}=D)
      """#,
    formulas: [
      #"f \in \R^{F \times \left\lfloor \frac{H + 2P - D(K-1) - 1}{S} + 1 \right\rfloor \times \left\lfloor \frac{W + 2P - D(K-1) - 1}{S} + 1 \right\rfloor}"#,
      #"g \in \R^{F \times (H + 2P - K + 1) \times (W + 2P - K + 1)}"#,
      #"H' = 1 + \left\lfloor \frac{H + 2P - D(K - 1) - 1}{S} \right\rfloor"#,
      #"H' = \left\lfloor \frac{H + 2P - (K + (K - 1)(D - 1))}{S} + 1 \right\rfloor"#,
      #"H' = \left\lfloor \frac{2P + H - [D(K-1) + 1] + S}{S} \right\rfloor"#,
      #"H' = \left\lceil \frac{H + 2P - D(K-1)}{S} \right\rceil"#,
    ], variants: 8)

  private static let countsOfParameters = Setting(
    name: "counts", conventions: "index-base: 0",
    given: #"m, n, k, F, C \in \N, \quad A \in \R^{m \times n}, \quad B \in \R^{n \times k}"#,
    define: "",
    formulas: [
      #"\operatorname{conv2d\_parameters}(\text{channels}=3, \text{filters}=8, \text{kernel}=5 \times 5) = (8 \times 5 \times 5 \times 3) + 8"#,
      #"A B \in \R^{m \times k}"#,
      #"(A B)^\top \in \R^{k \times m}"#,
      #"\operatorname{shape}(A) = m \times n"#,
      #"\frac{\partial (A B)}{\partial A} \in \R^{m \times k \times m \times n}"#,
    ])

  private static let wholeNumbers = Setting(
    name: "whole numbers", conventions: "index-base: 0", given: #"m, n \in \N"#, define: "",
    formulas: [
      #"(m + n)^2 = m^2 + 2mn + n^2"#,
      #"\sum_{i=1}^{n} i = \frac{n(n + 1)}{2}"#,
      #"\sum_{i=1}^{n} (2i - 1) = n^2"#,
      #"\lfloor \frac{m}{2} \rfloor + \lceil \frac{m}{2} \rceil = m"#,
    ], variants: 3)
}
