/// Letters in script and in bold beside plain ones.
extension Vocabulary {
  /// The tokens with `\mathbf{h}` and `h` as two names, where h is a size.
  private func tellingBold(_ tokens: [Token], introducingNames: Bool) -> [Token] {
    guard tokens.contains(where: \.isBold) else { return tokens }
    var names = Set(entries.keys.compactMap(\.boldLetter))
    if introducingNames {
      let sizes = Self.sizes(in: tokens).union(
        entries.filter { $0.value == .number }.map(\.key))
      names.formUnion(Self.lettersAtStart(of: tokens, areBold: true).intersection(sizes))
    }
    return tokens.map { token in
      guard token.isBold, let letter = token.letter, names.contains(letter) else { return token }
      return Token(kind: .letters("\\mathbf{\(letter)}"), span: token.span)
    }
  }

  /// The plain letters in the extents of what is given, `\R^{n \times h}`.
  private static func sizes(in tokens: [Token]) -> Set<String> {
    var letters: Set<String> = []
    for place in tokens.indices where tokens[place].kind == .reals {
      var end = place + 1
      guard end < tokens.count, tokens[end].kind == .superscriptMark else { continue }
      end += 1
      let isGroup = tokens[end].kind == .open(.group)
      var depth = 0
      while end < tokens.count {
        switch tokens[end].kind {
        case .open: depth += 1
        case .close: depth -= 1
        case .letters(let letter) where !tokens[end].isBold && !isScript(tokens, at: end):
          letters.insert(letter)
        default: break
        }
        if depth == 0 || !isGroup { break }
        end += 1
      }
    }
    return letters
  }

  /// Whether a token is part of a name with a label, `d_k`.
  private static func isScript(_ tokens: [Token], at place: Int) -> Bool {
    isBelow(tokens, at: place)
      || (place + 1 < tokens.count && tokens[place + 1].kind == .subscriptMark)
  }

  /// The tokens with `\mathcal{L}` and `L` as the names that they are: two where both are known, else
  /// either finds the other.
  func telling(apart written: [Token], introducingNames: Bool) -> [Token] {
    let tokens = tellingBold(written, introducingNames: introducingNames)
    let scripts = Set(entries.keys.compactMap(\.scriptLetter))
    guard !scripts.isEmpty || tokens.contains(where: { $0.letter?.scriptLetter != nil }) else {
      return tokens
    }
    let introduced = introducingNames ? Self.lettersAtStart(of: tokens) : []
    let plain = introduced.union(
      entries.keys.filter { $0.scriptLetter == nil }.joined().map(String.init))
    let known = scripts.union(introduced.compactMap(\.scriptLetter))
    return tokens.enumerated().map { place, token in
      guard let letter = token.letter else { return token }
      guard let script = letter.scriptLetter else {
        let names = known.filter { $0.letterInScript == letter }
        guard names.count == 1, let name = names.first, !plain.contains(letter),
          !Self.isInWord(tokens, at: place)
        else {
          return token
        }
        return Token(kind: .letters(name), span: token.span)
      }
      let isOwn =
        known.contains(script)
        || (introducingNames && !plain.contains(script.letterInScript)
          && !Self.isBelow(tokens, at: place))
      return isOwn ? token : Token(kind: .letters(script.letterInScript), span: token.span)
    }
  }

  /// Whether a token is what stands below a name, all of it: the label of `\mu_{\mathcal{B}}`.
  private static func isBelow(_ tokens: [Token], at place: Int) -> Bool {
    let mark = place > 0 && tokens[place - 1].kind == .open(.group) ? place - 2 : place - 1
    return mark >= 0 && tokens[mark].kind == .subscriptMark
  }

  /// Whether a letter is one of several that spell a label, `D_{KL}`, or a function, `KL(p \| q)`.
  private static func isInWord(_ tokens: [Token], at place: Int) -> Bool {
    var (first, last) = (place, place)
    while first > 0, tokens[first - 1].letter != nil, tokens[first - 1].touches(tokens[first]) {
      first -= 1
    }
    while last + 1 < tokens.count, tokens[last + 1].letter != nil,
      tokens[last].touches(tokens[last + 1])
    {
      last += 1
    }
    guard first < last else { return false }
    if first > 1, tokens[first - 1].kind == .open(.group), tokens[first - 2].kind == .subscriptMark
    {
      return true
    }
    return Library.contains(tokens[first...last].compactMap(\.letter).joined())
  }

  /// The letters with which a statement begins.
  private static func lettersAtStart(
    of tokens: [Token], areBold: Bool = false
  ) -> Set<String> {
    var letters: Set<String> = []
    for (place, token) in tokens.enumerated() where token.isBold || !areBold {
      guard let letter = token.letter else { continue }
      switch place == 0 ? .lineBreak : tokens[place - 1].kind {
      case .lineBreak, .gap, .sign(.comma), .sign(.semicolon), .keyword, .ampersand:
        letters.insert(letter)
      default: break
      }
    }
    return letters
  }
}

extension Token {
  fileprivate var letter: String? { if case .letters(let letter) = kind { letter } else { nil } }
}

extension String {
  /// `\mathcal{L}`, where it begins with a letter in script.
  fileprivate var scriptLetter: String? {
    guard hasPrefix("\\"), let open = firstIndex(of: "{"), let close = firstIndex(of: "}"),
      Symbols.scripts.contains(String(self[index(after: startIndex)..<open]))
    else { return nil }
    return String(self[...close])
  }

  /// The letter of `\mathbf{h}`, where it begins with a letter in bold.
  fileprivate var boldLetter: String? {
    guard hasPrefix("\\mathbf{"), let close = firstIndex(of: "}") else { return nil }
    return String(self[index(startIndex, offsetBy: 8)..<close])
  }

  /// The letter between the braces.
  fileprivate var letterInScript: String {
    String(drop { $0 != "{" }.dropFirst().prefix { $0 != "}" })
  }
}
