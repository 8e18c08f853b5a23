import NumericCore

/// Axes by their numbers and whole axes, as NumPy writes them: `sum(X, axis=0)`, `X_{b,:,:}`, `W[:, j]`.
extension Parser {
  /// `sum(X, axis=1)` of a vector or matrix.
  mutating func sumAlongAxis(from start: Span) throws(Diagnostic) -> Syntax.Expression? {
    guard isPlainText, current.kind == .open(.round), namesAxis else { return nil }
    let open = advance()
    let body = try expression()
    try expect(.sign(.comma), "a comma")
    let place = advance().span
    try expect(.relation(.equal), "'=' behind axis")
    guard case .number(let text) = current.kind, let axis = Int(text),
      let rank = vocabulary.rank(of: body), axis < rank, rank < 3
    else { throw Diagnostic(.axisOfSum, at: place.joined(with: current.span)) }
    advance()
    _ = try close(.round, openedBy: open)
    // No author can write this index.
    let index = "\(body.text).axis"
    let rows = axis == 0 ? body : try make(.transposed(body), body.span, body.span)
    let entry = Syntax.Expression(.name(index), at: place)
    let row = try make(.indexed(rows, [entry]), body.span, body.span)
    let binder = Syntax.Binder(unbounded: index, at: place)
    return try make(.reduction(.sum, binder, row), start, previousSpan)
  }

  /// Whether the bracket here ends with `, axis = …`.
  private var namesAxis: Bool {
    var depth = 0
    for (place, token) in rest.enumerated() {
      switch token.kind {
      case .open: depth += 1
      case .close:
        depth -= 1
        if depth == 0 { return false }
      case .letters("axis") where depth == 1:
        return peek(place - 1).kind == .sign(.comma) && peek(place + 1).kind == .relation(.equal)
      case .endOfFormula, .lineBreak: return false
      default: break
      }
    }
    return false
  }

  // MARK: - Whole axes

  /// What stands for a whole axis in a list of indices.
  static let wholeAxis = ":"

  /// An index, or a whole axis.
  mutating func indexOrAxis() throws(Diagnostic) -> Syntax.Expression {
    guard current.kind == .sign(.colon) else { return try expression() }
    return Syntax.Expression(.name(Self.wholeAxis), at: advance().span)
  }

  /// `X_{b,:,:}` is `X_b`, and `W_{:,j}` the row j of the transposed matrix.
  func entry(
    of base: Syntax.Expression, _ indices: [Syntax.Expression], _ start: Span
  ) throws(Diagnostic) -> Syntax.Expression {
    func isWhole(_ index: Syntax.Expression) -> Bool { index.kind == .name(Self.wholeAxis) }
    guard let first = indices.first(where: isWhole) else {
      return try make(.indexed(base, indices), start, previousSpan)
    }
    let leading = indices.prefix { !isWhole($0) }
    if let rank = vocabulary.rank(of: base), rank != indices.count {
      throw Diagnostic(.axesOfSlice(indices.count, rank), at: first.span)
    }
    if indices.dropFirst(leading.count).allSatisfy(isWhole) {
      return leading.isEmpty ? base : try make(.indexed(base, Array(leading)), start, previousSpan)
    }
    guard indices.count == 2, vocabulary.rank(of: base) == 2 else {
      throw Diagnostic(.sliceBeforeIndex, at: first.span)
    }
    let columns = try make(.transposed(base), start, previousSpan)
    return try make(.indexed(columns, [indices[1]]), start, previousSpan)
  }
}

extension Diagnostic.Message {
  static let axisOfSum = Self(
    "unsupported", "a sum along an axis is one of a vector or matrix, and counts its axes from 0",
    hint: "write sum(i) X[i, j]")

  static func axesOfSlice(_ count: Int, _ rank: Int) -> Self {
    Self(
      "axes-do-not-fit", "these are \(count) axes, and the tensor has \(rank)",
      hint: "write one index or ':' for each axis")
  }

  static let sliceBeforeIndex = Self(
    "unsupported", "a whole axis in front of an index is read of a matrix only",
    hint: "write the entries, X_{b,t,j}")
}
