import Testing

@testable import Notation

@Suite("Names are told apart")
struct NamesTests {
  @Test(
    "By spaces, digits, brackets and fonts",
    arguments: [
      ("HK = 1", "HK = 1"), ("H K = 1", "H K = 1"), (#"H\,K = 1"#, "H K = 1"),
      (#"\Delta t = 1"#, "Δt = 1"), ("W_{12} = 0", "W[1, 2] = 0"), ("v_{12} = 0", "v[12] = 0"),
      ("T_{123} = 0", "T[1, 2, 3] = 0"), ("W^{(1)} = 0", "W^(1) = 0"), ("W^{[2]} = 0", "W^[2] = 0"),
      ("(v + v)^{(2)} = 0", "ambiguous"), (#"||v|| = 0"#, "norm(v) = 0"),
      (#"\|v\|_1 = 0"#, "norm_1(v) = 0"), (#"\|W\| = 0"#, "ambiguous"),
      (#"\|W\|_F = 0"#, "norm(W) = 0"), (#"\|v\|_3 = 0"#, "unsupported"), ("|W| = 0", "det(W) = 0"),
      ("v * v = 0", "v ⊙ v = 0"), ("2 * v = 0", "2 * v = 0"), ("W^T v = 0", "Wᵀ v = 0"),
      ("H^N = 0", "H^N = 0"), (#"\boldsymbol{\theta}_1 = 0"#, "θ[1] = 0"),
    ])
  func names(_ latex: String, _ text: String) {
    let names: [String: Vocabulary.Entry] = [
      "HK": .number, "H": .number, "K": .number, "N": .number, "Δt": .number,
      "T": .tensor(rank: 3), "W": .tensor(rank: 2), "v": .tensor(rank: 1), "θ": .tensor(rank: 1),
    ]
    #expect(read(latex, names) == [text])
  }

  @Test(
    "A script letter and a plain one are two names where both are known",
    arguments: [
      (#"\mathcal{L} = L"#, ["\\mathcal{L}", "L"], #"\mathcal{L} = L"#),
      (#"\mathcal{L} = 1"#, ["L"], "L = 1"), ("L = 1", [#"\mathcal{L}"#], #"\mathcal{L} = 1"#),
      ("Loss = L", ["Loss", #"\mathcal{L}"#], "Loss = L"),
    ])
  func scripts(_ latex: String, _ names: [String], _ text: String) {
    let entries = names.map { ($0, Vocabulary.Entry.tensor(rank: 0)) }
    #expect(read(latex, Dictionary(uniqueKeysWithValues: entries)) == [text])
  }
}
