/// `\mathbb{E}_{a \sim \pi}[Q_a]`: the mean over a distribution that the homework gives or defines, a finite
/// sum.
extension Parser {
  mutating func expectation() throws(Diagnostic) -> Syntax.Expression {
    let start = advance().span
    guard take(.subscriptMark), take(.open(.group)), case .letters(let letter) = current.kind,
      peek().kind == .sign(.distributed)
    else { throw Diagnostic(.expectationOfWhat, at: start) }
    let binder = Syntax.Binder(unbounded: letter, at: advance().span)
    advance()
    bound.append(letter)
    defer { bound.removeLast() }
    let probability = try probability(of: binder)
    try expect(.close(.group), "the brace that closes this")
    guard case .open(let bracket) = current.kind else {
      throw Diagnostic(.expected("what the mean is taken of, in brackets"), at: current.span)
    }
    let open = advance()
    let value = try nested { (parser) throws(Diagnostic) in try parser.expression() }
    _ = try close(bracket, openedBy: open)
    let term = try make(.binary(.juxtaposition, probability, value), start, previousSpan)
    return try make(.reduction(.sum, binder, term), start, previousSpan)
  }

  /// `\pi`, `\pi(\cdot \mid s)`, `p`: how likely a value of the letter is.
  private mutating func probability(
    of binder: Syntax.Binder
  ) throws(Diagnostic) -> Syntax.Expression {
    let value = Syntax.Expression(.name(binder.name), at: binder.span)
    let bracket = (0..<6).first { peek($0).kind == .open(.round) }
    if let dot = bracket.map({ $0 + 1 }), peek(dot).kind == .sign(.dot) {
      read(.letters(binder.name), at: dot)
    }
    let distribution = try power()
    guard case .name(let name) = distribution.kind else { return distribution }
    if vocabulary[name] == .function {
      let rest = (vocabulary.origins[name]?.variables ?? []).dropFirst()
      let arguments = [value] + rest.map { Syntax.Expression(.name($0), at: distribution.span) }
      return try make(.call(name, arguments, []), distribution.span, distribution.span)
    }
    return try make(.indexed(distribution, [value]), distribution.span, distribution.span)
  }
}

extension Diagnostic.Message {
  fileprivate static let expectationOfWhat = Self(
    .unknownCommand, "an expectation is read over a distribution that is given or defined",
    hint: "write \\mathbb{E}_{a \\sim \\pi}[…], or the sum over the values")
}
