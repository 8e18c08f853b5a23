import NumericCore

/// Entries in round brackets, as signal processing writes them: `I(i + m, j + n)`, `M_k(i, j)`.
extension Parser {
  /// The indices in the round bracket behind a tensor: as many as it has axes left, more than one of them
  /// or letters behind others. One thing in brackets behind a bare name is a factor.
  mutating func entriesInBrackets(
    of name: String, below count: Int
  ) throws(Diagnostic) -> [Syntax.Expression] {
    guard current.kind == .open(.round), let parts = partsInBrackets(at: 0) else { return [] }
    switch vocabulary[name] {
    case .tensor(let rank?) where rank == count + parts && (parts > 1 || count > 0): break
    case nil where count > 0 && introducesNames && definesEntries(at: 0): break
    default: return []
    }
    return try bracketed(.round)
  }

  /// Whether the round bracket here holds so many indices, more than one of them or some behind others.
  func isListOfIndices(_ count: Int, behind others: Int) -> Bool {
    partsInBrackets(at: 0) == count && (count > 1 || others > 0)
  }

  /// Whether letters alone stand in the round bracket there, and an equation behind it.
  func definesEntries(at distance: Int) -> Bool {
    guard let end = endOfLetters(at: distance) else { return false }
    return peek(end).kind == .relation(.equal)
  }

  /// Where `(i, j)` ends, if nothing but letters stands in it.
  private func endOfLetters(at distance: Int) -> Int? {
    guard peek(distance).kind == .open(.round) || peek(distance).kind == .open(.square) else {
      return nil
    }
    var ahead = distance + 1
    while case .letters = peek(ahead).kind {
      ahead += 1
      switch peek(ahead).kind {
      case .sign(.comma): ahead += 1
      case .close(.round), .close(.square): return ahead + 1
      default: return nil
      }
    }
    return nil
  }

  /// How many parts stand between the commas of a bracket.
  private func partsInBrackets(at distance: Int) -> Int? {
    var (depth, parts) = (0, 1)
    for token in rest.dropFirst(distance) {
      switch token.kind {
      case .open: depth += 1
      case .close:
        depth -= 1
        if depth == 0 { return parts }
      case .sign(.comma) where depth == 1: parts += 1
      case .endOfFormula, .lineBreak, .relation: return nil
      default: break
      }
    }
    return nil
  }

  /// `a_{o,j}` where `a_o` is known and `a` is not: an entry of the one with the label.
  mutating func labelledEntry(
    of base: String
  ) throws(Diagnostic) -> (String, [Syntax.Expression])? {
    guard vocabulary[base] == nil, peek().kind == .open(.group) else { return nil }
    var (label, ahead) = ("", 2)
    while let part = peek(ahead).plainText {
      label += part
      ahead += 1
    }
    let name = "\(base)_\(label)"
    guard !label.isEmpty, peek(ahead).kind == .sign(.comma), vocabulary[name] != nil,
      vocabulary[name] != .number
    else { return nil }
    advance()
    let open = advance()
    for _ in 2...ahead { advance() }
    var indices: [Syntax.Expression]
    if let letters = try adjacentIndices(of: name) {
      indices = letters
    } else {
      indices = [try expression()]
    }
    while take(.sign(.comma)) { indices.append(try expression()) }
    _ = try close(.group, openedBy: open)
    return (name, indices)
  }

  /// Whether the bracket that opens here holds a list with vectors in it, `W [h_{t-1}, x_t]`: no index is one.
  var joinsValues: Bool {
    var (depth, isList, hasValue) = (0, false, false)
    for (place, token) in rest.enumerated() {
      switch token.kind {
      case .open: depth += 1
      case .close:
        depth -= 1
        if depth == 0 { return isList && hasValue }
      case .sign(.semicolon) where depth == 1, .sign(.comma) where depth == 1: isList = true
      case .letters(let letter)
      where depth == 1 && standsAlone(at: place) && isVector(letter, at: place):
        hasValue = true
      case .relation, .lineBreak, .endOfFormula: return false
      default: break
      }
    }
    return false
  }

  /// Whether a letter is neither a script nor part of a word, `idx`.
  private func standsAlone(at distance: Int) -> Bool {
    [distance - 1, distance + 1].allSatisfy { place in
      if case .letters = peek(place).kind { false } else { true }
    } && peek(distance - 1).kind != .subscriptMark
  }

  /// Whether what stands there is a vector or more, and no entry of one.
  private func isVector(_ letter: String, at distance: Int) -> Bool {
    guard !bound.contains(letter), !leftNames.contains(letter) else { return false }
    if peek(distance + 1).kind == .subscriptMark, let label = scriptText(at: distance + 1),
      case .tensor(let rank) = vocabulary["\(letter)_\(label)"]
    {
      return rank != 0
    }
    return switch vocabulary[letter] {
    case .tensor(let rank?): rank > (peek(distance + 1).kind == .subscriptMark ? 1 : 0)
    case .family: [.subscriptMark, .superscriptMark].contains(peek(distance + 1).kind)
    default: false
    }
  }

  /// `K'(m, n) = K(M - 1 - m, N - 1 - n)`: where arguments do nothing but choose entries, they are indices.
  func withEntriesOnTheLeft(_ chain: Syntax.Chain) -> Syntax.Chain {
    guard introducesNames, case .call(let name, let arguments, let options) = chain.first.kind,
      options.isEmpty, arguments.count > 1, vocabulary[name] == nil, !Library.contains(name)
    else { return chain }
    let letters = arguments.compactMap { argument in
      if case .name(let letter) = argument.kind, vocabulary[letter] == nil { letter } else { nil }
    }
    guard Set(letters).count == arguments.count,
      letters.allSatisfy({ letter in
        chain.steps.allSatisfy { $0.expression.isRead(onlyAtIndex: letter) == true }
      })
    else { return chain }
    let tensor = Syntax.Expression(.name(name), at: chain.first.span)
    let left = Syntax.Expression(.indexed(tensor, arguments), at: chain.first.span)
    return Syntax.Chain(first: left, steps: chain.steps)
  }

  /// A bracket after a number, a fraction or a whole-number letter groups a factor; after a tensor it
  /// indexes.
  func canBeIndexed(_ base: Syntax.Expression, isBracket: Bool) -> Bool {
    if joinsValues { return false }
    return switch base.kind {
    case .number: false
    case .binary(.divide, _, _): isBracket
    case .name(let name): vocabulary[name] != .number && !bound.contains(name)
    case .derivative, .gradient: holdsIndices
    default: true
    }
  }

  /// Whether the bracket that opens here holds indices, and no factor: no sum, no fraction.
  private var holdsIndices: Bool {
    var depth = 0
    for token in rest {
      switch token.kind {
      case .open: depth += 1
      case .close:
        depth -= 1
        if depth == 0 { return true }
      case .reduction, .fraction, .partial, .nabla, .endOfFormula: return false
      default: break
      }
    }
    return false
  }
}

extension Parser {
  /// `\ln p = -\frac{1}{2} x^2`: what is said of the logarithm of a new name defines that name.
  func withoutLogarithmOnTheLeft(_ chain: Syntax.Chain) -> Syntax.Chain {
    guard introducesNames, chain.steps.count == 1, chain.steps[0].relation == .equal,
      case .call(let function, let arguments, _) = chain.first.kind,
      ["log", "ln"].contains(function),
      vocabulary[function] == nil, arguments.count == 1
    else { return chain }
    let name: String
    switch arguments[0].kind {
    case .name(let letter): name = letter
    case .call(let letter, _, _): name = letter
    default: return chain
    }
    let value = chain.steps[0].expression
    guard vocabulary[name] == nil, !Library.contains(name), !value.freeNames().contains(name) else {
      return chain
    }
    let power = Syntax.Expression(
      .call(ElementaryFunction.exp.name, [value], []), at: value.span)
    return Syntax.Chain(first: arguments[0], steps: [.init(equalTo: power)])
  }
}

extension Syntax.Expression {
  /// Whether a letter stands in indices alone; `nil` where it stands nowhere.
  fileprivate func isRead(onlyAtIndex letter: String) -> Bool? {
    switch kind {
    case .name(letter): return false
    case .indexed(let base, let indices):
      let isInside = indices.contains { $0.freeNames().contains(letter) }
      return base.isRead(onlyAtIndex: letter) ?? (isInside ? true : nil)
    case .reduction(_, let binder, _) where binder.name == letter: return nil
    default:
      let answers = children.compactMap { $0.isRead(onlyAtIndex: letter) }
      return answers.isEmpty ? nil : answers.allSatisfy { $0 }
    }
  }
}
