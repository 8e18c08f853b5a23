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
    if character.isLetter || character.isNumber || "'’-".contains(character) {
      if endsWithPoint, !word.isEmpty { word.append(".") }
      endsWithPoint = false
      word.append(character == "’" ? "'" : character)
    } else if character == ".", !word.isEmpty, !endsWithPoint {
      endsWithPoint = true
    } else {
      finishWord()
      if !character.isWhitespace { pieces.append(.mark(character)) }
    }
  }

  private mutating func finishWord() {
    if !word.isEmpty { pieces.append(.word(word.lowercased())) }
    // The point of "e.g." ends no sentence.
    if endsWithPoint, !word.contains(".") { pieces.append(.mark(".")) }
    word = ""
    endsWithPoint = false
  }

  /// The sentences, each as its parts between semicolons; a sentence that ends in a colon or without
  /// a mark is not whole yet.
  var sentences: (whole: [[ArraySlice<Piece>]], rest: [Piece]) {
    var text = self
    text.finishWord()
    let sentences = text.pieces.split(
      omittingEmptySubsequences: true, whereSeparator: { [.mark("."), .mark("!")].contains($0) })
    var whole = sentences.map { $0.split(separator: .mark(";")) }
    let isOpen = ![.mark("."), .mark("!")].contains(text.pieces.last)
    guard isOpen, let last = sentences.last else { return (whole, []) }
    if case .formula = last.last { return (whole, []) }
    whole.removeLast()
    return (whole, Array(last))
  }

  /// The text with a formula behind it.
  func continued(by formula: Int) -> RunningText {
    var text = self
    text.append(formula: formula)
    return text
  }

  /// A text that goes on with these pieces.
  init(_ pieces: [Piece] = []) { self.pieces = pieces }
}
