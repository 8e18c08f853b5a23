/// What a sentence says of a formula in known words: "2(m - 1) gives us the starting position for an
/// output position m".
struct WordedClaim {
  let phrase: Phrase
  /// The letters that the sentence names, each with the place of the formula that says how.
  let named: [(letter: String, formula: Int)]
  /// The place of the formula that is claimed.
  let formula: Int
  /// Whether the formula is only called so: "Define the padding on top P_1".
  var isName = false
}

/// Reads a sentence in which every word is known.
///
///     sentence := connective* modifier* (formula copula phrase | phrase copula formula) modifier*
///               | "define" phrase formula | "let" formula "be" phrase
///     modifier := preposition phrase ["at"] [formula]
///
/// One word more, such as "not" or "next", and nothing is claimed.
struct PhraseScanner {
  typealias Piece = RunningText.Piece

  private let pieces: [Piece]
  private let phrases: [Phrase]
  private var position = 0
  private var named: [(letter: String, formula: Int)] = []

  /// The claims of sentences that follow one another; none where one of its words puts a sentence in
  /// doubt, and none behind a supposition, which may speak of another setting.
  static func claims(in sentences: [[ArraySlice<Piece>]], _ phrases: Phrases) -> [WordedClaim] {
    guard !phrases.all.isEmpty else { return [] }
    return sentences.prefix { !supposes($0, phrases) }.flatMap { sentence in
      guard !sentence.joined().contains(where: isDoubt) else { return [WordedClaim]() }
      return sentence.compactMap { part in
        var scanner = PhraseScanner(Array(part), phrases)
        return scanner.claim()
      }
    }
  }

  /// Whether a sentence supposes more than what a letter stands for, as in "Assume m is the output
  /// position".
  static func supposes(_ sentence: [ArraySlice<Piece>], _ phrases: Phrases) -> Bool {
    sentence.contains { part in
      part.indices.contains { place in
        guard case .word(let word) = part[place], suppositions.contains(word) else { return false }
        var scanner = PhraseScanner(
          Array(part[(place + 1)...].prefix(Phrases.lengthLimit + 3)), phrases)
        _ = scanner.take(.word("that"))
        let names = scanner.formula() != nil && scanner.take(.word("is"))
        return !names || scanner.phrase()?.letter == nil
      }
    }
  }

  private init(_ pieces: [Piece], _ phrases: Phrases) {
    self.pieces = pieces.filter { piece in
      if case .word(let word) = piece { !Phrases.articles.contains(word) } else { true }
    }
    self.phrases = phrases.all
  }

  private static let doubts: Set<String> = [
    "not", "no", "never", "nor", "neither", "without", "wrong", "false", "incorrect", "mistake",
    "cannot", "if", "unless", "suppose", "assume", "assuming", "would", "could", "might", "may",
    "should", "instead", "except", "otherwise", "but", "however", "unlike", "rather", "claim",
    "claims", "guess", "almost", "about", "roughly",
  ]

  private static let suppositions: Set<String> = [
    "if", "suppose", "assume", "assuming", "imagine", "consider", "pretend", "were", "would",
  ]

  private static func isDoubt(_ piece: Piece) -> Bool {
    switch piece {
    case .word(let word): doubts.contains(word) || word.hasSuffix("n't")
    case .mark(let mark): "?()[]\"“”".contains(mark)
    case .formula: false
    }
  }

  // MARK: - Grammar

  private static let connectives = phrasesOf(
    "thus", "hence", "so", "therefore", "then", "now", "similarly", "and", "also", "here",
    "clearly", "we know that", "we know", "we see that", "note that", "this means that")
  private static let copulas = phrasesOf(
    "is given by", "are given by", "gives us", "give us", "gives", "give", "equals", "is", "are",
    "will be")
  private static let prepositions = phrasesOf("for", "at", "of", "in", "within", "on")
  private static let quantifiers = phrasesOf("each", "every", "any")

  private static func phrasesOf(_ texts: String...) -> [[String]] {
    texts.map(Phrases.words(of:))
  }

  private mutating func claim() -> WordedClaim? {
    while takeAny(Self.connectives) || take(.mark(",")) {}
    if let claim = naming() { return claim }
    while modifier() { _ = take(.mark(",")) }
    guard let (phrase, formula) = formulaFirst() ?? phraseFirst() else { return nil }
    while modifier() {}
    _ = take(.mark(","))
    _ = take(.word("etc"))
    guard position == pieces.count, phrase.letter == nil, !phrase.isNoun else { return nil }
    return WordedClaim(phrase: phrase, named: named, formula: formula)
  }

  private mutating func naming() -> WordedClaim? {
    let start = position
    let isDefinition = take(.word("define"))
    guard isDefinition || take(.word("let")) else { return nil }
    let before = formula()
    if before != nil { _ = take(.word(isDefinition ? "as" : "be")) }
    guard let phrase = phrase(), let formula = before ?? formula(), position == pieces.count else {
      position = start
      return nil
    }
    return WordedClaim(phrase: phrase, named: [], formula: formula, isName: true)
  }

  private mutating func formulaFirst() -> (Phrase, Int)? {
    let start = position
    guard let formula = formula(), takeAny(Self.copulas) else {
      position = start
      return nil
    }
    return phrase().map { ($0, formula) }
  }

  private mutating func phraseFirst() -> (Phrase, Int)? {
    guard let phrase = phrase() else { return nil }
    while modifier() {}
    let isSaid = takeAny(Self.copulas)
    let isShown = take(.mark(":")) || take(.mark("="))
    // "The kernel will start at n = 1" needs no other verb.
    guard isSaid || isShown || phrase.words.last == "at", let formula = formula() else {
      return nil
    }
    return (phrase, formula)
  }

  private mutating func modifier() -> Bool {
    let start = position
    guard takeAny(Self.prepositions) else { return false }
    _ = takeAny(Self.quantifiers)
    if let phrase = phrase() {
      if phrase.isNoun { return true }
      _ = take(.word("at"))
      if let letter = phrase.letter, let formula = formula() {
        named.append((letter, formula))
        return true
      }
    }
    position = start
    return false
  }

  // MARK: - Pieces

  private mutating func formula() -> Int? {
    guard position < pieces.count, case .formula(let place) = pieces[position] else { return nil }
    position += 1
    return place
  }

  private mutating func phrase() -> Phrase? {
    phrases.first { take($0.words) }
  }

  private mutating func takeAny(_ phrases: [[String]]) -> Bool {
    phrases.contains { take($0) }
  }

  private mutating func take(_ words: [String]) -> Bool {
    guard pieces[position...].prefix(words.count).elementsEqual(words.map(Piece.word)) else {
      return false
    }
    position += words.count
    return true
  }

  private mutating func take(_ piece: Piece) -> Bool {
    guard position < pieces.count, pieces[position] == piece else { return false }
    position += 1
    return true
  }
}
