import Markup

/// Reads what the words of a paragraph say of the formulas in it, by the phrases of the one table.
///
/// When in doubt a formula is no answer: an answer that was not found is said to the author, a formula that
/// the text denies would get a wrong verdict.
struct StanceScanner {
  /// What was found of each formula, by its place among the passages.
  private(set) var found: [Int: Surroundings] = [:]
  /// Whether something is taken back behind the last formula.
  private(set) var endsInCorrection = false

  /// Whether that takes back only what is said anew in its sentence: "actually".
  private var isWeaklyCorrected = false
  private var sentence = 0
  /// The stance of what follows in the sentence.
  private var mode: Stance = .stated
  /// Whether it lasts to the end of the sentence, whatever the next clause says.
  private var isSticky = false
  /// Whether an earlier sentence supposes something: "Suppose that the stride was 1. Then …".
  private var isElsewhere = false

  init(_ pieces: [RunningText.Piece]) {
    for sentence in Clause.sentences(of: pieces) { read(sentence) }
    for (place, lead) in Lead.all(of: pieces) {
      found[place]?.link = lead.link
      found[place]?.isLed = lead.leadsToAnswer
      found[place]?.leadsCondition = lead.leadsCondition
      found[place]?.isPart = lead.isPart
      found[place]?.isNamed = lead.givesName
    }
  }

  private mutating func read(_ clauses: [Clause]) {
    sentence += 1
    (mode, isSticky) = (isElsewhere ? .supposed : .stated, isElsewhere)
    for (number, clause) in clauses.enumerated() {
      read(clause, before: clauses[..<number], behind: clauses[(number + 1)...])
    }
    if isWeaklyCorrected { (endsInCorrection, isWeaklyCorrected) = (false, false) }
    if clauses.last?.isQuestion == true { mark(clauses[...], .asked) }
    let says = clauses.contains { $0.first(of: [.scenario]) != nil }
    if says, !clauses.contains(where: \.hasFormula) { isElsewhere = true }
  }

  private mutating func read(
    _ clause: Clause, before: ArraySlice<Clause>, behind: ArraySlice<Clause>
  ) {
    restart(at: clause)
    let mayReject = !found.isEmpty || behind.isEmpty
    if clause.isRejection, mayReject, behind.first?.begins(with: [.that]) != true {
      return reject(clause, before)
    }
    for place in clause.formulas {
      guard found[place] == nil else { continue }
      found[place] = Surroundings(stance: mode, isCorrected: endsInCorrection, sentence: sentence)
      (endsInCorrection, isWeaklyCorrected) = (false, false)
    }
    let isLast = !behind.contains(where: \.hasFormula)
    for (cue, place) in clause.cues { take(cue, at: place, in: clause, before, isLast: isLast) }
    let isWeak =
      clause.first(of: [.weakSupposition]) != nil
      && (behind.drop { !$0.begins(with: [.contrast]) }.contains(where: \.hasFormula)
        || clause.count(of: .weakSupposition) + before.map { $0.count(of: .weakSupposition) }.sum
          > 1)
    if isWeak { mark([clause], .supposed) }
  }

  /// What a clause begins with may end what was said before it.
  private mutating func restart(at clause: Clause) {
    if clause.begins(with: [.correction, .weakCorrection]) {
      isWeaklyCorrected = !endsInCorrection && !clause.begins(with: [.correction])
      endsInCorrection = true
      (mode, isSticky, isElsewhere) = (.stated, false, false)
    } else if clause.begins(with: [.contrast, .affirmation]) {
      (mode, isSticky, isElsewhere) = (.stated, false, false)
    } else if !isSticky, clause.hasOwnWords || clause.begins(with: [.reason]) {
      mode = .stated
    }
  }

  private mutating func take(
    _ cue: Cue, at place: Int, in clause: Clause, _ before: ArraySlice<Clause>, isLast: Bool
  ) {
    let (stance, lasts): (Stance, Bool) =
      switch cue {
      case .exclusion: (.negated, false)
      case .negation: (.negated, clause.goesOn(behind: place))
      case .falsehood: (.negated, true)
      case .example: (.example, true)
      default: (.supposed, true)
      }
    let ahead = clause.formulas(behind: place)
    if cue == .exclusion {
      if let next = ahead.first { found[next]?.stance = stance }
      return
    }
    let back = clause.formulas(before: place)
    for formula in ahead { found[formula]?.stance = stance }
    switch cue {
    case .supposition, .scenario: for formula in back { found[formula]?.stance = stance }
    default:
      if ahead.isEmpty, !back.isEmpty {
        for formula in back { found[formula]?.stance = stance }
        return
      }
    }
    if isLast, ahead.isEmpty, back.isEmpty, cue != .negation { mark(before.suffix(1), stance) }
    if !ahead.isEmpty || lasts { (mode, isSticky) = (stance, isSticky || lasts) }
  }

  /// "…, which is wrong", or "That is wrong." behind a formula.
  private mutating func reject(_ clause: Clause, _ before: ArraySlice<Clause>) {
    if let last = before.last(where: \.hasFormula) {
      mark([last], .negated)
    } else {
      endsInCorrection = true
    }
  }

  private mutating func mark(_ clauses: ArraySlice<Clause>, _ stance: Stance) {
    for formula in clauses.flatMap(\.formulas) where found[formula]?.stance == .stated {
      found[formula]?.stance = stance
    }
  }
}

extension [Int] {
  fileprivate var sum: Int { reduce(0, +) }
}
