import Notation
import Testing

@testable import Homework
@testable import Judging

/// Names with labels, numbers with names, powers and the functions of the field: a true claim and a
/// false one of each kind.
@Suite("Twins of names, powers and functions")
struct NameTwinsTests {
  typealias Twins = ReadingTwinsTests.Twins

  private static let layers =
    "x \\in \\R^n, \\quad W^{(1)} \\in \\R^{m \\times n}, \\quad W^{[2]} \\in \\R^{k \\times m}"
  private static let outputs = """
    z^{(1)} = W^{(1)} x \\\\ a^{(1)} = \\tanh(z^{(1)}) \\\\ \\hat{\\mathbf{y}} = W^{[2]} a^{(1)} \\\\ L = L(\\hat{y}) \\\\
    \\overline{\\mathbf{W}^{(1)}} = \\nabla_{W^{(1)}} L \\\\ \\delta^{(1)} = \\nabla_{z^{(1)}} L
    """

  static let labels = [
    Twins(
      given: layers, define: outputs,
      right: "\\overline{\\mathbf{W}^{(1)}} = \\delta^{(1)} x^\\top",
      wrong: "\\overline{W^{(1)}} = 2 \\delta^{(1)} x^\\top"),
    Twins(
      given: layers, define: outputs,
      right: "\\nabla_{a^{(1)}} L = W^{[2]T} \\nabla_{\\widehat{y}} L",
      wrong: "\\delta^{(1)} = W^{[2]\\top} \\nabla_{\\widehat{y}} L"),
    Twins(
      given: layers, define: outputs, right: "z_i^{(1)} = \\sum_j W_{ij}^{(1)} x_j",
      wrong: "z_i^{(1)} = \\sum_j W_{ij}^{(1)}"),
    Twins(
      given: "z^l \\in \\R^n, \\quad w^{l+1} \\in \\R^{m \\times n}",
      define: """
        a^l_i = \\sigma(z^l_i) \\\\ z^{l+1} = w^{l+1} a^l \\\\ C = C(z^{l+1}) \\\\
        \\delta^{l+1} = \\nabla_{z^{l+1}} C \\\\ \\delta^l = \\nabla_{z^l} C
        """,
      right: "\\delta^l = ((w^{l+1})^T \\delta^{l+1}) \\odot \\sigma'(z^l)",
      wrong: "\\delta^l = ((w^{l+1})^T \\delta^{l+1}) \\odot \\sigma(z^l)"),
    Twins(
      given: "x \\in \\R^m, \\quad \\text{index base } 1",
      define: """
        \\mu_B = \\frac1m \\sum_i x_i \\\\ \\sigma_B^2 = \\frac1m \\sum_i (x_i - \\mu_B)^2
        """,
      right: "\\sigma_B = \\sqrt{\\sigma^2_B}", wrong: "\\sigma_B = \\sigma_B^2"),
    Twins(
      given: "x \\in \\R^m, \\quad \\epsilon \\in \\R, \\epsilon > 0",
      define: """
        \\mu = \\frac1m \\sum_i x_i \\\\ \\sigma^2 = \\frac1m \\sum_i (x_i - \\mu)^2 \\\\
        y_i = (x_i - \\mu) (\\sigma^2 + \\epsilon)^{-1/2} \\\\ L = L(y)
        """,
      right:
        "\\frac{\\partial L}{\\partial \\sigma^2} = -\\frac12 \\sum_i \\frac{\\partial L}{\\partial y_i} (x_i - \\mu) (\\sigma^2 + \\epsilon)^{-3/2}",
      wrong:
        "\\frac{\\partial L}{\\partial \\sigma^2} = -\\frac12 \\sum_i \\frac{\\partial L}{\\partial y_i} (x_i - \\mu) (\\sigma^2 + \\epsilon)^{-1/2}"
    ),
    Twins(
      given: "x \\in \\R^{N \\times D}",
      define: """
        \\mu_d = \\frac1N \\sum_n x_{nd} \\\\ \\sigma_d^2 = \\frac1N \\sum_n (x_{nd} - \\mu_d)^2
        """,
      right:
        "\\frac{\\partial \\sigma_d^2}{\\partial x_{ij}} = \\frac2N (x_{id} - \\mu_d) \\delta_{d,j}",
      wrong: "\\frac{\\partial \\sigma_d^2}{\\partial x_{ij}} = \\frac2N x_{id} \\delta_{d,j}"),
    Twins(
      given: "\\sigma \\in \\R^d", define: "D = \\sum_j (\\sigma_j^2 - \\log \\sigma_j^2)",
      right: "\\frac{\\partial D}{\\partial \\sigma_j^2} = 1 - \\frac{1}{\\sigma_j^2}",
      wrong: "\\frac{\\partial D}{\\partial (\\sigma_j^2)} = 2 \\sigma_j - \\frac{2}{\\sigma_j}"),
    Twins(
      given: "x \\in \\R^n, \\quad V \\in \\R^{m \\times n}",
      define: "h_{W,b}(x) = V x \\\\ J(W, b) = \\frac12 \\|h_{W,b}(x)\\|^2",
      right: "\\nabla_V J(W, b) = h_{W,b}(x) x^\\top", wrong: "\\nabla_V J(W, b) = h_{W,b}(x)"),
    Twins(
      given: "z^l \\in \\R^n, \\quad w \\in \\R^{m \\times n}",
      define: "z^{l+1} = w z^l \\\\ Loss = Loss(z^{l+1})",
      right: "\\nabla_{z^l} Loss = w^\\top \\nabla_{z^{l+1}} Loss",
      wrong: "\\nabla_w Loss = w^\\top \\nabla_{z^{l+1}} Loss"),
    Twins(
      given: "\\Theta \\in \\R^{K \\times d}, \\quad s \\in \\R^d",
      define:
        "\\pi(a|s) = \\frac{\\exp(\\sum_i \\Theta_{ai} s_i)}{\\sum_k \\exp(\\sum_i \\Theta_{ki} s_i)}",
      right:
        "\\pi(0|s) = \\frac{\\exp(\\sum_i \\Theta_{0i} s_i)}{\\sum_k \\exp(\\sum_i \\Theta_{ki} s_i)}",
      wrong: "\\pi(0|s) = \\exp(\\sum_i \\Theta_{0i} s_i)"),
    Twins(
      given: "x, w^{*} \\in \\R^n", right: "\\|x - w^\\star\\|^2 = \\|w^* - x\\|^2",
      wrong: "\\|x - w^\\star\\|^2 = \\|w^*\\|^2 - \\|x\\|^2"),
    Twins(
      given: "h^{(0)} = 0, \\quad x^{(t)} \\in \\R, \\quad w \\in \\R, \\quad 1 \\le t \\le \\tau",
      define: "h^{(t)} = w h^{(t-1)} + x^{(t)}",
      right: "h^{(t)} = \\sum_{k=1}^t w^{t-k} x^{(k)}",
      wrong: "h^{(t)} = \\sum_{k=1}^t w^{t-k+1} x^{(k)}"),
    Twins(
      given:
        "a^{[0]} \\in \\R^n, \\quad W^{[l]} \\in \\R^{n \\times n}, \\quad 1 \\le l \\le L",
      define: "z^{[l]} = W^{[l]} a^{[l-1]} \\\\ a^{[l]} = \\tanh(z^{[l]})",
      right:
        "\\frac{\\partial a^{[l]}}{\\partial a^{[l-1]}} = \\operatorname{diag}(1 - (a^{[l]})^2) W^{[l]}",
      wrong:
        "\\frac{\\partial a^{[l]}}{\\partial a^{[l-1]}} = \\operatorname{diag}(1 - (a^{[l]})^2) W^{[l]T}"
    ),
    Twins(
      given: "x \\in \\R^n", define: "dW^{[1]} = 2 x", right: "dW^{[1]} = \\mathbf{x} + x",
      wrong: "dW^{[1]} = x"),
    Twins(
      given: "z \\in \\R^n", define: "p = \\operatorname{softmax}(z)",
      right: "\\operatorname{softmax}(z)_i = p_i", wrong: "\\operatorname{softmax}(z)_i = z_i"),
  ]

  private static let matrices = "A, B \\in \\R^{n \\times n}, \\quad v \\in \\R^n"

  static let functions = [
    Twins(
      given: "X \\in \\R^{n \\times m}, \\quad y, b \\in \\R^m", right: "\\mathbf{Xy} = X y",
      wrong: "2\\mathbf{X}b - 2\\mathbf{Xy} = X b - 2 X y"),
    Twins(given: "x \\in \\R", right: "\\sin(\\pi) = 0", wrong: "\\pi = 3.14159"),
    Twins(given: "n \\in \\N", right: "\\cos(\\pi n) = (-1)^n", wrong: "\\cos(\\pi n) = 1"),
    Twins(
      given: "x \\in \\R", right: "\\cos\\left(\\frac{\\pi}{3}\\right) = \\frac12",
      wrong: "\\cos\\left(\\frac{\\pi}{4}\\right) = \\frac12"),
    Twins(given: "x \\in \\R", right: "\\pi \\approx 3.1416", wrong: "\\pi \\approx 3.1415"),
    Twins(
      given: "z \\in \\R^n", define: "\\pi = \\operatorname{softmax}(z)",
      right: "\\sum_i \\pi_i = 1",
      wrong: "\\sum_i \\pi_i = 3.14159"),
    Twins(
      given: "x \\in \\R",
      right: "\\frac{d}{dx} \\operatorname{erf}(x) = \\frac{2}{\\sqrt{\\pi}} e^{-x^2}",
      wrong: "\\frac{d}{dx} \\operatorname{erf}(x) = \\frac{1}{\\sqrt{\\pi}} e^{-x^2}"),
    Twins(
      given: "x \\in \\R", right: "\\frac{d}{dx} \\arctan(x) = \\frac{1}{1 + x^2}",
      wrong: "\\frac{d}{dx} \\arctan(x) = \\frac{1}{1 - x^2}"),
    Twins(
      given: "v \\in \\R^n",
      right: "\\operatorname{Var}(v) = \\frac1n \\sum_i v_i^2 - \\operatorname{mean}(v)^2",
      wrong: "\\operatorname{Var}(v) = \\frac1n \\sum_i v_i^2"),
    Twins(
      given: "v \\in \\R^n",
      right: "\\frac{\\partial \\|v\\|_1}{\\partial v_i} = \\operatorname{sign}(v_i)",
      wrong: "\\frac{\\partial \\|v\\|_1}{\\partial v_i} = 1"),
    Twins(
      given: matrices, right: "\\det(A B) = \\det A \\det B",
      wrong: "\\det(A + B) = \\det A + \\det B"),
    Twins(
      given: matrices, right: "\\nabla_A \\det(A) = \\det(A) (A^{-1})^T",
      wrong: "\\nabla_A \\det(A) = \\det(A) A^{-1}"),
    Twins(
      given: matrices, right: "\\nabla_A \\log \\det A = A^{-T}",
      wrong: "\\nabla_A \\log \\det A = A^{-1}"),
    Twins(
      given: matrices, right: "(A B)^{-1} = B^{-1} A^{-1}", wrong: "(A B)^{-1} = A^{-1} B^{-1}"),
    Twins(given: matrices, right: "A^3 A^{-2} = A", wrong: "A^3 A^{-2} = A^2"),
    Twins(given: matrices, right: "A^n A = A^{n+1}", wrong: "A^n A = A^{2 n}"),
    Twins(
      given: "n, m, s \\in \\N, \\quad s \\ge 1", right: "(n + s) \\bmod s = n \\bmod s",
      wrong: "(n + m) \\bmod s = n \\bmod s + m \\bmod s"),
    Twins(
      given: "a \\in \\R, a > 0", right: "a^{3/2} = a \\sqrt{a}", wrong: "a^{1/2} = \\frac{a}{2}"),
    Twins(
      given: "a \\in \\R, a > 0", right: "a^{-0.5} a^{-1.5} = \\frac{1}{a^2}",
      wrong: "a^{-0.5} a^{-1.5} = a^2"),
    Twins(
      given: "a \\in \\R, a > 0", right: "\\frac{d}{da} a^{1/3} = \\frac13 a^{-2/3}",
      wrong: "\\frac{d}{da} a^{1/3} = \\frac13 a^{-1/3}"),
    Twins(
      given: "w \\in \\R, \\quad n \\in \\N", right: "\\sum_{k=1}^n w^{k-1} (1 - w) = 1 - w^n",
      wrong: "\\sum_{k=1}^n w^k (1 - w) = 1 - w^n"),
    Twins(
      given: "x, y \\in \\R^n", right: "\\langle x, y \\rangle = x^\\top y",
      wrong: "\\langle x, y \\rangle = x^\\top x"),
    Twins(
      given: "x \\in \\R", right: "\\left\\{ x + 1 \\right\\} x = x^2 + x",
      wrong: "\\left\\{ x + 1 \\right\\} x = x^2 + 1"),
  ]

  @Test("The right one is verified, the wrong one refuted", arguments: labels + functions)
  func verdicts(_ twins: Twins) {
    #expect(ReadingTwinsTests.outcome(twins, twins.right) == [.verified])
    #expect(ReadingTwinsTests.outcome(twins, twins.wrong) == [.refuted])
  }

  @Test(
    "Plain text says the same",
    arguments: [
      ("sin(π) = 0", Verdict.Outcome.verified), ("sin(π/2) = 0", .refuted),
      ("7 mod 4 = 3", .verified), ("7 mod 4 = 1", .refuted), ("mod(7, 4) = 3", .verified),
      ("A^(-1) A A = A", .verified), ("det(2 A) = 2 det(A)", .refuted),
      ("mean(v) = (v[0] + v[1] + v[2])/3", .verified), ("Var(v) = mean(v)", .refuted),
      ("softmax(v)[0] = exp(v[0])/sum(j) exp(v[j])", .verified),
      ("softmax(v)[0] = exp(v[0])", .refuted),
      ("erf(-v[0]) = -erf(v[0])", .verified), ("sign(v[0]) = 1", .refuted),
    ])
  func plainText(_ claim: String, _ outcome: Verdict.Outcome) {
    let text = """
      ```given
      A in R^(2 × 2), v in R^3
      ```
      ```check
      \(claim)
      ```
      """
    #expect(
      check(SourceFile(name: "plain.md", text: text)).claims.map(\.verdict.outcome) == [outcome])
  }

  @Test(
    "One σ in one claim, and a fat dot that may be two things, are questions",
    arguments: ["y = \\sigma(z) \\\\ \\sum_i \\sigma(z)_i = 1", "z \\bullet z = z \\odot z"])
  func questions(_ claim: String) {
    let twins = Twins(
      given: "z \\in \\R^4", define: "y_i = \\frac{1}{1 + e^{-z_i}}", right: claim, wrong: claim)
    #expect(ReadingTwinsTests.outcome(twins, claim).contains(.error))
  }
}
