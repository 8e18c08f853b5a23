import NumericCore

/// `x` where it is above 0, `α x` elsewhere; α, the slope below 0, is 0.01 where it is not given.
///
/// At 0 its derivative is taken as α.
///
/// - Shapes: of each element; α is a number.
/// - Source: Maas, Hannun, Ng, *Rectifier Nonlinearities Improve Neural Network Acoustic Models* (2013),
///   section 2.
struct LeakyReLU: ComposedFunction {
  let name = "leaky_relu"
  let aliases = ["LeakyReLU", "PReLU", "prelu"]

  var traits: FunctionTraits { [.elementwise, .transcendental, .takesBareArgument] }
  var arity: ClosedRange<Int> { 1...2 }
  var options: Set<String>? { ["slope", "alpha", "α"] }

  func gaps(of arguments: [Syntax.Expression]) -> [Syntax.Expression] { [arguments[0]] }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let x = try call.operand(0)
    let slope = try call.coefficient("slope", "alpha", "α") ?? call.number(Rational(1, over: 100))
    return try slope * x + (call.number(1) - slope) * x.applying(.relu)
  }
}

/// `x` where it is above 0, `α (exp(x) − 1)` elsewhere; α is 1 where it is not given.
///
/// At 0 its derivative is taken as α.
///
/// - Shapes: of each element; α is a number.
/// - Source: Clevert, Unterthiner, Hochreiter, *Fast and Accurate Deep Network Learning by Exponential
///   Linear Units* (2015), equation 15.
struct ELU: ComposedFunction {
  let name = "elu"
  let aliases = ["ELU"]

  var traits: FunctionTraits { [.elementwise, .transcendental, .takesBareArgument] }
  var arity: ClosedRange<Int> { 1...2 }
  var options: Set<String>? { ["alpha", "α"] }

  func gaps(of arguments: [Syntax.Expression]) -> [Syntax.Expression] { [arguments[0]] }

  func output<C>(of call: FunctionCall<C>) throws -> Operand<C> {
    let x = try call.operand(0)
    let (one, positive) = (try call.number(1), try x.applying(.relu))
    let alpha = try call.coefficient("alpha", "α") ?? one
    return try positive + alpha * ((x - positive).applying(.exp) - one)
  }
}

extension FunctionCall {
  /// A number that is given behind the tensor, or as one of these options.
  ///
  /// - Errors: where it is given in both ways, and a tensor.
  fileprivate func coefficient(_ names: String...) throws -> Operand<Context>? {
    let given =
      arguments.dropFirst().map { $0 } + names.compactMap { options[$0] }
    guard let expression = given.first else { return nil }
    guard given.count == 1 else {
      throw Diagnostic(.repeatedOption(names[0]), at: given[1].span)
    }
    let value = Operand(batch: context.settled(try context.batch(expression)), call: self)
    guard value.shape.isEmpty else {
      throw Diagnostic(.coefficientIsNumber(names[0], value.shape), at: expression.span)
    }
    return value
  }
}

extension Diagnostic.Message {
  fileprivate static func coefficientIsNumber(_ name: String, _ shape: Shape) -> Self {
    Self(.shapesDoNotFit, "the \(name) is a number, not \(shape.shapeDescription)")
  }
}
