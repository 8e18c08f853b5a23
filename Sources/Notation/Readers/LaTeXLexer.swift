/// Cuts LaTeX into tokens; what only changes the look is dropped here.
struct LaTeXLexer {
  var characters: Characters
  private var tokens: [Token] = []
  /// Where the braces of a box stand that are no group.
  var boxBraces: [Int] = []

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

  mutating func append(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind: kind, span: characters.span(from: start)))
  }

  private mutating func next(_ scalar: Unicode.Scalar) throws(Diagnostic) {
    let start = characters.position
    switch scalar {
    case "\\": try command()
    case "%": _ = characters.take { $0 != "\n" }
    case _ where boxBraces.contains(start): characters.position += 1
    case "{", "}", "~":
      characters.position += 1
      if scalar != "~" { append(scalar == "{" ? .open(.group) : .close(.group), from: start) }
    case "|" where characters.peek() == "|":
      characters.position += 2
      append(.sign(.doubleBar), from: start)
    case ":" where characters.peek() == "=":
      characters.position += 2
      append(.relation(.equal), from: start)
    case "<" where characters.peek() == "=", ">" where characters.peek() == "=":
      characters.position += 2
      append(.relation(scalar == "<" ? .lessOrEqual : .greaterOrEqual), from: start)
    case "." where characters.peek() == "." && characters.peek(2) == ".":
      characters.position += 3
      append(.sign(.ellipsis), from: start)
    case "." where isDecimalPoint:
      append(.number("0" + characters.takeNumber()), from: start)
    case "." where endsSentence: characters.position += 1
    case _ where scalar.isSpace: characters.position += 1
    case _ where scalar.isDigit: append(.number(characters.takeNumberWithExponent()), from: start)
    default: try sign(scalar)
    }
  }

  /// Whether a number begins with the point here: `.5`, but not the 5 of `x.5`.
  private var isDecimalPoint: Bool {
    guard characters.peek()?.isDigit == true else { return false }
    guard characters.position > 0 else { return true }
    let previous = characters.scalars[characters.position - 1]
    return !previous.isLetter && !previous.isDigit && previous != ")" && previous != "}"
  }

  /// Whether the full stop here ends a line, or all of the formula: between two letters it is no sign.
  private var endsSentence: Bool {
    var ahead = characters
    ahead.position += 1
    _ = ahead.take { $0.isSpace }
    guard let next = ahead.current else { return true }
    guard next == "\\" else { return next == "}" }
    if ahead.peek() == "\\" { return true }
    ahead.position += 1
    return ["quad", "qquad", "text", "end", "tag", "newline", "label"].contains(
      ahead.take { $0.isASCIILetter })
  }

  private mutating func sign(_ scalar: Unicode.Scalar) throws(Diagnostic) {
    let start = characters.position
    characters.position += 1
    if let kind = Symbols.token(character: scalar) {
      append(kind, from: start)
    } else if scalar.isLetter {
      append(.letters(String(scalar)), from: start)
    } else {
      throw Diagnostic(.unexpectedCharacter(scalar), at: characters.span(from: start))
    }
  }

  private mutating func command() throws(Diagnostic) {
    let start = characters.position
    characters.position += 1
    var name = characters.take { $0.isASCIILetter }
    if name.isEmpty, let sign = characters.current {
      name = String(sign)
      characters.position += 1
    }
    if try look(name, from: start) { return }
    if Symbols.textual.contains(name) {
      try text(of: argument(from: start), from: start)
    } else if Symbols.accents.contains(name), let mark = markInBraces {
      try accentedEntry(name, mark, from: start)
    } else if Symbols.accents.contains(name) {
      let letters = try argument(from: start)
      append(.letters(Symbols.accented(letters, by: name)), from: start)
    } else if name == "begin" || name == "end" {
      let environment = try argument(from: start)
      append(name == "begin" ? .begin(environment) : .end(environment), from: start)
    } else if name == "left" || name == "right" {
      // `\left.` is a bracket that is not drawn.
      _ = characters.take { $0.isSpace }
      if characters.current == "." { characters.position += 1 }
    } else if name == "tag" {
      try skipTag(from: start)
    } else if name == "mathbb" {
      try blackboard(argument(from: start), from: start)
    } else if Symbols.fonts.contains(name), let (letter, end) = letterInBraces {
      characters.position = end
      append(
        .letters(Symbols.scripts.contains(name) ? "\\\(name){\(letter)}" : letter), from: start)
      tokens[tokens.count - 1].isBold = Symbols.bold.contains(name)
    } else if Symbols.fonts.contains(name), let end = endOfLettersInBraces {
      characters.position += 1
      while characters.position < end { try next(characters.scalars[characters.position]) }
      characters.position += 1
    } else if Symbols.fonts.contains(name), characters.current == "{",
      characters.peek() == "1", characters.peek(2) == "}"
    {
      characters.position += 3
      append(.iverson, from: start)
    } else if name == "not" {
      try negatedRelation(from: start)
    } else if let kind = Symbols.token(command: name) {
      append(kind, from: start)
    } else if !Symbols.ignored.contains(name), !Symbols.fonts.contains(name) {
      throw Diagnostic(.unknownCommand(name), at: characters.span(from: start))
    }
  }

  /// Where something stands below the letters of `{y_i}`.
  private var markInBraces: Int? {
    guard characters.current == "{" else { return nil }
    var (ahead, depth) = (characters, 0)
    while let scalar = ahead.current {
      switch scalar {
      case "{": depth += 1
      case "}": depth -= 1
      case "_" where depth == 1: return ahead.position
      case "%", "^": return nil
      default: break
      }
      if depth == 0 { return nil }
      ahead.position += 1
    }
    return nil
  }

  /// `\hat{y_i}` is the entry i of `\hat{y}`: what stands below is no part of the decorated letters.
  private mutating func accentedEntry(
    _ accent: String, _ mark: Int, from start: Int
  ) throws(Diagnostic) {
    characters.position += 1
    var letters = String.UnicodeScalarView()
    while characters.position < mark, let scalar = characters.current {
      letters.append(scalar)
      characters.position += 1
    }
    append(.letters(Symbols.accented(String(letters), by: accent)), from: start)
    var depth = 0
    while let scalar = characters.current, depth > 0 || scalar != "}" {
      if scalar == "{" { depth += 1 }
      if scalar == "}" { depth -= 1 }
      try next(scalar)
    }
    guard characters.current == "}" else {
      throw Diagnostic(.unbalancedBraces, at: characters.span(from: start))
    }
    characters.position += 1
  }

  /// The letter of `{h}` or `{\theta}`, which is the same name in most fonts, and where it ends.
  private var letterInBraces: (letter: String, end: Int)? {
    guard characters.current == "{" else { return nil }
    var ahead = characters
    ahead.position += 1
    guard let first = ahead.current else { return nil }
    ahead.position += 1
    let letter: String
    if first == "\\" {
      guard case .letters(let greek)? = Symbols.token(command: ahead.take { $0.isASCIILetter })
      else { return nil }
      letter = greek
    } else {
      guard first.isLetter else { return nil }
      letter = String(first)
    }
    return ahead.current == "}" ? (letter, ahead.position + 1) : nil
  }

  /// The brace behind several letters, `\mathbf{dO}`: the page shows a font there and no group.
  private var endOfLettersInBraces: Int? {
    guard characters.current == "{" else { return nil }
    var ahead = characters
    ahead.position += 1
    let letters = ahead.take { $0.isASCIILetter }
    return letters.count > 1 && ahead.current == "}" ? ahead.position : nil
  }

  /// `\not=`
  private mutating func negatedRelation(from start: Int) throws(Diagnostic) {
    _ = characters.take { $0.isSpace }
    guard characters.current == "=" else {
      throw Diagnostic(.unknownCommand("not"), at: characters.span(from: start))
    }
    characters.position += 1
    append(.relation(.unequal), from: start)
  }

  private mutating func blackboard(_ letter: String, from start: Int) throws(Diagnostic) {
    switch letter {
    case "R": append(.reals, from: start)
    case "N": append(.naturals, from: start)
    case "1": append(.iverson, from: start)
    case "I" where characters.current == "(" || characters.current == "[":
      append(.iverson, from: start)
    case "E": append(.expectation, from: start)
    case "P", "V":
      throw Diagnostic(.chance("mathbb{\(letter)}"), at: characters.span(from: start))
    case "H", "KL":
      // The entropy and the divergence of whoever writes them so.
      append(letter == "H" ? .letters("\\mathbb{H}") : .word(letter), from: start)
    default:
      throw Diagnostic(.unknownCommand("mathbb{\(letter)}"), at: characters.span(from: start))
    }
  }

  /// Words: a keyword of a statement, a name in one word, or a phrase for the reader.
  private mutating func text(of phrase: String, from start: Int) throws(Diagnostic) {
    let plain = phrase.replacing("\\_", with: "_")
    let word = plain.trimmed
    if word.isEmpty { return }
    if isBelow {
      append(.word(word), from: start)
    } else if let keyword = Token.Keyword(phrase: word) {
      append(.keyword(keyword), from: start)
    } else if word.foldedWords.split(separator: " ").allSatisfy({ Self.logic.contains(String($0)) })
    {
      throw Diagnostic(.wordsOfLogic(word), at: characters.span(from: start))
    } else if let rest = Token.Keyword.withoutConnective(word), !rest.isEmpty,
      Token.Keyword(phrase: rest) == nil
    {
      append(.word(rest), from: start)
    } else {
      append(.word(word), from: start)
    }
  }

  /// Whether what comes stands below a name, as a label of it: `Y_{\text{true}}`.
  private var isBelow: Bool {
    switch tokens.last?.kind {
    case .subscriptMark: true
    case .open(.group): tokens.dropLast().last?.kind == .subscriptMark
    default: false
    }
  }

  /// Words that say something of what stands beside them, and so are no name.
  private static let logic: Set<String> = [
    "and", "are", "be", "but", "can", "cannot", "do", "does", "equal", "equals", "except", "fails",
    "false", "for", "greater", "if", "iff", "implies", "is", "less", "neither", "never", "no",
    "nor",
    "not", "only", "or", "than", "then", "to", "true", "unless", "wrong",
  ]

  /// A tag is no part of what a formula says. Only the plainest is skipped: another reader must not
  /// see its end elsewhere, and show what was not judged.
  private mutating func skipTag(from start: Int) throws(Diagnostic) {
    guard characters.current == "{" else {
      throw Diagnostic(.unreadableTag, at: characters.span(from: start))
    }
    characters.position += 1
    let number = characters.take { $0.isPlainInTag }
    guard !number.isEmpty, characters.current == "}" else {
      throw Diagnostic(.unreadableTag, at: characters.span(from: start))
    }
    characters.position += 1
  }

  /// The raw text of the braces, or of the one character, that follows a command.
  mutating func argument(from start: Int) throws(Diagnostic) -> String {
    _ = characters.take { $0.isSpace }
    guard characters.current == "{" else {
      guard let scalar = characters.current else {
        throw Diagnostic(.unbalancedBraces, at: characters.span(from: start))
      }
      characters.position += 1
      return String(scalar)
    }
    characters.position += 1
    var depth = 1
    var text = String.UnicodeScalarView()
    while let scalar = characters.current {
      // A comment would hide the brace that ends the argument from one reader and not from another.
      if scalar == "%" {
        throw Diagnostic(.unexpectedCharacter(scalar), at: characters.span(from: start))
      }
      characters.position += 1
      if scalar == "\\", let escaped = characters.current {
        characters.position += 1
        text.append(contentsOf: [scalar, escaped])
        continue
      }
      if scalar == "{" { depth += 1 }
      if scalar == "}" { depth -= 1 }
      if depth == 0 { return String(text) }
      text.append(scalar)
    }
    throw Diagnostic(.unbalancedBraces, at: characters.span(from: start))
  }
}

extension Unicode.Scalar {
  package var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }

  /// Whether it means nothing but itself to whoever reads a `\tag{…}`: all readers must find its end
  /// at the same place.
  package var isPlainInTag: Bool { !"\\{}%$#&_^~\n".unicodeScalars.contains(self) }
}

extension String {
  /// Without white space at either end.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}

/// Whether a formula says the same with a macro as with what it stands for.
package enum LaTeXMacro {
  /// `false` where the reader of formulas takes the command of that name for something else, so that a
  /// page would show what was not judged.
  package static func isHarmless(_ name: String, _ expansion: String) -> Bool {
    let command = tokens(of: "\\\(name)")
    if case .unreadable(let message)? = command.first {
      return message.cause == .unknownCommand
    }
    return command == tokens(of: expansion)
  }

  private static func tokens(of latex: String) -> [Token.Kind] {
    LaTeXLexer.tokens(of: Fragment(SourceFile(name: "", text: latex))).map(\.kind)
  }
}

extension Diagnostic.Message {
  static func wordsOfLogic(_ words: String) -> Self {
    Self(
      "words", "'\(words)' says something of what stands beside it, which is not judged",
      hint: "write it as a sign: =, \\ne, <, \\implies")
  }

  static let unreadableTag = Self(
    "bad-tag", "a tag is \\tag{…} with plain letters, digits and signs in it",
    hint: "write for example \\tag{A.1}")
}
