import Notation
import Testing

@testable import Homework
@testable import Judging

/// Gradients, Hessians and slopes: a true claim and a false one of each kind.
@Suite("Twins of gradients and slopes")
struct GradientTwinsTests {
  typealias Twins = ReadingTwinsTests.Twins

  private static let vectors =
    "x, b \\in \\R^n, \\quad A \\in \\R^{n \\times n}, \\quad M \\in \\R^{m \\times n}, \\quad d \\in \\R^m"
  private static let layer =
    "X \\in \\R^{N \\times d}, \\quad W \\in \\R^{d \\times k}, \\quad z \\in \\R^k"
  private static let loss = "H = \\tanh(X W) \\\\ L = L(H) \\\\ G = \\nabla_H L"

  static let gradients = [
    Twins(given: vectors, right: "\\nabla_x x^T b = b", wrong: "\\nabla_x x^T b = x"),
    Twins(
      given: vectors, right: "\\nabla_x x^T A x = (A + A^T) x", wrong: "\\nabla_x x^T A x = 2 A x"),
    Twins(
      given: vectors, right: "\\nabla_x \\|M x - d\\|_2^2 = 2 M^T (M x - d)",
      wrong: "\\nabla_x \\|M x - d\\|_2^2 = M^T (M x - d)"),
    Twins(
      given: vectors, right: "\\nabla_M \\|M x - d\\|^2 = 2 (M x - d) x^T",
      wrong: "\\nabla_M \\|M x - d\\|^2 = 2 x (M x - d)^T"),
    Twins(
      given: layer, define: loss, right: "\\nabla_W L = X^\\top (G \\odot (1 - H \\odot H))",
      wrong: "\\nabla_W L = X^\\top G"),
    Twins(
      given: layer, define: loss,
      right: "\\nabla_X L = (\\nabla_H L \\odot (1 - H \\odot H)) W^\\top",
      wrong: "\\nabla_X L = (\\nabla_H L \\odot (1 - H)) W^\\top"),
    Twins(
      given: layer, define: loss, right: "\\nabla_W L \\odot W = W \\odot \\nabla_W L",
      wrong: "\\nabla_W L \\odot W = W"),
    Twins(
      given: layer, right: "\\nabla_z \\log \\sum_j e^{z_j} = \\operatorname{softmax}(z)",
      wrong: "\\nabla_z \\log \\sum_j e^{z_j} = z"),
    Twins(
      given: vectors, define: "f(x) = x^\\top A x", right: "\\nabla f(b) = (A + A^\\top) b",
      wrong: "\\nabla f(b) = (A + A^\\top) x"),
    Twins(
      given: vectors, define: "r(x) = \\frac12 \\|x - b\\|^2", right: "\\nabla r = x - b",
      wrong: "\\nabla r = b - x"),
    Twins(
      given: vectors, define: "f(x) = x^\\top A x",
      right: "(\\nabla_x f(x))_i = \\frac{\\partial f}{\\partial x_i}",
      wrong: "(\\nabla_x f(x))_i = 2 \\frac{\\partial f}{\\partial x_i}"),
  ]

  static let hessians = [
    Twins(
      given: vectors, right: "\\nabla_x^2 \\|M x - d\\|_2^2 = 2 M^T M",
      wrong: "\\nabla_x^2 \\|M x - d\\|_2^2 = M^T M"),
    Twins(
      given: vectors,
      right: "\\frac{\\partial^2 x^T A x}{\\partial x_i \\partial x_j} = A_{ij} + A_{ji}",
      wrong: "\\frac{\\partial^2 x^T A x}{\\partial x_i \\partial x_j} = 2 A_{ij}"),
    Twins(
      given: vectors,
      right: "\\frac{\\partial^2 (x^\\top A b)}{\\partial x \\partial b^\\top} = A",
      wrong: "\\frac{\\partial^2 (x^\\top A b)}{\\partial x \\partial b^\\top} = A^T"),
    Twins(
      given: layer,
      define: "p = \\operatorname{softmax}(z)",
      right: "\\nabla_z^2 \\log \\sum_j e^{z_j} = \\operatorname{diag}(p) - p p^\\top",
      wrong: "\\nabla_z^2 \\log \\sum_j e^{z_j} = \\operatorname{diag}(p)"),
    Twins(
      given: "x \\in \\R^n, \\quad B \\in \\R^{m \\times n}", define: "y = B x \\\\ f = f(y)",
      right: "\\nabla_x^2 f = B^T\\, \\nabla_y^2 f\\, B", wrong: "\\nabla_x f = B^T \\nabla_y f + x"
    ),
    Twins(
      given: "u, v \\in \\R",
      right: "\\frac{\\partial^2}{\\partial u^2} \\sin(u v) = -v^2 \\sin(u v)",
      wrong: "\\frac{\\partial^2}{\\partial u^2} \\sin(u v) = -u v \\sin(u v)"),
    Twins(
      given: "u, v \\in \\R",
      right: "\\frac{\\partial^2 u^2 v^3}{\\partial u \\partial v} = 6 u v^2",
      wrong: "\\frac{\\partial^2 u^2 v^3}{\\partial u \\partial v} = 6 u^2 v"),
    Twins(
      given: "u \\in \\R", define: "y = u^3", right: "\\frac{d^2 y}{du^2} = 6 u",
      wrong: "\\frac{d^2 y}{du^2} = 3 u^2"),
    Twins(
      given: "u, v \\in \\R", define: "y = u^2 v \\\\ g = \\frac{\\partial y}{\\partial u}",
      right: "\\frac{\\partial g}{\\partial v} = 2 u",
      wrong: "\\frac{\\partial g}{\\partial v} = u^2"),
  ]

  static let slopes = [
    Twins(
      given: "x \\in \\R", define: "\\sigma(z) = \\frac{1}{1 + e^{-z}}",
      right: "\\sigma'(x) = \\sigma(x) (1 - \\sigma(x))",
      wrong: "\\sigma'(x) = \\sigma(x) (1 + \\sigma(x))"),
    Twins(
      given: "x \\in \\R", define: "\\sigma(z) = \\frac{1}{1 + e^{-z}}",
      right: "\\sigma''(x) = \\sigma(x) (1 - \\sigma(x)) (1 - 2 \\sigma(x))",
      wrong: "\\sigma''(x) = \\sigma(x) (1 - \\sigma(x)) (2 - \\sigma(x))"),
    Twins(
      given: "u, w \\in \\R", define: "g(x) = x^3", right: "g'(u + w) = 3 (u + w)^2",
      wrong: "g'(u + w) = 3 u^2 + 3 w^2"),
    Twins(
      given: "u \\in \\R", define: "g(x) = x^3", right: "g''(2 u) = 12 u", wrong: "g''(2 u) = 24 u"),
    Twins(
      given: "x \\in \\R", define: "g(x) = x^3, \\quad h(x) = e^x, \\quad q(x) = g(x) h(x)",
      right: "q'(x) = g'(x) h(x) + g(x) h'(x)", wrong: "q'(x) = g'(x) h'(x)"),
    Twins(
      given: "v \\in \\R^n", define: "\\sigma(z) = \\frac{1}{1 + e^{-z}} \\\\ y = \\sigma(v)",
      right: "\\sigma'(v) = y \\odot (1 - y)", wrong: "\\sigma'(v) = y \\odot (1 - v)"),
    Twins(
      given: "v \\in \\R^n", define: "\\sigma(z) = \\frac{1}{1 + e^{-z}} \\\\ y = \\sigma(v)",
      right: "\\sigma'(v_i) = y_i (1 - y_i)", wrong: "\\sigma'(v_i) = v_i (1 - v_i)"),
    Twins(
      given: "x \\in \\R", right: "\\tanh''(x) = -2 \\tanh(x) (1 - \\tanh^2(x))",
      wrong: "\\tanh''(x) = 2 \\tanh(x) (1 - \\tanh^2(x))"),
    Twins(
      given: "x \\in \\R", define: "g(x) = x^3",
      right: "\\frac{\\partial}{\\partial x} g'(x) = 6 x",
      wrong: "\\frac{\\partial}{\\partial x} g'(x) = 3 x"),
    Twins(
      given: "x, w \\in \\R", define: "h(x) = \\tanh(w x)", right: "h'(0) = w", wrong: "h'(0) = 1"),
  ]

  @Test(
    "The right one is verified, the wrong one refuted", arguments: gradients + hessians + slopes)
  func verdicts(_ twins: Twins) {
    #expect(ReadingTwinsTests.outcome(twins, twins.right) == [.verified])
    #expect(ReadingTwinsTests.outcome(twins, twins.wrong) == [.refuted])
  }

  @Test(
    "Plain text says the same",
    arguments: [
      ("grad(L, W) = Xᵀ (grad(L, H) ⊙ (1 - H ⊙ H))", Verdict.Outcome.verified),
      ("∇_W L = Xᵀ (∇_H L ⊙ (1 - H ⊙ H))", .verified), ("∇_W L = Xᵀ ∇_H L", .refuted),
      ("grad(L, W) = Xᵀ (grad(L, H) ⊙ (1 - H))", .refuted),
      ("hessian(r, z) = 2 G", .verified), ("hessian(r, z) = G", .refuted),
      ("∂^2 r/∂z[i]^2 = 2 G[i, i]", .verified), ("∂^2 r/(∂z[i] ∂z[j]) = 2 G[i, i]", .refuted),
      ("f''(z[i]) = 6 z[i]", .verified), ("f'(z[i]) = 6 z[i]", .refuted),
    ])
  func plainText(_ claim: String, _ outcome: Verdict.Outcome) {
    let text = """
      ```given
      X in R^(3 × 2), W in R^(2 × 4), z in R^4, B in R^(4 × 4)
      ```
      ```define
      H = tanh(X W)
      L = L(H)
      G = Bᵀ B
      r = zᵀ G z
      f(x) = x^3
      ```
      ```check
      \(claim)
      ```
      """
    #expect(
      check(SourceFile(name: "plain.md", text: text)).claims.map(\.verdict.outcome) == [outcome])
  }

  @Test(
    "What has no meaning, or says too little, is an error",
    arguments: [
      "\\nabla_x (A x) = A", "\\nabla_x x = 1", "\\nabla (x^\\top A b) = A b", "f'(x) = 2 x",
      "n'(b) = 0", "\\frac{\\partial^2 (x^\\top A b)}{\\partial x \\partial b} = A",
    ])
  func questions(_ claim: String) {
    let twins = Twins(
      given: Self.vectors, define: "f(x) = x^\\top x \\\\ n(y) = \\frac{y}{\\|y\\|}", right: claim,
      wrong: claim)
    #expect(ReadingTwinsTests.outcome(twins, claim) == [.error])
  }
}
