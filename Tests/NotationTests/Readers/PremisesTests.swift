import Testing

@testable import Notation

@Suite("Claims and conditions")
struct PremisesTests {
  private static let names: [String: Vocabulary.Entry] = [
    "x": .tensor(rank: 0), "z": .tensor(rank: 0), "y": .tensor(rank: 1), "n": .number, "m": .number,
  ]

  @Test(
    "A second claim is a claim; what speaks of indices, sizes or given letters is a condition",
    arguments: [
      (#"y_i = 0, \quad 1 \le i \le n"#, ["y[i] = 0, 1 ≤ i ≤ n"]),
      (#"y_i = 0, \quad i \ne j"#, ["y[i] = 0, i ≠ j"]), ("x = n, n = 2", ["x = n, n = 2"]),
      (#"z = x, \quad z \ge 2"#, ["z = x", "z ≥ 2"]), (#"x = 0, x > 0"#, ["x = 0, x > 0"]),
      (#"n \le n + 1, \quad n \le 100"#, ["n ≤ n + 1", "n ≤ 100"]),
      (#"n > 0, \text{ thus } n > 3"#, ["n > 0", "n > 3"]),
      (#"n > 0 \text{ for } n > 3"#, ["n > 0, n > 3"]),
      (#"z = 0, \quad z \in [0, 1]"#, ["z = 0", "z ∈ [0, 1]"]),
      (#"y_i = 0, i = 0, 1, 2"#, ["y[i] = 0, i ∈ {0, 1, 2}"]),
      (#"y_i = 0 \quad \forall i"#, ["y[i] = 0"]),
      (#"z = 0, \quad x, z > 0"#, ["z = 0, x > 0", "z > 0"]),
    ])
  func conditions(_ latex: String, _ statements: [String]) {
    #expect(read(latex, Self.names, given: ["x"]) == statements)
  }

  @Test(
    "What leads a claim in is no claim",
    arguments: [
      (#"n \ge m \implies n - m \ge 0"#, ["n − m ≥ 0, n ≥ m"]),
      (#"n > 2, m > 2 \Rightarrow n m > 4"#, ["n m > 4, m > 2, n > 2"]),
      (#"x > 0 \Rightarrow x = z"#, ["x = z, x > 0"]), (#"z = 1 \Rightarrow x = 1"#, ["expected"]),
      (#"z = x \Rightarrow z - x = 0"#, ["z = x", "z − x = 0"]),
      (#"\text{For } n = 1: x = z"#, ["x = z, n = 1"]),
      (#"\text{For } n = 1, \quad x = z"#, ["x = z, n = 1"]),
      (#"\text{if } n \ge m, \; n - m \ge 0"#, ["n − m ≥ 0, n ≥ m"]),
      (#"\forall i \in \{0, 1\}: y_i = 0"#, ["y[i] = 0, i ∈ {0, 1}"]),
      (#"\forall i: y_i = 0 \\ x = 1"#, ["y[i] = 0", "x = 1"]),
      (#"\forall i, \; y_i = 0"#, ["y[i] = 0"]),
      (#"\text{For } n = 1: x = z \\ x = 2"#, ["x = z, n = 1", "x = 2"]),
    ])
  func premises(_ latex: String, _ statements: [String]) {
    #expect(read(latex, Self.names, given: ["x"]) == statements)
  }

  @Test(
    "Several names share what stands behind them",
    arguments: [
      (#"n, m \ge 1"#, ["n ≥ 1", "m ≥ 1"]),
      (#"y_i = y_j, 1 \le i, j \le 5"#, ["y[i] = y[j], 1 ≤ i ≤ 5, 1 ≤ j ≤ 5"]),
    ])
  func lists(_ latex: String, _ statements: [String]) {
    #expect(read(latex, Self.names) == statements)
  }

  @Test(
    "A line with a relation of its own is an equation of its own",
    arguments: [
      (#"x = z \\ -x = -z"#, ["x = z", "−x = −z"]), (#"x = z \\ - z"#, ["x = z − z"]),
      (#"x &= z \\ &- z"#, ["x = z − z"]),
    ])
  func lines(_ latex: String, _ statements: [String]) {
    #expect(read(latex, Self.names) == statements)
  }
}
