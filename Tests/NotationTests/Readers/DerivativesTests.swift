import Testing

@testable import Notation

@Suite("Derivatives are read")
struct DerivativesTests {
  private static let names: [String: Vocabulary.Entry] = [
    "x": .tensor(rank: 0), "y": .tensor(rank: 0), "L": .tensor(rank: 0),
  ]

  @Test(
    "An operator takes the product that follows",
    arguments: [
      (#"\frac{\partial}{\partial x} x^2 = 0"#, "∂x^2/∂x = 0"),
      (#"\frac{d}{dx} 3 x y + 1 = 0"#, "∂((3 x) y)/∂x + 1 = 0"),
      (#"\frac{\mathrm{d}}{\mathrm{d}x} x \cdot y = 0"#, "∂(x · y)/∂x = 0"),
      (#"\partial_x x y - y = 0"#, "∂(x y)/∂x − y = 0"),
      (#"2 \frac{\partial}{\partial x} x = 2"#, "2 ∂x/∂x = 2"),
      (#"dL/dx = 0"#, "∂L/∂x = 0"), (#"\frac{d^2 y}{dx^2} = 0"#, "unsupported"),
    ])
  func operators(_ latex: String, _ text: String) {
    #expect(read(latex, Self.names) == [text])
  }

  @Test(
    "The d of a derivative is no number, and a number d is none of a derivative",
    arguments: [
      (#"\frac{dy}{dx} = 0"#, "∂y/∂x = 0"), (#"\frac{d}{dx} y = 0"#, "∂y/∂x = 0"),
      (#"\frac{dn}{d} = n"#, "(d n)/d = n"), (#"\frac{dn}{dm} = n"#, "(d n)/(d m) = n"),
      (#"\frac{d x}{3} = x"#, "(d x)/3 = x"), (#"d y/d = y"#, "(d y)/d = y"),
    ])
  func numbers(_ latex: String, _ text: String) {
    let numbers: [String: Vocabulary.Entry] = ["d": .number, "n": .number, "m": .number]
    #expect(read(latex, Self.names.merging(numbers) { $1 }) == [text])
  }
}
