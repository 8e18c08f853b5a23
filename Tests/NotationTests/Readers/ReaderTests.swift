import NumericCore
import Testing

@testable import Notation

@Suite("Readers")
struct ReaderTests {
  private static func chain(
    _ text: String, _ surface: Surface, _ vocabulary: [String: Vocabulary.Entry]
  ) throws -> String {
    let source = SourceFile(name: "test", text: text)
    let statements = try Syntax.Statement.statements(
      in: Fragment(source), surface: surface, vocabulary: Vocabulary(vocabulary))
    guard case .chain(let chain) = statements.first?.kind else { return "no chain" }
    return chain.steps.reduce(chain.first.text) {
      "\($0) \($1.relation.rawValue) \($1.expression.text)"
    }
  }

  static let names: [String: Vocabulary.Entry] = [
    "x": .tensor(rank: 2), "W": .tensor(rank: 3), "f_W": .function, "HK": .number, "H": .number,
    "K": .number, "D": .number, "S": .number, "P": .number, "fw": .function,
    "W_c": .tensor(rank: 2),
  ]

  @Test(
    "Both surfaces give one tree",
    arguments: [
      (
        #"f_W(x)[i, j] = \sum_{k=0}^{2} x[l, 2j + k] W[i, l, k]"#,
        "f_W(x)[i, j] = sum(k in 0..2) x[l, 2j + k] W[i, l, k]"
      ),
      (#"\frac{\partial f_W(x)}{\partial W}[a, b] = \delta_{a=c}"#, "∂f_W(x)/∂W = 0"),
      (#"\left\lfloor \frac{H - K}{S} \right\rfloor + 1 = 3"#, "floor((H - K)/S) + 1 = 3"),
      (#"x[i] \odot x[j] = 0"#, "x[i] ⊙ x[j] = 0"),
    ])
  func surfaces(_ latex: String, _ plain: String) throws {
    let first = try Self.chain(latex, .latex, Self.names)
    let second = try Self.chain(plain, .plainText, Self.names)
    if plain.hasPrefix("∂") { return #expect(first.hasPrefix("∂f_W(x)/∂W[a, b]")) }
    #expect(first == second)
  }

  @Test(
    "Names, indices and products are told apart",
    arguments: [
      (#"HK = 1"#, "HK = 1"), (#"H K = 1"#, "H K = 1"), (#"D(K - 1) = 0"#, "D (K − 1) = 0"),
      (#"W_{k,i} = 0"#, "W[k, i] = 0"), (#"x_{ij} = 0"#, "x[i, j] = 0"), (#"W_c = 0"#, "W_c = 0"),
      (#"x[i][j] = 0"#, "x[i][j] = 0"), (#"H - [D(K-1) + 1] = 0"#, "H − (D (K − 1) + 1) = 0"),
      (#"f w(x)[i] = 0"#, "fw(x)[i] = 0"), (#"W[1]^\top[m+2][c] = 0"#, "W[1]ᵀ[m + 2][c] = 0"),
      (#"\sum_c x[c] + x[c] = 0"#, "∑(c) (x[c] + x[c]) = 0"),
      (#"\sum_{idx=1}^3 x[idx] = 0"#, "∑(idx in 1..3) x[idx] = 0"),
      (#"x[m, idx] = 2 \times (m-1) + idx"#, "x[m, idx] = 2 × (m − 1) + idx"),
    ])
  func names(_ latex: String, _ expected: String) throws {
    #expect(try Self.chain(latex, .latex, Self.names) == expected)
  }

  /// `⟦…⟧` marks where the diagnostic must point.
  @Test(
    "What cannot be read is pointed at",
    arguments: [
      ("unknown-command", #"x = ⟦\foo⟧ 2"#), ("expected", "x = 2 +⟦⟧"), ("expected", "x = ⟦)⟧"),
      ("unbalanced", "x = ⟦(⟧2 + 3"), ("unbalanced", #"x = ⟦\text{abc⟧"#),
      ("not-a-statement", "⟦x⟧"),
      ("ragged-matrix", #"x = ⟦\begin{bmatrix}⟧ 1 & 2 \\ 3 \end{bmatrix}"#),
      ("unexpected-character", "x = ⟦?⟧"), ("expected", #"⟦\sum⟧ x = 2"#),
    ])
  func diagnostics(_ code: String, _ marked: String) throws {
    let text = marked.replacing("⟦", with: "").replacing("⟧", with: "")
    let lower =
      marked.utf8.count
      - marked.split(separator: "⟦", maxSplits: 1, omittingEmptySubsequences: false)[1].utf8.count
      - "⟦".utf8.count
    let source = SourceFile(name: "test", text: text)
    let diagnostic = #expect(throws: Diagnostic.self) {
      _ = try Syntax.Statement.statements(
        in: Fragment(source), surface: .latex, vocabulary: Vocabulary(Self.names))
    }
    #expect(diagnostic?.message.code == code)
    #expect(diagnostic?.span.lower == lower)
  }

  @Test(
    "Ten thousand brackets and ten thousand terms are refused, not followed",
    arguments: [
      String(repeating: "(", count: 1500) + "1" + String(repeating: ")", count: 1500) + " = 1",
      String(repeating: "1 + ", count: 1500) + "1 = 1", String(repeating: "-", count: 10_000),
      String(repeating: "{", count: 3000), String(repeating: "x^", count: 1900),
    ])
  func depth(_ text: String) {
    let source = SourceFile(name: "test", text: text)
    #expect(throws: Diagnostic.self) {
      _ = try Syntax.Statement.statements(
        in: Fragment(source), surface: .latex, vocabulary: Vocabulary())
    }
  }
}
