/// What a sentence says of a formula in known words: "2(m - 1) gives us the starting position for an
/// output position m".
struct WordedClaim {
  let phrase: Phrase
  /// The letters that the sentence names, each with the place of the formula that says how.
  let named: [(letter: String, formula: Int)]
  /// The place of the formula that is claimed.
  let formula: Int
}

/// Reads a sentence in which every word is known.
///
///     sentence := connective* modifier* (formula copula phrase | phrase copula formula) modifier*
///     modifier := preposition phrase ["at"] [formula]
///
/// One word more, such as "not" or "next", and nothing is claimed.
struct PhraseScanner {
  typealias Piece = RunningText.Piece

  private let pieces: [Piece]
  private let phrases: [Phrase]
  private var position = 0
  private var named: [(letter: String, formula: Int)] = []

  /// The claims of a sentence; none where one of its words puts it in doubt.
  static func claims(in sentence: [ArraySlice<Piece>], _ phrases: Phrases) -> [WordedClaim] {
    guard !phrases.all.isEmpty, !sentence.joined().contains(where: isDoubt) else { return [] }
    return sentence.compactMap { part in
      var scanner = PhraseScanner(Array(part), phrases)
      return scanner.claim()
    }
  }

  private init(_ pieces: [Piece], _ phrases: Phrases) {
    self.pieces = pieces
    // The longest first: "starting position in the input" is no "starting position".
    self.phrases = phrases.all.sorted { ($0.words.count, $1.text) > ($1.words.count, $0.text) }
  }

  private static let doubts: Set<String> = [
    "not", "no", "never", "nor", "neither", "without", "wrong", "false", "incorrect", "mistake",
    "cannot", "if", "unless", "suppose", "assume", "assuming", "would", "could", "might", "may",
    "should", "instead", "except", "otherwise", "but", "however", "unlike", "rather", "claim",
    "claims", "guess", "almost", "about", "roughly",
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
  private static let articles = phrasesOf("the", "a", "an", "each", "every", "any")

  private static func phrasesOf(_ texts: String...) -> [[String]] {
    texts.map(Phrases.words(of:))
  }

  private mutating func claim() -> WordedClaim? {
    while takeAny(Self.connectives) || take(.mark(",")) {}
    while modifier() { _ = take(.mark(",")) }
    guard let (phrase, formula) = formulaFirst() ?? phraseFirst() else { return nil }
    while modifier() {}
    _ = take(.mark(","))
    _ = take(.word("etc"))
    guard position == pieces.count, phrase.letter == nil, !phrase.isNoun else { return nil }
    return WordedClaim(phrase: phrase, named: named, formula: formula)
  }

  private mutating func formulaFirst() -> (Phrase, Int)? {
    let start = position
    guard let formula = formula(), takeAny(Self.copulas) else {
      position = start
      return nil
    }
    _ = takeAny(Self.articles)
    return phrase().map { ($0, formula) }
  }

  private mutating func phraseFirst() -> (Phrase, Int)? {
    _ = takeAny(Self.articles)
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
    _ = takeAny(Self.articles)
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
