/// One step of a recurrence by itself: `x_t \in \R^n, \quad h_{t-1} \in \R^m` gives what goes into it, and nothing
/// counts t. What is written so are plain names.
extension Parser {
  /// The letters of the labels that a formula introduces: those of what is given one step away, `h_{t-1}`,
  /// where the letter has no range and nothing begins at 0.
  static func labelLetters(_ tokens: [Token]) -> Set<String> {
    var given: Set<String> = []
    var counted: Set<String> = []
    for (place, token) in tokens.enumerated() {
      guard case .letters(let letter) = token.kind else { continue }
      let neighbours = [place - 1, place + 1].filter(tokens.indices.contains).map {
        tokens[$0].kind
      }
      if neighbours.contains(where: { if case .relation = $0 { true } else { false } }) {
        counted.insert(letter)
      }
      if isStepAway(tokens, at: place), isGiven(tokens, from: place) { given.insert(letter) }
    }
    let beginsAtZero =
      zip(tokens.dropFirst(2), tokens).contains { zero, mark in
        zero.kind == .number("0") && [.subscriptMark, .open(.group)].contains(mark.kind)
      }
      || zip(tokens.dropFirst(), tokens).contains { zero, mark in
        zero.kind == .number("0") && [.subscriptMark, .open(.round)].contains(mark.kind)
      }
    return (beginsAtZero ? [] : given.subtracting(counted))
      .union(bracketLabels(tokens).subtracting(counted))
  }

  /// The z of `W^{(z)} \in \R^{n \times d}`: a letter in brackets above what is given, of which no range is
  /// said, and by which nobody counts.
  static func bracketLabels(_ tokens: [Token]) -> Set<String> {
    var labels: Set<String> = []
    for place in tokens.indices.dropFirst(3).dropLast(2) {
      guard case .letters(let letter) = tokens[place].kind, !"ijklmnst".contains(letter),
        tokens[place - 3].kind == .superscriptMark, tokens[place - 2].kind == .open(.group),
        tokens[place - 1].kind == .open(.round), tokens[place + 1].kind == .close(.round),
        tokens[place + 2].kind == .close(.group), isGiven(tokens, from: place)
      else { continue }
      labels.insert(letter)
    }
    return labels
  }

  /// `{t - 1}`, `{(t + 1)}` behind a mark.
  private static func isStepAway(_ tokens: [Token], at place: Int) -> Bool {
    guard place >= 2, place + 3 < tokens.count,
      [.sign(.plus), .sign(.minus)].contains(tokens[place + 1].kind),
      case .number = tokens[place + 2].kind, case .close = tokens[place + 3].kind
    else { return false }
    let isBracketed = tokens[place - 1].kind == .open(.round)
    let group = place - (isBracketed ? 2 : 1)
    guard group >= 1, tokens[group].kind == .open(.group) else { return false }
    let mark = tokens[group - 1].kind
    return mark == .subscriptMark || (isBracketed && mark == .superscriptMark)
  }

  /// Whether nothing but names stands between that place and `\in`.
  private static func isGiven(_ tokens: [Token], from place: Int) -> Bool {
    for token in tokens[place...] {
      switch token.kind {
      case .sign(.element): return true
      case .relation, .lineBreak, .gap, .sign(.hadamard), .sign(.dot): return false
      default: break
      }
    }
    return false
  }
}

extension Vocabulary {
  /// The letters of labels that nothing counts, by the names that have one.
  var labelLetters: Set<String> {
    Set(
      entries.keys.compactMap { name in
        if let letter = name.letterInBrackets { return letter }
        guard let sign = name.lastIndex(where: { $0 == "−" || $0 == "+" }), sign != name.startIndex,
          let mark = name[..<sign].lastIndex(where: { "_(".contains($0) })
        else { return nil }
        let letter = String(name[name.index(after: mark)..<sign])
        return letter.allSatisfy(\.isLetter) && !letter.isEmpty ? letter : nil
      })
  }
}

extension String {
  /// The z of `W^(z)`.
  fileprivate var letterInBrackets: String? {
    guard hasSuffix(")"), let open = lastIndex(of: "("), open > startIndex,
      self[index(before: open)] == "^", case let letter = self[index(after: open)...].dropLast(),
      !letter.isEmpty, letter.allSatisfy(\.isLetter)
    else { return nil }
    return String(letter)
  }
}
