/// What stands above a name and belongs to it: `W^{(1)}`, `z^{l+1}`, `w^*`, `\sigma^2`.
extension Parser {
  /// Whether the token there is the first of a statement.
  func beginsStatement(at distance: Int) -> Bool {
    guard position + distance > 0 else { return true }
    switch peek(distance - 1).kind {
    case .lineBreak, .gap, .ampersand: return true
    case .sign(.comma): return !isAmongArguments(at: distance - 1)
    default: return false
    }
  }

  /// Whether the comma there stands in a bracket that does not begin a statement itself, as that of
  /// `(h, c) = …` does.
  private func isAmongArguments(at comma: Int) -> Bool {
    var depth = 0
    for distance in stride(from: comma - 1, through: -position, by: -1) {
      switch peek(distance).kind {
      case .lineBreak: return false
      case .close: depth += 1
      case .open:
        depth -= 1
        if depth < 0 { return !beginsStatement(at: distance) }
      default: break
      }
    }
    return false
  }

  // MARK: - Numbers in brackets

  /// Whether a bare number in brackets stands above, `W^{(1)}`: a label, never a power.
  var isLabel: Bool { isLabel(at: 0) }

  func isLabel(at mark: Int) -> Bool {
    guard peek(mark).kind == .superscriptMark, peek(mark + 1).kind == .open(.group),
      case .open(let bracket) = peek(mark + 2).kind, Self.labelBrackets.contains(bracket),
      case .number = peek(mark + 3).kind
    else { return false }
    return peek(mark + 4).kind == .close(bracket) && peek(mark + 5).kind == .close(.group)
  }

  private static let labelBrackets: Set<Token.Bracket> = [.round, .square, .angle]

  /// `(1)`
  mutating func takeLabel() -> String {
    let label = label(at: 0)
    for _ in 0..<6 { advance() }
    return label
  }

  private func label(at mark: Int) -> String {
    let number = peek(mark + 3).plainText ?? ""
    return switch peek(mark + 2).kind {
    case .open(.square): "[\(number)]"
    case .open(.angle): "<\(number)>"
    default: "(\(number))"
    }
  }

  /// `W^{[2]T}`, `h^{(t)\top}`, `W^{(2)^T}`, `g^{[1]'}`: a label, and a transposition, primes or an index behind it, as if
  /// each stood above by itself.
  ///
  /// - Returns: whether the script was split.
  mutating func splitsScript(of name: String) -> Bool {
    guard peek().kind == .open(.group), case .open(let bracket) = peek(2).kind,
      Self.labelBrackets.contains(bracket),
      let inner = (3..<8).first(where: { peek($0).kind == .close(bracket) }),
      let end = endOfScript(at: 0)
    else { return false }
    let isNested = peek(inner + 1).kind == .superscriptMark
    switch peek(inner + (isNested ? 2 : 1)).kind {
    case .transpose, .letters("T"), .open, .prime: break
    default: return false
    }
    return split(scriptAt: inner + 1, endingAt: end, isNested: isNested)
  }

  // MARK: - Letters

  /// The letters, digits and signs above, `l + 1`, and where they end.
  private func textAbove(at mark: Int) -> (text: String, end: Int)? {
    guard peek(mark).kind == .superscriptMark else { return nil }
    guard peek(mark + 1).kind == .open(.group) else {
      return peek(mark + 1).plainText.map { ($0, mark + 2) }
    }
    var text = ""
    for place in (mark + 2)..<(mark + 9) {
      switch peek(place).kind {
      case .letters(let part), .word(let part), .number(let part): text += part
      case .sign(.plus) where !text.isEmpty: text += "+"
      case .sign(.minus) where !text.isEmpty: text += "−"
      case .open(.round) where text.isEmpty && isLabelLetter(peek(place + 1)): text = "("
      case .close(.round) where text.hasPrefix("("): text += ")"
      case .close(.group) where !text.isEmpty: return (text, place + 1)
      default: return nil
      }
    }
    return nil
  }

  /// Whether nothing counts what stands there in labels.
  func isLabelLetter(_ token: Token) -> Bool {
    if case .letters(let letter) = token.kind { labelLetters.contains(letter) } else { false }
  }

  /// Whether what stands above is a label of the name: one that is known, or that a statement of given
  /// or define introduces, where no power is meant.
  func isLabelAbove(_ name: String, isIntroduced: Bool) -> Bool {
    guard let (text, end) = textAbove(at: 0) else { return false }
    let below = peek(end).kind == .subscriptMark ? scriptText(at: end) : nil
    if isKnown("\(name)^\(text)", with: below) { return true }
    if isNewName(name, text) { return true }
    if isIntroduced, text.hasPrefix("("), introduces(at: end) { return true }
    guard isIntroduced, vocabulary[name] == nil, !Library.contains(name) || text == "2",
      !Self.operators.contains(text)
    else { return false }
    let behind = peek(end).kind == .subscriptMark ? endOfScript(at: end) ?? end : end
    // `\sigma^2 > 0`: a variance, in every course.
    if name == "σ", text == "2", peek(behind).kind == .relation(.greater) { return true }
    return introduces(at: behind)
  }

  /// Whether what stands above there is a label with which the name is known.
  func isKnownLabel(of name: String, at mark: Int) -> Bool {
    textAbove(at: mark).map { vocabulary["\(name)^\($0.text)"] != nil } ?? false
  }

  /// Whether a name with a label is known, perhaps with what stands below.
  private func isKnown(_ label: String, with below: String?) -> Bool {
    vocabulary[label] != nil || below.map { vocabulary["\(label)_\($0)"] != nil } == true
  }

  /// Letters above that are transpositions and times.
  private static let operators: Set<String> = ["T", "t", "τ"]

  /// Whether what stands there can follow a name that a statement introduces.
  private func introduces(at distance: Int) -> Bool {
    switch peek(distance).kind {
    case .relation(.equal), .sign(.element), .sign(.colon), .sign(.comma), .open(.round): true
    default: false
    }
  }

  /// `W^{ix}` in a given block: letters above a new name belong to it, as no power is meant.
  private func isNewName(_ name: String, _ script: String) -> Bool {
    introducesNames && vocabulary[name] == nil && !Library.contains(name)
      && peek().kind == .open(.group) && script.count > 1 && script.allSatisfy(\.isLetter)
  }

  mutating func takeTextAbove() -> String {
    guard let (text, end) = textAbove(at: 0) else { return "" }
    for _ in 0..<end { advance() }
    return text
  }

  /// Whether a label stands behind what is below, `W_{ij}^{(1)}`, `x_i^l`, `\sigma_d^2`: the page
  /// shows the same as with the label first.
  func isLabelBehind(_ name: String, isIntroduced: Bool) -> Bool {
    guard let middle = endOfScript(at: 0), peek(middle).kind == .superscriptMark else {
      return false
    }
    let below = scriptText(at: 0)
    if let below, vocabulary["\(name)_\(below)"] != nil { return false }
    if isLabel(at: middle) {
      if vocabulary["\(name)^\(label(at: middle))"] != nil { return true }
      return isTimeAbove(name, at: middle)
        || (isIntroduced && vocabulary[name] == nil && below?.allSatisfy(\.isNumber) != true)
    }
    if isTimeAbove(name, at: middle) { return !isIntroduced || vocabulary[name] != nil }
    guard let (text, end) = textAbove(at: middle) else { return false }
    if isKnown("\(name)^\(text)", with: below) { return true }
    return isIntroduced && vocabulary[name] == nil && !Self.operators.contains(text)
      && introduces(at: end)
  }

  /// Whether only the square of a name is known, `\sigma^2`, and this is no square: then it is the root.
  func isRootOfSquare(_ name: String) -> Bool {
    guard vocabulary[name] == nil, !bound.contains(name), !numbersLayers(of: name) else {
      return false
    }
    switch current.kind {
    case .superscriptMark: return vocabulary["\(name)^2"] != nil && textAbove(at: 0)?.text != "2"
    case .subscriptMark:
      guard let end = endOfScript(at: 0), textAbove(at: end)?.text != "2" else { return false }
      return isKnown("\(name)^2", with: scriptText(at: 0))
    case .open(.round): return false
    default: return vocabulary["\(name)^2"] != nil
    }
  }

  /// Whether numbers above a name count something, `a^1` beside `a^2`: then none of them is a square.
  private func numbersLayers(of name: String) -> Bool {
    vocabulary.entries.keys.contains { key in
      guard key.hasPrefix("\(name)^") else { return false }
      let number = key.dropFirst(name.count + 1).prefix { $0 != "_" }
      return number != "2" && !number.isEmpty && number.allSatisfy(\.isNumber)
    }
  }

  // MARK: - Stars

  /// `w^*`, `w^{\star}`: a decoration.
  var isStarAbove: Bool {
    let isGroup = peek().kind == .open(.group)
    switch peek(isGroup ? 2 : 1).kind {
    case .sign(.star), .sign(.correlation), .sign(.bullet):
      return !isGroup || peek(3).kind == .close(.group)
    default: return false
    }
  }

  mutating func takeStar() -> String {
    advance()
    let isGroup = take(.open(.group))
    let isBullet = advance().kind == .sign(.bullet)
    if isGroup { advance() }
    return isBullet ? "^•" : "^*"
  }
}
