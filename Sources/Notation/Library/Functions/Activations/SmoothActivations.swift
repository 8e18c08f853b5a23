import NumericCore

/// `gelu(x) = x Φ(x) = x/2 (1 + erf(x/√2))`, and by the name `gelu_tanh` the other function that is near
/// to it, `x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))`.
///
/// - Shapes: of each element.
/// - Source: Hendrycks and Gimpel, *Gaussian Error Linear Units* (2016), section 2.
struct GELU: ComposedFunction {
  static let exact = Self(name: "gelu", aliases: ["GELU", "GeLU"], isExact: true)
  static let byTanh = Self(name: "gelu_tanh", aliases: [], isExact: false)

  let name: String
  let aliases: [String]
  private let isExact: Bool

  var traits: FunctionTraits { [.elementwise, .transcendental, .takesBareArgument] }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let x = try call.operand(0)
    let (one, two) = (try call.number(1), try call.number(2))
    guard !isExact else {
      return try x / two * (one + (x / two.applying(.sqrt)).applying(.erf))
    }
    let pi = Operand(batch: try Batch.pi(), call: call)
    let cubic = try call.number(Rational(44715, over: 1_000_000))
    let inner = try (two / pi).applying(.sqrt) * (x + cubic * x * x * x)
    return try x / two * (one + inner.applying(.tanh))
  }
}

/// `silu(x) = x σ(β x)`; β is 1 where it is not given.
///
/// - Shapes: of each element.
/// - Source: Ramachandran, Zoph, Le, *Searching for Activation Functions* (2017), section 4.
struct SiLU: ComposedFunction {
  let name = "silu"
  let aliases = ["SiLU", "swish", "Swish"]

  var traits: FunctionTraits { [.elementwise, .transcendental, .takesBareArgument] }
  var options: Set<String>? { ["beta", "β"] }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let x = try call.operand(0)
    let scaled = try call.operand("beta", "β").map { try $0 * x } ?? x
    return try x * scaled.applying(.sigmoid)
  }
}
