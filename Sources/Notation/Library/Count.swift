import NumericCore

/// A whole number, at each lane, that a function of the library counts with.
struct Count<Context: EvaluationContext> {
  let exact: Exact
  let call: FunctionCall<Context>

  static func + (left: Self, right: Self) throws -> Self { try left.combined(.add, right) }
  static func - (left: Self, right: Self) throws -> Self { try left.combined(.subtract, right) }
  static func * (left: Self, right: Self) throws -> Self { try left.combined(.times, right) }

  /// - Errors: what does not go into it.
  func divided(by divisor: Self) throws -> Self {
    let quotient = try combined(.divide, divisor)
    guard quotient.exact.values.allSatisfy(\.isInteger), quotient.exact.faults.isEmpty else {
      throw Diagnostic(.notAWholeNumber, at: call.span)
    }
    return quotient
  }

  private func combined(_ sign: Syntax.BinaryOperator, _ other: Self) throws -> Self {
    Self(
      exact: try call.context.arithmetic(sign, exact, other.exact, at: call.span), call: call)
  }
}

extension FunctionCall {
  func count(_ number: Int) -> Count<Context> { Count(exact: Exact(number), call: self) }

  func count(_ expression: Syntax.Expression) throws -> Count<Context> {
    try count(context.exact(expression), at: expression.span)
  }

  /// What is given for an option.
  ///
  /// - Errors: where it is missing, or is no whole number that could count something.
  func count(_ option: String, of function: String) throws -> Count<Context> {
    try count(options.required(option, of: function, at: span))
  }

  /// The product of the sizes along some axes, one for all of them or one for each.
  func product(_ expression: Syntax.Expression, axes: Int) throws -> Count<Context> {
    try sizes(expression, axes).reduce(count(1)) {
      try $0 * count($1, at: expression.span)
    }
  }

  private func count(_ exact: Exact, at span: Span) throws -> Count<Context> {
    guard exact.values.allSatisfy({ $0.integer ?? -1 >= 0 }) else {
      throw Diagnostic(.notAWholeNumber, at: span)
    }
    return Count(exact: exact, call: self)
  }
}

/// A function that counts something, from numbers that are given as options.
protocol CountingFunction: LibraryFunction {
  func count<C>(of call: FunctionCall<C>) throws -> Count<C>
}

extension CountingFunction {
  var traits: FunctionTraits { [] }
  var arity: ClosedRange<Int> { 0...0 }

  func value<C>(of call: FunctionCall<C>) throws -> Value<C.S> {
    .exact(try located(at: call.span) { try count(of: call).exact })
  }
}
