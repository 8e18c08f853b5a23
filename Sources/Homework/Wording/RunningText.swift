import Markup

/// A paragraph as words, marks and formulas, cut into its sentences.
struct RunningText {
  enum Piece: Hashable {
    case word(String)
    /// The place of a formula among the passages.
    case formula(Int)
    case mark(Character)
  }

  private(set) var pieces: [Piece] = []
  private var word = ""
  /// Whether the last character was a point inside of a word or number, or ended one.
  private var endsWithPoint = false

  mutating func append(formula: Int) {
    finishWord()
    pieces.append(.formula(formula))
  }

  mutating func append(_ character: Character) {
    if character.isHan {
      finishWord()
      pieces.append(.word(String(character)))
    } else if character.isLetter || character.isNumber || "'’-".contains(character) {
      if endsWithPoint, !word.isEmpty { word.append(".") }
      endsWithPoint = false
      word.append(character == "’" ? "'" : character)
    } else if character == ".", !word.isEmpty, !endsWithPoint {
      endsWithPoint = true
    } else {
      finishWord()
      if !character.isWhitespace { pieces.append(.mark(Self.marks[character] ?? character)) }
    }
  }

  mutating func append(_ text: String) {
    for character in text { append(character) }
  }

  /// Signs of other scripts, and dashes, by what they do.
  private static let marks: [Character: Character] = [
    "。": ".", "।": ".", "，": ",", "、": ",", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(",
    "）": ")", "–": "-", "—": "-", "＝": "=",
  ]

  private mutating func finishWord() {
    if !word.isEmpty {
      let isDash = word.allSatisfy { $0 == "-" }
      pieces.append(isDash ? .mark("-") : .word(word.lowercased()))
    }
    // The point of "e.g." ends no sentence.
    if endsWithPoint, !word.contains(".") { pieces.append(.mark(".")) }
    word = ""
    endsWithPoint = false
  }

  mutating func end() { finishWord() }

  /// Whether it leads to what stands in the next block.
  var isOpen: Bool {
    switch pieces.last {
    case .mark(let mark): ",:=".contains(mark)
    case .word(let word):
      pieces.count <= Self.shortLimit || word == "that" || Phrasebook.has(word, as: .copula)
        || Phrasebook.has(word, as: .condition)
    case .formula, nil: false
    }
  }

  /// So many words stand over something and are no sentence.
  private static let shortLimit = 4

  /// The sentences, each as its parts between semicolons.
  var sentences: [[ArraySlice<Piece>]] {
    pieces.split(
      omittingEmptySubsequences: true, whereSeparator: { [.mark("."), .mark("!")].contains($0) }
    ).map { $0.split(separator: .mark(";")) }
  }
}
