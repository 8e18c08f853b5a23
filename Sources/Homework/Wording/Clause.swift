import Markup

/// A part of a sentence between commas, or from a "but" or "because" on.
struct Clause {
  private enum Token: Hashable {
    case word(String)
    case formula(Int)

    var word: String { if case .word(let word) = self { word } else { "" } }
  }

  private var tokens: [Token] = []
  /// Whether a colon ends it.
  private(set) var endsInColon = false
  private(set) var isQuestion = false
  /// The phrases of a text that deny, suppose or give an example, each with the place behind it.
  private(set) var cues: [(cue: Cue, place: Int)] = []

  private static let ends: Set<Character> = [".", "!", "?"]
  private static let pauses: Set<Character> = [",", ";", ":", "-", "(", ")"]
  private static let turns: Set<Cue> = [.contrast, .reason]
  private static let doubts: Set<Cue> = [
    .negation, .exclusion, .harmless, .falsehood, .supposition, .scenario, .example,
    .report, .inquiry,
  ]

  // MARK: - Cutting

  static func sentences(of pieces: [RunningText.Piece]) -> [[Clause]] {
    var sentences: [[Clause]] = []
    var clauses: [Clause] = []
    var clause = Clause()
    func isOver(_ clause: Clause) -> Bool { !clause.tokens.isEmpty }
    for piece in pieces {
      switch piece {
      case .word(let word): clause.tokens.append(.word(word))
      case .formula(let place): clause.tokens.append(.formula(place))
      case .mark(let mark) where pauses.contains(mark) || ends.contains(mark):
        clause.endsInColon = mark == ":"
        clause.isQuestion = mark == "?"
        clause.tokens.append(.word(","))
        clauses += clause.parts
        clause = Clause()
        guard ends.contains(mark) else { continue }
        sentences.append(clauses)
        clauses = []
      case .mark(let mark):
        clause.tokens.append(.word(String(mark)))
        // What is ticked off stands in front of it.
        guard Phrasebook.has(String(mark), as: .falsehood) else { continue }
        clauses += clause.parts
        clause = Clause()
      }
    }
    clauses += clause.parts
    return (sentences + [clauses]).filter { !$0.isEmpty }
  }

  /// Cut in front of "but" and "because".
  private var parts: [Clause] {
    var parts: [Clause] = []
    var rest = self
    rest.tokens = []
    var phraseEnd = 0
    for place in tokens.indices {
      // The "but" of "anything but" turns nothing.
      phraseEnd = max(phraseEnd, place + (length(of: Self.doubts, at: place)?.count ?? 0))
      let isTurn = place + 1 > phraseEnd && length(of: Self.turns, at: place) != nil
      if isTurn, !rest.tokens.isEmpty {
        var part = Clause()
        part.tokens = rest.tokens
        parts.append(part.withCues)
        rest.tokens = []
      }
      rest.tokens.append(tokens[place])
    }
    return rest.tokens.isEmpty ? parts : parts + [rest.withCues]
  }

  /// The first ones say of all that follows what it is.
  private static let cueLimit = 32

  private var withCues: Clause {
    var clause = self
    var place = end(of: [.correction, .weakCorrection]) ?? 0
    while place < tokens.count {
      guard let (cue, count) = length(of: Self.doubts, at: place) else {
        place += 1
        continue
      }
      place += count
      if clause.cues.count == Self.cueLimit { break }
      if cue != .harmless, !isCondition(before: place, count) { clause.cues.append((cue, place)) }
    }
    return clause
  }

  /// Whether "if" leads in what a formula says: "if $S = 1$".
  private func isCondition(before place: Int, _ count: Int) -> Bool {
    guard place < tokens.count, case .formula = tokens[place] else { return false }
    return length(of: [.condition], at: place - count)?.count == count
  }

  // MARK: - What stands in it

  private func length(of cues: Set<Cue>, at place: Int) -> (cue: Cue, count: Int)? {
    Phrasebook.length(of: cues, atStartOf: tokens[place...].prefix(8).map(\.word))
  }

  var formulas: [Int] {
    tokens.compactMap { if case .formula(let place) = $0 { place } else { nil } }
  }
  var hasFormula: Bool { !formulas.isEmpty }

  func formulas(behind place: Int) -> [Int] {
    tokens[min(place, tokens.count)...].compactMap {
      if case .formula(let place) = $0 { place } else { nil }
    }
  }

  /// Those between a place and the "and" before it.
  func formulas(before place: Int) -> [Int] {
    var formulas: [Int] = []
    for token in tokens[..<place].reversed() {
      switch token {
      case .formula(let place): formulas.append(place)
      case .word(let word):
        if Phrasebook.has(word, as: .conjunction), !formulas.isEmpty { return formulas }
      }
    }
    return formulas
  }

  func first(of cues: Set<Cue>) -> Int? {
    tokens.indices.first { length(of: cues, at: $0) != nil }
  }

  func count(of cue: Cue) -> Int { tokens.indices.count { length(of: [cue], at: $0) != nil } }

  func begins(with cues: Set<Cue>) -> Bool { end(of: cues) != nil }

  /// The place behind the phrase that it begins with, but for words that change nothing.
  private func end(of cues: Set<Cue>) -> Int? {
    var place = 0
    while place < tokens.count {
      if let (_, count) = length(of: cues, at: place) { return place + count }
      guard let (_, count) = length(of: [.filler, .conjunction], at: place) else { return nil }
      place += count
    }
    return nil
  }

  /// "That was wrong", without a formula.
  var isRejection: Bool {
    guard !hasFormula, !endsInColon, first(of: [.falsehood]) != nil else { return false }
    return hasOnly([.falsehood, .filler, .copula, .negation, .reason, .that])
  }

  /// Whether it says something of its own in front of its formula.
  var hasOwnWords: Bool {
    guard let end = tokens.firstIndex(where: { if case .formula = $0 { true } else { false } })
    else { return false }
    var part = Clause()
    part.tokens = Array(tokens[..<end])
    return !part.hasOnly([.conjunction, .alternative])
  }

  private func hasOnly(_ cues: Set<Cue>) -> Bool {
    var place = 0
    while place < tokens.count {
      if tokens[place].word == "," {
        place += 1
      } else if let (_, count) = length(of: cues, at: place) {
        place += count
      } else {
        return false
      }
    }
    return true
  }

  /// Whether "not" reaches over the end of its clause: "the answer is not, as some say, …", "not true that".
  func goesOn(behind place: Int) -> Bool {
    let rest = tokens[min(place, tokens.count)...].filter { $0.word != "," }
    if rest.isEmpty || rest.contains(where: { Phrasebook.has($0.word, as: .that) }) { return true }
    return endsInColon && first(of: [.subject, .quantity]) != nil
  }
}
