/// Letters in script beside plain ones.
extension Vocabulary {
  /// The tokens with `\mathcal{L}` and `L` as the names that they are: two where both are known, else
  /// either finds the other.
  func telling(apart tokens: [Token], introducingNames: Bool) -> [Token] {
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
        guard names.count == 1, let name = names.first, !plain.contains(letter) else {
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

  /// The letters with which a statement begins.
  private static func lettersAtStart(of tokens: [Token]) -> Set<String> {
    var letters: Set<String> = []
    for (place, token) in tokens.enumerated() {
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

  /// The letter between the braces.
  fileprivate var letterInScript: String {
    String(drop { $0 != "{" }.dropFirst().prefix { $0 != "}" })
  }
}
