import Notation
import Testing

@testable import Homework
@testable import Judging

/// What lecture notes write of layers, labels, rows and exponents: a true claim and a false one of each kind.
@Suite("Twins of what lecture notes write")
struct LectureTwinsTests {
  typealias Twins = ReadingTwinsTests.Twins

  private static let classes =
    "W \\in \\R^{K \\times D}, x_i \\in \\R^D, y_i \\in \\{1, \\dots, K\\}, 1 \\le i \\le N"
  private static let hinge =
    "L_i = \\sum_{j \\neq y_i} \\max(0, w_j^T x_i - w_{y_i}^T x_i + 1)"

  static let names = [
    // Numbers above a name count layers; none of them is a square.
    Twins(
      given: "w^1 \\in \\R^{m \\times n}, w^2 \\in \\R^{k \\times m}, a^0 \\in \\R^n",
      define: "z^1 = w^1 a^0 \\\\ a^1 = \\sigma(z^1) \\\\ z^2 = w^2 a^1 \\\\ C = C(z^2)",
      right:
        "\\frac{\\partial C}{\\partial z^1} = ((w^2)^T \\frac{\\partial C}{\\partial z^2}) \\odot \\sigma'(z^1)",
      wrong:
        "\\frac{\\partial C}{\\partial z^1} = ((w^2)^T \\frac{\\partial C}{\\partial z^2}) \\odot \\sigma(z^1)"
    ),
    // A bold letter beside a size.
    Twins(
      given: "\\mathbf{x} \\in \\R^d, \\quad \\mathbf{W} \\in \\R^{h \\times d}",
      define: "\\mathbf{h} = \\mathbf{W} \\mathbf{x} \\\\ L = L(\\mathbf{h})",
      right:
        "\\frac{\\partial L}{\\partial \\mathbf{W}} = \\frac{\\partial L}{\\partial \\mathbf{h}} \\mathbf{x}^\\top",
      wrong: "\\mathbf{h} = h \\mathbf{W} \\mathbf{x}"),
    Twins(
      given: "\\mathbf{x}_t \\in \\R^d, 1 \\le t \\le T, \\mathbf{W}_{hx} \\in \\R^{h \\times d}, "
        + "\\mathbf{W}_{hh} \\in \\R^{h \\times h}, \\mathbf{h}_0 = \\mathbf{0}",
      define: "\\mathbf{h}_t = \\mathbf{W}_{hx} \\mathbf{x}_t + \\mathbf{W}_{hh} \\mathbf{h}_{t-1}",
      right:
        "\\mathbf{h}_2 = \\mathbf{W}_{hx} \\mathbf{x}_2 + \\mathbf{W}_{hh} \\mathbf{W}_{hx} \\mathbf{x}_1",
      wrong: "\\mathbf{h}_2 = \\mathbf{W}_{hx} \\mathbf{x}_2 + \\mathbf{W}_{hx} \\mathbf{x}_1"
    ),
    // A sequence in the letter of a size.
    Twins(
      given: "x_t \\in \\R^h, 1 \\le t \\le T, U \\in \\R^{h \\times h}, h_0 = 0",
      define: "h_t = x_t + U h_{t-1}", right: "h_2 = x_2 + U x_1", wrong: "h_2 = x_2 + x_1"),
    // Labels in words, also with two equal letters.
    Twins(
      given: "d, d_{ff} \\in \\N", define: "N_{ffn} = 2 d d_{ff}", right: "N_{ffn} = d_{ff} 2 d",
      wrong: "N_{ffn} = d d_{ff}"),
    Twins(
      given: "x_i \\in \\R, 1 \\le i \\le n_{in}, n_{in}, n_{out} \\in \\N",
      define: "s = \\sum_{i=1}^{n_{in}} x_i", right: "s = \\sum_i x_i", wrong: "s = n_{in} x_1"),
    Twins(
      given: "TP, FP \\in \\N, \\quad TP, FP \\ge 1", define: "P = \\frac{TP}{TP + FP}",
      right: "1 - P = \\frac{FP}{TP + FP}", wrong: "P = \\frac{TP}{FP}"),
    Twins(
      given: "\\mu, z \\in \\R^n",
      define: "D_{KL} = \\frac12 \\sum_j \\mu_j^2 \\\\ \\mathcal{L} = \\mathcal{L}(z)",
      right: "\\frac{\\partial D_{KL}}{\\partial \\mu_j} = \\mu_j",
      wrong: "\\frac{\\partial D_{KL}}{\\partial \\mu_j} = 2 \\mu_j"),
    Twins(
      given:
        "x^{(t)} \\in \\R^d, 1 \\le t \\le T, h^{(0)} = 0 \\\\ W^{(z)}, W^{(r)}, W \\in \\R^{d \\times d}",
      define:
        "z^{(t)} = \\sigma(W^{(z)} x^{(t)}) \\\\ h^{(t)} = z^{(t)} \\odot h^{(t-1)} + W x^{(t)}",
      right: "h^{(1)} = W x^{(1)}", wrong: "h^{(1)} = W^{(z)} x^{(1)}"),
  ]

  static let entries = [
    Twins(
      given: classes, define: hinge,
      right: "L_i = \\sum_j \\max(0, w_j^T x_i - w_{y_i}^T x_i + 1) - 1",
      wrong: "L_i = \\sum_j \\max(0, w_j^T x_i - w_{y_i}^T x_i + 1)"),
    Twins(
      given: classes, define: hinge,
      right:
        "\\nabla_{w_j} L_i = 1(w_j^T x_i - w_{y_i}^T x_i + 1 > 0) x_i \\text{ for } j \\ne y_i",
      wrong:
        "\\nabla_{w_j} L_i = -1(w_j^T x_i - w_{y_i}^T x_i + 1 > 0) x_i \\text{ for } j \\ne y_i"),
    Twins(
      given: "z_i \\in \\R^3, y_i \\in \\{1, 2, 3\\}, 1 \\le i \\le N",
      right: "\\sum_k 1\\{y_i = k\\} z_{i,k} = z_{i, y_i}",
      wrong: "\\sum_k 1\\{y_i = k\\} z_{i,k} = z_{i, 1}"),
    Twins(
      given: "Q \\in \\R^{n \\times d}, K \\in \\R^{m \\times d}", define: "S = Q K^T",
      right: "S_{ij} = q_i^T k_j", wrong: "S_{ij} = q_j^T k_i"),
    Twins(
      given: "\\mathbf{O} \\in \\R^{n \\times q}", define: "\\hat{\\mathbf{Y}} = 2 \\mathbf{O}",
      right: "\\hat{y}_{ij} = 2 o_{ij}", wrong: "\\hat{y}_{ij} = 2 o_{ji}"),
    Twins(
      given: "a \\in \\R^n", define: "p_i = \\frac{e^{a_i}}{\\sum_j e^{a_j}}",
      right: "\\frac{\\partial p_i}{\\partial a_j} = p_i (1\\{i = j\\} - p_j)",
      wrong: "\\frac{\\partial p_i}{\\partial a_j} = p_i (1\\{i = j\\} - p_i)"),
    Twins(
      given: "X \\in \\R^{V \\times V}, X_{ij} > 0, w_i \\in \\R^d, 1 \\le i \\le V",
      define: "J = \\sum_{i,j=1}^V w_i^T w_j \\log X_{ij}",
      right: "J = \\sum_{i,j} \\log(X_{ij}) w_j^T w_i",
      wrong: "J = \\sum_{i,j} \\log(X_{ij}) w_i^T w_i"),
  ]

  static let functions = [
    Twins(
      given: "\\gamma > 0, p \\in (0, 1)", define: "F(u) = -(1 - u)^\\gamma \\log u",
      right: "F'(p) = \\gamma (1 - p)^{\\gamma - 1} \\log p - \\frac{(1 - p)^\\gamma}{p}",
      wrong: "F'(p) = \\gamma (1 - p)^{\\gamma} \\log p - \\frac{(1 - p)^\\gamma}{p}"),
    Twins(
      given: "a, b > 0, p \\in (0, 1)", right: "p^{a + b} = p^a p^b", wrong: "p^{a b} = p^a p^b"),
    Twins(
      given: "h \\in (0, 1), y \\in \\{0, 1\\}", define: "p = h^y (1 - h)^{1 - y}",
      right: "\\log p = y \\log(h) + (1 - y) \\log(1 - h)", wrong: "p = h y + (1 - h) y"),
    Twins(
      given: "\\mu \\in \\R, \\sigma > 0, x_n \\in \\R, 1 \\le n \\le N",
      define: "\\ln p = -\\frac{1}{2 \\sigma^2} \\sum_{n=1}^N (x_n - \\mu)^2 - N \\ln \\sigma",
      right: "\\frac{\\partial}{\\partial \\mu} \\ln p = \\frac{1}{\\sigma^2} \\sum_n (x_n - \\mu)",
      wrong: "\\frac{\\partial}{\\partial \\mu} \\ln p = \\frac{1}{\\sigma} \\sum_n (x_n - \\mu)"),
    // Letters that a claim brings along.
    Twins(
      given: "x \\in \\R", define: "g(z) = \\frac{1}{1 + e^{-z}}", right: "g'(z) = g(z)(1 - g(z))",
      wrong: "g'(z) = 1 - g(z)^2"),
    Twins(
      given: "a > 0", define: "V(D) = a \\log D + \\log(1 - D)",
      right: "V'(D) = \\frac{a}{D} - \\frac{1}{1 - D} \\text{ for } D \\in (0, 1)",
      wrong: "V'(D) = \\frac{a}{D} + \\frac{1}{1 - D} \\text{ for } D \\in (0, 1)"),
    Twins(
      given: "a > 0", right: "u^2 + a^2 \\ge 0, \\quad u \\in \\R",
      wrong: "a + u = a - u, \\quad u \\in \\R"),
    Twins(
      given: "w, x, y, b \\in \\R", define: "z = w x + b, C = -(y \\ln \\sigma(z))",
      right:
        "\\frac{\\partial C}{\\partial w} = -\\frac{y}{\\sigma(z)} \\frac{\\partial \\sigma}{\\partial z} x",
      wrong: "\\frac{\\partial C}{\\partial w} = -y \\frac{\\partial \\sigma}{\\partial z} x"),
    Twins(
      given: "A, B \\in \\R^{n \\times n}", right: "\\operatorname{Tr}(A B) = \\text{Tr}(B A)",
      wrong: "\\text{Tr}(A B) = \\text{Tr}(A) \\text{Tr}(B)"),
  ]

  static let times = [
    Twins(
      given: "g_t \\in \\R^n, 1 \\le t \\le T, \\beta \\in (0, 1)",
      right: "(1 - \\beta) \\sum_{i=1}^t \\beta^{t-i} = 1 - \\beta^t",
      wrong: "(1 - \\beta) \\sum_{i=1}^t \\beta^{t-i} = 1 - \\beta"),
    Twins(
      given: "R_i \\in \\R, 1 \\le i \\le N",
      define: "Q_n = \\frac{1}{n-1} \\sum_{i=1}^{n-1} R_i, \\quad 2 \\le n \\le N",
      right: "Q_{n+1} = Q_n + \\frac{1}{n} [R_n - Q_n]",
      wrong: "Q_{n+1} = Q_n + \\frac{1}{n+1} [R_n - Q_n]"),
  ]

  @Test(
    "The right one is verified, the wrong one refuted",
    arguments: names + entries + functions + times)
  func verdicts(_ twins: Twins) {
    #expect(ReadingTwinsTests.outcome(twins, twins.right) == [.verified])
    #expect(ReadingTwinsTests.outcome(twins, twins.wrong) == [.refuted])
  }

  @Test(
    "What stays open is a question",
    arguments: [
      // The labels begin elsewhere than the axis.
      Twins(
        given: "z_i \\in \\R^3, y_i \\in \\{0, 1, 2\\}, 1 \\le i \\le N",
        right: "\\sum_k 1\\{y_i = k\\} z_{i,k} = z_{i, y_i}", wrong: "z_{i, y_i} = 0"),
      // What a vector is to the power of its own entries, nobody says.
      Twins(given: "x, v \\in \\R^3", right: "x^v = x", wrong: "2^v = v"),
      // A set of which nothing is known.
      Twins(
        given: "p \\in \\R^n", right: "\\sum_{w \\in V} p_w = \\sum_w p_w",
        wrong: "\\sum_{w \\in V} p_w = 1"),
      Twins(given: "g \\in \\R^3", right: "|g| = \\|g\\|", wrong: "|g| = \\operatorname{abs}(g)"),
      Twins(given: "x \\in \\R", right: "\\mathbb{E}[x] = x", wrong: "\\mathbb{E}[x] = 0"),
    ])
  func questions(_ twins: Twins) {
    #expect(ReadingTwinsTests.outcome(twins, twins.right) == [.error])
    #expect(ReadingTwinsTests.outcome(twins, twins.wrong) == [.error])
  }
}
