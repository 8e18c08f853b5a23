import NumericCore

/// Roots, logarithms and factorials, which are written with a number of their own.
extension Parser {
  /// `\sqrt[3]{x}` is the power `x^{1/3}`.
  mutating func root(
    _ name: String, from start: Span
  ) throws(Diagnostic) -> Syntax.Expression? {
    guard name == ElementaryFunction.sqrt.name, current.kind == .open(.square) else { return nil }
    let open = advance()
    let degree = try expression()
    _ = try close(.square, openedBy: open)
    let radicand = try oneArgument()
    let one = Syntax.Expression(.number(Rational(1)), at: degree.span)
    let exponent = try make(.binary(.divide, one, degree), degree.span, degree.span)
    return try make(.power(radicand, exponent), start, previousSpan)
  }

  /// `\log_2 x`, `\log_{10}(x)`, and `log2(x)` in plain text, where nothing else is called so.
  mutating func logarithm(
    _ name: String, from start: Span
  ) throws(Diagnostic) -> Syntax.Expression? {
    guard vocabulary[name] == nil, !bound.contains(name) else { return nil }
    let base: Syntax.Expression
    if name == ElementaryFunction.log.name, current.kind == .subscriptMark,
      scriptText(at: 0).map({ vocabulary["\(name)_\($0)"] == nil }) ?? true
    {
      advance()
      base = try oneOperand()
    } else if let number = Self.bases[name], current.kind == .open(.round) {
      base = Syntax.Expression(.number(Rational(number)), at: start)
    } else {
      return nil
    }
    let log = ElementaryFunction.log.name
    let argument: Syntax.Expression
    if current.kind == .open(.round) {
      let open = advance()
      argument = try expression()
      _ = try close(.round, openedBy: open)
    } else {
      argument = try bareArgument(of: log)
    }
    let value = try make(.call(log, [argument], []), start, previousSpan)
    let unit = try make(.call(log, [base], []), base.span, base.span)
    return try make(.binary(.divide, value, unit), start, previousSpan)
  }

  private static let bases = ["log2": 2, "log_2": 2, "log10": 10, "log_10": 10]

  /// `5!`, `50\%`
  mutating func numberSign(
    behind base: Syntax.Expression
  ) throws(Diagnostic) -> Syntax.Expression {
    guard advance().kind == .sign(.percent) else {
      return try make(.call(Factorial.name, [base], []), base.span, previousSpan)
    }
    let hundred = Syntax.Expression(.number(Rational(100)), at: previousSpan)
    return try make(.binary(.divide, base, hundred), base.span, previousSpan)
  }
}
