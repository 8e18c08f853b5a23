import Notation
import Testing

/// What a reader sees must be what was judged.
@Suite("Typesetting of plain text")
struct TypesettingTests {
  /// Pieces in which a bracket that is lost says something else.
  static let pieces = [
    "(A B)ᵀ = Bᵀ Aᵀ", "(A B)[i, j] = 0", "(a b)^2 = a a b b", "(a/b)^2 = 1", "(a^2)^3 = a^6",
    "(-a)^2 = -(a^2)", "-(a + b) = -a - b", "a - (b - c) = a - b + c", "a + (-b) = a - b",
    "a (b + c) = a b + a c", "a/(b c) = 0", "∂(u + v)/∂u = 0", "∂(u ⊙ v)/∂u = 0",
    "A : R[n + 1, 3]", "A : R[2 n, n - 1]", "(sum(k in 0..2) u[k]) v[0] = 0",
    "(A ⊙ B) C = A (B ⊙ C)", "2^(n + 1) = 2 · 2^n", "cases(a if a > 0; b otherwise) c = 0",
  ]

  @Test("The LaTeX of a piece says what the piece says", arguments: pieces)
  func piece(_ text: String) throws {
    let given = "A, B, C : R[2, 2]; u, v : R[3]; a, b, c : R; n : N"
    let setting = Setting(
      name: "pieces", surface: .plainText, conventions: "index-base: 0", given: given, define: "",
      formulas: [text])
    let formula = try #require(try setting.read().first)
    try readsBack(formula)
  }

  @Test(
    "The LaTeX of a right formula says what the formula says",
    arguments: Setting.all.indices.filter { Setting.all[$0].surface == .plainText })
  func formulas(_ number: Int) throws {
    for formula in try Setting.all[number].read() { try readsBack(formula) }
  }

  private func readsBack(_ formula: RightFormula) throws {
    let latex = [formula.statement].latex
    let again = try RightFormula.statement(latex, .latex, formula.scope)
    #expect(again.parts == formula.statement.parts, "\(formula.source) as \(latex)")
  }
}
