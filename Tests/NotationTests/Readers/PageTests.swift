import Testing

@testable import Notation

@Suite("What the page shows")
struct PageTests {
  private static let names: [String: Vocabulary.Entry] = [
    "a": .tensor(rank: 0), "b": .tensor(rank: 0), "w": .tensor(rank: 1), "A": .tensor(rank: 2),
    "is not": .number,
  ]

  @Test(
    "Braces that it does not show group nothing",
    arguments: [
      (#"{a + b} a = 0"#, "invisible-group"), (#"{a + b}^2 = 0"#, "invisible-group"),
      (#"{-a}^2 = 0"#, "invisible-group"), (#"{1}{2} = 2"#, "invisible-group"),
      (#"a - {a + b} = 0"#, "invisible-group"), (#"a / {a b} = 0"#, "invisible-group"),
      (#"\tanh{a + b} = 0"#, "invisible-group"), (#"{\sum_i w_i} - w_i = 0"#, "invisible-group"),
      (#"{a} b = 0"#, "a b = 0"), (#"{a}^2 = 0"#, "a^2 = 0"),
      (#"{(a + b)}^2 = 0"#, "(a + b)^2 = 0"),
      (#"{a + b} + 1 = 0"#, "a + b + 1 = 0"), (#"\tanh{a} = 0"#, "tanh(a) = 0"),
      (#"{A^\top} a = 0"#, "Aᵀ a = 0"),
    ])
  func groups(_ latex: String, _ text: String) {
    #expect(read(latex, Self.names) == [text])
  }

  @Test(
    "What stands above the line, is drawn over something, or says something is no name",
    arguments: [
      ("aⁿ = a", "unexpected-character"), ("3ˣ = 6", "unexpected-character"),
      (#"a \text{ is not } = a"#, "words"), (#"a \text{ equals } b"#, "words"),
      ("a . b = 0", "unexpected-character"), (#"a = b."#, "a = b"),
      (#"\left. a \right. = b"#, "a = b"),
      (#"\begin{bmatrix} 1 & & 2 \end{bmatrix} = a"#, "expected"),
    ])
  func signs(_ latex: String, _ text: String) {
    #expect(read(latex, Self.names) == [text])
  }

  @Test(
    "Digits and numbers are read as they are set",
    arguments: [
      (#"\frac12 a = b"#, "(1/2) a = b"), ("a^23 = b", "a^2 3 = b"), ("2^10 = 1024", "ambiguous"),
      ("1{,}024 = a", "1024 = a"), ("1e-3 = a", "0.001 = a"), (".5 = a", "0.5 = a"),
      (#"2 \not= 3"#, "2 ≠ 3"), ("a := b", "a = b"),
    ])
  func numbers(_ latex: String, _ text: String) {
    #expect(read(latex, Self.names) == [text])
  }

  @Test(
    "Brackets end a sum, and a product ends before the next big operator",
    arguments: [
      (#"\left(\sum_i w_i\right) - w_i = 0"#, "∑(i) w[i] − w[i] = 0"),
      (#"\sum_i w_i - w_i = 0"#, "∑(i) (w[i] − w[i]) = 0"),
      (#"\sum_i (w_i) + (w_i) + w_i = 0"#, "∑(i) (w[i] + w[i] + w[i]) = 0"),
      (#"\prod_i w_i \prod_j w_j = 0"#, "(∏(i) w[i]) (∏(j) w[j]) = 0"),
      (#"\prod_i w_i \cdot \prod_i w_i = 0"#, "(∏(i) w[i]) · (∏(i) w[i]) = 0"),
      (#"\prod_i a \sum_j A_{ij} = 0"#, "∏(i) (a (∑(j) A[i, j])) = 0"),
    ])
  func reach(_ latex: String, _ text: String) {
    #expect(read(latex, Self.names) == [text])
  }
}
