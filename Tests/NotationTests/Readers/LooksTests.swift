import Testing

@testable import Notation

@Suite("How a formula looks")
struct LooksTests {
  private static let names: [String: Vocabulary.Entry] = [
    "a": .tensor(rank: 0), "b": .tensor(rank: 0),
  ]

  @Test(
    "Boxes, colours and remarks say nothing",
    arguments: [
      (#"\boxed{a = b}"#, ["a = b"]), (#"\boxed{a \le b}"#, ["a ≤ b"]),
      (#"a = \boxed{b}"#, ["a = b"]), (#"\boxed{a + b} a = b"#, ["invisible-group"]),
      (#"\color{red}{(a + b)} = b"#, ["a + b = b"]), (#"{\color{blue} a} = b"#, ["a = b"]),
      (#"\textcolor{red}{a} = b"#, ["a = b"]), (#"a \overset{!}{=} b"#, ["a = b"]),
      (#"a \stackrel{\text{(3)}}{\le} b"#, ["a ≤ b"]),
      (#"\underbrace{a + b}_{\text{sum}} = b"#, ["a + b = b"]),
      (#"\underbrace{a}_{z} = b"#, ["a = b"]), (#"\overbrace{a}^{\text{in}} = b"#, ["a = b"]),
    ])
  func looks(_ latex: String, _ texts: [String]) {
    #expect(read(latex, Self.names) == texts)
  }

  @Test(
    "What claims more than it shows, or hides something, is not dropped",
    arguments: [
      (#"\underbrace{a}_{b} = a"#, ["a = a", "a = b"]),
      (#"\overbrace{a}^{2} = a"#, ["a = a", "a = 2"]),
      (#"\color{white}{a} = b"#, ["unknown-command"]),
      (#"\textcolor{#fff}{a} = b"#, ["unknown-command"]),
      (#"\overset{a}{b} = a"#, ["unknown-command"]), (#"\cancel{a} = b"#, ["unknown-command"]),
      (#"\phantom{a} = b"#, ["unknown-command"]),
    ])
  func hidden(_ latex: String, _ texts: [String]) {
    #expect(read(latex, Self.names) == texts)
  }
}
