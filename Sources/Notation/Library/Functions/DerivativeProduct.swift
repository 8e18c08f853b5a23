import NumericCore

/// A derivative times a vector, as automatic differentiation computes it: `jvp(y, x, v)`, the change of y
/// when x moves along v, and `vjp(y, x, v)`, the gradient of `v · y` by x for a v that is held.
///
/// The readers make the derivative of the first two arguments, `vjp(∂y/∂x, v)`.
///
/// - Shapes: v has the shape of x for a jvp, which has that of y; and the other way round for a vjp.
///   Both are so in every layout.
/// - Source: Baydin et al., *Automatic Differentiation in Machine Learning: a Survey* (2018), section 3.
struct DerivativeProduct: LibraryFunction {
  static let forwards = Self(name: "jvp", isForwards: true)
  static let backwards = Self(name: "vjp", isForwards: false)

  static func named(_ name: String) -> Self? { [forwards, backwards].first { $0.name == name } }

  let name: String
  private let isForwards: Bool

  var traits: FunctionTraits { [] }
  var arity: ClosedRange<Int> { 2...2 }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let jacobian = try call.context.batch(call.arguments[0])
    guard let axes = jacobian.derivative else {
      throw Diagnostic(.productNeedsDerivative(name), at: call.arguments[0].span)
    }
    let v = try call.tensor(1)
    return .tensor(
      isForwards
        ? try call.context.contracted(jacobian, v, axes: axes.inputs, at: call.span)
        : try call.context.contracted(v, jacobian, axes: axes.outputs, at: call.span))
  }
}

extension Diagnostic.Message {
  static func productNeedsDerivative(_ name: String) -> Self {
    Self(
      "argument-count", "\(name) takes a value, by what it is derived, and a vector",
      hint: "write \(name)(y, x, v)")
  }
}
