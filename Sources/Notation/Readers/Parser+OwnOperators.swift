/// Operators that a homework defines entry by entry: `(I * K)(i, j) = …`.
extension Parser {
  /// `(I * K)(i, j) =` in front of what a product is defined as.
  mutating func definedOperator() throws(Diagnostic) -> Syntax.Expression? {
    guard introducesNames, beginsStatement(at: 0), case .letters(let left) = peek().kind,
      let name = Self.ownOperators[peek(2).kind], case .letters(let right) = peek(3).kind,
      peek(4).kind == .close(.round), left != right, definesEntries(at: 5)
    else { return nil }
    let start = current.span
    let operands = [peek(), peek(3)].map { token in
      Syntax.Expression(.name(token.plainText ?? ""), at: token.span)
    }
    for _ in 0..<5 { advance() }
    let product = try make(.call(name, operands, []), start, previousSpan)
    let isRound = current.kind == .open(.round)
    return try make(
      .indexed(product, try bracketed(isRound ? .round : .square)), start, previousSpan)
  }

  /// What signs are called as operators that a homework defines.
  private static let ownOperators: [Token.Kind: String] = [
    .sign(.star): "*", .sign(.correlation): "⋆",
  ]

  /// `I * K`, where the homework says what `*` is.
  mutating func ownProduct(
    behind left: Syntax.Expression
  ) throws(Diagnostic) -> Syntax.Expression? {
    guard let name = Self.ownOperators[current.kind], vocabulary[name] == .function else {
      return nil
    }
    advance()
    let right = try power()
    return try make(.call(name, [left, right], []), left.span, previousSpan)
  }

  /// The entry of such a product, `(I * K)(i, j)`.
  func isEntryOfOwnProduct(_ base: Syntax.Expression) -> Bool {
    guard case .call(let name, _, _) = base.kind, Self.ownOperators.values.contains(name) else {
      return false
    }
    return current.kind == .open(.round)
  }
}
