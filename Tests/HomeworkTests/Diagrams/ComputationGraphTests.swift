import Notation
import Testing

@testable import Homework

/// What is computed from what, edge by edge.
@Suite("Computation graphs")
struct ComputationGraphTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let network: String
    let description: String
    let lines: [String]

    var testDescription: String { name }
  }

  static let examples = [
    Example(
      name: "a cell with time folded", network: Networks.gated, description: "of: h",
      lines: [
        "x[t] → W_c", "h[t − 1] → W_h", "W_c → +", "W_h → +", "+ → σ", "σ → c[t]",
        "c[t] → ⊙", "h[t − 1] → ⊙", "c[t] → 1 −", "1 − → ⊙", "x[t] → W_x", "W_x → ⊙", "⊙ → +",
        "⊙ → +", "+ → h[t]", "h[t] ⇢ h[t − 1]",
      ]),
    Example(
      name: "names and matrices only", network: Networks.gated,
      description: "of: h\ndetail: names",
      lines: [
        "x[t] → W_c", "h[t − 1] → W_h", "W_c → c[t]", "W_h → c[t]", "c[t] → h[t]",
        "h[t − 1] → h[t]", "x[t] → W_x", "W_x → h[t]", "h[t] ⇢ h[t − 1]",
      ]),
    Example(
      name: "time unrolled", network: Networks.gated,
      description: "of: h\ndetail: names\ntime: unrolled\nsteps: 2..3",
      lines: [
        "x[2] → W_c", "h[1] → W_h", "W_c → c[2]", "W_h → c[2]", "c[2] → h[2]", "h[1] → h[2]",
        "x[2] → W_x", "W_x → h[2]",
        "x[3] → W_c", "h[2] → W_h", "W_c → c[3]", "W_h → c[3]", "c[3] → h[3]", "h[2] → h[3]",
        "x[3] → W_x", "W_x → h[3]",
      ]),
    Example(
      name: "two lags", network: Networks.attention, description: "of: h\ndetail: names",
      lines: (0...2).flatMap { i in
        let input = i == 0 ? "x[t]" : "h[t − \(i)]"
        return [
          "\(input) → Q_\(i)", "\(input) → K_\(i)", "\(input) → V_\(i)",
          "Q_\(i) → q_\(i)[t]", "K_\(i) → k_\(i)[t]", "V_\(i) → v_\(i)[t]",
          "q_\(i)[t] → w_\(i)[t]", "k_\(i)[t] → w_\(i)[t]", "w_\(i)[t] → a[t]",
          "v_\(i)[t] → h[t]",
        ] + (i == 0 ? [] : ["h[t] ⇢ h[t − \(i)]"])
      } + ["a[t] → h[t]"]),
    Example(
      name: "a lag that is a letter", network: Networks.tied, description: "of: h",
      lines: [
        "x[t] → V_x", "V_x → v_i[t]", "h[t − i] → V_h", "V_h → v_i[t]", "v_i[t] → ∑_i",
        "∑_i → h[t]", "h[t] ⇢ h[t − i]",
      ]),
    Example(
      name: "as many terms as there are steps", network: Networks.tied,
      description: "of: h\ntime: unrolled\nsteps: 1..2",
      lines: [
        "x[1] → V_x", "V_x → v_0[1]", "v_0[1] → ∑_i", "∑_i → h[1]", "x[2] → V_x", "V_x → v_0[2]",
        "h[1] → V_h", "V_h → v_1[2]", "v_0[2] → ∑_i", "v_1[2] → ∑_i", "∑_i → h[2]",
      ]),
    Example(
      name: "a loss sees every step",
      network:
        "```math given\nx[t] \\in \\R\n```\n\n```math define\nh[t] = h[t-1] x[t] \\\\ \\ell = \\ell(h)\n```",
      description: "of: ℓ\ntime: unrolled\nsteps: 1..2",
      lines: [
        "h[0] → ·", "x[1] → ·", "· → h[1]", "h[1] → ·", "x[2] → ·", "· → h[2]", "h[1] → ℓ",
        "h[2] → ℓ",
      ]),
    Example(
      name: "layers, sums over axes and signs", network: Networks.layers, description: "of: [s]",
      lines: [
        "x → conv2d", "V → conv2d", "conv2d → z", "z → ∑_l", "∑_l → ∑_k", "∑_k → u", "u → A",
        "A → +", "b → − +", "+ → s",
      ]),
    Example(
      name: "numbers become part of signs", network: Networks.layers, description: "of: r",
      lines: [
        "x → conv2d", "V → conv2d", "conv2d → z", "z → ∑_l", "∑_l → ∑_k", "∑_k → u", "u → A",
        "A → +", "b → − +", "+ → s", "s → ⊙", "s → ⊙", "s → + 1", "⊙ → /", "+ 1 → ÷ /", "/ → 2 ·",
        "2 · → − 3", "− 3 → r",
      ]),
  ]

  @Test("Edges", arguments: examples)
  func edges(_ example: Example) throws {
    let homework = checked(example.network, example.description)
    #expect(homework.diagnostics.map(\.message.text) == [])
    let graph = try #require(homework.results(of: Diagram.self).first?.result).graph
    #expect(graph.lines == example.lines.sorted())
  }

  @Test("What is given, computed and read from another time is told apart")
  func kinds() throws {
    let graph = try #require(
      checked(Networks.gated, "of: h").results(of: Diagram.self).first?.result
    ).graph
    var kinds: [String: ComputationGraph.Node.Kind] = [:]
    for number in graph.nodes.indices { kinds[graph.name(number)] = graph.nodes[number].kind }
    #expect(
      kinds == [
        "x[t]": .input, "h[t − 1]": .earlier, "W_c": .map, "W_h": .map, "W_x": .map, "c[t]": .value,
        "h[t]": .value, "+": .operation, "σ": .operation, "1 −": .operation, "⊙": .operation,
      ])
    let bias = try #require(
      checked(Networks.layers, "of: s").results(of: Diagram.self).first?.result
    ).graph
    #expect(bias.nodes.allSatisfy { $0.kind != .parameter }, "nothing varies with time")
  }

  @Test(
    "Shapes are those that were given, or follow",
    arguments: [
      (Networks.gated, "h", "c[t]", ["m"]), (Networks.gated, "h", "W_x", ["m", "n"]),
      (Networks.gated, "h", "x[t]", ["n"]), (Networks.gated, "ℓ", "ℓ", []),
      (Networks.attention, "h", "a[t]", ["3"]), (Networks.attention, "h", "Q_1", ["n", "n"]),
      (Networks.layers, "s", "z", ["8", "12", "12"]), (Networks.layers, "s", "u", ["8"]),
      (Networks.layers, "s", "x", ["3", "28", "28"]),
    ])
  func shapes(network: String, of name: String, node: String, shape: [String]) throws {
    let graph = try #require(
      checked(network, "of: \(name)").results(of: Diagram.self).first?.result
    ).graph
    let number = try #require(graph.nodes.indices.first { graph.name($0) == node })
    #expect(graph.nodes[number].shape == shape)
  }

  @Test("The last time stands for a length that is a letter")
  func length() throws {
    let description = "of: E\ntime: unrolled\nsteps: 1..2\ndetail: names"
    let graph = try #require(
      checked(Networks.gated, description).results(of: Diagram.self).first?.result
    ).graph
    #expect(graph.lines.filter { $0.hasSuffix("E") } == ["h[2] → E"])
  }

  @Test("A sum over time gathers from every step")
  func sumOverTime() throws {
    let description = "of: S\ntime: unrolled\nsteps: 1..3"
    let graph = try #require(
      checked(Networks.gated, description).results(of: Diagram.self).first?.result
    ).graph
    #expect(graph.lines.count { $0 == "norm → ∑_t" } == 3)
    #expect(graph.lines.filter { $0.hasSuffix("norm") } == (1...3).map { "h[\($0)] → norm" })
  }

  @Test("A unit of time has as many nodes as the next", arguments: 1...6)
  func growth(steps: Int) throws {
    let description = "of: h\ntime: unrolled\nsteps: 1..\(steps)"
    let graph = try #require(
      checked(Networks.gated, description).results(of: Diagram.self).first?.result
    ).graph
    for step in 1...steps { #expect(graph.nodes.count { $0.step == step } == 12) }
    #expect(graph.nodes.count { $0.step == nil } == 1)
  }

  @Test("What the library knows is drawn by its equations")
  func network() throws {
    let network = #"""
      ```math given
      x[t] \in \R^n, \quad W \in \R^{m \times n}, \quad U \in \R^{m \times m}
      ```

      ```math define
      s = \operatorname{rnn}(x;\ W, U)
      ```
      """#
    let graph = try #require(checked(network, "of: s").results(of: Diagram.self).first?.result)
      .graph
    #expect(
      graph.lines == [
        "+ → a[t]", "U → +", "W → +", "a[t] → tanh", "s[t − 1] → U", "s[t] ⇢ s[t − 1]",
        "tanh → s[t]", "x[t] → W",
      ])
  }

  @Test("Two values that look the same stay two")
  func sameLook() throws {
    let network = #"""
      ```math given
      x[t] \in \R^n, \quad W_c, W_x \in \R^{m \times n}, \quad W_h \in \R^{m \times m}
      ```

      ```math define
      h = \operatorname{gated\_rnn}(x;\ W_c, W_h, W_x) \\
      c[t] = \tanh(h[t]) \\ y[t] = c[t] + x[t]
      ```
      """#
    let graph = try #require(checked(network, "of: y").results(of: Diagram.self).first?.result)
      .graph
    #expect(graph.nodes.indices.count { graph.name($0) == "c[t]" } == 2)
    #expect(graph.lines.filter { $0.hasSuffix("→ c[t]") } == ["sigmoid → c[t]", "tanh → c[t]"])
  }
}
