import Markup

/// The numbers that the words of a question name: "stride 2", "7 channels", "no padding".
///
/// What a submission says "with stride 3" is said of another case, where the question names another number.
struct Circumstances: Sendable {
  private var numbers: [String: Set<Int>] = [:]

  mutating func add(_ text: String) {
    var running = RunningText()
    running.append(text)
    running.end()
    for (noun, number) in Self.pairs(in: running.pieces.map { Word($0) { _ in "" } }) {
      numbers[noun, default: []].insert(number)
    }
  }

  /// The formulas of a text that are said of another case.
  ///
  /// - Parameter content: what a formula says, by its place.
  func contradicted(in pieces: [RunningText.Piece], _ content: (Int) -> String) -> Set<Int> {
    guard !numbers.isEmpty else { return [] }
    var found: Set<Int> = []
    let words = pieces.map { Word($0, content) }
    for sentence in words.split(whereSeparator: { ".!?;".contains($0.text) }) {
      var before: [Int] = []
      for part in Self.parts(of: sentence) {
        let formulas = part.compactMap(\.formula)
        let isOther = part.first.map { Phrasebook.has($0.text, as: .condition) } ?? false
        if isOther, contradicts(part) { found.formUnion(formulas.isEmpty ? before : formulas) }
        before = formulas
      }
    }
    return found
  }

  private func contradicts(_ words: [Word]) -> Bool {
    Self.pairs(in: words).contains { noun, number in
      numbers[noun].map { !$0.contains(number) } ?? false
    }
  }

  // MARK: - Words

  private struct Word {
    let text: String
    /// The place of a formula that is more than a number.
    var formula: Int?

    init(_ piece: RunningText.Piece, _ content: (Int) -> String) {
      switch piece {
      case .word(let word): text = word
      case .mark(let mark): text = String(mark)
      case .formula(let place):
        text = content(place)
        formula = Int(text) == nil ? place : nil
      }
    }
  }

  /// Cut in front of "with" and "but".
  private static func parts(of sentence: ArraySlice<Word>) -> [[Word]] {
    var parts: [[Word]] = [[]]
    for word in sentence {
      if Phrasebook.has(word.text, as: .condition) || Phrasebook.has(word.text, as: .contrast) {
        parts.append([])
      }
      parts[parts.count - 1].append(word)
    }
    return parts
  }

  private static func pairs(in words: [Word]) -> [(noun: String, number: Int)] {
    words.indices.flatMap { place -> [(String, Int)] in
      guard let number = number(words[place].text) else { return [] }
      let before = words[..<place].last { !links.contains($0.text) }?.text
      let after = words[(place + 1)...].first?.text
      return [before, after].compactMap { $0 }.filter(isNoun).map { ($0, number) }
    }
  }

  private static let links: Set<String> = ["of", "=", "is", "size", "a", "von", "de", "为", "是"]
  private static let nothing: Set<String> = [
    "no", "without", "zero", "kein", "ohne", "sans", "sin",
  ]

  private static func number(_ word: String) -> Int? {
    nothing.contains(word) ? 0 : word.count < 9 ? Int(word) : nil
  }

  private static func isNoun(_ word: String) -> Bool {
    word.count > 2 && word.allSatisfy(\.isLetter) && !nothing.contains(word)
      && Phrasebook.length(of: Set(Cue.allCases), atStartOf: [word]) == nil
  }
}
