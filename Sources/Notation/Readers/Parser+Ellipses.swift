import NumericCore

extension Parser {
  /// Expressions between commas; `w_0, w_1, …, w_k` is one vector whose index runs from 0 to k.
  mutating func listed() throws(Diagnostic) -> [Syntax.Expression] {
    var parts = [try expression()]
    while take(.sign(.comma)) {
      if let sequence = try ellipsis(after: parts) { return [sequence] }
      parts.append(try expression())
    }
    return parts
  }

  /// `…, w_k` behind the terms before it.
  mutating func ellipsis(
    after parts: [Syntax.Expression]
  ) throws(Diagnostic) -> Syntax.Expression? {
    guard current.kind == .sign(.ellipsis), !parts.isEmpty else { return nil }
    let dots = advance().span
    try expect(.sign(.comma), "a comma after the ellipsis")
    return try sequence(parts, try expression(), dots)
  }

  /// `x_1 + x_2 + \dots + x_n`: the sum of which the terms are cases.
  mutating func sumOfPattern(_ left: Syntax.Expression) throws(Diagnostic) -> Syntax.Expression {
    let dots = advance().span
    try expect(.sign(.plus), "a plus behind the ellipsis")
    let list = try sequence(left.addends, try product(), dots)
    guard case .reduction(_, let binder, let body) = list.kind else {
      throw
        Diagnostic(.ellipsisUnclear, at: dots)
    }
    return try make(.reduction(.sum, binder, body), left.span, previousSpan)
  }

  /// `x_1 x_2 \cdots x_n`, `1 \cdot 2 \cdots n`: the product of which the factors are cases.
  mutating func productOfPattern(
    _ left: Syntax.Expression
  ) throws(Diagnostic) -> Syntax.Expression {
    let dots = advance().span
    if current.kind == .sign(.dot) || current.kind == .sign(.times) { advance() }
    let list = try sequence(left.productFactors, try power(), dots)
    guard case .reduction(_, let binder, let body) = list.kind else {
      throw Diagnostic(.ellipsisUnclear, at: dots)
    }
    return try make(.reduction(.product, binder, body), left.span, previousSpan)
  }

  /// `(y_1, \dots, y_n)`
  mutating func listInBrackets() throws(Diagnostic) -> Syntax.Expression? {
    var depth = 0
    guard
      let place = rest.firstIndex(where: { token in
        switch token.kind {
        case .open: depth += 1
        case .close: depth -= 1
        default: break
        }
        return depth == 0 || (depth == 1 && token.kind == .sign(.ellipsis))
      }), rest[place].kind == .sign(.ellipsis), rest[place - 1].kind == .sign(.comma)
    else { return nil }
    let open = advance()
    let parts = try listed()
    _ = try close(.round, openedBy: open)
    return parts.count == 1 ? parts[0] : try make(.tuple(parts), open.span, previousSpan)
  }

  /// `[1, 2]^\top`, `(x_1, x_2)^\top`: numbers between commas that are set upright are a column. In a
  /// claim it may be meant, too, that the list is one already, and lies.
  mutating func columnOfList(_ list: Syntax.Expression) -> Syntax.Expression? {
    let column: Syntax.Expression
    switch (list.kind, position > 0 ? peek(-1).kind : .endOfFormula) {
    case (.tuple(let parts), .close(.round)):
      guard parts.allSatisfy({ vocabulary.rank(of: $0) == 0 }) else { return nil }
      return Syntax.Expression(.matrix(parts.map { [$0] }), at: list.span)
    case (.matrix(let rows), .close(.square)) where rows.count > 1:
      guard rows.allSatisfy({ $0.count == 1 && vocabulary.rank(of: $0[0]) == 0 }) else {
        return nil
      }
      column = list
    default: return nil
    }
    return !introducesNames && takesSecondReading(at: list.span) ? nil : column
  }

  /// What an ellipsis leaves out, found from what stands before and behind it.
  func sequence(
    _ parts: [Syntax.Expression], _ last: Syntax.Expression, _ dots: Span
  ) throws(Diagnostic) -> Syntax.Expression {
    guard let (body, low, high) = counted(parts, last) ?? progression(parts, last, dots) else {
      throw Diagnostic(.ellipsisUnclear, at: dots)
    }
    let binder = Syntax.Binder(name: Self.indexLeftOut, lower: low, upper: high, span: dots)
    return try make(.reduction(.list, binder, body), parts[0].span, last.span)
  }

  private static let indexLeftOut = "\u{2026}"

  private typealias Sequence = (
    body: Syntax.Expression, lower: Syntax.Expression, upper: Syntax.Expression
  )

  /// `w_0, w_1, \dots, w_k`: terms that differ in one number.
  private func counted(_ parts: [Syntax.Expression], _ last: Syntax.Expression) -> Sequence? {
    var ends: (Syntax.Expression, Syntax.Expression)?
    let index = Self.indexLeftOut
    guard let body = parts[0].generalised(with: last, by: index, &ends), let (low, high) = ends,
      case .number(let start) = low.kind, start.isInteger
    else { return nil }
    for (number, part) in parts.enumerated().dropFirst() {
      let value = try? start.adding(Rational(number))
      let expected = body.replacing { place in
        guard place.kind == .name(index), let value else { return nil }
        return Syntax.Expression(.number(value), at: place.span)
      }
      guard expected.text == part.text else { return nil }
    }
    return (body, low, high)
  }

  /// `g_t + \rho g_{t-1} + \rho^2 g_{t-2} + \dots + \rho^{t-1} g_1`: terms that differ in several places.
  private func progression(
    _ parts: [Syntax.Expression], _ last: Syntax.Expression, _ dots: Span
  ) -> Sequence? {
    guard parts.count > 1,
      let steps = Progression(from: parts[parts.count - 2], to: parts[parts.count - 1]),
      let end = steps.step(of: last)
    else { return nil }
    let first = 2 - parts.count
    for (number, part) in parts.enumerated() {
      guard steps.writtenTerm(at: first + number).text == part.text else { return nil }
    }
    let step = Syntax.Expression(.name(Self.indexLeftOut), at: dots)
    return (
      steps.term(at: step), Syntax.Expression(.number(Rational(first)), at: dots), end
    )
  }
}

extension Syntax.Expression {
  /// The expressions of which the first list and the last are cases, and the range of their index.
  static func generalised(
    _ first: [Self], _ last: [Self], avoiding names: Set<String>
  ) -> (bodies: [Self], range: Syntax.Condition)? {
    let used = (first + last).reduce(into: names) { $0.formUnion($1.freeNames()) }
    guard let index = ["j", "i", "s", "u"].first(where: { !used.contains($0) }) else { return nil }
    var ends: (Self, Self)?
    var bodies: [Self] = []
    for (a, b) in zip(first, last) {
      guard let body = a.generalised(with: b, by: index, &ends) else { return nil }
      bodies.append(body)
    }
    guard let (low, high) = ends else { return nil }
    let name = Self(.name(index), at: low.span)
    return (bodies, .range(of: name, from: low, to: high))
  }

  /// The expression of which this and another are cases: where they differ, the index stands. They
  /// differ in one pair of values only, this one's a number.
  fileprivate func generalised(
    with other: Self, by index: String, _ ends: inout (Self, Self)?
  ) -> Self? {
    if text == other.text { return self }
    if case .number = kind, other.children.allSatisfy({ $0.children.isEmpty }) {
      if let (low, high) = ends, low.text != text || high.text != other.text { return nil }
      ends = (self, other)
      return Self(.name(index), at: span)
    }
    let (mine, theirs) = (children, other.children)
    guard mine.count == theirs.count, !mine.isEmpty, hasSameForm(as: other) else { return nil }
    var new: [Self] = []
    for (a, b) in zip(mine, theirs) {
      guard let part = a.generalised(with: b, by: index, &ends) else { return nil }
      new.append(part)
    }
    var next = new.makeIterator()
    var isRoot = true
    return replacing { _ in
      if isRoot {
        isRoot = false
        return nil
      }
      return next.next()
    }
  }

  /// Whether both are built alike at the top.
  func hasSameForm(as other: Self) -> Bool {
    switch (kind, other.kind) {
    case (.binary(let a, _, _), .binary(let b, _, _)): a == b
    case (.call(let a, _, _), .call(let b, _, _)): a == b
    case (.indexed, .indexed), (.transposed, .transposed), (.negated, .negated), (.power, .power):
      true
    default: false
    }
  }
}

extension Syntax.Expression {
  /// `y_1, \dots, y_n`
  var isListOfPattern: Bool {
    if case .reduction(.list, _, _) = kind { true } else { false }
  }

  /// The factors of a product.
  fileprivate var productFactors: [Self] {
    guard case .binary(let sign, let left, let right) = kind, sign.isProduct else { return [self] }
    return left.productFactors + [right]
  }

  /// The terms of a sum.
  fileprivate var addends: [Self] {
    guard case .binary(.add, let left, let right) = kind else { return [self] }
    return left.addends + [right]
  }
}

extension Diagnostic.Message {
  static let ellipsisUnclear = Self(
    "ellipsis", "what this ellipsis stands for cannot be told",
    hint:
      "let the terms differ in one number, w_0, w_1, \\dots, w_k, or write a sum with its bounds")
}
