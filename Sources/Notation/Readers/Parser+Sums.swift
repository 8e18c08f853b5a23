import NumericCore

extension Parser {
  /// `\sum_{k=0}^{2} body` or `sum(k in 0..2, l in 0..1) body`; the body is the product that follows.
  mutating func sum(_ reduction: Syntax.Reduction) throws(Diagnostic) -> Syntax.Expression {
    let start = advance().span
    let binders =
      switch current.kind {
      case .open(.round): try listedBinders()
      case .subscriptMark: try scriptBinders()
      default: throw Diagnostic(.sumWithoutIndex, at: start)
      }
    bound += binders.map(\.name)
    defer { bound.removeLast(binders.count) }
    let outer = multiplied
    multiplied = reduction == .product ? Set(binders.map(\.name)) : []
    defer { multiplied = outer }
    var body = try nested { (parser) throws(Diagnostic) in try parser.sumBody() }
    for binder in binders.reversed() {
      body = try make(.reduction(reduction, binder, body), start, previousSpan)
    }
    return body
  }

  /// Whether the body of a `∏` ends in front of the big operator there: `\prod_i x_i \sum_j y_j`, where
  /// that one does not mention its index.
  func endsProduct(at distance: Int) -> Bool {
    guard !multiplied.isEmpty, case .reduction = peek(distance).kind else { return false }
    let isBraced = peek(distance + 2).kind == .open(.group)
    if let index = peek(distance + (isBraced ? 3 : 2)).plainText, multiplied.contains(index) {
      return true
    }
    var depth = 0
    for token in rest.dropFirst(distance) {
      switch token.kind {
      case .open: depth += 1
      case .close: depth -= 1
      case .sign(.plus), .sign(.minus), .sign(.comma), .relation, .lineBreak:
        if depth == 0 { return true }
      case .letters(let letter):
        if multiplied.contains(where: { $0.hasPrefix(letter) }) { return false }
      default: break
      }
      if depth < 0 { break }
    }
    return true
  }

  /// `_{k=0}^{2}`, `_{k}`, `_k`, `_{i, j}`
  private mutating func scriptBinders() throws(Diagnostic) -> [Syntax.Binder] {
    advance()
    let isGroup = current.kind == .open(.group)
    let open = current
    if isGroup { advance() }
    let start = current.span
    let name = try indexName(mayHaveLetters: isGroup)
    var lower: Syntax.Expression?
    var upper: Syntax.Expression?
    if isGroup {
      if take(.relation(.equal)) { lower = try expression() }
      if lower == nil, current.kind == .sign(.comma) {
        var binders = [Syntax.Binder(unbounded: name, at: start)]
        while take(.sign(.comma)) {
          let place = current.span
          binders.append(Syntax.Binder(unbounded: try indexName(), at: place))
        }
        _ = try close(.group, openedBy: open)
        return binders
      }
      _ = try close(.group, openedBy: open)
    }
    if take(.superscriptMark) { upper = try exponent() }
    return [
      Syntax.Binder(
        name: name, lower: lower, upper: upper, span: start.joined(with: previousSpan))
    ]
  }

  /// `(k in 0..2, l in 0..1)`; `(k, l)` leaves the bounds to the tensors.
  private mutating func listedBinders() throws(Diagnostic) -> [Syntax.Binder] {
    let open = advance()
    var binders: [Syntax.Binder] = []
    repeat {
      let start = current.span
      let name = try indexName()
      var lower: Syntax.Expression?
      var upper: Syntax.Expression?
      if take(.sign(.element)) || take(.relation(.equal)) {
        lower = try expression()
        try expect(.sign(.range), "'..' between the bounds")
        upper = try expression()
      }
      binders.append(
        Syntax.Binder(
          name: name, lower: lower, upper: upper, span: start.joined(with: previousSpan)))
    } while take(.sign(.comma))
    _ = try close(.round, openedBy: open)
    return binders
  }

  /// A letter, or in a group letters that stand together, with primes.
  private mutating func indexName(
    mayHaveLetters: Bool = true
  ) throws(Diagnostic) -> String {
    let start = current.span
    var name = ""
    while case .letters(let letter) = current.kind, mayHaveLetters || name.isEmpty {
      name += letter
      advance()
    }
    while take(.prime) { name += "'" }
    guard !name.isEmpty else { throw Diagnostic(.sumWithoutIndex, at: start) }
    return name
  }
}

extension Syntax.Expression {
  /// The indices that the sums bind whose terms go on to that place, outermost first; a bracket behind
  /// them ends them before.
  func indicesOfSums(endingAt place: Int) -> [String] {
    guard span.upper == place else { return [] }
    return switch kind {
    case .reduction(.sum, let binder, let body): [binder.name] + body.indicesOfSums(endingAt: place)
    case .binary(let sign, _, let right) where sign.isProduct: right.indicesOfSums(endingAt: place)
    default: []
    }
  }

  /// The same expression, with `sign term` drawn into the innermost of its trailing sums that has
  /// every one of the names in scope.
  func drawing(
    _ term: Syntax.Expression, _ sign: Syntax.BinaryOperator, into names: Set<String>
  ) -> Syntax.Expression {
    let span = span.joined(with: term.span)
    switch kind {
    case .reduction(let reduction, let binder, let body):
      let rest = names.subtracting([binder.name])
      let inner =
        rest.isEmpty
        ? Syntax.Expression(.binary(sign, body, term), at: body.span.joined(with: term.span))
        : body.drawing(term, sign, into: rest)
      return Syntax.Expression(.reduction(reduction, binder, inner), at: span)
    case .binary(let product, let left, let right):
      return Syntax.Expression(
        .binary(product, left, right.drawing(term, sign, into: names)), at: span)
    default: return self
    }
  }
}

extension Diagnostic.Message {
  static let sumWithoutIndex = Self(
    "expected", "a sum needs the name of its index",
    hint: "write \\sum_{k=0}^{2}, or sum(k in 0..2) in plain text")
}
