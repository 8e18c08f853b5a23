import NumericCore

/// A function that every homework knows: all that is known of it, in one value.
///
/// A new one is a file in `Functions` and an entry in ``Library/all``.
protocol LibraryFunction: Sendable {
  /// What messages call it.
  var name: String { get }
  /// What else a homework may call it.
  var aliases: [String] { get }
  /// What it says of itself to those who do not look at its value: judging rests on it.
  var traits: FunctionTraits { get }
  /// How many arguments it takes.
  var arity: ClosedRange<Int> { get }
  /// The options that it knows; `nil` where it is not for a call in an expression to say.
  var options: Set<String>? { get }
  /// The LaTeX commands of the brackets that its argument is written in, instead of a name.
  var brackets: (left: String, right: String)? { get }
  /// The LaTeX of it without arguments, where that has a meaning.
  var sign: String? { get }
  /// Whether its value has the shape of its largest argument.
  var keepsShape: Bool { get }
  /// Whether a double bar may stand between its arguments: `KL(p \| q)`.
  var takesBars: Bool { get }
  /// The function that its name with a prime stands for.
  var slope: (any LibraryFunction)? { get }
  /// What is 0 where it becomes another function.
  func gaps(of arguments: [Syntax.Expression]) -> [Syntax.Expression]

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S>

  /// The extents of the value, found without it, so that they may hold letters; `nil` where only the
  /// value tells.
  func shape<C>(of call: FunctionCall<C>) throws -> [Exact]?
}

extension LibraryFunction {
  var aliases: [String] { [] }
  var arity: ClosedRange<Int> { 1...1 }
  var options: Set<String>? { [] }
  var brackets: (left: String, right: String)? { nil }
  var sign: String? { nil }
  var keepsShape: Bool { traits.contains(.elementwise) }
  var takesBars: Bool { false }
  var slope: (any LibraryFunction)? { nil }
  func gaps(of arguments: [Syntax.Expression]) -> [Syntax.Expression] { [] }

  func shape<C>(of call: FunctionCall<C>) throws -> [Exact]? { nil }
}

struct FunctionTraits: OptionSet {
  let rawValue: UInt8

  /// It is the slope of another function.
  static let isSlope = Self(rawValue: 128)
  /// It acts on each element by itself.
  static let elementwise = Self(rawValue: 1)
  /// It is no polynomial: it applies an elementary function, by itself or to each element.
  static let transcendental = Self(rawValue: 2)
  /// The rule by which it is known has another solution, as that of a root.
  static let branches = Self(rawValue: 4)
  /// Its value follows from the shapes of its arguments alone.
  static let looksAtShapes = Self(rawValue: 8)
  /// Its value is a shape.
  static let isShape = Self(rawValue: 16)
  /// Its value is a number, whatever it takes.
  static let isNumber = Self(rawValue: 64)
  /// Its argument may stand behind it without brackets.
  static let takesBareArgument = Self(rawValue: 32)
}

/// What a function is applied to, where that is written, and who applies it.
struct FunctionCall<Context: EvaluationContext> {
  let arguments: [Syntax.Expression]
  let options: Options
  let span: Span
  let context: Context

  /// - Errors: more or fewer arguments than the function takes, and options that it does not know.
  init(
    of function: any LibraryFunction, as name: String, to arguments: [Syntax.Expression],
    _ options: [Syntax.Option], at span: Span, in context: Context
  ) throws(Diagnostic) {
    self.options = try Options(options, allowed: function.options, of: name)
    guard function.arity.upperBound > 0 || arguments.isEmpty || function.options == nil else {
      throw Diagnostic(.argumentsByName(function.name, function.options ?? []), at: span)
    }
    guard function.arity.contains(arguments.count) else {
      throw Diagnostic(
        .argumentCount(function.name, function.arity.lowerBound, arguments.count), at: span)
    }
    self.arguments = arguments
    self.span = span
    self.context = context
  }

  /// The value of an argument, with its axes as they are meant.
  func tensor(_ place: Int) throws -> Batch<Context.S> {
    context.settled(try context.batch(arguments[place]))
  }
}

/// What a function may ask of the evaluator that applies it.
protocol EvaluationContext<S>: AnyObject {
  associatedtype S: Scalar

  var conventions: DeclaredConventions { get }
  /// The name that stands for a part of a network, where that name has a meaning.
  func hiddenName(of part: String, in network: String) -> String?

  /// Along which axis the samples of batches stand.
  var sampleAxis: SampleAxis { get }
  /// Where the indices of all tensors begin, if they begin at one place.
  var commonIndexBase: Int? { get }
  /// The shape that fits here, where what stands beside it tells.
  var fittingShape: Shape? { get }

  func value(_ expression: Syntax.Expression) throws -> Value<S>
  /// - Errors: where it is no number that is known exactly.
  func exact(_ expression: Syntax.Expression) throws -> Exact
  func batch(_ expression: Syntax.Expression) throws -> Batch<S>
  func batch(_ value: Value<S>, at span: Span) throws -> Batch<S>
  func shape(of expression: Syntax.Expression) throws -> [Exact]
  /// Numbers, as the cells of a matrix; one row is a vector.
  func matrix(_ rows: [[Syntax.Expression]]) throws -> Batch<S>

  func settled(_ batch: Batch<S>) -> Batch<S>
  func permuted(_ batch: Batch<S>, _ order: [Int]) -> Batch<S>
  func reshaped(_ batch: Batch<S>, to own: Shape) throws -> Batch<S>
  func elementwise(
    _ primitive: Primitive<S>, _ left: Batch<S>, _ right: Batch<S>, mayBroadcast: Bool,
    at span: Span
  ) throws -> Batch<S>

  func arithmetic(
    _ sign: Syntax.BinaryOperator, _ left: Exact, _ right: Exact, at span: Span
  ) throws -> Exact
  /// The sum over the last axes of the left and the first of the right.
  func contracted(
    _ left: Batch<S>, _ right: Batch<S>, axes: Int, at span: Span
  ) throws -> Batch<S>

  func charge(_ shape: Shape, at span: Span) throws
  func bounded(_ lanes: Lanes, at span: Span) throws -> Lanes
  func note(_ fault: Fault) -> Int32
}
