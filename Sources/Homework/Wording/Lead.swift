import Markup

/// The words between a formula and the one before it, and the word behind it.
struct Lead {
  /// Words and signs, back to the formula before or the end of the sentence before.
  private var words: [String] = []
  private var isFirst: Bool
  private var isFirstOfSentence: Bool
  private var next: String?

  static func all(of pieces: [RunningText.Piece]) -> [(place: Int, lead: Lead)] {
    var leads: [(place: Int, lead: Lead)] = []
    var lead = Lead(isFirst: true, isFirstOfSentence: true)
    for piece in pieces {
      switch piece {
      case .formula(let place):
        // Words inside of a formula lead to no other.
        if leads.last?.place != place { leads.append((place, lead)) }
        lead = Lead(isFirst: false, isFirstOfSentence: false)
      case .word(let word):
        if lead.words.isEmpty, !leads.isEmpty { leads[leads.count - 1].lead.next = word }
        lead.words.append(word)
      case .mark(let mark):
        lead.words.append(String(mark))
        if ".!?".contains(mark) { lead.isFirstOfSentence = true }
      }
    }
    return leads
  }

  /// What a text between two formulas does.
  static func link(of gap: String) -> Link {
    var text = RunningText()
    text.append(gap.filter { $0 != "$" && $0 != ">" })
    text.end()
    var lead = Lead(isFirst: false, isFirstOfSentence: false)
    for case .word(let word) in text.pieces { lead.words.append(word) }
    return lead.link
  }

  /// Whether a paragraph is formulas, and words that change nothing, count things or join alternatives.
  static func isNothingButValue(_ pieces: ArraySlice<RunningText.Piece>) -> Bool {
    let leads = all(of: Array(pieces))
    let words = pieces.compactMap { piece in
      switch piece {
      case .word(let word): word
      case .mark(let mark): String(mark)
      case .formula: nil
      }
    }
    return !leads.isEmpty && leads.dropFirst().allSatisfy { $0.lead.link == .alternative }
      && consists(words[...], of: plain)
  }

  private static let plain: Set<Cue> = [
    .filler, .unit, .alternative, .contrast, .negation, .falsehood, .correction, .affirmation,
    .conjunction, .copula, .reason,
  ]

  /// What stands between the formula and the one before it.
  var link: Link {
    guard !isFirst else { return .none }
    if words.allSatisfy(Self.isSign) { return .bare }
    let conditions: Set<Cue> = [.condition, .conjunction]
    if consists(of: conditions) { return has(.condition) ? .condition : .conjunction }
    let replacing: Set<Cue> = [.alternative, .contrast, .correction, .negation, .affirmation]
    let isReplacing = replacing.contains(where: has)
    return isReplacing && consists(of: replacing.union([.conjunction, .filler, .copula]))
      ? .alternative : .none
  }

  /// "So the output is", "Answer:", "the shape is".
  var leadsToAnswer: Bool {
    var rest = words[...]
    while let count = Self.trailing([.filler, .negation, .alternative, .correction], of: rest) {
      rest.removeLast(count)
    }
    var isSaid = false
    while let last = rest.last {
      if last == ":" || last == "=" {
        rest.removeLast()
      } else if let count = Self.trailing([.copula], of: rest) {
        // "The dimension" is what is asked as well as what leads to it.
        if isSaid, Self.trailing([.quantity], of: rest) != nil { break }
        rest.removeLast(count)
      } else {
        break
      }
      isSaid = true
    }
    guard isSaid else { return false }
    let sentence = rest.lastIndex { ".!?;".contains($0) }.map { rest[($0 + 1)...] } ?? rest
    if Self.first(.subject, in: sentence) { return true }
    return Self.first(.quantity, in: sentence)
      && Self.consists(sentence, of: [.quantity, .filler, .reason, .conjunction, .subject])
  }

  /// Whether the word in front of it is "for" or "if", and no formula stands before.
  var leadsCondition: Bool {
    isFirstOfSentence && Self.trailing([.condition], of: words[...]) != nil
  }

  /// Whether it is multiplied or added to something in words: "8 times 76".
  var isPart: Bool {
    next.map { Phrasebook.has($0, as: .arithmetic) } ?? false
      || Self.trailing([.arithmetic], of: words[...]) != nil
  }

  // MARK: - Phrases

  private static func isSign(_ word: String) -> Bool {
    !(word.first.map { $0.isLetter || $0.isNumber } ?? false)
  }

  private func has(_ cue: Cue) -> Bool { Self.first(cue, in: words[...]) }

  private static func first(_ cue: Cue, in words: ArraySlice<String>) -> Bool {
    words.indices.contains {
      Phrasebook.length(of: [cue], atStartOf: words[$0...].prefix(8)) != nil
    }
  }

  private func consists(of cues: Set<Cue>) -> Bool { Self.consists(words[...], of: cues) }

  private static func consists(_ words: ArraySlice<String>, of cues: Set<Cue>) -> Bool {
    var rest = words
    while let word = rest.first {
      if let (_, count) = Phrasebook.length(of: cues, atStartOf: rest.prefix(8)) {
        rest.removeFirst(count)
      } else if isSign(word) {
        rest.removeFirst()
      } else {
        return false
      }
    }
    return true
  }

  /// How many words the phrase takes that a text ends with.
  private static func trailing(_ cues: Set<Cue>, of words: ArraySlice<String>) -> Int? {
    (1...5).first { count in
      count <= words.count
        && Phrasebook.length(of: cues, atStartOf: words.suffix(count))?.count == count
    }
  }
}
