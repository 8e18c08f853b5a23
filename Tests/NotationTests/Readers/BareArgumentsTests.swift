import Testing

@testable import Notation

@Suite("Functions without brackets")
struct BareArgumentsTests {
  private static let names: [String: Vocabulary.Entry] = [
    "x": .tensor(rank: 0), "y": .tensor(rank: 0), "v": .tensor(rank: 1), "W": .tensor(rank: 2),
  ]

  @Test(
    "The argument is the product that follows",
    arguments: [
      (#"\tanh x^2 = 0"#, "tanh(x^2) = 0"), (#"\tanh v_0^2 = 0"#, "tanh(v[0]^2) = 0"),
      (#"\sin 2x + 1 = 0"#, "sin(2 x) + 1 = 0"), (#"\exp -x = 0"#, "exp(−x) = 0"),
      (#"\tanh W v = 0"#, "tanh(W v) = 0"), (#"\sin x \cos y = 0"#, "sin(x) cos(y) = 0"),
      (#"\log \sigma(x) = 0"#, "log(σ(x)) = 0"), (#"\exp(x) y = 0"#, "exp(x) y = 0"),
      (#"\log \sum_j e^{v_j} = 0"#, "log(∑(j) e^v[j]) = 0"),
      (#"\operatorname{tr} W = 0"#, "tr(W) = 0"), (#"\exp x \cdot y = 0"#, "exp(x) · y = 0"),
      (#"\sin^2 2x = 0"#, "sin(2 x) ⊙ sin(2 x) = 0"), (#"\sqrt x y = 0"#, "sqrt(x) y = 0"),
      (#"\max\{0, x\} = 0"#, "max(0, x) = 0"),
    ])
  func reach(_ latex: String, _ text: String) {
    #expect(read(latex, Self.names) == [text])
  }

  @Test(
    "Where two readings are in use, both are read",
    arguments: [
      (#"\exp x / y = 0"#, "exp(x)/y = 0", "exp(x/y) = 0"),
      (#"\log x y = 0"#, "log(x y) = 0", "log(x) y = 0"),
      (#"\exp -x y = 0"#, "exp(−(x y)) = 0", "exp(−x) y = 0"),
      (#"|v| = 0"#, "abs(v) = 0", "norm(v) = 0"),
    ])
  func readings(_ latex: String, _ first: String, _ second: String) {
    #expect(read(latex, Self.names) == [first, "or " + second])
    #expect(read(latex, Self.names, introducingNames: true) == ["two-readings"])
  }
}
