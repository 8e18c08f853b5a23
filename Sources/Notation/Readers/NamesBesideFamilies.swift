/// What the statements of a block introduce, told by their first tokens: names by themselves, and names
/// with an index, whose values are a family of its own.
struct NamesBesideFamilies {
  /// `x_i` beside `x`, `L_t` beside `L = \sum_t L_t`
  let below: Set<String>
  /// `x^{(i)}` beside `x`; `h^t`, beside nothing: no other mark tells its times from powers.
  let above: Set<String>
  /// `a_h^t`: an index below, and time above.
  let belowAndAbove: Set<String>
  /// `x \in \R^n`, `y = …`
  let plain: Set<String>
  /// `h(t) = …` with `h(t-1)` in it
  let inBrackets: Set<String>
  /// `x_1, \dots, x_n`, `x^{(1)}, \dots, x^{(m)}`
  let listed: Set<String>
  /// `h_t`, `x_i` where the formula says how far i runs: beside a size h, too.
  let indexed: Set<String>

  /// A name that begins a statement, and what stands at it.
  private struct Head {
    let name: String
    var below: ArraySlice<Token> = []
    var above: ArraySlice<Token> = []
    var isPlain: Bool { below.isEmpty && above.isEmpty }

    /// `^{(i)}`
    var hasBracketAbove: Bool {
      guard above.first?.kind == .open(.group), case .open? = above.dropFirst().first?.kind else {
        return false
      }
      return true
    }

    /// The i of `^{(i)}`.
    var letterInBracket: String? {
      guard hasBracketAbove, case .letters(let letter)? = above.dropFirst(2).first?.kind,
        above.count == 5
      else { return nil }
      return letter
    }

    /// `^t`; `^{k+1}`, as steps are counted. The 0 of `b_h^0` is a beginning.
    var hasTimeAbove: Bool {
      switch above.filter({ $0.kind != .open(.group) && $0.kind != .close(.group) }).map(\.kind) {
      case [.letters("t")], [.letters("τ")], [.letters("t"), .sign(.plus), .number("1")],
        [.letters("k"), .sign(.plus), .number("1")]:
        true
      case [.number("0")]: below.contains { if case .letters = $0.kind { true } else { false } }
      default: false
      }
    }
  }

  private enum Role { case equation, member(isVector: Bool) }

  static let none = Self(tokens: [])

  init(tokens: [Token]) {
    let ranged = Parser.lettersWithRange(tokens)
    let listed = Self.listedNames(tokens)
    let heads = Self.heads(of: tokens)
    let plain = Set(heads.filter(\.head.isPlain).map(\.head.name))
    func names(where matches: (Head, Role) -> Bool) -> Set<String> {
      Set(heads.filter { matches($0.head, $0.role) }.map(\.head.name))
    }
    self.plain = plain
    self.listed = listed
    inBrackets = Self.recurrentCalls(tokens)
    let defined = names { head, role in
      if case .equation = role { head.isPlain } else { false }
    }
    // `x_i \in [0, 1]` limits the entries of x, which are numbers; the z of `W_z` beside `W` counts nothing.
    below = names { head, role in
      guard !head.below.isEmpty, head.above.isEmpty else { return false }
      guard case .member(let isVector) = role else { return defined.contains(head.name) }
      return isVector && plain.contains(head.name)
        && (listed.contains(head.name) || head.below.contains { $0.isLetter(among: ranged) })
    }
    indexed = names { head, _ in
      guard case .letters(let letter)? = head.below.first?.kind, head.below.count == 1 else {
        return false
      }
      return letter == "t" || ranged.contains(letter)
    }
    let timed = names { head, _ in head.hasTimeAbove }.subtracting(plain)
    belowAndAbove = timed.intersection(
      names { head, _ in head.hasTimeAbove && !head.below.isEmpty })
    // `W^{(z)}` beside W has a label, and no index.
    let labels = Parser.bracketLabels(tokens).subtracting(ranged)
    let counted = names { head, _ in
      head.hasBracketAbove && !labels.contains(head.letterInBracket ?? "")
    }
    above = plain.intersection(counted)
      .union(timed.subtracting(belowAndAbove))
  }

  private static func recurrentCalls(_ tokens: [Token]) -> Set<String> {
    var (defined, stepped): (Set<String>, Set<String>) = ([], [])
    for (place, token) in tokens.enumerated() {
      guard case .letters(let name) = token.kind, place + 4 < tokens.count,
        tokens[place + 1].kind == .open(.round), tokens[place + 2].kind == .letters("t")
      else { continue }
      switch (tokens[place + 3].kind, tokens[place + 4].kind) {
      case (.close(.round), .relation(.equal)): defined.insert(name)
      case (.sign(.minus), .number), (.sign(.plus), .number): stepped.insert(name)
      default: break
      }
    }
    return defined.intersection(stepped)
  }

  private static func listedNames(_ tokens: [Token]) -> Set<String> {
    var names: Set<String> = []
    for place in tokens.indices {
      guard let (head, end) = head(at: place, in: tokens), !head.isPlain, end + 3 < tokens.count,
        tokens[end].kind == .sign(.comma), tokens[end + 1].kind == .sign(.ellipsis),
        tokens[end + 2].kind == .sign(.comma), tokens[end + 3].kind == tokens[place].kind
      else { continue }
      names.insert(head.name)
    }
    return names
  }

  private static func heads(of tokens: [Token]) -> [(head: Head, role: Role)] {
    var heads: [(Head, Role)] = []
    var waiting: [Head] = []
    var (depth, isStart) = (0, true)
    for (place, token) in tokens.enumerated() {
      switch token.kind {
      case .open, .begin: depth += 1
      case .close, .end: depth -= 1
      default: break
      }
      if isStart, let (head, end) = head(at: place, in: tokens) {
        waiting.append(head)
        switch tokens[end].kind {
        case .relation(.equal):
          heads.append((head, .equation))
          waiting = []
        case .sign(.element):
          let isVector =
            end + 2 < tokens.count && tokens[end + 1].kind == .reals
            && tokens[end + 2].kind == .superscriptMark
          heads += waiting.map { ($0, .member(isVector: isVector)) }
          waiting = []
        case .sign(.comma): break
        default: waiting = []
        }
      }
      switch token.kind {
      case .lineBreak, .gap, .sign(.comma), .ampersand: isStart = depth <= 0
      default: isStart = false
      }
    }
    return heads
  }

  /// The name there with its scripts, and where they end.
  private static func head(at place: Int, in tokens: [Token]) -> (Head, end: Int)? {
    guard case .letters(let name) = tokens[place].kind else { return nil }
    var head = Head(name: name)
    var end = place + 1
    while end + 1 < tokens.count {
      let isAbove = tokens[end].kind == .superscriptMark
      guard isAbove ? head.above.isEmpty : tokens[end].kind == .subscriptMark && head.below.isEmpty,
        let behind = Self.end(ofScript: end + 1, in: tokens)
      else { break }
      if isAbove {
        head.above = tokens[(end + 1)..<behind]
      } else {
        head.below = tokens[(end + 1)..<behind]
      }
      end = behind
    }
    return end < tokens.count ? (head, end) : nil
  }

  private static func end(ofScript start: Int, in tokens: [Token]) -> Int? {
    guard tokens[start].kind == .open(.group) else { return start + 1 }
    var depth = 0
    for place in start..<tokens.count {
      switch tokens[place].kind {
      case .open: depth += 1
      case .close:
        depth -= 1
        if depth == 0 { return place + 1 }
      case .lineBreak, .endOfFormula: return nil
      default: break
      }
    }
    return nil
  }
}

extension Token {
  fileprivate func isLetter(among letters: Set<String>) -> Bool {
    if case .letters(let letter) = kind { letters.contains(letter) } else { false }
  }
}
