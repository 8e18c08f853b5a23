import NumericCore

extension Parser {
  mutating func expression() throws(Diagnostic) -> Syntax.Expression {
    let outer = multiplied
    multiplied = []
    defer { multiplied = outer }
    return try nested { (parser) throws(Diagnostic) in
      let minus = parser.current.kind == .sign(.minus) ? parser.advance().span : nil
      if minus == nil { _ = parser.take(.sign(.plus)) }
      return try parser.terms(behind: try parser.product(), minus)
    }
  }

  private mutating func terms(
    behind first: Syntax.Expression, _ firstMinus: Span?
  ) throws(Diagnostic) -> Syntax.Expression {
    var left = try signed(first, firstMinus)
    while true {
      let end = previousSpan.upper
      guard let sign = additionSign() else { return left }
      if current.kind == .sign(.ellipsis), sign == .add {
        left = try sumOfPattern(left)
        continue
      }
      // `a + -b`
      let minus = current.kind == .sign(.minus) ? advance().span : nil
      let right = try signed(try product(), minus)
      left = try added(sign, left, right, endOfLeft: end)
    }
  }

  private func signed(
    _ term: Syntax.Expression, _ minus: Span?
  ) throws(Diagnostic) -> Syntax.Expression {
    try minus.map { (minus) throws(Diagnostic) in
      try make(.negated(term), minus, previousSpan)
    } ?? term
  }

  /// A sum reaches over the following `+` when its index would otherwise be free there, and no
  /// bracket ends it.
  private func added(
    _ sign: Syntax.BinaryOperator, _ left: Syntax.Expression, _ right: Syntax.Expression,
    endOfLeft: Int
  ) throws(Diagnostic) -> Syntax.Expression {
    let summed = Set(left.indicesOfSums(endingAt: endOfLeft))
    let reached = summed.isEmpty ? [] : summed.intersection(right.freeNames())
    let loose = reached.subtracting(bound).subtracting(leftNames)
      .filter { vocabulary[$0] == nil }
    guard !loose.isEmpty else { return try binary(sign, left, right) }
    let drawn = left.drawing(right, sign, into: loose)
    return try make(drawn.kind, left.span, previousSpan)
  }

  /// A sign of addition, perhaps on the next line of a derivation.
  private mutating func additionSign() -> Syntax.BinaryOperator? {
    var ahead = 0
    while !isInTable,
      peek(ahead).kind == .ampersand || peek(ahead).kind == .lineBreak
        || (ahead > 0 && peek(ahead).kind == .gap)
    {
      ahead += 1
    }
    if ahead > 0, peek(ahead - 1).kind == .lineBreak, isEquation(from: ahead) { return nil }
    let sign: Syntax.BinaryOperator
    switch peek(ahead).kind {
    case .sign(.plus): sign = .add
    case .sign(.minus): sign = .subtract
    default: return nil
    }
    position += ahead + 1
    return sign
  }

  /// Whether the line that begins there is an equation of its own, `-x = -y`, and does not go on with
  /// the one above.
  private func isEquation(from distance: Int) -> Bool {
    var depth = 0
    for token in rest.dropFirst(distance) {
      switch token.kind {
      case .open: depth += 1
      case .close: depth -= 1
      case .relation where depth == 0: return true
      case .lineBreak, .ampersand: return false
      default: break
      }
    }
    return false
  }

  /// What a sum adds up: it takes the whole product that follows.
  mutating func sumBody() throws(Diagnostic) -> Syntax.Expression {
    let start = current.span
    guard take(.sign(.minus)) else { return try product() }
    return try make(.negated(try product()), start, previousSpan)
  }

  mutating func product() throws(Diagnostic) -> Syntax.Expression {
    try product(behind: try quotient())
  }

  private mutating func product(
    behind first: Syntax.Expression
  ) throws(Diagnostic) -> Syntax.Expression {
    var left = first
    while [.sign(.hadamard), .sign(.bullet), .sign(.kronecker)].contains(current.kind),
      !endsProduct(at: 1)
    {
      if take(.sign(.kronecker)) {
        let right = try quotient()
        left = try make(.call(KroneckerProduct.name, [left, right], []), left.span, right.span)
        continue
      }
      // A dot that is fat stands between the elements, or between two vectors.
      let isDot = current.kind == .sign(.bullet) && takesSecondReading(at: current.span)
      advance()
      left = try binary(isDot ? .dot : .hadamard, left, try quotient())
    }
    return left
  }

  /// A star stands between the elements of tensors, and between numbers.
  private mutating func quotient() throws(Diagnostic) -> Syntax.Expression {
    try quotient(behind: try factors())
  }

  private mutating func quotient(
    behind first: Syntax.Expression
  ) throws(Diagnostic) -> Syntax.Expression {
    var left = first
    while true {
      let sign: Syntax.BinaryOperator
      if let product = try ownProduct(behind: left) {
        left = product
        continue
      }
      switch current.kind {
      // `i = 1 \ldots n` is a range.
      case .sign(.ellipsis)
      where !left.isNumber && (startsFactor(peek().kind) || isProductSign(peek().kind)):
        left = try productOfPattern(left)
        continue
      case .sign(.dot): sign = .dot
      case .sign(.star): sign = .star
      case .sign(.times): sign = .times
      case .sign(.slash): sign = .divide
      case .sign(.modulo):
        advance()
        let arguments = [left, try factors()]
        left = try make(.call(Remainder.sign, arguments, []), left.span, previousSpan)
        continue
      default: return left
      }
      if endsProduct(at: 1) { return left }
      let isStar = advance().kind == .sign(.star)
      // `5 \cdot -1`
      let minus = current.kind == .sign(.minus) ? advance().span : nil
      let start = position
      var right = try factors()
      if sign == .divide, case .binary(.juxtaposition, _, _) = right.kind, !isOneGroup(since: start)
      {
        throw Diagnostic(.ambiguousSlash, at: right.span)
      }
      if let minus { right = try make(.negated(right), minus, previousSpan) }
      let isProduct = !isStar || vocabulary.rank(of: left) == 0 || vocabulary.rank(of: right) == 0
      left = try binary(isProduct ? sign : .hadamard, left, right)
    }
  }

  private func isProductSign(_ kind: Token.Kind) -> Bool {
    kind == .sign(.dot) || kind == .sign(.times)
  }

  /// Whether what was read since then is one bracket from end to end, `(2 S)` but not `(a)(b)`.
  private func isOneGroup(since start: Int) -> Bool {
    var depth = 0
    for (place, token) in tokens(since: start).enumerated() {
      switch token.kind {
      case .open: depth += 1
      case .close: depth -= 1
      default: break
      }
      if depth == 0 { return place == position - start - 1 }
    }
    return false
  }

  mutating func factors() throws(Diagnostic) -> Syntax.Expression {
    try factors(behind: try power())
  }

  private mutating func factors(
    behind first: Syntax.Expression
  ) throws(Diagnostic) -> Syntax.Expression {
    var left = first
    while startsFactor(current.kind), !endsProduct(at: 0) {
      if left.isNumber, case .number = current.kind {
        throw Diagnostic(.numbersSideBySide, at: current.span)
      }
      left = try binary(.juxtaposition, left, try power())
    }
    return left
  }

  func startsFactor(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .number, .letters, .word, .fraction, .reduction, .partial, .nabla, .expectation, .iverson,
      .brace:
      true
    case .open: true
    case .sign(let bar) where bar == .bar || bar == .doubleBar: openBars.last != bar
    case .begin(let name): Self.operands.contains(name)
    default: false
    }
  }

  private func binary(
    _ sign: Syntax.BinaryOperator, _ left: Syntax.Expression, _ right: Syntax.Expression
  ) throws(Diagnostic) -> Syntax.Expression {
    try make(.binary(sign, left, right), left.span, right.span)
  }

  // What follows an operand is read behind it, in functions of their own: brackets in brackets take the
  // stack of operands only.

  mutating func power() throws(Diagnostic) -> Syntax.Expression {
    try raised(try postfix())
  }

  private mutating func raised(_ base: Syntax.Expression) throws(Diagnostic) -> Syntax.Expression {
    if isLabel { throw Diagnostic(.labelOfNoName, at: current.span) }
    if isInverseTransposed {
      for _ in 0..<5 { advance() }
      let one = Syntax.Expression(.number(Rational(-1)), at: previousSpan)
      let inverse = try make(.power(base, one), base.span, previousSpan)
      return try make(.transposed(inverse), base.span, previousSpan)
    }
    guard take(.superscriptMark) else { return base }
    if !base.isNumber, let digit = takeDigit() {
      return try make(.power(base, digit), base.span, digit.span)
    }
    return try make(.power(base, try exponent()), base.span, previousSpan)
  }

  /// `A^{-\top}`, and `A^{-T}` where T is no name.
  private var isInverseTransposed: Bool {
    guard current.kind == .superscriptMark, peek().kind == .open(.group),
      peek(2).kind == .sign(.minus), peek(4).kind == .close(.group)
    else { return false }
    let isName = vocabulary["T"] != nil || bound.contains("T")
    return peek(3).kind == .transpose || (peek(3).kind == .letters("T") && !isName)
  }

  /// One token or a group, after `^`.
  mutating func exponent() throws(Diagnostic) -> Syntax.Expression {
    if current.kind == .sign(.minus) {
      let start = advance().span
      return try make(.negated(try exponent()), start, previousSpan)
    }
    return try oneOperand()
  }

  /// A single digit, letter or group, as LaTeX takes an argument.
  mutating func oneOperand() throws(Diagnostic) -> Syntax.Expression {
    if current.kind == .open(.group) { return try group() }
    // `^t (` is no call of t: what follows belongs to the whole.
    if case .letters(let letter) = current.kind {
      return Syntax.Expression(.name(letter), at: advance().span)
    }
    try refuseSeveralDigits()
    // A single letter: the bracket in \sum_{k=1}^t ( … ) is no argument of t.
    if case .letters(let letter) = current.kind, letter.count == 1 || letter.hasPrefix("\\") {
      return Syntax.Expression(.name(letter), at: advance().span)
    }
    return try nested { (parser) throws(Diagnostic) in try parser.primary() }
  }

  /// The argument of a command: the first digit of several.
  mutating func oneArgument() throws(Diagnostic) -> Syntax.Expression {
    if let digit = takeDigit() { return digit }
    return try oneOperand()
  }

  /// Braces, as around an argument.
  mutating func group() throws(Diagnostic) -> Syntax.Expression {
    let open = advance()
    let inner = try expression()
    _ = try close(.group, openedBy: open)
    return inner
  }

  /// `[i, j]`, `(a, b)`
  mutating func bracketed(_ bracket: Token.Bracket) throws(Diagnostic) -> [Syntax.Expression] {
    let open = advance()
    let isIndex = bracket == .square
    var parts = [try isIndex ? indexOrAxis() : expression()]
    while take(.sign(.comma)) { parts.append(try isIndex ? indexOrAxis() : expression()) }
    _ = try close(bracket, openedBy: open)
    return parts
  }

  mutating func postfix() throws(Diagnostic) -> Syntax.Expression {
    let isBracket = current.kind == .open(.round)
    return try postfix(to: try primary(), isBracket)
  }

  private mutating func postfix(
    to operand: Syntax.Expression, _ isBracket: Bool
  ) throws(Diagnostic) -> Syntax.Expression {
    var base = operand
    while true {
      switch current.kind {
      case .open(.square) where canBeIndexed(base, isBracket: isBracket):
        let indices = try bracketed(.square)
        base = try entry(of: base, indices, base.span)
      case .subscriptMark where base.isInBrackets || isBracket:
        base = try make(
          .indexed(base, try subscriptIndices(of: "")), base.span, previousSpan)
      case .open(.round) where isBracket && isEntryOfOwnProduct(base):
        base = try make(.indexed(base, try bracketed(.round)), base.span, previousSpan)
      case .sign(.factorial), .sign(.percent): base = try numberSign(behind: base)
      case .transpose: base = try transposed(base)
      case .superscriptMark where isTransposition(of: base): base = try transposed(base)
      default: return base
      }
    }
  }

  /// Takes `ᵀ`, `^\top` or `^{\top}` behind something.
  private mutating func transposed(_ base: Syntax.Expression) throws(Diagnostic)
    -> Syntax.Expression
  {
    let list = columnOfList(base)
    if take(.superscriptMark) {
      let isGroup = take(.open(.group))
      advance()
      if isGroup { advance() }
    } else {
      advance()
    }
    if let list { return list }
    return try make(.transposed(base), base.span, previousSpan)
  }

  /// `^\top`, `^{\top}`, and `^T` where T is no name of the homework or a tensor stands below it.
  private func isTransposition(of base: Syntax.Expression) -> Bool {
    let isGroup = peek().kind == .open(.group)
    let sign = peek(isGroup ? 2 : 1).kind
    guard !base.isNumber, !isGroup || peek(3).kind == .close(.group) else { return false }
    if sign == .transpose || sign == .word("T") { return true }
    let isName = vocabulary["T"] != nil || bound.contains("T")
    return sign == .letters("T") && (!isName || (vocabulary.rank(of: base) ?? 0) > 0)
  }

}

extension Syntax.Expression {
  var isNumber: Bool { if case .number = kind { true } else { false } }

  /// Whether it can only be read as one thing with an index below it: `(A B)_{ij}`, `A^\top_{ij}`.
  fileprivate var isInBrackets: Bool {
    switch kind {
    case .binary, .transposed, .derivative, .gradient, .matrix, .call, .slope: true
    default: false
    }
  }
}

extension Diagnostic.Message {
  static let numbersSideBySide = Self(
    "ambiguous", "two numbers stand side by side",
    hint: "write \\cdot between factors, and no gap inside of one number")

  static let ambiguousSlash = Self(
    "ambiguous", "this may stand below the slash or beside the fraction",
    hint: "write \\frac{…}{…}, or put it in brackets")
}
