import Testing

@testable import Notation

@Suite("Gradients are read")
struct GradientsTests {
  private static let names: [String: Vocabulary.Entry] = [
    "x": .tensor(rank: 1), "z": .tensor(rank: 1), "b": .tensor(rank: 1),
    "A": .tensor(rank: 2),
    "W": .tensor(rank: 2), "L": .tensor(rank: 0), "f": .function, "n": .number,
    "h": .tensor(rank: 1),
  ]

  @Test(
    "∇ takes the shortest beginning of the product that is a number and depends on the variable",
    arguments: [
      (#"\nabla_x L = 0"#, ["∇_x L = 0"]), (#"\nabla_{W} L = 0"#, ["∇_W L = 0"]),
      (#"\triangledown_x L = 0"#, ["∇_x L = 0"]), (#"∇_x L = 0"#, ["∇_x L = 0"]),
      (#"\nabla_x x^\top b = b"#, ["∇_x (xᵀ b) = b"]),
      (#"\nabla_x x^T A x = 0"#, ["∇_x ((xᵀ A) x) = 0"]),
      (#"\nabla_x \frac{1}{n} \|x\|^2 = 0"#, ["∇_x ((1/n) norm(x)^2) = 0"]),
      (#"\nabla_x \frac{1}{n} ||x||^2_2 = 0"#, ["∇_x ((1/n) norm(x)^2) = 0"]),
      (#"\nabla_x 2 \cdot x^\top b = 0"#, ["∇_x ((2 · xᵀ) b) = 0"]),
      (#"\nabla_z L\, W^\top = 0"#, ["∇_z L Wᵀ = 0"]),
      (#"\nabla_h L \odot f'(z) = 0"#, ["∇_h L ⊙ f'(z) = 0"]),
      (#"W^\top \nabla_x L + b = 0"#, ["Wᵀ ∇_x L + b = 0"]),
      (#"\nabla_x \log \sum_j e^{x_j} = 0"#, ["∇_x log(∑(j) e^x[j]) = 0"]),
      (#"(\nabla_x L)_i = 0"#, ["∇_x L[i] = 0"]),
      (
        #"\nabla_A \operatorname{tr}(A W) A = 0"#,
        ["∇_A tr(A W) A = 0", "or ∇_A (tr(A W) A) = 0"]
      ),
      (
        #"\nabla_x x^\top b\, x^\top b = 0"#,
        ["(∇_x (xᵀ b) xᵀ) b = 0", "or ∇_x (((xᵀ b) xᵀ) b) = 0"]
      ),
      (#"\nabla_x^2 L = 0"#, ["∇_x ∇_x L = 0"]), (#"\nabla^2_x L = 0"#, ["∇_x ∇_x L = 0"]),
      (#"\nabla \nabla f(x) = 0"#, ["∇_x ∇_x f(x) = 0"]), (#"\nabla f(b) = 0"#, ["∇_b f(b) = 0"]),
      (#"\nabla L = 0"#, ["ambiguous"]), (#"\nabla_x \nabla_z L = 0"#, ["unsupported"]),
      (#"\nabla^3 f(x) = 0"#, ["unsupported"]),
    ])
  func reach(_ latex: String, _ texts: [String]) {
    #expect(read(latex, Self.names) == texts)
  }

  @Test(
    "A prime behind a function is its derivative",
    arguments: [
      ("f'(x) = 0", "f'(x) = 0"), ("f''(n + 1) = 0", "f''(n + 1) = 0"),
      (#"f^{'}(x) = 0"#, "f'(x) = 0"),
      (#"f^\prime(x) = 0"#, "f'(x) = 0"), (#"f^{\prime\prime}(x) = 0"#, "f''(x) = 0"),
      (#"\tanh'(x) = 0"#, "tanh'(x) = 0"), (#"\tanh''(x) = 0"#, "tanh''(x) = 0"),
      (#"\sigma''(x) = 0"#, "σ''(x) = 0"), (#"h' x = 0"#, "h' x = 0"),
    ])
  func slopes(_ latex: String, _ text: String) {
    #expect(read(latex, Self.names.merging(["h'": .tensor(rank: 2)]) { $1 }) == [text])
  }
}
