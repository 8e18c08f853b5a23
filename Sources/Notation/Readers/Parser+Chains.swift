import NumericCore

extension Parser {
  /// A part of a statement between commas, before it is known what it belongs to.
  enum Segment {
    case chain(Syntax.Chain)
    case membership(Syntax.Expression, Syntax.Domain)
    case bare(Syntax.Expression)
  }

  /// `listsValues` where `i = 0, 1, 2` says which values an index takes.
  mutating func segment(listsValues: Bool = false) throws(Diagnostic) -> Segment {
    leftNames = []
    let start = position
    var first = try expression()
    if !first.isShape, take(.keyword(.shape)) {
      first = try make(.call("shape", [first], []), first.span, previousSpan)
    }
    let rounding = roundingTolerance(since: start)
    leftNames = first.freeNames().subtracting(first.wholeName)
    leftWord = first.wholeName.first ?? ""
    while current.kind == .ampersand { advance() }
    switch current.kind {
    case .relation:
      let chain = Syntax.Chain(first: first, steps: try chainSteps(after: rounding))
      if let range = try enumeratedRange(chain, listsValues) { return .membership(first, range) }
      return .chain(chain)
    case .sign(.colon) where readsPremise: return .bare(first)
    case .sign(.element), .sign(.colon):
      advance()
      return .membership(first, try domain())
    case .sign(.distributed): throw Diagnostic(.chance("sim"), at: current.span)
    case .keyword(.oneHot):
      advance()
      return .membership(first, .oneHot)
    default:
      return .bare(first)
    }
  }

  /// `i = 0, 1, …, k`, and `i = 0, 1, 2` where that lists values.
  private mutating func enumeratedRange(
    _ chain: Syntax.Chain, _ listsValues: Bool
  ) throws(Diagnostic) -> Syntax.Domain? {
    guard chain.steps.count == 1, chain.steps[0].relation == .equal,
      case .name(let name) = chain.first.kind, case .number = chain.steps[0].expression.kind
    else { return nil }
    let start = position
    // `i = 1 \ldots m`
    if take(.sign(.ellipsis)) { return .range(chain.steps[0].expression, try expression()) }
    var values = [chain.steps[0].expression]
    while take(.sign(.comma)) {
      if take(.sign(.ellipsis)) {
        try expect(.sign(.comma), "a comma after the ellipsis")
        return .range(chain.steps[0].expression, try expression())
      }
      guard case .number = current.kind, endsValue(peek().kind) else { break }
      values.append(try primary())
    }
    if listsValues, values.count > 1, vocabulary[name] == nil { return .list(values) }
    position = start
    return nil
  }

  /// Whether nothing goes on with a number in front of this.
  private func endsValue(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .sign(.comma), .sign(.semicolon), .sign(.colon), .gap, .lineBreak, .keyword, .end,
      .endOfFormula:
      true
    default: false
    }
  }

  mutating func chainSteps(
    after rounding: Rational? = nil
  ) throws(Diagnostic) -> [Syntax.Chain.Step] {
    var steps: [Syntax.Chain.Step] = []
    var leftRounding = rounding
    while true {
      while current.kind == .ampersand { advance() }
      guard case .relation(let relation) = current.kind else { return steps }
      advance()
      while current.kind == .ampersand { advance() }
      if case .relation = current.kind {
        throw Diagnostic(.expected("one sign, such as =, and then an expression"), at: current.span)
      }
      let start = position
      let right = try expression()
      let rightRounding = roundingTolerance(since: start)
      let tolerance: Syntax.Expression? =
        if relation == .approximatelyEqual, take(.sign(.plusMinus)) { try expression() } else {
          nil
        }
      steps.append(
        .init(
          relation: relation, expression: right, tolerance: tolerance,
          roundingTolerance: relation == .approximatelyEqual ? rightRounding ?? leftRounding : nil))
      leftRounding = rightRounding
    }
  }

  /// Half a unit of the last digit, where nothing but a number was read since then.
  private func roundingTolerance(since start: Int) -> Rational? {
    var tokens = tokens(since: start)
    if tokens.first?.kind == .sign(.minus) { tokens.removeFirst() }
    guard case .number(let text) = tokens.first?.kind,
      let order = tokens.count == 1 ? 0 : Self.order(tokens.dropFirst().map(\.kind))
    else { return nil }
    let decimals = (text.split(separator: ".").dropFirst().first?.count ?? 0) - order
    guard abs(decimals) <= 15, let unit = try? Rational(10).power(abs(decimals)) else { return nil }
    let half = try? Rational(1).divided(by: Rational(2))
    return decimals < 0
      ? try? half?.multiplied(by: unit) : try? half?.divided(by: unit)
  }

  /// The exponent of `\times 10^8`, or `10^{-3}`.
  private static func order(_ kinds: [Token.Kind]) -> Int? {
    guard kinds.count >= 4, kinds[0] == .sign(.times) || kinds[0] == .sign(.dot),
      kinds[1] == .number("10"), kinds[2] == .superscriptMark
    else { return nil }
    let exponent = kinds.dropFirst(3).filter { $0 != .open(.group) && $0 != .close(.group) }
    guard case .number(let digits)? = exponent.last, let order = Int(digits) else { return nil }
    if exponent.count == 1 { return order }
    return exponent.count == 2 && exponent.first == .sign(.minus) ? -order : nil
  }
}

extension Syntax.Expression {
  /// The name, where the expression is nothing else.
  fileprivate var wholeName: [String] { if case .name(let name) = kind { [name] } else { [] } }
}
