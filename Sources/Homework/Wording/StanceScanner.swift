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
  /// The last clause of the sentence that has a formula, and how often it said "would" so far.
  private var last: Clause?
  private var doubts = 0
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
    (mode, isSticky, last, doubts) = (isElsewhere ? .supposed : .stated, isElsewhere, nil, 0)
    let lastFormula = clauses.lastIndex(where: \.hasFormula) ?? -1
    let lastContrast = clauses.lastIndex { $0.begins(with: [.contrast]) } ?? clauses.count
    for (number, clause) in clauses.enumerated() {
      let next = number + 1 < clauses.count ? clauses[number + 1] : nil
      read(clause, next, isLast: number >= lastFormula)
      doubts += clause.count(of: .weakSupposition)
      let isOpposed = number < lastContrast && lastContrast <= lastFormula
      if clause.first(of: [.weakSupposition]) != nil, isOpposed || doubts > 1 {
        mark(clause, .supposed)
      }
      if clause.hasFormula { last = clause }
    }
    if isWeaklyCorrected { (endsInCorrection, isWeaklyCorrected) = (false, false) }
    if clauses.last?.isQuestion == true { clauses.forEach { mark($0, .asked) } }
    if lastFormula < 0, clauses.contains(where: { $0.first(of: [.scenario]) != nil }) {
      isElsewhere = true
    }
  }

  private mutating func read(_ clause: Clause, _ next: Clause?, isLast: Bool) {
    restart(at: clause)
    let mayReject = !found.isEmpty || next == nil
    if clause.isRejection, mayReject, next?.begins(with: [.that]) != true { return reject(clause) }
    for place in clause.formulas {
      guard found[place] == nil else { continue }
      found[place] = Surroundings(stance: mode, isCorrected: endsInCorrection, sentence: sentence)
      (endsInCorrection, isWeaklyCorrected) = (false, false)
    }
    for (cue, place) in clause.cues { take(cue, at: place, in: clause, isLast: isLast) }
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
    _ cue: Cue, at place: Int, in clause: Clause, isLast: Bool
  ) {
    let (stance, lasts): (Stance, Bool) =
      switch cue {
      case .exclusion: (.negated, false)
      case .negation: (.negated, clause.goesOn(behind: place))
      case .falsehood: (.negated, true)
      case .example: (.example, true)
      case .report:
        (.reported, clause.goesOn(behind: place) || clause.endsInColon || !clause.hasFormula)
      case .inquiry: (.asked, clause.goesOn(behind: place) || clause.endsInColon)
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
    // "A, provided that the stride was 3"
    let isCondition = cue == .supposition && clause.begins(with: [.supposition])
    let speaksOfLast = ahead.isEmpty && back.isEmpty && cue != .negation || isCondition
    if isLast, speaksOfLast, let last { mark(last, stance) }
    if !ahead.isEmpty || lasts { (mode, isSticky) = (stance, isSticky || lasts) }
  }

  /// "…, which is wrong", or "That is wrong." behind a formula.
  private mutating func reject(_ clause: Clause) {
    if let last { mark(last, .negated) } else { endsInCorrection = true }
  }

  private mutating func mark(_ clause: Clause, _ stance: Stance) {
    for formula in clause.formulas where found[formula]?.stance == .stated {
      found[formula]?.stance = stance
    }
  }
}
