/// Which letters below a name that is being introduced are indices, and which are part of the name.
extension Parser {
  /// Whether these tokens go on with a membership or a bound, and not with an equation.
  private func isMembership(_ tokens: ArraySlice<Token>) -> Bool {
    if introducesNames, case .relation(let relation) = tokens.first?.kind, relation.isOrder {
      return true
    }
    for token in tokens {
      switch token.kind {
      case .relation(.equal), .lineBreak: return false
      case .sign(.element), .sign(.colon): return true
      default: break
      }
    }
    return false
  }

  /// Whether the subscript of a name that is being introduced, `y_i = \sum_j W_{ij} x_j`, holds
  /// indices: letters that come back behind it.
  var isIndexedOnTheLeft: Bool {
    let script: [Token] =
      peek().kind == .open(.group)
      ? rest.dropFirst(2).prefix { $0.plainText != nil || $0.kind == .prime }
        .filter { $0.kind != .prime } : [peek()]
    let behind = rest.dropFirst(endOfScript(at: 0) ?? 2)
    if script.count == 1, isLabelLetter(script[0]) { return false }
    // `N_{ffn}`: nothing has three axes of which two have one index.
    if script.count > 2, Set(script.compactMap(\.plainText)).count < script.count { return false }
    // t is time, in every course.
    if introducesNames, script.count == 1, script[0].kind == .letters("t"), vocabulary["t"] == nil {
      return true
    }
    return script.allSatisfy { token in
      guard case .letters(let letter) = token.kind, letter.allSatisfy(\.isLowercase),
        vocabulary[letter] == nil, !definedLetters.contains(letter)
      else { return false }
      let places = behind.indices.filter {
        behind[$0].kind == token.kind && !(script.count > 1 && isInScript(script, behind, at: $0))
          && !isBelowSameName(behind, at: $0)
      }
      // Of what is given, only a range says that a letter is an index: 0 ≤ i ≤ k.
      if isMembership(behind) || isInDomain { return rangedLetters.contains(letter) }
      return !places.isEmpty
        && !places.contains { place in
          // What is itself indexed is a tensor, as h in W_h h[t - 1].
          let (before, next) = (place - 1, place + 1)
          let isBelow = before >= behind.startIndex && behind[before].kind == .subscriptMark
          return !isBelow && next < behind.endIndex
            && [.open(.square), .subscriptMark, .superscriptMark].contains(behind[next].kind)
        }
    }
  }

  /// The letters of which the formula says where they run; `d_k \ge 1` bounds d_k, and neither k nor d.
  static func lettersWithRange(_ tokens: [Token]) -> Set<String> {
    var letters: Set<String> = []
    for (place, token) in tokens.enumerated() {
      guard case .letters(let letter) = token.kind,
        place == 0 || tokens[place - 1].kind != .subscriptMark,
        place + 1 == tokens.count || tokens[place + 1].kind != .subscriptMark
      else { continue }
      let isBeside = [place - 1, place + 1].contains { neighbour in
        guard tokens.indices.contains(neighbour), case .relation = tokens[neighbour].kind else {
          return false
        }
        return true
      }
      if isBeside { letters.insert(letter) }
    }
    return letters
  }

  /// Whether this stands in the extents of what is given, `\R^{d \times D_h}`.
  var isInDomain: Bool {
    for distance in stride(from: -1, through: -position, by: -1) {
      switch peek(distance).kind {
      case .sign(.element): return true
      case .lineBreak, .relation, .sign(.comma), .gap: return false
      default: break
      }
    }
    return false
  }

  /// Whether a letter stands there below the name that it stands below on the left side: `d_v` again.
  private func isBelowSameName(_ tokens: ArraySlice<Token>, at place: Int) -> Bool {
    guard place - 2 >= tokens.startIndex, tokens[place - 1].kind == .subscriptMark,
      tokens[place - 2].plainText != nil, tokens[place - 2].kind == peek(-1).kind
    else { return false }
    // The layer of `a^l_i` and `z^l_i` is no name.
    return place - 3 < tokens.startIndex || tokens[place - 3].kind != .superscriptMark
  }

  /// Whether that token stands below something in the same letters, `c_{in}`; what is known to have
  /// that many axes is indexed by them, `x_{nd}`.
  private func isInScript(
    _ script: [Token], _ tokens: ArraySlice<Token>, at place: Int
  ) -> Bool {
    guard let open = tokens[..<place].lastIndex(where: { $0.kind == .open(.group) }),
      place - open <= script.count, open > tokens.startIndex,
      tokens[open - 1].kind == .subscriptMark,
      tokens[(open + 1)...].prefix(script.count).map(\.kind) == script.map(\.kind)
    else { return false }
    guard open - 2 >= tokens.startIndex, let base = tokens[open - 2].plainText else { return true }
    return switch vocabulary[base] {
    case .tensor(let rank): rank != script.count
    case .family(_, let rank): rank != script.count
    case .number, .function, nil: true
    }
  }
}
