import NumericCore

extension Parser {
  /// Environments that stand for a value.
  static let operands: Set<String> = ["cases", "bmatrix", "pmatrix", "matrix", "Bmatrix", "array"]

  mutating func primary() throws(Diagnostic) -> Syntax.Expression {
    switch current.kind {
    case .open(.round):
      if let product = try definedOperator() { return product }
      return try parenthesised()
    case .open(.group): return try invisibleGroup()
    default: return try unbracketedPrimary()
    }
  }

  private mutating func unbracketedPrimary() throws(Diagnostic) -> Syntax.Expression {
    let token = current
    switch token.kind {
    case .number("1") where holdsRelation(at: 1): return try iverson()
    case .number(let text): return try number(text)
    case .word(let word) where isBigOperator(word):
      return try sum(word == "max" ? .maximum : .minimum)
    case .letters, .word:
      if let derivative = try slashedDerivative() { return derivative }
      return try name()
    case .fraction: return try fraction()
    case .sign(.modulo) where peek().kind == .open(.round):
      advance()
      return try call(Remainder.sign, from: token.span)
    case .partial: return try partialDerivative()
    case .nabla: return try gradient()
    case .expectation: return try expectation()
    case .reduction(let reduction): return try sum(reduction)
    case .iverson: return try indicatorOrOnes()
    case .open(.curly): return try bracedInCurls()
    case .brace(let mark): return try braced(labelledBy: mark)
    case .open(.square)
    where holdsRelation(at: 0) || (peek().kind == .open(.square) && holdsRelation(at: 1)):
      return try iversonBrackets()
    case .open(.square): return try squareBracketed()
    case .sign(.bar), .sign(.doubleBar): return try barred()
    case .open(.curly) where !isPlainText: return try parenthesised()
    case .open(.angle): return try innerProduct()
    case .open(.floor): return try rounded(.floor, "floor")
    case .open(.ceiling): return try rounded(.ceiling, "ceil")
    case .begin("cases"): return try casesEnvironment()
    case .begin(let name) where Self.operands.contains(name): return try matrixEnvironment(name)
    case .sign(.arrow): throw Diagnostic(.arrow, at: token.span)
    case .sign(.distributed): throw Diagnostic(.chance("sim"), at: token.span)
    default: throw Diagnostic(.expected("a number, a name or a bracket"), at: token.span)
    }
  }

  /// `\max_k x_k`, `max(k in 0..2) x[k]`, and not the larger of two numbers.
  private func isBigOperator(_ word: String) -> Bool {
    guard word == "max" || word == "min" else { return false }
    if peek().kind == .subscriptMark { return true }
    guard peek().kind == .open(.round), case .letters = peek(2).kind else { return false }
    return peek(3).kind == .sign(.element)
  }

  private mutating func number(_ text: String) throws(Diagnostic) -> Syntax.Expression {
    let token = advance()
    guard let value = Rational(decimal: text) else {
      throw Diagnostic(.numberTooLong, at: token.span)
    }
    return Syntax.Expression(.number(value), at: token.span)
  }

  /// Whether it is Euler's number: nothing else here is called e, and no index. A power of it is known
  /// to the evaluator.
  func isEuler(_ name: String) -> Bool {
    name == "e" && vocabulary["e"] == nil && !bound.contains("e") && !introducesNames && !hasIndexE
      && current.kind != .superscriptMark && current.kind != .subscriptMark
      && current.kind != .open(.round)
  }

  /// Whether it is 3.14159…: nothing here is called π, and what stands behind it is neither an index nor
  /// an argument.
  func isCircleConstant(_ name: String) -> Bool {
    guard name == CircleConstant.letter, vocabulary[name] == nil, !bound.contains(name),
      !(introducesNames && (beginsStatement(at: -1) || leftNames.contains(name)))
    else { return false }
    switch current.kind {
    case .subscriptMark, .prime: return false
    case .superscriptMark:
      if case .number = peekInScript.kind { return !isLabel }
      return false
    case .open(.round):
      guard !introducesNames, let end = endOfName(at: 1) else { return !introducesNames }
      switch peek(end).kind {
      case .close(.round), .sign(.comma), .sign(.bar), .sign(.semicolon): return false
      default: return true
      }
    default: return true
    }
  }

  private func endOfName(at distance: Int) -> Int? {
    guard peek(distance).plainText != nil else { return nil }
    if case .number = peek(distance).kind { return nil }
    return endOfPlainName(at: distance)
  }

  func eulersNumber(at place: Span) throws(Diagnostic) -> Syntax.Expression {
    let one = Syntax.Expression(.number(Rational(1)), at: place)
    return try make(.call(ElementaryFunction.exp.name, [one], []), place, place)
  }

  private mutating func rounded(
    _ bracket: Token.Bracket, _ function: String
  ) throws(Diagnostic) -> Syntax.Expression {
    let open = advance()
    let inner = try expression()
    _ = try close(bracket, openedBy: open)
    return try make(.call(function, [inner], []), open.span, previousSpan)
  }

  /// `\langle x, y \rangle`
  private mutating func innerProduct() throws(Diagnostic) -> Syntax.Expression {
    let start = current.span
    let parts = try bracketed(.angle)
    guard parts.count == 2 else {
      throw Diagnostic(.expected("two vectors between these brackets"), at: start)
    }
    return try make(.binary(.dot, parts[0], parts[1]), start, previousSpan)
  }

  /// `(a + b)`, `\{ a + b \}`
  private mutating func parenthesised() throws(Diagnostic) -> Syntax.Expression {
    let start = current.span
    if current.kind == .open(.curly) {
      let open = advance()
      let inner = try expression()
      _ = try close(.curly, openedBy: open)
      return inner
    }
    if let list = try listInBrackets() { return list }
    let parts = try bracketed(.round)
    return parts.count == 1 ? parts[0] : try make(.tuple(parts), start, previousSpan)
  }

  /// `[a + b]` groups, `[a, b]` is a vector, `[[a, b], [c, d]]` a matrix.
  private mutating func squareBracketed() throws(Diagnostic) -> Syntax.Expression {
    let start = position
    let open = advance()
    var parts = try listed()
    // `[x; y]`, and `[1, 2; 3, 4]` row by row
    var below = [parts]
    while take(.sign(.semicolon)) { below.append(try listed()) }
    _ = try close(.square, openedBy: open)
    if below.contains(where: { $0.count > 1 }), below.count > 1 {
      return try make(.matrix(below), open.span, previousSpan)
    }
    if parts.count > 1, parts.allSatisfy({ vocabulary.rank(of: $0) == 2 }) {
      throw Diagnostic(.joinedMatrices, at: open.span.joined(with: previousSpan))
    }
    parts = below.flatMap { $0 }
    if parts.count == 1, case .reduction(.list, _, _) = parts[0].kind { return parts[0] }
    // A list is one column; a matrix that was typeset as such is no list.
    let lists = tokens(since: start).filter { $0.kind == .open(.square) }.map(\.span.lower)
    let rows: [[Syntax.Expression]] = parts.compactMap { part in
      guard case .matrix(let cells) = part.kind, lists.contains(part.span.lower) else { return nil }
      return cells.map { $0[0] }
    }
    if rows.count == parts.count { return try make(.matrix(rows), open.span, previousSpan) }
    if parts.count == 1 { return parts[0] }
    return try make(.matrix(parts.map { [$0] }), open.span, previousSpan)
  }

  private mutating func fraction() throws(Diagnostic) -> Syntax.Expression {
    let start = advance().span
    if let derivative = try fractionDerivative(from: start) { return derivative }
    let numerator = try oneArgument()
    let denominator = try oneArgument()
    return try make(.binary(.divide, numerator, denominator), start, previousSpan)
  }

  /// `\underbrace{A}_{B}` is A; where B is mathematics and no remark, A = B is claimed, too.
  private mutating func braced(labelledBy mark: Token.BraceSide) throws(Diagnostic)
    -> Syntax.Expression
  {
    advance()
    guard current.kind == .open(.group) else {
      throw Diagnostic(.expected("{…} after \\underbrace"), at: current.span)
    }
    let value = try group()
    guard take(mark == .below ? .subscriptMark : .superscriptMark) else { return value }
    let start = position
    do throws(Diagnostic) {
      let remark = try oneOperand()
      if case .name(let name) = remark.kind, vocabulary[name] == nil { return value }
      asides.append(
        Syntax.Chain(
          first: value, steps: [.init(equalTo: remark)]))
    } catch {
      position = start
      try skipGroup()
    }
    return value
  }

  private mutating func skipGroup() throws(Diagnostic) {
    let open = advance()
    guard open.kind == .open(.group) else { return }
    var depth = 1
    while depth > 0 {
      switch advance().kind {
      case .open(.group): depth += 1
      case .close(.group): depth -= 1
      case .endOfFormula: throw Diagnostic(.unclosedBracket, at: open.span)
      default: break
      }
    }
  }

  /// `\{a + b\}` groups.
  private mutating func bracedInCurls() throws(Diagnostic) -> Syntax.Expression {
    let open = advance()
    let inner = try expression()
    _ = try close(.curly, openedBy: open)
    return inner
  }

  mutating func ones() throws(Diagnostic) -> Syntax.Expression {
    let start = advance().span
    return try filled(Ones.name, from: start)
  }

  /// `\mathbf{1}_n`, `I_n`, `I`
  mutating func filled(
    _ name: String, from start: Span
  ) throws(Diagnostic) -> Syntax.Expression {
    let sizes = take(.subscriptMark) ? [try oneOperand()] : []
    return try make(.call(name, sizes, []), start, previousSpan)
  }

  /// Whether it is the identity matrix: nothing here is called I, and no index.
  func isIdentity(_ name: String, isIntroduced: Bool) -> Bool {
    guard name == "I", vocabulary["I"] == nil, !bound.contains("I"), !leftNames.contains("I") else {
      return false
    }
    switch current.kind {
    case .open(.round), .open(.square), .prime: return false
    case .relation, .sign(.element): return !isIntroduced
    default: return !(introducesNames && isBoundOfIndex)
    }
  }

  /// Whether the letter before this ends a range, `i \le I`, or counts the axes of what is given, `\R^I`.
  private var isBoundOfIndex: Bool {
    switch peek(peek(-2).kind == .open(.group) ? -3 : -2).kind {
    case .relation(.less), .relation(.lessOrEqual): true
    default: isInDomain
    }
  }

  private mutating func casesEnvironment() throws(Diagnostic) -> Syntax.Expression {
    let start = advance().span
    let wasInTable = isInTable
    isInTable = true
    defer { isInTable = wasInTable }
    var branches: [Syntax.Branch] = []
    while current.kind != .end("cases") {
      if take(.lineBreak) { continue }
      branches.append(try branch())
      guard current.kind == .lineBreak || current.kind == .end("cases") else {
        throw Diagnostic(.expected("\\\\ or \\end{cases}"), at: current.span)
      }
    }
    advance()
    return try make(.cases(branches), start, previousSpan)
  }

  /// A value, its guard: one line of `cases`.
  mutating func branch() throws(Diagnostic) -> Syntax.Branch {
    let value = try expression()
    while take(.ampersand) || take(.sign(.comma)) || take(.gap) {}
    if take(.keyword(.otherwise)) {
      _ = take(.sign(.comma))
      return Syntax.Branch(value: value, guards: nil)
    }
    _ = take(.keyword(.condition))
    return Syntax.Branch(value: value, guards: try conditions())
  }

  /// `\vdots` between the rows of one column.
  private mutating func listOfRows(
    _ rows: [[Syntax.Expression]], until end: Token.Kind
  ) throws(Diagnostic) -> Syntax.Expression? {
    guard current.kind == .sign(.ellipsis), !rows.isEmpty, rows.allSatisfy({ $0.count == 1 }) else {
      return nil
    }
    let dots = advance().span
    try expect(.lineBreak, "\\\\ behind \\vdots")
    let parts = rows.map { $0[0] }
    // Rows one below another are columns side by side, transposed.
    let rows = try sequence(parts.map(\.untransposed), try expression().untransposed, dots)
    _ = take(.lineBreak)
    try expect(end, "one row behind \\vdots")
    let lies = parts[0].untransposed != parts[0]
    return lies ? try make(.transposed(rows), rows.span, previousSpan) : rows
  }

  private mutating func matrixEnvironment(_ name: String) throws(Diagnostic) -> Syntax.Expression {
    let start = advance().span
    let wasInTable = isInTable
    isInTable = true
    defer { isInTable = wasInTable }
    if name == "array", current.kind == .open(.group) {
      while current.kind != .close(.group), current.kind != .endOfFormula { advance() }
      advance()
    }
    var rows: [[Syntax.Expression]] = []
    while current.kind != .end(name) {
      if let list = try listOfRows(rows, until: .end(name)) { return list }
      var row = [try expression()]
      while take(.ampersand) { row.append(try expression()) }
      rows.append(row)
      guard take(.lineBreak) || current.kind == .end(name) else {
        throw Diagnostic(.expected("&, \\\\ or \\end{\(name)}"), at: current.span)
      }
    }
    advance()
    guard let width = rows.first?.count, rows.allSatisfy({ $0.count == width }) else {
      throw Diagnostic(.raggedMatrix, at: start)
    }
    return try make(.matrix(rows), start, previousSpan)
  }
}

extension Diagnostic.Message {
  fileprivate static let arrow = Self(
    "unsupported", "what an arrow says is not judged",
    hint: "write an equation, or leave the formula out of a check")

  static let numberTooLong = Self(
    "number-too-long", "this number has more digits than can be computed with exactly")

  static let joinedMatrices = Self(
    "ambiguous", "do these matrices stand beside or below one another?",
    hint:
      "write [A; B] for one below the other, \\begin{bmatrix} A & B \\end{bmatrix} for side by side"
  )

  static let raggedMatrix = Self(
    "ragged-matrix", "the rows of this matrix have different lengths")
}
