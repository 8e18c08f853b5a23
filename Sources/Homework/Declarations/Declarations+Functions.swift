import Notation

/// Functions of which nothing is said but that they are smooth: `f: \R^n \to \R`, and the g of
/// `h = g(W x)`. Each is drawn, so that what is true of it is true of any.
extension Declarations {
  mutating func giveFunction(
    _ name: String, from taken: [Syntax.Expression], to made: [Syntax.Expression], at span: Span
  ) throws(Diagnostic) {
    guard let drawn = DrawnFunction(from: taken, to: made) else {
      throw Diagnostic(.functionOfTensors, at: span)
    }
    for (weight, extents) in drawn.weights {
      let hidden = Syntax.Expression(.name(Scope.hidden(weight, of: name)), at: span)
      try giveTensor(hidden, extents, [])
    }
    let argument = Scope.hidden(DrawnFunction.argument, of: name)
    let names = drawn.weights.map(\.name) + [DrawnFunction.argument]
    let body = try drawn.body().renaming(
      Dictionary(uniqueKeysWithValues: names.map { ($0, Scope.hidden($0, of: name)) }))
    declare(name, .definition(arguments: [argument], indices: [], body: body), at: span)
  }

  /// Nothing says what g is in `h = g(W x)`: a function of numbers, that acts entry by entry.
  mutating func giveFunctions(calledBy statements: [Syntax.Statement]) {
    let defined = Set(statements.flatMap(\.subjects).compactMap(\.functionOrName))
    for case .chain(let chain) in statements.map(\.kind) {
      for call in chain.steps.flatMap({ $0.expression.callsOfLetters }) {
        guard case .call(let name, _, _) = call.kind, scope[name] == nil, !defined.contains(name),
          !Scope.isOfLibrary(name)
        else { continue }
        try? giveFunction(name, from: [], to: [], at: call.span)
      }
    }
  }
}

/// A smooth function with weights that are drawn.
private struct DrawnFunction {
  static let argument = "u"
  private(set) var weights: [(name: String, extents: [Syntax.Expression])]
  private let formula: String

  /// Nil where it is not of numbers and vectors.
  init?(from taken: [Syntax.Expression], to made: [Syntax.Expression]) {
    switch (taken.count, made.count) {
    case (0, 0):
      weights = ["a", "b", "c", "d", "e"].map { ($0, []) }
      formula = #"a \tanh(b u + c) + d \sin(e u)"#
    case (0, 1):
      weights = ["a", "b", "c"].map { ($0, made) }
      formula = #"a \odot \tanh(b u + c)"#
    case (1, 0):
      weights = ["a", "b", "c", "d"].map { ($0, taken) }
      formula = #"a^\top \tanh(b \odot u + c) + (d^\top u)^2"#
    case (2, 0):
      weights = ["a", "b", "c", "d"].map { ($0, taken) }
      formula =
        #"\operatorname{tr}(a^\top \tanh(b \odot u + c)) + \operatorname{tr}(d^\top u)^2"#
    case (1, 1):
      weights = [("a", made + made), ("b", made + taken), ("c", made)]
      formula = #"a \tanh(b u + c)"#
    default: return nil
    }
  }

  func body() throws(Diagnostic) -> Syntax.Expression {
    var vocabulary = Vocabulary()
    for (name, extents) in weights { vocabulary[name] = .tensor(rank: extents.count) }
    vocabulary[Self.argument] = .tensor(rank: nil)
    let statements = try Syntax.Statement.statements(
      in: Fragment(SourceFile(name: "function", text: "v = " + formula)), surface: .latex,
      vocabulary: vocabulary)
    return statements[0].expressions[1]
  }
}

extension Syntax.Expression {
  /// `f` of `f(x) = …` and of `f = …`
  fileprivate var functionOrName: String? {
    switch chainedIndices.0.kind {
    case .name(let name), .call(let name, _, _): name
    default: nil
    }
  }

  /// Calls with one argument of what is called by a single letter: with a longer name it may be misspelt.
  fileprivate var callsOfLetters: [Syntax.Expression] {
    var calls = children.flatMap(\.callsOfLetters)
    if case .call(let name, let arguments, let options) = kind, arguments.count == 1,
      options.isEmpty, let letter = name.first, letter.isLowercase,
      name.dropFirst().first.map({ $0 == "_" || $0 == "^" }) ?? true
    {
      calls.append(self)
    }
    return calls
  }
}

extension Diagnostic.Message {
  fileprivate static let functionOfTensors = Self(
    "unsupported",
    "a function is of a number, a vector or a matrix, and its value a number or a vector",
    hint: "write f: \\R^n \\to \\R^m, or define it")
}
