/// `\sigma'(z)`, `f''(x)`: derivatives of functions.
extension Parser {
  /// The derivative of a function that its name with primes stands for, unless something else is called
  /// so. Without an argument it is that of the letter that the function is defined with.
  mutating func slope(
    _ name: String, from start: Span
  ) throws(Diagnostic) -> Syntax.Expression? {
    let function = String(name.prefix { $0 != "'" })
    let order = name.count - function.count
    guard order > 0, name.dropFirst(function.count).allSatisfy({ $0 == "'" }),
      vocabulary[name] == nil, !bound.contains(name)
    else { return nil }
    if vocabulary[function] == .function {
      guard
        let call = [.open(.round), .open(.square)].contains(current.kind)
          ? try self.call(function, from: start) : try callOfParameter(function, from: start)
      else { return nil }
      return try make(.slope(of: call, order: order), start, previousSpan)
    }
    let first = function + "'"
    guard vocabulary[function] == nil else { return nil }
    if !Library.contains(first), Library.traits(of: function).contains(.elementwise),
      isCall(function)
    {
      return try make(
        .slope(of: self.call(function, from: start), order: order), start, previousSpan)
    }
    guard order > 1, isCall(first) else { return nil }
    let call = try self.call(first, from: start)
    return try make(.slope(of: call, order: order - 1), start, previousSpan)
  }

  private func callOfParameter(
    _ function: String, from start: Span
  ) throws(Diagnostic) -> Syntax.Expression? {
    let variables = vocabulary.origins[function]?.variables ?? []
    guard !variables.isEmpty, variables.allSatisfy({ vocabulary[$0] != nil }) else { return nil }
    let letters = variables.map { Syntax.Expression(.name($0), at: start) }
    return try make(.call(function, letters, []), start, previousSpan)
  }

  /// How many primes stand above, `g^{\prime\prime}`, and nothing else.
  var primesInSuperscript: Int {
    guard peek().kind == .open(.group) else { return peek().kind == .prime ? 1 : 0 }
    let primes = rest.dropFirst(2).prefix { $0.kind == .prime }.count
    return peek(2 + primes).kind == .close(.group) ? primes : 0
  }

  /// The primes above, as they stand behind a name.
  mutating func takePrimes() -> String {
    let count = primesInSuperscript
    advance()
    let isGroup = take(.open(.group))
    for _ in 0..<count { advance() }
    if isGroup { advance() }
    return String(repeating: "'", count: count)
  }
}
