import NumericCore

/// Derivatives, with `∂` or with the d of `\frac{dy}{dx}`.
extension Parser {
  /// `\frac{\partial y}{\partial x}`, and `\frac{\partial}{\partial x} A`, which takes the whole
  /// product that follows, as a sum does; `\partial^+` is direct.
  mutating func fractionDerivative(from start: Span) throws(Diagnostic) -> Syntax.Expression? {
    guard current.kind == .open(.group), isPartial(peek()) || isOrdinaryDerivative else {
      return nil
    }
    let open = advance()
    let sign = advance()
    let isDirect = isPartial(sign) ? try takeDirectMark() : false
    let order = isDirect ? 1 : try takeOrder()
    let output = current.kind == .close(.group) ? nil : try expression()
    _ = try close(.group, openedBy: open)
    let below = try expect(.open(.group), "{\\partial …} below the line")
    var inputs = try differentials(sign, order: order)
    let square = try squareBelow(inputs, order: order)
    if let square { inputs = [square] }
    _ = try close(.group, openedBy: below)
    let differentiated: Syntax.Expression =
      if let output { try applied(output, to: inputs) } else { try product() }
    if let square { return try derivative(of: differentiated, bySquareOf: square, from: start) }
    return try derivative(of: differentiated, by: inputs, isDirect: isDirect, from: start)
  }

  /// `\frac{\partial \sigma}{\partial z}`: a function of the library without an argument is one of what it is
  /// derived by.
  private func applied(
    _ output: Syntax.Expression, to inputs: [Syntax.Expression]
  ) throws(Diagnostic) -> Syntax.Expression {
    guard case .name(let name) = output.kind, vocabulary[name] == nil, !bound.contains(name),
      Library.traits(of: name).contains(.elementwise), let input = inputs.first
    else { return output }
    return try make(.call(name, [input], []), output.span, output.span)
  }

  /// `∂y/∂x`, `∂^+y/∂x`, `∂^2 y/∂x^2`, `∂^2 y/(∂x ∂z)`, `∂_x A`
  mutating func partialDerivative() throws(Diagnostic) -> Syntax.Expression {
    let sign = advance()
    let start = sign.span
    if take(.subscriptMark) {
      let input = try oneOperand()
      return try make(.derivative(try product(), by: input), start, previousSpan)
    }
    let isDirect = try takeDirectMark()
    let order = isDirect ? 1 : try takeOrder()
    let output = try postfix()
    try expect(.sign(.slash), "'/∂' after '∂…'")
    let open = current
    let isBracketed = take(.open(.round))
    guard isBracketed || order == 1 || current.kind == .partial else {
      throw Diagnostic(.expected("'∂' below the line"), at: current.span)
    }
    let inputs = try differentials(sign, order: order)
    if isBracketed { _ = try close(.round, openedBy: open) }
    return try derivative(of: output, by: inputs, isDirect: isDirect, from: start)
  }

  /// `dy/dx`, where nothing else is called d.
  mutating func slashedDerivative() throws(Diagnostic) -> Syntax.Expression? {
    guard current.kind == .letters("d") || current.kind == .word("d"), !isNamed(current),
      let slash = endOfPlainName(at: 1), peek(slash).kind == .sign(.slash),
      peek(slash + 1).kind == current.kind, endOfPlainName(at: slash + 2) != nil,
      !joinsName(at: 0), !joinsName(at: slash + 1)
    else { return nil }
    let start = advance().span
    let output = try postfix()
    try expect(.sign(.slash), "a slash")
    advance()
    return try make(.derivative(output, by: try postfix()), start, previousSpan)
  }

  /// How far ahead a name there ends, with what stands below it.
  func endOfPlainName(at distance: Int) -> Int? {
    guard peek(distance).plainText != nil else { return nil }
    let isIndexed = peek(distance + 1).kind == .subscriptMark
    return isIndexed ? endOfScript(at: distance + 1) : distance + 1
  }

  /// The plus of `∂⁺`.
  private mutating func takeDirectMark() throws(Diagnostic) -> Bool {
    guard current.kind == .superscriptMark, case .sign(.plus) = peekInScript.kind else {
      return false
    }
    advance()
    let isBraced = take(.open(.group))
    advance()
    if isBraced { try expect(.close(.group), "'}' after '∂^{+'") }
    return true
  }

  var peekInScript: Token { peek().kind == .open(.group) ? peek(2) : peek() }

  /// The 2 of `\partial^2`.
  private mutating func takeOrder() throws(Diagnostic) -> Int {
    guard current.kind == .superscriptMark, case .number = peekInScript.kind else { return 1 }
    advance()
    let exponent = try oneOperand()
    guard case .number(let number) = exponent.kind, let order = number.integer,
      (1...3).contains(order)
    else { throw Diagnostic(.higherDerivative, at: exponent.span) }
    return order
  }

  /// `\partial x \partial y`, `\partial x^2`, `\partial x \partial x^\top`: a variable for each order.
  private mutating func differentials(
    _ sign: Token, order: Int
  ) throws(Diagnostic) -> [Syntax.Expression] {
    let start = current.span
    var inputs: [Syntax.Expression] = []
    repeat {
      try expect(sign.kind, "\\partial below the line")
      let input = try postfix()
      let count = order == 1 ? 1 : try takeOrder()
      inputs += Array(repeating: input, count: count)
    } while current.kind == sign.kind && inputs.count < order
    guard inputs.count == order, current.kind != .superscriptMark || order == 1 else {
      throw Diagnostic(.ordersDiffer(order), at: start.joined(with: previousSpan))
    }
    return inputs
  }

  /// The x of `\partial x^2`, `\partial (x^2)` below a first derivative: it is taken by the square.
  private mutating func squareBelow(
    _ inputs: [Syntax.Expression], order: Int
  ) throws(Diagnostic) -> Syntax.Expression? {
    guard order == 1, let input = inputs.first else { return nil }
    var root: Syntax.Expression?
    if case .power(let base, let exponent) = input.kind, exponent.kind == .number(Rational(2)) {
      root = base
    } else if current.kind == .superscriptMark {
      advance()
      if try oneOperand().kind == .number(Rational(2)) { root = input }
      guard root != nil else { throw Diagnostic(.ordersDiffer(order), at: previousSpan) }
    }
    guard let root else { return nil }
    guard vocabulary.rank(of: root) == 0 else {
      throw Diagnostic(.ordersDiffer(order), at: input.span.joined(with: previousSpan))
    }
    return root
  }

  /// `∂y/∂x²` is `∂y/∂x` divided by 2x, for `x²` moves 2x times as far as x.
  private func derivative(
    of output: Syntax.Expression, bySquareOf root: Syntax.Expression, from start: Span
  ) throws(Diagnostic) -> Syntax.Expression {
    let slope = try make(.derivative(output, by: root), start, previousSpan)
    let two = Syntax.Expression(.number(Rational(2)), at: root.span)
    let twice = try make(.binary(.juxtaposition, two, root), root.span, root.span)
    return try make(.binary(.divide, slope, twice), start, previousSpan)
  }

  /// Second derivatives by numbers are derivatives of derivatives; by tensors a Hessian, whose axes
  /// are in the order in which they are written.
  private func derivative(
    of output: Syntax.Expression, by inputs: [Syntax.Expression], isDirect: Bool, from start: Span
  ) throws(Diagnostic) -> Syntax.Expression {
    if inputs.count == 1 {
      if let joined = try derivative(of: output, byJoined: inputs[0], isDirect, start) {
        return joined
      }
      return try make(
        .derivative(output, by: inputs[0], isDirect: isDirect), start, previousSpan)
    }
    var result = output
    if inputs.allSatisfy({ vocabulary.rank(of: $0) == 0 }) {
      for input in inputs.reversed() {
        result = try make(.derivative(result, by: input), start, previousSpan)
      }
      return result
    }
    let variables = inputs.map { input in
      if case .transposed(let inner) = input.kind { inner } else { input }
    }
    let saysOrder = inputs.dropFirst().contains {
      if case .transposed = $0.kind { true } else { false }
    }
    guard saysOrder || variables.allSatisfy({ $0.text == variables[0].text }) else {
      throw Diagnostic(.axesOfSecondDerivative, at: start.joined(with: previousSpan))
    }
    for input in variables {
      result = try make(.gradient(result, by: input), start, previousSpan)
    }
    return result
  }

  /// `\partial f / \partial [h, x]`: the derivatives by the parts, side by side for a vector, and one below the
  /// other for a number, as the parts are.
  private func derivative(
    of output: Syntax.Expression, byJoined input: Syntax.Expression, _ isDirect: Bool, _ start: Span
  ) throws(Diagnostic) -> Syntax.Expression? {
    guard case .matrix(let rows) = input.kind, rows.count > 1, rows.allSatisfy({ $0.count == 1 }),
      let rank = vocabulary.rank(of: output), rank < 2
    else { return nil }
    var parts: [Syntax.Expression] = []
    for row in rows {
      parts.append(
        try make(.derivative(output, by: row[0], isDirect: isDirect), start, previousSpan))
    }
    return try make(.matrix(rank == 1 ? [parts] : parts.map { [$0] }), start, previousSpan)
  }

  private func isPartial(_ token: Token) -> Bool { token.kind == .partial }

  /// Whether it is the ∂ or d of a derivative.
  private func isDifferential(_ token: Token) -> Bool {
    isPartial(token) || token.kind == .letters("d") || token.kind == .word("d")
  }

  /// Whether the homework gives the letter a meaning.
  private func isNamed(_ token: Token) -> Bool {
    token.plainText.map { vocabulary[$0] != nil || bound.contains($0) } == true
  }

  /// Whether the d there begins a longer name, `dW`.
  private func joinsName(at distance: Int) -> Bool {
    guard let first = peek(distance).plainText, let second = peek(distance + 1).plainText else {
      return false
    }
    return vocabulary[first + second] != nil
  }

  /// Whether braces hold `dy` and `dx`, or `d` and `dx`. Where the homework has a number d of its own,
  /// it is a derivative still if x is no whole number, which nothing could be derived by.
  private var isOrdinaryDerivative: Bool {
    guard isDifferential(peek()), let end = endOfGroup(at: 0), peek(end).kind == .open(.group),
      peek(end + 1).kind == peek().kind, let variable = peek(end + 2).plainText,
      !joinsName(at: end + 1), !joinsName(at: 1) || peek(2).kind == .close(.group)
    else { return false }
    guard isNamed(peek()) else { return peek(2).kind != .subscriptMark }
    guard vocabulary[variable] != .number, !bound.contains(variable) else { return false }
    switch peek(2).kind {
    case .letters, .word: return true
    case .superscriptMark:
      // `\frac{d^2 y}{dx^2}`
      guard case .number = peek(3).kind else { return false }
      guard peek(end + 3).kind == .superscriptMark else { return false }
      let isOperator = peek(4).kind == .close(.group)
      return isOperator
        ? endOfGroup(at: end).map { startsFactor(peek($0).kind) } ?? false
        : peek(4).plainText != nil
    case .close(.group): return endOfGroup(at: end).map { startsFactor(peek($0).kind) } ?? false
    default: return false
    }
  }

  /// How far ahead the group that opens there ends.
  private func endOfGroup(at distance: Int) -> Int? {
    var depth = 0
    for (place, token) in rest.dropFirst(distance).enumerated() {
      switch token.kind {
      case .open: depth += 1
      case .close:
        depth -= 1
        if depth == 0 { return distance + place + 1 }
      default: break
      }
    }
    return nil
  }
}

extension Diagnostic.Message {
  static func ordersDiffer(_ order: Int) -> Self {
    Self(
      "expected",
      order == 1
        ? "a first derivative is by one name, and what stands here is a power of it"
        : "above the line stands the order \(order), and below it another",
      hint: order == 1
        ? "define the square as a name, \\sigma^2 = …, or write \\partial^2 above the line"
        : "write \\frac{\\partial^2 y}{\\partial x^2}")
  }

  static let axesOfSecondDerivative = Self(
    "ambiguous", "this does not say which of the two comes first",
    hint: "write \\frac{\\partial^2 L}{\\partial x \\partial y^\\top}: x along the rows")
}
