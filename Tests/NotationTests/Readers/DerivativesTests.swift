import Testing

@testable import Notation

@Suite("Derivatives are read")
struct DerivativesTests {
  private static let names: [String: Vocabulary.Entry] = [
    "x": .tensor(rank: 0), "y": .tensor(rank: 0), "L": .tensor(rank: 0),
    "u": .tensor(rank: 1), "v": .tensor(rank: 1),
  ]

  @Test(
    "An operator takes the product that follows",
    arguments: [
      (#"\frac{\partial}{\partial x} x^2 = 0"#, "∂x^2/∂x = 0"),
      (#"\frac{d}{dx} 3 x y + 1 = 0"#, "∂((3 x) y)/∂x + 1 = 0"),
      (#"\frac{\mathrm{d}}{\mathrm{d}x} x \cdot y = 0"#, "∂(x · y)/∂x = 0"),
      (#"\partial_x x y - y = 0"#, "∂(x y)/∂x − y = 0"),
      (#"2 \frac{\partial}{\partial x} x = 2"#, "2 ∂x/∂x = 2"),
      (#"dL/dx = 0"#, "∂L/∂x = 0"), (#"\frac{d^2 y}{dx^2} = 0"#, "∂∂y/∂x/∂x = 0"),
      (#"\frac{d^2}{dx^2} x y + 1 = 0"#, "∂∂(x y)/∂x/∂x + 1 = 0"),
      (#"\frac{\partial^2 L}{\partial x \partial y} = 0"#, "∂∂L/∂y/∂x = 0"),
      (#"∂^2 L/∂x^2 = 0"#, "∂∂L/∂x/∂x = 0"), (#"∂^2 L/(∂x ∂y) = 0"#, "∂∂L/∂y/∂x = 0"),
      (#"\frac{\partial^3 L}{\partial x^2 \partial y} = 0"#, "∂∂∂L/∂y/∂x/∂x = 0"),
      (#"\frac{\partial^2 L}{\partial x} = 0"#, "expected"),
      (#"\frac{\partial L}{\partial x^2} = 0"#, "∂L/∂x/(2 x) = 0"),
      (#"\frac{\partial L}{\partial (x^2)} = 0"#, "∂L/∂x/(2 x) = 0"),
      (#"\frac{\partial L}{\partial v^2} = 0"#, "expected"),
      (#"\frac{\partial L}{\partial x^3} = 0"#, "expected"),
      (#"\frac{\partial^4 L}{\partial x^4} = 0"#, "unsupported"),
      (#"\frac{\partial^2 L}{\partial v \partial v^\top} = 0"#, "∇_v ∇_v L = 0"),
      (#"\frac{\partial^2 L}{\partial v \partial u^\top} = 0"#, "∇_u ∇_v L = 0"),
      (#"\frac{\partial^2 L}{\partial v \partial u} = 0"#, "ambiguous"),
      (#"\frac{\partial^2 L}{\partial v_i \partial v_j} = 0"#, "∂∂L/∂v[j]/∂v[i] = 0"),
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
