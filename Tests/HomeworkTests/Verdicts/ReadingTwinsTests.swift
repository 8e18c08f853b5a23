import Notation
import Testing

@testable import Homework
@testable import Judging

/// Claims that are told apart by how a formula is read: one is true, and its twin false.
@Suite("Twins that are told apart by how they are read")
struct ReadingTwinsTests {
  struct Twins: CustomTestStringConvertible, Sendable {
    let given: String
    var define = ""
    let right: String
    let wrong: String

    var testDescription: String { right }
  }

  static func outcome(_ twins: Twins, _ claim: String) -> [Verdict.Outcome] {
    let definition = twins.define.isEmpty ? "" : "```math define\n\(twins.define)\n```\n"
    let text = "```math given\n\(twins.given)\n```\n\(definition)```math check\n\(claim)\n```\n"
    return check(SourceFile(name: "twins.md", text: text)).claims.map(\.verdict.outcome)
  }

  static let examples = [
    Twins(
      given: "x \\in \\R", right: "\\frac{\\partial}{\\partial x} \\frac12 x^2 = x",
      wrong: "\\frac{\\partial}{\\partial x} \\frac12 x^2 = 0"),
    Twins(
      given: "d = 64 \\\\ x \\in \\R", define: "y = x^2", right: "\\frac{dy}{dx} = 2 x",
      wrong: "\\frac{dy}{dx} = x"),
    Twins(
      given: "w \\in \\R^4", define: "\\mu = \\frac14 \\sum_i w_i",
      right: "(\\frac14 \\sum_i w_i) - w_i = \\mu - w_i", wrong: "(\\sum_i w_i) - w_i = 0"),
    Twins(
      given: "x, y \\in \\R^2", right: "\\prod_i x_i \\prod_j y_j = x_0 x_1 y_0 y_1",
      wrong: "\\prod_i x_i \\prod_j y_j = x_0 x_1 (y_0 y_1)^2"),
    Twins(
      given: "x \\in \\R", right: "\\tanh x^2 = \\tanh(x^2)", wrong: "\\tanh x^2 = \\tanh(x)^2"),
    Twins(
      given: "n \\in \\N", right: "n \\le n + 1, \\text{ so } n \\le n + 2",
      wrong: "n \\le n + 1, \\quad n \\le 100"),
    Twins(
      given: "n, m \\in \\N", right: "n \\ge m \\implies n^2 \\ge m n",
      wrong: "n \\ge m \\implies n \\ge m + 1"),
    Twins(
      given: "n \\in \\N", right: "\\text{For } n = 2: n^2 = 4",
      wrong: "\\text{For } n = 3: n^2 = 4"),
    Twins(given: "x \\in \\R", right: "|x| = x, \\; x > 0", wrong: "|x| = x, \\; x > -1"),
    Twins(
      given: "x \\in \\R", define: "y = x", right: "x = y \\\\ -x = -y", wrong: "x = y \\\\ -x = y"),
    Twins(given: "W \\in \\R^{14 \\times 4}", right: "W_{12} = W[1, 2]", wrong: "W_{12} = W[2, 1]"),
    Twins(given: "H, K, HK \\in \\N", right: "H K = K H", wrong: "H K = HK"),
    Twins(
      given: "\\mathcal{L} \\in \\R, \\quad L = 3", right: "L = 3", wrong: "\\mathcal{L} = L"),
    Twins(given: "A, B \\in \\R^{2 \\times 2}", right: "A * B = A \\odot B", wrong: "A * B = A B"),
    Twins(
      given: "x \\in \\R^3", right: "\\|x\\|_1 = \\sum_i |x_i|", wrong: "\\|x\\|_1 = ||x||"),
    Twins(
      given: "x \\in \\R^2, W \\in \\R^{2 \\times 2}", define: "y = \\tanh(W x)",
      right: "z = W x, \\quad y = \\tanh(z)", wrong: "z = W x, \\quad y = z"),
    Twins(
      given: "x \\in \\R", define: "y = 2 x", right: "y = z \\text{ where } z = 2 x",
      wrong: "y = z \\text{ where } z = 3 x"),
    Twins(
      given: "a, b, x \\in \\R", define: "f(x) = x^2", right: "f(a + b) = a^2 + 2 a b + b^2",
      wrong: "f(a + b) = f(a) + f(b)"),
    Twins(given: "x \\in \\R", right: "\\ln e = 1", wrong: "e \\approx 2.719"),
  ]

  @Test("The right one is verified, the wrong one refuted", arguments: examples)
  func verdicts(_ twins: Twins) {
    #expect(Self.outcome(twins, twins.right) == [.verified])
    #expect(Self.outcome(twins, twins.wrong) == [.refuted])
  }

  @Test(
    "What depends on how it is read is a question",
    arguments: [
      "\\exp x / y = e^x / y", "\\exp x / y = e^{x / y}", "\\log p q = q \\log(p)",
      "{x + y} x = x^2 + x y", "\\|v\\| = |v|", "x . y = x y", "x^{(2)} = x x",
    ])
  func questions(_ claim: String) {
    let twins = Twins(given: "x, y, p, q \\in \\R, v \\in \\R^3", right: claim, wrong: claim)
    #expect(Self.outcome(twins, claim) == [.error])
  }
}
