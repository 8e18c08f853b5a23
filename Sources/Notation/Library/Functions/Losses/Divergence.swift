import NumericCore

/// What one distribution says of another, in nats.
///
/// - Shapes: two vectors of one size give a number.
/// - Errors: where a logarithm of 0 is asked for.
/// - Source: Goodfellow, Bengio, Courville, *Deep Learning* (2016), equations 3.50 and 3.51.
struct Divergence: ComposedFunction {
  /// `H(y, p) = −Σᵢ yᵢ log pᵢ`: first what is true, then what is predicted.
  static let crossEntropy = Self(
    name: "cross_entropy", aliases: ["CrossEntropy", "CE"], isRelative: false)
  /// `KL(p ‖ q) = Σᵢ pᵢ log(pᵢ / qᵢ)`
  static let kullbackLeibler = Self(
    name: "kl", aliases: ["KL", "kl_divergence", "D_KL"], isRelative: true)

  let name: String
  let aliases: [String]
  private let isRelative: Bool

  var traits: FunctionTraits { [.transcendental, .isNumber] }
  var arity: ClosedRange<Int> { 2...2 }
  var takesBars: Bool { isRelative }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let (p, q) = try call.pair(of: name)
    guard p.shape.count == 1 else {
      throw Diagnostic(.divergenceOfNumbers(name), at: call.span)
    }
    guard isRelative else {
      return try call.number(0) - (p * q.applying(.log)).sum()
    }
    return try (p * (p / q).applying(.log)).sum()
  }
}

/// `−(y log p + (1 − y) log(1 − p))` of a probability p.
///
/// - Shapes: two numbers give a number.
/// - Source: Bishop, *Pattern Recognition and Machine Learning* (2006), equation 4.90.
struct BinaryCrossEntropy: ComposedFunction {
  let name = "binary_cross_entropy"
  let aliases = ["BCE"]

  var traits: FunctionTraits { [.transcendental, .isNumber] }
  var arity: ClosedRange<Int> { 2...2 }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let (y, p) = try call.pair(of: name)
    guard y.shape.isEmpty else {
      throw Diagnostic(.binaryCrossEntropyOfVectors, at: call.span)
    }
    let one = try call.number(1)
    let likelihood = try y * p.applying(.log) + (one - y) * (one - p).applying(.log)
    return try call.number(0) - likelihood
  }
}

extension Diagnostic.Message {
  fileprivate static func divergenceOfNumbers(_ name: String) -> Self {
    Self(
      .shapesDoNotFit, "\(name) takes two vectors of one size, not numbers",
      hint: "of two probabilities, write binary_cross_entropy(y, p)")
  }

  fileprivate static let binaryCrossEntropyOfVectors = Self(
    .shapesDoNotFit, "binary_cross_entropy takes two numbers, not vectors",
    hint: "write the sum or the mean over the entries that is meant")
}
