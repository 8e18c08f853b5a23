/// What is 1 where a condition holds, and 0 elsewhere.
extension Parser {
  /// `\mathbf{1}[c]` and `\mathbb{1}_{c}` where c holds a relation; anything else is made of ones.
  mutating func indicatorOrOnes() throws(Diagnostic) -> Syntax.Expression {
    var ahead = peek().kind == .subscriptMark ? 2 : 1
    guard case .open = peek(ahead).kind else { return try ones() }
    var depth = 0
    while peek(ahead).kind != .endOfFormula {
      switch peek(ahead).kind {
      case .open: depth += 1
      case .close:
        depth -= 1
        if depth == 0 { return try ones() }
      case .relation, .sign(.element): return try iverson()
      default: break
      }
      ahead += 1
    }
    return try iverson()
  }

  /// Whether a bracket opens there with a relation in it, and in no bracket of its own.
  func holdsRelation(at distance: Int) -> Bool {
    switch peek(distance).kind {
    case .open(.round), .open(.square), .open(.curly): break
    default: return false
    }
    var depth = 0
    for token in rest.dropFirst(distance) {
      switch token.kind {
      case .open, .begin: depth += 1
      case .close, .end:
        depth -= 1
        if depth == 0 { return false }
      case .relation where depth == 1: return true
      case .sign(.semicolon) where depth == 1, .keyword where depth == 1, .endOfFormula:
        return false
      default: break
      }
    }
    return false
  }

  /// Iverson's brackets, `[i = j]` and `[\![z > 0]\!]`.
  mutating func iversonBrackets() throws(Diagnostic) -> Syntax.Expression {
    let open = advance()
    let inner = current.kind == .open(.square) && holdsRelation(at: 0) ? advance() : nil
    let conditions = try conditions()
    if let inner { _ = try close(.square, openedBy: inner) }
    _ = try close(.square, openedBy: open)
    return try make(.indicator(conditions), open.span, previousSpan)
  }

  mutating func iverson() throws(Diagnostic) -> Syntax.Expression {
    let start = advance().span
    let isSubscript = take(.subscriptMark)
    let open = advance()
    let bracket: Token.Bracket
    switch open.kind {
    case .open(.square): bracket = .square
    case .open(.round): bracket = .round
    case .open(.curly): bracket = .curly
    case .open(.group) where isSubscript: bracket = .group
    default: throw Diagnostic(.expected("a condition in brackets"), at: open.span)
    }
    let conditions = try conditions()
    _ = try close(bracket, openedBy: open)
    return try make(.indicator(conditions), start, previousSpan)
  }
}
