import NumericCore

/// Functions without brackets: `\log p_i`, `\tanh W x`, `\log \sum_j e^{z_j}`, `\exp -x`.
extension Parser {
  func takesBareArgument(_ name: String) -> Bool {
    guard Library.traits(of: name).contains(.takesBareArgument) else { return false }
    switch current.kind {
    case .letters, .number, .word, .fraction, .reduction, .nabla, .open(.group),
      .open(.floor), .open(.ceiling):
      return true
    case .sign(.bar), .sign(.doubleBar): return startsFactor(current.kind)
    case .sign(.minus):
      // Not for σ, which may be a name that nothing declares.
      guard case .word = peek(-1).kind else { return false }
      return startsFactor(peek().kind)
    default: return false
    }
  }

  /// The product that follows, up to a sign or the next function.
  mutating func bareArgument(of name: String) throws(Diagnostic) -> Syntax.Expression {
    // A root is drawn over its argument, one token or a group.
    if name == ElementaryFunction.sqrt.name { return try oneArgument() }
    let start = current.span
    let isBelowGradient = position - 1 == operandOfGradient
    let minus = take(.sign(.minus))
    let first = try power()
    // `\nabla_\theta \log \pi(a \mid s) \, r`: ∇ takes the shortest that is a number.
    if isBelowGradient, !minus, case .call = first.kind { return first }
    let end = position
    var argument = first
    while startsFactor(current.kind), !startsFunction, !endsProduct(at: 0) {
      argument = try make(
        .binary(.juxtaposition, argument, try power()), first.span, previousSpan)
    }
    if current.kind == .sign(.slash) {
      if takesSecondReading(at: start.joined(with: current.span)) {
        advance()
        argument = try make(.binary(.divide, argument, try factors()), first.span, previousSpan)
      }
    } else if position > end, !first.isNumber, !isCountOfAngles(first, name),
      (vocabulary.rank(of: first) ?? 0) < 2
    {
      if takesSecondReading(at: start.joined(with: previousSpan)) {
        position = end
        argument = first
      }
    }
    return minus ? try make(.negated(argument), start, previousSpan) : argument
  }

  /// `\cos m\theta`: a size or an index is no angle, but counts some.
  private func isCountOfAngles(_ first: Syntax.Expression, _ function: String) -> Bool {
    guard ["sin", "cos"].contains(function),
      case .name(let letter) = first.kind
    else { return false }
    return vocabulary[letter] == .number || bound.contains(letter)
  }

  /// Whether a function stands here, which no argument in front of it takes along.
  private var startsFunction: Bool {
    guard let name = current.plainText else { return false }
    return Library.contains(name) && vocabulary[name] == nil && !bound.contains(name)
  }
}
