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
    try refuseHigherDerivative()
    let output = current.kind == .close(.group) ? nil : try expression()
    _ = try close(.group, openedBy: open)
    let below = try expect(.open(.group), "{\\partial …} below the line")
    try expect(sign.kind, "\\partial below the line")
    let input = try postfix()
    if isDifferential(current) { throw Diagnostic(.higherDerivative, at: current.span) }
    try refuseHigherDerivative()
    _ = try close(.group, openedBy: below)
    let differentiated: Syntax.Expression =
      if let output { output } else { try product() }
    return try make(
      .derivative(differentiated, by: input, isDirect: isDirect), start, previousSpan)
  }

  /// `∂y/∂x`, `∂^+y/∂x`, `∂_x A`
  mutating func partialDerivative() throws(Diagnostic) -> Syntax.Expression {
    let start = advance().span
    if take(.subscriptMark) {
      let input = try oneOperand()
      return try make(.derivative(try product(), by: input), start, previousSpan)
    }
    let isDirect = try takeDirectMark()
    let output = try postfix()
    try expect(.sign(.slash), "'/∂' after '∂…'")
    try expect(.partial, "'∂' below the line")
    let input = try postfix()
    return try make(.derivative(output, by: input, isDirect: isDirect), start, previousSpan)
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

  private var peekInScript: Token { peek().kind == .open(.group) ? peek(2) : peek() }

  /// `\partial^2`, `\partial x^2`
  private func refuseHigherDerivative() throws(Diagnostic) {
    guard current.kind == .superscriptMark, case .number = peekInScript.kind else { return }
    throw Diagnostic(.higherDerivative, at: current.span)
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
  static let higherDerivative = Self(
    "unsupported", "second derivatives are not supported", hint: "write first derivatives only")
}
