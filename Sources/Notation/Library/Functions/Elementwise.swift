import NumericCore

/// An elementary function, of each element of its argument.
struct Elementwise: LibraryFunction {
  let name: String
  let function: ElementaryFunction

  /// The function by each of its names: a message uses the one that was written.
  static func named(_ function: ElementaryFunction) -> [Self] {
    ([function.name] + function.aliases).map { Self(name: $0, function: function) }
  }

  var traits: FunctionTraits {
    function.traits.contains(.branches)
      ? [.elementwise, .transcendental, .takesBareArgument, .branches]
      : [.elementwise, .transcendental, .takesBareArgument]
  }

  var slope: (any LibraryFunction)? { Slope(of: self) }

  func gaps(of arguments: [Syntax.Expression]) -> [Syntax.Expression] {
    function.traits.contains(.kink) ? arguments : []
  }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    if let exact = QuarterTurns.value(of: function.name, call) { return .exact(exact) }
    let x = try call.tensor(0)
    return try located(at: call.span) { .tensor(try x.applying(function)) }
  }
}

/// The slope of an elementary function at each element: `tanh'(c)`; that of `|x|` is the sign of x.
struct Slope: LibraryFunction {
  static let sign = Self(named: "sign", of: .abs, aliases: ["sgn"])

  let name: String
  let aliases: [String]
  private let function: ElementaryFunction

  init(of elementwise: Elementwise) {
    self.init(named: elementwise.name + "'", of: elementwise.function)
  }

  private init(named name: String, of function: ElementaryFunction, aliases: [String] = []) {
    (self.name, self.function, self.aliases) = (name, function, aliases)
  }

  var traits: FunctionTraits { [.elementwise, .transcendental, .takesBareArgument, .isSlope] }

  func gaps(of arguments: [Syntax.Expression]) -> [Syntax.Expression] {
    function.traits.contains(.kink) ? arguments : []
  }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    let x = try call.tensor(0)
    guard !x.variable.isDifferentiable else {
      throw Diagnostic(.derivativeOfDerivative, at: call.span)
    }
    return try located(at: call.span) { .tensor(try x.slopes(of: function)) }
  }
}
