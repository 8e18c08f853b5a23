/// Values of families: `q_i[t]`, `h^{(t)}`, `a_1(t)`.
extension Parser {
  /// Whether the name with what stands below it is one of a family, `q_i[t]`. Such a family is called
  /// `q_`: a homework may well have a number q beside it.
  func namesFamily(_ base: String) -> Bool {
    if let label = scriptText(at: 0), vocabulary["\(base)_\(label)"] != nil { return false }
    switch vocabulary["\(base)_"] {
    case .family: return true
    case .tensor where vocabulary.counted.contains("\(base)_"): return true
    default: break
    }
    if introduced.below.contains(base), !isWordBelow,
      hasIndexInScript || introduced.listed.contains(base)
    {
      return true
    }
    if introducesNames, beginsStatement(at: -1), isNumber(base), isIndexBelow { return true }
    // `\mathbf{h}_t` beside the size h that is known by now.
    if vocabulary[base] == .number, introduced.indexed.contains(base), hasIndexInScript {
      return true
    }
    guard introducesNames, vocabulary[base] == nil || vocabulary[base] == .number,
      let end = endOfScript(at: 0)
    else { return false }
    return peek(end).kind == .open(.square)
  }

  /// Whether the script here, below or above, holds a letter that is no name: `_t`, `^{(t - 1)}`.
  private var hasIndexInScript: Bool {
    guard let end = endOfScript(at: 0) else { return false }
    for place in 1..<end {
      switch peek(place).kind {
      case .open: continue
      case .letters(let letter): return vocabulary[letter] == nil
      default: return false
      }
    }
    return false
  }

  private func isNumber(_ name: String) -> Bool {
    vocabulary[name] == .number || vocabulary[name] == .tensor(rank: 0)
  }

  /// `\alpha_t = …` beside a number α, `d_k = \|x - \mu_k\|^2` beside a size d.
  private var isIndexBelow: Bool {
    guard let end = endOfScript(at: 0), peek(end).kind == .relation(.equal),
      case .letters(let letter) = peek(peek().kind == .open(.group) ? 2 : 1).kind
    else { return false }
    return vocabulary[letter] == nil && isIndexedOnTheLeft
  }

  /// Whether more than one letter stands below, `p_{out}`, and not each of them is an index.
  private var isWordBelow: Bool {
    (scriptText(at: 0)?.filter(\.isLetter).count ?? 0) > 1 && !isIndexedOnTheLeft
  }

  /// The letters on the left of a definition, `o = \sigma(a_o)`; `i = 1, …, n` is a range.
  static func definedLetters(_ tokens: [Token]) -> Set<String> {
    var letters: Set<String> = []
    for (place, token) in tokens.enumerated() where place + 2 < tokens.count {
      let before = place > 0 ? tokens[place - 1].kind : .lineBreak
      guard case .letters(let letter) = token.kind, before == .lineBreak,
        tokens[place + 1].kind == .relation(.equal)
      else { continue }
      if case .number = tokens[place + 2].kind { continue }
      letters.insert(letter)
    }
    return letters
  }

  /// `q_i[t]`, `a_1(t)`: a value of a family. Where more stands below the name than the family has
  /// there, it chooses an element of the value: `a_i[t]` is `a[t][i]`.
  mutating func member(
    of name: Syntax.Expression, _ subscripts: Int, _ rank: Int, below: [Syntax.Expression]
  ) throws(Diagnostic) -> Syntax.Expression {
    var behind: [Syntax.Expression] = []
    if below.count < rank || below.count > subscripts {
      if current.kind == .open(.square) {
        behind = try bracketed(.square)
      } else if current.kind == .open(.round),
        isIndexInBrackets || isListOfIndices(rank - below.count, behind: below.count)
      {
        behind = try bracketed(.round)
      }
    }
    let isElement = below.count + behind.count > rank
    let indices =
      isElement
      ? below.prefix(subscripts) + behind + below.dropFirst(subscripts) : below + behind
    guard !indices.isEmpty else { return name }
    let chosen = Array(indices.prefix { $0.kind != .name(Self.wholeAxis) })
    guard indices.dropFirst(chosen.count).allSatisfy({ $0.kind == .name(Self.wholeAxis) }) else {
      throw Diagnostic(.sliceBeforeIndex, at: name.span)
    }
    if chosen.count < indices.count {
      return chosen.isEmpty ? name : try make(.indexed(name, chosen), name.span, previousSpan)
    }
    return try make(.indexed(name, Array(indices)), name.span, previousSpan)
  }

  /// Whether round brackets hold a time, `(t)` or `(t - 1)`, and not a factor.
  private var isIndexInBrackets: Bool {
    if case .number = peek().kind { return peek(2).kind == .close(.round) }
    guard case .letters(let letter) = peek().kind, vocabulary[letter] == nil else { return false }
    switch (peek(2).kind, peek(3).kind, peek(4).kind) {
    case (.close(.round), _, _): return true
    case (.sign(.plus), .number, .close(.round)), (.sign(.minus), .number, .close(.round)):
      return true
    default: return false
    }
  }

  /// The family whose index stands above here, behind a name or behind what is below it, where the name
  /// without an index is another thing or nothing: `x^{(i)}` beside `x`, `h^t`, `a_h^t`.
  func familyAbove(_ name: String) -> String? {
    let isBehind = current.kind == .subscriptMark
    guard let mark = isBehind ? endOfScript(at: 0) : 0, peek(mark).kind == .superscriptMark,
      !isKnownLabel(of: name, at: mark)
    else { return nil }
    let isBracketed = opensBracket(at: mark)
    for (suffix, names) in [("_^", introduced.belowAndAbove), ("^", introduced.above)] {
      let family = name + suffix
      guard vocabulary[family] != nil || names.contains(name) else { continue }
      if vocabulary[name] == nil && !introduced.plain.contains(name) { return family }
      return isBracketed ? family : nil
    }
    return nil
  }

  /// Takes the scripts of a value of such a family: what is below stands in front of time where it counts
  /// the values, and behind it where it chooses an element of one.
  mutating func scripts(ofFamilyAbove family: String) throws(Diagnostic) -> [Syntax.Expression] {
    var (below, above): ([Syntax.Expression], [Syntax.Expression]) = ([], [])
    for _ in 0..<2 {
      switch current.kind {
      case .subscriptMark where below.isEmpty: below = try subscriptIndices(of: family)
      case .superscriptMark where above.isEmpty: above = try indexAbove()
      default: break
      }
    }
    return family.hasSuffix("_^") ? below + above : above + below
  }

  private mutating func indexAbove() throws(Diagnostic) -> [Syntax.Expression] {
    if opensBracket(at: 0) { return try superscriptIndex() }
    advance()
    return [try oneOperand()]
  }

  /// `^{(`
  private func opensBracket(at mark: Int) -> Bool {
    guard peek(mark + 1).kind == .open(.group), case .open(let bracket) = peek(mark + 2).kind else {
      return false
    }
    return [.round, .square, .angle].contains(bracket)
  }

  /// `h^{(t)}`, `a^{[l]}`: time, or the number of a layer, in brackets above the name.
  func isTimeAbove(_ name: String, at mark: Int = 0) -> Bool {
    guard peek(mark).kind == .superscriptMark, peek(mark + 1).kind == .open(.group),
      case .open(let bracket) = peek(mark + 2).kind, [.round, .square, .angle].contains(bracket)
    else { return false }
    if isLabel(at: mark), isCounted(name) || isListed(name) {
      let number = peek(mark + 3).plainText ?? ""
      return Syntax.labels(of: number).allSatisfy { vocabulary["\(name)^\($0)"] == nil }
    }
    guard case .letters = peek(mark + 3).kind, !isLabelLetter(peek(mark + 3)) else { return false }
    switch vocabulary[name] {
    case .family, .tensor: return true
    case .number, .function: return false
    case nil: return introducesNames
    }
  }

  /// Whether a value stands here, in front of its script, of the list that is being introduced:
  /// `x_1, \dots, x_n \in \R^d`; the `x_w` beside it is another name.
  func isListed(_ name: String) -> Bool {
    guard vocabulary[name] == nil, introduced.listed.contains(name) else { return false }
    let script = peek().kind == .open(.group) ? peek(peekIsBracket ? 3 : 2) : peek()
    if case .number = script.kind { return true }
    return peek(-2).kind == .sign(.comma) && peek(-3).kind == .sign(.ellipsis)
  }

  private var peekIsBracket: Bool { if case .open = peek(2).kind { true } else { false } }

  private func isCounted(_ name: String) -> Bool {
    if case .family = vocabulary[name] { return true }
    return vocabulary.counted.contains(name)
  }

  mutating func superscriptIndex() throws(Diagnostic) -> [Syntax.Expression] {
    advance()
    let open = advance()
    let inner = advance()
    guard case .open(let bracket) = inner.kind else { return [] }
    let index = try expression()
    _ = try close(bracket, openedBy: inner)
    _ = try close(.group, openedBy: open)
    return [index]
  }
}
