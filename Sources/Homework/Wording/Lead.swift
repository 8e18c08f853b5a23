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
    let pieces = withoutSteps(withoutRemarks(pieces))
    let leads = all(of: pieces)
    let words = pieces.compactMap { piece in
      switch piece {
      case .word(let word): word
      case .mark(let mark): String(mark)
      case .formula: nil
      }
    }
    return !leads.isEmpty && leads.dropFirst().allSatisfy { joins.contains($0.lead.link) }
      && consists(words[...], of: plain)
  }

  /// Without what stands in brackets behind a formula and is none: "(height, width, channels)", "(600 weights
  /// and 8 biases)".
  private static func withoutRemarks(_ pieces: ArraySlice<RunningText.Piece>) -> [RunningText.Piece]
  {
    var kept: [RunningText.Piece] = []
    var open: Int?
    for piece in pieces {
      kept.append(piece)
      switch piece {
      case .mark("("): open = kept.count - 1
      case .mark(")"):
        if let start = open, isRemark(kept[start...]) { kept.removeSubrange(start...) }
        open = nil
      case .formula, .word, .mark: break
      }
    }
    return kept
  }

  private static func isRemark(_ pieces: ArraySlice<RunningText.Piece>) -> Bool {
    all(of: Array(pieces)).allSatisfy(\.lead.isPart)
  }

  /// "600 weights + 8 biases = 608": what stands in front of the equals sign are steps.
  private static func withoutSteps(_ pieces: [RunningText.Piece]) -> [RunningText.Piece] {
    guard let sign = pieces.lastIndex(of: .mark("=")) else { return pieces }
    let steps = Array(pieces[..<sign])
    let leads = all(of: steps)
    guard !leads.isEmpty, leads.allSatisfy(\.lead.isPart) else { return pieces }
    return Array(pieces[sign...])
  }

  private static let joins: Set<Link> = [.alternative, .conjunction, .bare]

  private static let plain: Set<Cue> = [
    .filler, .unit, .alternative, .contrast, .negation, .falsehood, .correction, .weakCorrection,
    .affirmation,
    .conjunction, .copula, .reason,
  ]

  /// What stands between the formula and the one before it.
  var link: Link {
    guard !isFirst else { return .none }
    if words.allSatisfy(Self.isSign) { return .bare }
    let conditions: Set<Cue> = [.condition, .conjunction]
    if consists(of: conditions.union([.filler])) {
      if has(.condition) { return .condition }
      if has(.conjunction) { return .conjunction }
    }
    let replacing: Set<Cue> = [
      .alternative, .contrast, .correction, .weakCorrection, .negation, .affirmation,
    ]
    let isReplacing = replacing.contains(where: has)
    return isReplacing && consists(of: replacing.union([.conjunction, .filler, .copula]))
      ? .alternative : .none
  }

  /// "So the output is", "Answer:", "the shape is".
  var leadsToAnswer: Bool {
    var rest = words[...]
    var isSaid = false
    while let last = rest.last {
      if last == ":" || last == "=" {
        (isSaid, _) = (true, rest.removeLast())
      } else if let (_, count) = Self.trailing([.copula], of: rest) {
        // "The dimension" is what is asked as well as what leads to it.
        if isSaid, Self.trailing([.quantity], of: rest) != nil { break }
        rest.removeLast(count)
        isSaid = true
      } else if !isSaid, let (cue, count) = Self.trailing(Self.light, of: rest) {
        // "No es" says it as well.
        isSaid = cue == .negation
        rest.removeLast(count)
      } else {
        break
      }
    }
    // "So is the output".
    let isTurned = Self.trailing([.subject], of: rest) != nil && Self.first(.copula, in: rest)
    guard isSaid || isTurned else { return false }
    let sentence = rest.lastIndex { ".!?;".contains($0) }.map { rest[($0 + 1)...] } ?? rest
    let subject = Self.place(of: .subject, in: sentence)
    if let subject, Self.isElsewhere(subject, in: sentence) { return false }
    if Self.first(.answer, in: sentence) { return true }
    if let subject { return !Self.isOwned(subject, in: sentence) }
    return Self.first(.quantity, in: sentence)
      && Self.consists(sentence, of: [.quantity, .filler, .reason, .conjunction, .subject])
  }

  /// "The transpose of the output" is another thing, "the dimension of the output" is not.
  private static func isOwned(_ subject: Int, in words: ArraySlice<String>) -> Bool {
    var place = subject
    var isOwned = false
    while place > words.startIndex,
      Phrasebook.has(words[place - 1], as: .filler) || isGenitive(words[place - 1])
    {
      place -= 1
      isOwned = isOwned || isGenitive(words[place])
    }
    let known: Set<Cue> = [.quantity, .subject, .copula, .filler]
    if isOwned { return place > words.startIndex && trailing(known, of: words[..<place]) == nil }
    let behind = words[subject...].dropFirst(
      Phrasebook.length(of: [.subject], atStartOf: words[subject...])?.count ?? 1)
    guard let mark = behind.first, ["的", "का", "की"].contains(mark) else { return false }
    return Phrasebook.length(of: known, atStartOf: behind.dropFirst()) == nil
  }

  /// "The output before the pooling", "the padded output", "my classmate's answer".
  private static func isElsewhere(_ subject: Int, in words: ArraySlice<String>) -> Bool {
    let start = words[..<subject].lastIndex { pauses.contains($0) }.map { $0 + 1 }
    let clause = words[(start ?? words.startIndex)...].prefix { !pauses.contains($0) }
    let isSomebodys =
      ["answer", "result", "solution"].contains(words[subject]) && subject > clause.startIndex
      && words[subject - 1].hasSuffix("'s")
    return isSomebodys || first(.elsewhere, in: clause)
  }

  private static let pauses: Set<String> = [",", ":", "-", "(", ")"]

  private static func isGenitive(_ word: String) -> Bool { Phrasebook.has(word, as: .genitive) }

  private static let light: Set<Cue> = [
    .filler, .negation, .alternative, .correction, .weakCorrection,
  ]

  /// Whether the word in front of it is "for" or "if", and no formula stands before.
  var leadsCondition: Bool {
    isFirstOfSentence && Self.trailing([.condition], of: words[...]) != nil
  }

  /// "Let", in front of it.
  var givesName: Bool { Self.trailing([.naming], of: words[...]) != nil }

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
    place(of: cue, in: words) != nil
  }

  private static func place(of cue: Cue, in words: ArraySlice<String>) -> Int? {
    words.indices.first { Phrasebook.length(of: [cue], atStartOf: words[$0...]) != nil }
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

  /// The phrase that a text ends with, and how many words it takes.
  private static func trailing(
    _ cues: Set<Cue>, of words: ArraySlice<String>
  ) -> (cue: Cue, count: Int)? {
    for count in (1...5).reversed() where count <= words.count {
      let found = Phrasebook.length(of: cues, atStartOf: words.suffix(count))
      if let found, found.count == count { return found }
    }
    return nil
  }
}
