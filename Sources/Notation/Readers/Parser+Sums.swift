import NumericCore

extension Parser {
  /// `\sum_{k=0}^{2} body` or `sum(k in 0..2, l in 0..1) body`; the body is the product that follows.
  mutating func sum(_ reduction: Syntax.Reduction) throws(Diagnostic) -> Syntax.Expression {
    let start = advance().span
    if reduction == .sum, let sum = try sumAlongAxis(from: start) { return sum }
    // `\sum^n_{i=1}`
    if current.kind == .superscriptMark { exchangeScripts() }
    let indices: BoundIndices
    switch current.kind {
    case .open(.round): indices = BoundIndices(binders: try listedBinders())
    case .subscriptMark: indices = try scriptBinders()
    default: return try sumOverFreeIndex(reduction, from: start)
    }
    bound += indices.binders.map(\.name)
    defer { bound.removeLast(indices.binders.count) }
    let outer = multiplied
    multiplied = reduction == .product ? Set(indices.binders.map(\.name)) : []
    defer { multiplied = outer }
    var body = try nested { (parser) throws(Diagnostic) in try parser.sumBody() }
    if !indices.conditions.isEmpty {
      body = try limited(body, by: indices.conditions, reduction, start)
    }
    for binder in indices.binders.reversed() {
      body = try make(.reduction(reduction, binder, body), start, previousSpan)
    }
    return body
  }

  /// `\sum e^{z_j}`: over the one index that nothing else binds.
  private mutating func sumOverFreeIndex(
    _ reduction: Syntax.Reduction, from start: Span
  ) throws(Diagnostic) -> Syntax.Expression {
    let body = try nested { (parser) throws(Diagnostic) in try parser.sumBody() }
    let free = body.bareIndices.filter { index in
      vocabulary[index] == nil && !bound.contains(index) && !leftNames.contains(index)
    }
    guard free.count == 1, let index = free.first else {
      throw Diagnostic(.sumWithoutIndex, at: start)
    }
    let binder = Syntax.Binder(unbounded: index, at: start)
    return try make(.reduction(reduction, binder, body), start, previousSpan)
  }

  /// The term where the conditions hold, and what changes nothing elsewhere.
  private func limited(
    _ body: Syntax.Expression, by conditions: [Syntax.Condition], _ reduction: Syntax.Reduction,
    _ start: Span
  ) throws(Diagnostic) -> Syntax.Expression {
    switch reduction {
    case .sum:
      let indicator = Syntax.Expression(.indicator(conditions), at: body.span)
      return try make(.binary(.juxtaposition, indicator, body), body.span, body.span)
    case .product:
      let one = Syntax.Expression(.number(Rational(1)), at: body.span)
      return try make(
        .cases([
          Syntax.Branch(value: body, guards: conditions), Syntax.Branch(value: one, guards: nil),
        ]), body.span, body.span)
    case .maximum, .minimum, .list: throw Diagnostic(.boundsOfIndex, at: start)
    }
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

  /// `_{k=0}^{2}`, `_{k}`, `_k`, `_{i, j}`, `_{i, j = 1}^{n}`, `_{0 \le m, n \le 1}`, `_{k \ne i}`
  private mutating func scriptBinders() throws(Diagnostic) -> BoundIndices {
    advance()
    let open = current
    guard take(.open(.group)) else {
      let start = current.span
      let name = try indexName(mayHaveLetters: false)
      let upper = take(.superscriptMark) ? try exponent() : nil
      return BoundIndices(binders: [
        Syntax.Binder(name: name, lower: nil, upper: upper, span: start.joined(with: previousSpan))
      ])
    }
    if current.kind == .open(.group) { flattenStack() }
    let start = position
    if let indices = try namedBinders(open) { return indices }
    position = start
    return try conditionedBinders(open)
  }

  /// Names, and what all of them begin with.
  private mutating func namedBinders(_ open: Token) throws(Diagnostic) -> BoundIndices? {
    guard case .letters = current.kind else { return nil }
    var names: [(name: String, span: Span)] = []
    repeat {
      let span = current.span
      names.append((try indexName(), span))
    } while take(.sign(.comma))
    var lower: Syntax.Expression?
    var upper: Syntax.Expression?
    if take(.relation(.equal)) {
      lower = try expression()
      if take(.sign(.comma)) || current.kind == .sign(.ellipsis) {
        guard take(.sign(.ellipsis)) else { return nil }
        _ = take(.sign(.comma))
        upper = try expression()
      }
    }
    guard current.kind == .close(.group) else { return nil }
    _ = try close(.group, openedBy: open)
    if upper == nil, take(.superscriptMark) { upper = try exponent() }
    return BoundIndices(
      binders: names.map {
        Syntax.Binder(
          name: $0.name, lower: lower, upper: upper, span: $0.span.joined(with: previousSpan))
      })
  }

  /// What the indices fulfil: those that nothing else binds are bound here.
  private mutating func conditionedBinders(_ open: Token) throws(Diagnostic) -> BoundIndices {
    var chains: [Syntax.Chain] = []
    var binders: [Syntax.Binder] = []
    let outer = leftNames
    repeat {
      try refuseSet()
      for segment in try sharingRange(try segment()) {
        switch segment {
        case .chain(let chain): chains.append(chain)
        case .bare(let expression):
          guard let letter = expression.letter else { fallthrough }
          binders.append(Syntax.Binder(unbounded: letter, at: expression.span))
        case .membership: throw Diagnostic(.boundsOfIndex, at: open.span)
        }
      }
    } while take(.sign(.comma))
    leftNames = outer
    _ = try close(.group, openedBy: open)
    var conditions: [Syntax.Condition] = []
    for chain in chains {
      let letters = chain.expressions.compactMap(\.letter).filter { letter in
        vocabulary[letter] == nil && !bound.contains(letter) && !Library.contains(letter)
          && !leftNames.contains(letter) && !binders.contains { $0.name == letter }
      }
      if let binder = chain.binder, letters == [binder.name] || (letters.isEmpty && isFree(binder))
      {
        binders.append(binder)
      } else {
        binders += letters.map { Syntax.Binder(unbounded: $0, at: chain.first.span) }
        conditions.append(.chain(chain))
      }
    }
    guard !binders.isEmpty else { throw Diagnostic(.sumWithoutIndex, at: open.span) }
    return BoundIndices(binders: binders, conditions: conditions)
  }

  /// `\sum_{w \in V}`: of a set nothing is known but its size.
  private func refuseSet() throws(Diagnostic) {
    guard case .letters(let index) = current.kind, peek().kind == .sign(.element) else { return }
    switch peek(2).kind {
    case .letters, .word, .sign(.bar): break
    default: return
    }
    throw Diagnostic(.setOfSum(index), at: current.span.joined(with: peek(2).span))
  }

  /// Whether nothing around it has the index of a range: what is called so elsewhere is another thing.
  private func isFree(_ binder: Syntax.Binder) -> Bool {
    vocabulary[binder.name] != .number && !bound.contains(binder.name)
      && !leftNames.contains(binder.name)
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

/// The indices of a big operator, and what they fulfil beside their bounds.
private struct BoundIndices {
  var binders: [Syntax.Binder]
  var conditions: [Syntax.Condition] = []
}

extension Syntax.Chain {
  /// `0 \le m \le 1`, `t \ge i > k`: an index between two bounds.
  fileprivate var binder: Syntax.Binder? {
    guard steps.count == 2, let name = steps[0].expression.letter else { return nil }
    let (first, last) = (first, steps[1].expression)
    switch (steps[0].relation, steps[1].relation) {
    case (.less, .less), (.less, .lessOrEqual), (.lessOrEqual, .less), (.lessOrEqual, .lessOrEqual):
      return Syntax.Binder(
        name: name, lower: first.moved(by: steps[0].relation == .less ? 1 : 0),
        upper: last.moved(by: steps[1].relation == .less ? -1 : 0), span: steps[0].expression.span)
    case (.greater, .greater), (.greater, .greaterOrEqual), (.greaterOrEqual, .greater),
      (.greaterOrEqual, .greaterOrEqual):
      return Syntax.Binder(
        name: name, lower: last.moved(by: steps[1].relation == .greater ? 1 : 0),
        upper: first.moved(by: steps[0].relation == .greater ? -1 : 0),
        span: steps[0].expression.span)
    default: return nil
    }
  }
}

extension Syntax.Expression {
  fileprivate var letter: String? { if case .name(let name) = kind { name } else { nil } }

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
  static let boundsOfIndex = Self(
    "expected", "this operator needs the bounds of its index", hint: "write \\max_{0 \\le k \\le 2}"
  )

  static func setOfSum(_ index: String) -> Self {
    Self(
      "expected", "nothing says which numbers are in this set",
      hint: "write \\sum_{\(index)=1}^{n}, or \\sum_\(index) for all of an axis")
  }

  static let sumWithoutIndex = Self(
    "expected", "a sum needs the name of its index",
    hint: "write \\sum_{k=0}^{2}, or sum(k in 0..2) in plain text")
}
