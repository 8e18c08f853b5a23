import NumericCore

extension Parser {
  /// Whether what follows the name are its arguments and not a factor in brackets.
  func isCall(_ name: String) -> Bool {
    switch vocabulary[name] {
    case .function: return current.kind == .open(.round)
    case .number, .tensor, .family: return false
    case nil: break
    }
    if bound.contains(name) { return false }
    if leftNames.contains(name), !Library.contains(name) { return false }
    if name == ElementaryFunction.sqrt.name, current.kind == .open(.square) { return !isPlainText }
    if Library.contains(name) {
      return [.open(.round), .open(.curly)].contains(current.kind) || takesBareArgument(name)
    }
    return current.kind == .open(.round)
  }

  /// Whether square brackets hold an argument and no index: `\operatorname{ReLU}[x]`, and `f[x, \phi]` where
  /// x is a value.
  func takesSquareBrackets(_ name: String) -> Bool {
    guard current.kind == .open(.square), !bound.contains(name) else { return false }
    switch vocabulary[name] {
    case .function: return holdsValue
    case .number, .tensor, .family: return false
    case nil: break
    }
    if Library.contains(name) { return Library.traits(of: name).contains(.elementwise) }
    return introducesNames && holdsValue
  }

  /// Whether a tensor stands alone in the bracket that opens here, or what has labelled ones: φ beside φ_1.
  private var holdsValue: Bool {
    for (place, token) in rest.enumerated().dropFirst() {
      switch token.kind {
      case .letters(let letter):
        if case .tensor = vocabulary["\(letter)_\(scriptText(at: place + 1) ?? "")"] { return true }
        if case .tensor = vocabulary[letter] { return true }
        if vocabulary[letter] == nil,
          vocabulary.entries.keys.contains(where: { $0.hasPrefix("\(letter)_") })
        {
          return true
        }
      case .close, .endOfFormula: return false
      default: break
      }
    }
    return false
  }

  /// `J(W, b)`, where J is defined so and nothing is called W or b: it is J.
  func namesItsParameters(_ call: Syntax.Expression) -> Bool {
    guard !introducesNames, case .call(let name, let arguments, _) = call.kind,
      vocabulary[name] == .function, let origin = vocabulary.origins[name], arguments.count > 1
    else { return false }
    return arguments.map(\.text) == origin.variables
      && origin.variables.allSatisfy { vocabulary[$0] == nil && !bound.contains($0) }
  }

  mutating func call(_ name: String, from start: Span) throws(Diagnostic)
    -> Syntax.Expression
  {
    if name == Cases.name { return try casesInLine(from: start) }
    if let root = try root(name, from: start) { return root }
    if let gradient = try gradientCall(name, from: start) { return gradient }
    guard case .open(let bracket) = current.kind,
      bracket == .round || bracket == .curly || takesSquareBrackets(name)
    else {
      return try make(.call(name, [try bareArgument(of: name)], []), start, previousSpan)
    }
    let open = advance()
    var arguments: [Syntax.Expression] = []
    var options: [Syntax.Option] = []
    // `\pi(a|s)`: a bar between the arguments of what the homework defines.
    let hasBar = vocabulary[name] != nil || (Library[name]?.arity.upperBound ?? 0) == 0
    let hasDoubleBar = vocabulary[name] == nil && Library[name]?.takesBars == true
    if hasBar || hasDoubleBar { openBars.append(hasBar ? .bar : .doubleBar) }
    defer { if hasBar || hasDoubleBar { openBars.removeLast() } }
    while current.kind != .close(bracket) {
      if let option = try option() {
        options.append(option)
      } else if let misplaced = options.first, Network.named(name) == nil {
        throw Diagnostic(.argumentAfterOption, at: misplaced.span)
      } else if let sequence = try ellipsis(after: arguments) {
        arguments = [sequence]
      } else {
        arguments.append(try expression())
      }
      while take(.gap) {}
      guard
        take(.sign(.comma)) || take(.sign(.semicolon)) || take(.gap)
          || (hasBar && take(.sign(.bar))) || (hasDoubleBar && take(.sign(.doubleBar)))
      else { break }
      while take(.gap) {}
    }
    _ = try close(bracket, openedBy: open)
    return try make(.call(name, arguments, options), start, previousSpan)
  }

  /// `stride = 2`, `\text{stride}=2`, `stride: 2`, `W_i = A`
  private mutating func option() throws(Diagnostic) -> Syntax.Option? {
    var length = 0
    var name = ""
    while let part = peek(length).plainText {
      name += part
      length += 1
    }
    if length > 0, peek(length).kind == .subscriptMark, let script = scriptText(at: length),
      let end = endOfScript(at: length)
    {
      name += "_" + script
      length = end
    }
    guard length > 0, peek(length).kind == .relation(.equal) || peek(length).kind == .sign(.colon)
    else { return nil }
    let start = current.span
    for _ in 0...length { advance() }
    let value = try expression()
    return Syntax.Option(name: name, value: value, span: start.joined(with: previousSpan))
  }

  /// `cases(W[k] if 1 ≤ k ≤ 3; 0 otherwise)`
  private mutating func casesInLine(from start: Span) throws(Diagnostic) -> Syntax.Expression {
    let open = advance()
    var branches = [try branch()]
    while take(.sign(.semicolon)) { branches.append(try branch()) }
    _ = try close(.round, openedBy: open)
    return try make(.cases(branches), start, previousSpan)
  }

  /// `\tanh^2(c)` is the square of `\tanh(c)`.
  mutating func functionPower(
    _ name: String, from start: Span
  ) throws(Diagnostic) -> Syntax.Expression? {
    let isElementwise = Library.traits(of: name).contains(.elementwise) && vocabulary[name] == nil
    guard isElementwise || vocabulary[name] == .function, current.kind == .superscriptMark else {
      return nil
    }
    let sign = peek().kind == .open(.group) ? 2 : 1
    if peek(sign).kind == .sign(.minus), case .number("1") = peek(sign + 1).kind,
      peek(sign + (sign == 2 ? 3 : 2)).kind == .open(.round)
    {
      throw Diagnostic(.inverseFunction(name), at: start.joined(with: peek(sign + 1).span))
    }
    guard case .number = peek(sign).kind else { return nil }
    advance()
    let exponent = try exponent()
    guard case .number(let number) = exponent.kind, let count = number.integer,
      (1...8).contains(count)
    else { throw Diagnostic(.functionPower, at: exponent.span) }
    let base = try call(name, from: start)
    // Element by element, as the function itself acts.
    var power = base
    for _ in 1..<count { power = try make(.binary(.hadamard, power, base), start, previousSpan) }
    return power
  }
}

extension Diagnostic.Message {
  static let functionPower = Self(
    "unsupported", "a power of a function is a whole number from 1 to 8")

  static func inverseFunction(_ name: String) -> Self {
    Self(
      "ambiguous", "this may be the inverse of \(name), or 1 divided by its value",
      hint: "write \\frac{1}{…} for the one, and give the other a name of its own")
  }

  static let argumentAfterOption = Self(
    "expected", "options come after the tensors",
    hint: "write conv2d(x, W; stride = 2)")
}
