import NumericCore

/// `|x|`, `\|v\|`, `\|v\|_1`
extension Parser {
  mutating func barred() throws(Diagnostic) -> Syntax.Expression {
    if let size = try sizeOfSet() { return size }
    let open = advance()
    guard case .sign(let bar) = open.kind else { return try primary() }
    openBars.append(bar)
    defer { openBars.removeLast() }
    let inner = try expression()
    guard take(.sign(bar)) else { throw Diagnostic(.unclosedBracket, at: open.span) }
    if bar == .doubleBar, let largest = try largestMagnitude(of: inner, from: open.span) {
      return largest
    }
    let function =
      bar == .bar
      ? try meaningOfBars(around: inner, from: open.span)
      : try norm(of: inner, from: open.span)
    return try make(.call(function, [inner], []), open.span, previousSpan)
  }

  /// `\|x\|_\infty` of a vector: the largest of its magnitudes.
  private mutating func largestMagnitude(
    of vector: Syntax.Expression, from start: Span
  ) throws(Diagnostic) -> Syntax.Expression? {
    if current.kind == .superscriptMark { exchangeScripts() }
    guard current.kind == .subscriptMark, scriptText(at: 0) == "∞",
      vocabulary.rank(of: vector) == 1
    else { return nil }
    _ = takeScript()
    let index = Syntax.Expression(.name("…"), at: vector.span)
    let entry = try make(.indexed(vector, [index]), vector.span, vector.span)
    let size = try make(.call(ElementaryFunction.abs.name, [entry], []), start, previousSpan)
    let binder = Syntax.Binder(unbounded: "…", at: vector.span)
    return try make(.reduction(.maximum, binder, size), start, previousSpan)
  }

  /// `|V|`, where nothing is called V: how many elements a set has, a name of its own.
  private mutating func sizeOfSet() throws(Diagnostic) -> Syntax.Expression? {
    guard current.kind == .sign(.bar), case .letters(let set) = peek().kind,
      peek(2).kind == .sign(.bar), vocabulary[set] == nil, !bound.contains(set)
    else { return nil }
    let name = "|\(set)|"
    let isSet = set.first.map { $0.isUppercase || $0 == "\\" } ?? false
    guard vocabulary[name] != nil || (introducesNames && isSet) else { return nil }
    let start = advance().span
    advance()
    advance()
    return try make(.name(name), start, previousSpan)
  }

  /// Of a vector, single bars may mean its norm, or each of its entries without its sign.
  private mutating func meaningOfBars(
    around inner: Syntax.Expression, from start: Span
  ) throws(Diagnostic) -> String {
    guard let rank = vocabulary.rank(of: inner), rank > 0 else {
      return ElementaryFunction.abs.name
    }
    let place = start.joined(with: previousSpan)
    guard rank < 3 else { throw Diagnostic(.barsOfMatrix, at: place) }
    if rank == 2 { return Determinant.name }
    return takesSecondReading(at: place) ? Norm.euclidean.name : ElementaryFunction.abs.name
  }

  /// The norm that stands below, the Euclidean one where none does.
  private mutating func norm(
    of inner: Syntax.Expression, from start: Span
  ) throws(Diagnostic) -> String {
    let isMatrix = (vocabulary.rank(of: inner) ?? 0) > 1
    if current.kind == .superscriptMark { exchangeScripts() }
    guard current.kind == .subscriptMark else {
      guard !isMatrix else {
        throw Diagnostic(.normOfMatrix, at: start.joined(with: previousSpan))
      }
      return Norm.euclidean.name
    }
    let mark = current.span
    switch scriptText(at: 0) {
    case "F": break
    case "2" where !isMatrix: break
    case "1" where !isMatrix:
      _ = takeScript()
      return Norm.ofMagnitudes.name
    default: throw Diagnostic(.otherNorm, at: mark.joined(with: peek().span))
    }
    _ = takeScript()
    return Norm.euclidean.name
  }
}

extension Diagnostic.Message {
  static let barsOfMatrix = Self(
    "ambiguous", "bars around a tensor of this many axes mean nothing",
    hint: "write \\operatorname{abs}(…) for the entries")

  static let normOfMatrix = Self(
    "ambiguous", "a matrix has several norms", hint: "write \\|…\\|_F for the root of its squares")

  static let otherNorm = Self(
    "unsupported", "this norm is not known",
    hint: "the norms are \\|x\\|_2, \\|x\\|_1, \\|x\\|_\\infty and \\|W\\|_F")
}
