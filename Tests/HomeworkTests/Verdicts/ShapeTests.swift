import Notation
import Testing

@testable import Homework
@testable import Judging
@testable import Markup

/// What fits: products and powers, rows and columns, biases.
@Suite("Shapes that fit")
struct ShapeTests {
  static func outcome(_ formula: String, _ conventions: String = "") -> Verdict.Outcome {
    let text = #"""
      ---
      checkmark: {\#(conventions)}
      ---
      ```math given
      a, b, c \in \R^3, \quad A, B \in \R^{3 \times 3}, \quad M \in \R^{2 \times 3}, \quad s \in \R \\
      X \in \R^{4 \times 3}, \quad V \in \R^{3 \times 2}, \quad d \in \R^2, \quad F \in \R^{3 \times 4}, \quad r \in \R^{1 \times 3}
      ```
      ```math define
      h = \tanh(M a) \\ z = M a \\ y = a^\top V \\ Y = X V + d \\ Z = A F + b \\ S = A B + c \\ \ell = \ell(h, y, Y)
      ```
      ```math check
      \#(formula)
      ```
      """#
    let outcomes = check(SourceFile(name: "a.md", text: text)).claims.filter(\.isAnswer)
      .map(\.verdict.outcome)
    return outcomes.first { $0 != .verified } ?? .verified
  }

  static let right = [
    #"a^2 = a \odot a"#, #"1 - a^2 = (1 - a) \odot (1 + a)"#, #"\frac{a}{b} \odot b = a"#,
    #"a^{-1} = \frac{1}{a}"#, #"A^2 = A A"#, #"A^3 = A A A"#, #"M^2 = M \odot M"#,
    #"A^T a = A^\top a"#, #"a + s = s + a"#, #"a \cdot b = a^\top b"#, #"a * b = a \odot b"#,
    #"A * B = A \odot B"#, #"(a b^\top)_{ij} = a_i b_j"#, #"(M a)^\top = a^\top M^\top"#,
    #"a \in \R^{3 \times 1}"#, #"a^\top \in \R^{1 \times 3}"#, #"r a = \sum_j r_{0,j} a_j"#,
    #"\begin{bmatrix} 3 \\ 4 \end{bmatrix} \begin{bmatrix} 1 & 2 \end{bmatrix} = \begin{bmatrix} 3 & 6 \\ 4 & 8 \end{bmatrix}"#,
    #"\frac{\partial h}{\partial a} = \operatorname{diag}(1 - h^2) M"#,
    #"\frac{\partial a^2}{\partial a} = 2 \operatorname{diag}(a)"#,
    #"\frac{\partial \ell}{\partial M} = \frac{\partial \ell}{\partial h} \odot (1 - h^2) a^\top"#,
    #"\frac{\partial \ell}{\partial V} = a \frac{\partial \ell}{\partial y} + X^\top \frac{\partial \ell}{\partial Y}"#,
    #"Y_{ij} = \sum_k X_{ik} V_{kj} + d_j"#, #"Z_{ij} = \sum_k A_{ik} F_{kj} + b_i"#,
    #"\frac{\partial \ell}{\partial d_j} = \sum_i \frac{\partial \ell}{\partial Y_{ij}}"#,
    #"X_i a = \sum_j X_{ij} a_j"#, #"a \odot A b = a \odot (A b)"#,
  ]

  /// False, or without a meaning.
  static let wrong = [
    #"a^\top = a"#, #"a^\top A = A^\top a"#, #"a^\top \in \R^3"#, #"a^\top \in \R^{3 \times 1}"#,
    #"a \in \R^{1 \times 3}"#, #"a = r"#, #"y = V^\top a"#, #"a b = a \odot b"#, #"a b = b a"#,
    #"a \cdot b = a \odot b"#, #"A b^\top B c = (A b)^\top (B c)"#, #"a A = A^\top a"#,
    #"a \odot b \cdot c = a \odot (b \cdot c)"#, #"A * B = A B"#, #"A^2 = A \odot A"#,
    #"a^2 = 2 a"#, #"\frac{\partial a^2}{\partial a} = 2 a"#,
    #"\frac{\partial h}{\partial z} = 1 - h^2"#,
    #"\frac{\partial h}{\partial a} = (1 - h^2) \odot M"#,
    #"\frac{\partial h}{\partial z} = \operatorname{diag}(1 - h^2)"#,
    #"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} \begin{bmatrix} 1 & 2 \end{bmatrix} = \begin{bmatrix} 5 & 11 \end{bmatrix}"#,
    #"A + a = a + A"#, #"S = A B + c"#, #"Y_{ij} = \sum_k X_{ik} V_{kj} + d_i"#,
  ]

  @Test("What fits is verified", arguments: right)
  func fitting(_ formula: String) { #expect(Self.outcome(formula) == .verified) }

  @Test("What does not fit is not verified", arguments: wrong)
  func unfitting(_ formula: String) { #expect(Self.outcome(formula) != .verified) }

  @Test(
    "Loose products are taken as the shapes allow, where they are declared",
    arguments: [
      #"a b = a \odot b"#, #"A b^\top B c = (A b)^\top (B c)"#, #"a A = A^\top a"#, #"a^\top = a"#,
    ])
  func loose(_ formula: String) {
    #expect(Self.outcome(formula) != .verified)
    #expect(Self.outcome(formula, "products: loose") == .verified)
  }

  @Test("Where a bias fits twice, the document says along which axis it is added")
  func samples() {
    let rows = #"S_{ij} = \sum_k A_{ik} B_{kj} + c_j"#
    #expect(Self.outcome(rows) == .error)
    #expect(Self.outcome(rows, "samples: rows") == .verified)
    #expect(Self.outcome(rows, "samples: columns") == .refuted)
  }
}
