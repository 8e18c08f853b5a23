/// Cuts the plain-text surface into tokens: the same grammar without the backslashes.
///
/// A statement ends with its line, unless a bracket is open or the next line begins with a sign
/// that must follow something.
struct PlainTextLexer {
  private var characters: Characters
  private var tokens: [Token] = []
  private var openBrackets = 0

  static func tokens(of fragment: Fragment) -> [Token] {
    var lexer = Self(characters: Characters(fragment))
    while let scalar = lexer.characters.current {
      do throws(Diagnostic) {
        try lexer.next(scalar)
      } catch {
        lexer.tokens.append(Token(kind: .unreadable(error.message), span: error.span))
      }
    }
    lexer.append(.endOfFormula, from: lexer.characters.position)
    return lexer.tokens
  }

  private init(characters: Characters) { self.characters = characters }

  private mutating func append(_ kind: Token.Kind, from start: Int) {
    switch kind {
    case .open: openBrackets += 1
    case .close: openBrackets = max(0, openBrackets - 1)
    default: break
    }
    tokens.append(Token(kind: kind, span: characters.span(from: start)))
  }

  private mutating func next(_ scalar: Unicode.Scalar) throws(Diagnostic) {
    let start = characters.position
    switch scalar {
    case "\n", "\r":
      characters.position += 1
      if openBrackets == 0 { append(.lineBreak, from: start) }
    case ";" where openBrackets == 0:
      characters.position += 1
      append(.lineBreak, from: start)
    case "#": _ = characters.take { $0 != "\n" }
    case "." where characters.peek() == "." && characters.peek(2) == ".":
      characters.position += 3
      append(.sign(.ellipsis), from: start)
    case _ where scalar.isSpace: characters.position += 1
    case _ where scalar.isDigit: append(.number(characters.takeNumberWithExponent()), from: start)
    case _ where scalar.beginsName: name()
    default: try sign(scalar)
    }
  }

  private mutating func name() {
    let start = characters.position
    var word = characters.take { $0.beginsName || $0.isDigit || $0 == "_" }
    // `clip.loss`, a column of a log.
    if characters.current == ".", characters.peek()?.beginsName == true,
      !isTransposition(at: 1)
    {
      characters.position += 1
      word += "." + characters.take { $0.beginsName || $0.isDigit || $0 == "_" }
    }
    if word == "index", let base = following("base") {
      characters.position = base
      return append(.keyword(.indexBase), from: start)
    }
    if word == "one", characters.current == "-", characters.peek() == "h",
      let end = oneHotEnd
    {
      characters.position = end
      return append(.keyword(.oneHot), from: start)
    }
    if word == "in" { return append(.sign(.element), from: start) }
    if let set = Self.sets[word], isBehindElementSign { return append(set, from: start) }
    if let kind = Self.words[word] { return append(kind, from: start) }
    if let keyword = Token.Keyword(phrase: word) { return append(.keyword(keyword), from: start) }
    append(.letters(word), from: start)
  }

  /// Whether what was read last is `:` or `∈`.
  private var isBehindElementSign: Bool {
    switch tokens.last?.kind {
    case .sign(.colon), .sign(.element): true
    default: false
    }
  }

  /// Whether the word that begins so far ahead is the `T` of `W.T`.
  private func isTransposition(at distance: Int) -> Bool {
    var ahead = characters
    ahead.position += distance
    return ahead.take { $0.beginsName || $0.isDigit || $0 == "_" } == "T"
  }

  /// The position behind `-hot`, if it comes next.
  private var oneHotEnd: Int? {
    var ahead = characters
    ahead.position += 1
    return ahead.take { $0.isLetter } == "hot" ? ahead.position : nil
  }

  /// The position after the word, if it comes next on the line.
  private func following(_ word: String) -> Int? {
    var ahead = characters
    _ = ahead.take { $0 == " " || $0 == "\t" }
    return ahead.take { $0.isLetter } == word ? ahead.position : nil
  }

  private mutating func sign(_ scalar: Unicode.Scalar) throws(Diagnostic) {
    let start = characters.position
    for (spelling, kind) in Self.digraphs {
      guard scalar == spelling.first, characters.peek() == spelling.second else { continue }
      characters.position += 2
      return append(kind, from: start)
    }
    characters.position += 1
    switch scalar {
    case "{": append(.open(.curly), from: start)
    case "}": append(.close(.curly), from: start)
    // `x @ W`, as NumPy multiplies matrices.
    case "@": append(.sign(.dot), from: start)
    case "." where isTransposition(at: 0):
      characters.position += 1
      append(.transpose, from: start)
    case "_" where tokens.last?.kind == .nabla || tokens.last?.kind == .partial:
      append(.subscriptMark, from: start)
    case "_":
      throw Diagnostic(.unexpectedCharacter(scalar), at: characters.span(from: start))
    default:
      guard let kind = Symbols.token(character: scalar) else {
        throw Diagnostic(.unexpectedCharacter(scalar), at: characters.span(from: start))
      }
      append(kind, from: start)
    }
  }

  private struct Spelling: Sendable {
    let first: Unicode.Scalar
    let second: Unicode.Scalar
  }

  private static let digraphs: [(Spelling, Token.Kind)] = [
    (Spelling(first: ".", second: "."), .sign(.range)),
    (Spelling(first: "<", second: "="), .relation(.lessOrEqual)),
    (Spelling(first: ">", second: "="), .relation(.greaterOrEqual)),
    (Spelling(first: "!", second: "="), .relation(.unequal)),
    (Spelling(first: ":", second: "="), .relation(.equal)),
    (Spelling(first: "|", second: "|"), .sign(.doubleBar)),
  ]

  /// Sets where a set is due; elsewhere `N` is the size of a batch and `R` a matrix.
  private static let sets: [String: Token.Kind] = ["R": .reals, "N": .naturals]

  private static let words: [String: Token.Kind] = [
    "sum": .reduction(.sum), "Σ": .reduction(.sum), "prod": .reduction(.product),
    "Π": .reduction(.product),
    "mod": .sign(.modulo),
  ]
}

extension Unicode.Scalar {
  fileprivate var beginsName: Bool { isLetter && Symbols.token(character: self) == nil }
}
