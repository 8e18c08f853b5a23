import NumericCore

extension Parser {
  /// What follows `∈`.
  mutating func domain() throws(Diagnostic) -> Syntax.Domain {
    let set = try setOfNumbers()
    if case .reals(let taken) = set, take(.sign(.arrow)) {
      guard current.kind == .reals else {
        throw Diagnostic(.expected("what the function makes of it, such as \\R"), at: current.span)
      }
      advance()
      return .functions(from: taken, to: try extents())
    }
    guard set.canBeRaised, current.kind == .superscriptMark else { return set }
    return .power(set, try extents())
  }

  private mutating func setOfNumbers() throws(Diagnostic) -> Syntax.Domain {
    let open = advance()
    switch open.kind {
    case .naturals: return .naturals
    case .keyword(.oneHot): return .oneHot
    case .reals: return .reals(try extents())
    case .open(.curly): return try list(closedBy: .curly, open)
    case .open(.round), .open(.square): return try interval(open)
    default:
      throw Diagnostic(
        .expected("a set, such as \\R^{2 \\times 3}, \\N or \\{1, 2\\}"), at: open.span)
    }
  }

  /// `[0, 1]`, `(0, 1)`, `[0, 1)`, `(0, 1]`.
  private mutating func interval(_ open: Token) throws(Diagnostic) -> Syntax.Domain {
    let lower = try expression()
    try expect(.sign(.comma), "a comma between the ends of the interval")
    let upper = try expression()
    let isClosedAbove = current.kind == .close(.square)
    _ = try close(isClosedAbove ? .square : .round, openedBy: open)
    return .interval(
      Syntax.Interval(
        lower: lower, upper: upper, isClosedBelow: open.kind == .open(.square),
        isClosedAbove: isClosedAbove))
  }

  /// `{1, 2, 3}` or `{1, …, 5}`.
  private mutating func list(
    closedBy bracket: Token.Bracket, _ open: Token
  ) throws(Diagnostic) -> Syntax.Domain {
    var values = [try expression()]
    var isInterval = false
    while take(.sign(.comma)) {
      if current.kind == .sign(.ellipsis) {
        guard !values.hasOtherStep else { throw Diagnostic(.stepOfEllipsis, at: current.span) }
        advance()
        isInterval = true
      } else {
        values.append(try expression())
      }
    }
    _ = try close(bracket, openedBy: open)
    guard isInterval else { return .list(values) }
    return .range(values[0], values[values.count - 1])
  }

  /// The extents of `\R^{2 \times 5}` or `R[2, 5]`; none is a scalar.
  private mutating func extents() throws(Diagnostic) -> [Syntax.Expression] {
    if current.kind == .open(.square) { return try bracketed(.square) }
    guard take(.superscriptMark) else { return [] }
    let exponent = try exponent()
    return exponent.shapeFactors
  }

  /// Conditions between commas, up to something that ends them.
  mutating func conditions() throws(Diagnostic) -> [Syntax.Condition] {
    var conditions = [try condition()]
    while true {
      switch current.kind {
      case .sign(.comma) where endsLine(peek().kind): advance()
      case .sign(.comma), .keyword(.and):
        advance()
        conditions.append(try condition())
      default: return conditions
      }
    }
  }

  /// Whether a comma before this only ends a line of `cases`.
  private func endsLine(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .lineBreak, .end: true
    default: false
    }
  }

  private mutating func condition() throws(Diagnostic) -> Syntax.Condition {
    let first = try expression()
    if take(.sign(.element)) { return .membership(first, try domain()) }
    let steps = try chainSteps()
    guard !steps.isEmpty else { throw Diagnostic(.expected("a condition"), at: current.span) }
    return .chain(Syntax.Chain(first: first, steps: steps))
  }

  /// The subscript of a Kronecker delta: `a = c`, `l = c, 2j + k = d`, `ij`, `i, j`.
  mutating func kronecker() throws(Diagnostic) -> [Syntax.Condition] {
    var parts: [Syntax.Expression] = []
    var conditions: [Syntax.Condition] = []
    repeat {
      let first = try expression()
      let steps = try chainSteps()
      if steps.isEmpty {
        parts.append(first)
      } else {
        conditions.append(.chain(Syntax.Chain(first: first, steps: steps)))
      }
    } while take(.sign(.comma))
    if parts.isEmpty { return conditions }
    if parts.count == 1, case .binary(.juxtaposition, let left, let right) = parts[0].kind {
      parts = [left, right]
    }
    guard parts.count == 2, conditions.isEmpty else {
      throw Diagnostic(.deltaNeedsTwo, at: parts[0].span)
    }
    return [
      .chain(
        Syntax.Chain(
          first: parts[0],
          steps: [.init(relation: .equal, expression: parts[1], tolerance: nil)]))
    ]
  }
}

extension [Syntax.Expression] {
  /// Whether two numbers follow each other otherwise than 1, 2.
  fileprivate var hasOtherStep: Bool {
    let numbers = compactMap {
      if case .number(let number) = $0.kind { number.integer } else { nil }
    }
    return count > 1 && numbers.count == count
      && zip(numbers, numbers.dropFirst()).contains { $1 - $0 != 1 }
  }
}

extension Diagnostic.Message {
  static let stepOfEllipsis = Self(
    "unsupported", "an ellipsis stands for every whole number between",
    hint: "write all numbers, as in \\{2, 4, 6\\}")

  static let deltaNeedsTwo = Self(
    "expected", "a Kronecker delta compares two indices", hint: "write \\delta_{i = j}")
}

extension Syntax.Domain {
  /// Whether an exponent behind it says how many of its numbers there are.
  fileprivate var canBeRaised: Bool {
    switch self {
    case .list, .range, .interval: true
    case .reals, .naturals, .oneHot, .power, .functions: false
    }
  }
}
