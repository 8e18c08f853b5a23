import NumericCore

extension Parser {
  /// A name with its decorations, and what follows a name: arguments or an index.
  mutating func name() throws(Diagnostic) -> Syntax.Expression {
    let start = current.span
    let isIntroduced = introducesNames && beginsStatement(at: 0)
    var name = baseName()
    if name == "δ", vocabulary["δ"] == nil, familyAbove(name) == nil,
      let delta = try delta(from: start)
    {
      return delta
    }
    if name == "δ", vocabulary["δ"] == nil, case .letters = current.kind { name += baseName() }
    if !isLabelAbove(name, isIntroduced: isIntroduced), !isRootOfSquare(name),
      let power = try functionPower(name, from: start)
    {
      return power
    }
    if let constant = try constant(name, from: start) { return constant }
    if let logarithm = try logarithm(name, from: start) { return logarithm }
    if isUnitVector(name) {
      advance()
      return try make(.call(UnitVector.name, [try oneOperand()], []), start, previousSpan)
    }
    if isIdentity(name, isIntroduced: isIntroduced) {
      return try filled(Identity.name, from: start)
    }
    let isRoot = !isIntroduced && isRootOfSquare(name)
    if isRoot { name += "^2" }
    let indices = try decorations(of: &name, isIntroduced: isIntroduced)
    let expression = try described(name, by: indices, from: start)
    guard isRoot else { return expression }
    return try make(.call(ElementaryFunction.sqrt.name, [expression], []), start, previousSpan)
  }

  /// What stands above, below and behind the letters of a name: some of it belongs to the name.
  private mutating func decorations(
    of name: inout String, isIntroduced: Bool
  ) throws(Diagnostic) -> [Syntax.Expression] {
    var indices: [Syntax.Expression] = []
    while true {
      if indices.isEmpty, let family = familyAbove(name) {
        name = family
        return try scripts(ofFamilyAbove: family)
      }
      switch current.kind {
      case .prime:
        advance()
        name += "'"
      case .superscriptMark where primesInSuperscript > 0: name += takePrimes()
      case .superscriptMark where isStarAbove: name += takeStar()
      case .superscriptMark where splitsScript(of: name): break
      case .superscriptMark
      where indices.isEmpty && isTimeAbove("\(name)_") && namesFamily(name):
        name += "_"
      case .superscriptMark where indices.isEmpty && isTimeAbove(name):
        indices = try superscriptIndex()
        if current.kind == .subscriptMark { indices += try subscriptIndices(of: name) }
      case .superscriptMark where isLabel: name += "^" + takeLabel()
      case .superscriptMark where isLabelAbove(name, isIntroduced: isIntroduced):
        name += "^" + takeTextAbove()
      case .subscriptMark where indices.isEmpty && isLabelBehind(name, isIntroduced: isIntroduced):
        exchangeScripts()
      case .subscriptMark where indices.isEmpty:
        if !isIntroduced, let entry = entryOfMatrix(name) {
          (name, indices, self) = entry
          continue
        }
        if namesFamily(name) { name += "_" }
        if let labelled = try labelledEntry(of: name) {
          (name, indices) = labelled
        } else if let composite = compositeName(name) {
          skipScript()
          name = composite
        } else {
          indices = try subscriptIndices(of: name)
        }
      default:
        if indices.isEmpty, !isIntroduced, let family = wholeFamily(name) { name = family }
        return indices
      }
    }
  }

  /// `\mathcal{L}(c)` where only values `c_k^t` are known.
  private func wholeFamily(_ name: String) -> String? {
    guard vocabulary[name] == nil, !bound.contains(name) else { return nil }
    return ["\(name)_^", "\(name)^"].first { vocabulary[$0] != nil }
  }

  /// `w_{ki}` of a matrix `W`, and `w_k`, its row k, where nothing is called w.
  private func entryOfMatrix(
    _ name: String
  ) -> (name: String, indices: [Syntax.Expression], behind: Parser)? {
    guard vocabulary[name] == nil, !bound.contains(name), !Library.contains(name),
      let matrix = name.withCapital
    else { return nil }
    guard case .tensor(let rank?) = vocabulary[matrix], rank > 1,
      scriptText(at: 0).map({ vocabulary["\(name)_\($0)"] == nil }) ?? true
    else { return nil }
    var parser = self
    guard vocabulary["\(name)_"] == nil, let indices = try? parser.subscriptIndices(of: matrix),
      indices.count == rank || (indices.count == 1 && indices[0].isIndex(unless: vocabulary))
    else { return nil }
    return (matrix, indices, parser)
  }

  private mutating func described(
    _ name: String, by indices: [Syntax.Expression], from start: Span
  ) throws(Diagnostic) -> Syntax.Expression {
    let expression = try make(.name(name), start, previousSpan)
    if introduced.inBrackets.contains(name), indices.isEmpty, current.kind == .open(.round) {
      return try make(.indexed(expression, try bracketed(.round)), start, previousSpan)
    }
    if case .family(let subscripts, let rank) = vocabulary[name] {
      return try member(of: expression, subscripts, rank, below: indices)
    }
    if indices.isEmpty, takesSquareBrackets(name) { return try call(name, from: start) }
    let more = try entriesInBrackets(of: name, below: indices.count)
    if !indices.isEmpty || !more.isEmpty {
      return try entry(of: expression, indices + more, start)
    }
    if let slope = try slope(name, from: start) { return slope }
    guard isCall(name) else { return expression }
    let call = try call(name, from: start)
    return namesItsParameters(call) ? try make(.name(name), start, previousSpan) : call
  }

  /// Euler's number and π, where nothing else is called so.
  private func constant(
    _ name: String, from start: Span
  ) throws(Diagnostic) -> Syntax.Expression? {
    if isEuler(name) { return try eulersNumber(at: start) }
    guard isCircleConstant(name) else { return nil }
    return try make(.call(name, [], []), start, previousSpan)
  }

  /// Whether it is a unit vector, `e_i`: nothing here is called e, and an index stands below.
  private func isUnitVector(_ name: String) -> Bool {
    guard name == "e", !introducesNames, current.kind == .subscriptMark, !leftNames.contains("e"),
      !bound.contains("e"), let label = scriptText(at: 0)
    else { return false }
    return !vocabulary.entries.keys.contains {
      $0 == "e" || $0 == "e_" || $0 == "E" || $0 == "e_\(label)"
    }
  }

  /// The longest run of letters that is one name here, or else one letter.
  private mutating func baseName() -> String {
    guard case .letters(let first) = current.kind else {
      guard case .word(let word) = advance().kind else { return "" }
      return Library.contains(word) ? word : vocabulary.name(inWords: word) ?? word
    }
    let run = lettersAhead
    if introducesNames, run.count > 1, standsAlone(run.count) {
      for _ in run { advance() }
      return run.joined()
    }
    for count in stride(from: min(run.count, longestName), to: 1, by: -1) {
      let candidate = run.prefix(count).joined()
      guard knows(candidate), !isProduct(run.prefix(count), before: peek(count).kind) else {
        continue
      }
      for _ in 0..<count { advance() }
      return candidate
    }
    advance()
    return first
  }

  /// Whether letters that spell a function of the library are a product, or indices, all the same: `kl`
  /// of two sizes, `W_{kl}`.
  private func isProduct(_ letters: ArraySlice<String>, before next: Token.Kind) -> Bool {
    let name = letters.joined()
    guard Library.contains(name), vocabulary[name] == nil, !bound.contains(name),
      !Library.traits(of: name).contains(.takesBareArgument)
    else { return false }
    let areKnown = letters.allSatisfy { vocabulary[$0] != nil || bound.contains($0) }
    let isShort = letters.count < 3
    return next == .open(.round) ? isShort && areKnown : isShort || areKnown
  }

  /// Whether a run of letters begins a statement and is followed by what can follow a name.
  private func standsAlone(_ count: Int) -> Bool {
    guard beginsStatement(at: 0) else { return false }
    return switch peek(count).kind {
    case .open(.round), .open(.square), .relation, .sign(.element), .sign(.colon), .sign(.comma),
      .subscriptMark, .prime:
      true
    case .superscriptMark: isLabel(at: count)
    default: false
    }
  }

  /// The text of the script at the current mark, if it is made of letters and digits only.
  func scriptText(at mark: Int) -> String? {
    guard peek(mark + 1).kind == .open(.group) else { return peek(mark + 1).plainText }
    var text = ""
    var ahead = mark + 2
    while let part = peek(ahead).plainText ?? signOfLabel(at: ahead) {
      text += part
      ahead += 1
    }
    return peek(ahead).kind == .close(.group) && !text.isEmpty ? text : nil
  }

  /// The sign of `h_{t-1}`, where nothing counts t.
  private func signOfLabel(at distance: Int) -> String? {
    guard isLabelLetter(peek(distance - 1)) else { return nil }
    return switch peek(distance).kind {
    case .sign(.minus): "−"
    case .sign(.plus): "+"
    default: nil
    }
  }

  /// Skips a script whose text is known.
  mutating func takeScript() -> String {
    let text = scriptText(at: 0) ?? ""
    advance()
    if take(.open(.group)) {
      while current.plainText != nil { advance() }
      advance()
    } else {
      advance()
    }
    return text
  }

  /// `W_c` as one name, unless the subscript is an index of `W`.
  private func compositeName(_ base: String) -> String? {
    guard let text = scriptText(at: 0) ?? parameters(below: base) else { return nil }
    let composite = "\(base)_\(text)"
    if vocabulary[composite] != nil { return composite }
    switch vocabulary[base] {
    case .tensor where isGivenBelow: return composite
    // `\pi_a = \pi(a \mid s)`
    case .function where introducesNames && beginsStatement(at: -1) && !isIndexedOnTheLeft:
      return composite
    case .tensor, .function, .family: return nil
    case .number: return composite
    case nil:
      return base.hasSuffix("_") || isListed(base) || isIndexedOnTheLeft ? nil : composite
    }
  }

  /// `h_{W, b}(x)`: what stands below a function that is known or introduced so, its parameters.
  private func parameters(below base: String) -> String? {
    guard peek().kind == .open(.group), let end = endOfScript(at: 0),
      peek(end).kind == .open(.round)
    else { return nil }
    var text = ""
    for place in 2..<(end - 1) {
      switch peek(place).kind {
      case .letters(let letter): text += letter
      case .sign(.comma) where !text.isEmpty: text += ","
      default: return nil
      }
    }
    guard text.contains(",") else { return nil }
    let isIntroduced = introducesNames && beginsStatement(at: -1)
    return isIntroduced || vocabulary["\(base)_\(text)"] != nil ? text : nil
  }

  /// Whether a statement gives something with this script below: no entry of a tensor is given.
  private var isGivenBelow: Bool {
    guard introducesNames, beginsStatement(at: -1), let end = endOfScript(at: 0) else {
      return false
    }
    if peek(end).kind == .relation(.equal) {
      return scriptText(at: 0)?.contains(where: \.isNumber) == false && !isIndexedOnTheLeft
    }
    return peek(end).kind == .sign(.element)
  }

  private mutating func skipScript() {
    for _ in 0..<(endOfScript(at: 0) ?? 2) { advance() }
  }

  /// How far ahead the script at a mark ends, if it is short and flat.
  func endOfScript(at mark: Int) -> Int? {
    guard peek(mark + 1).kind == .open(.group) else { return mark + 2 }
    return (2..<12).first { peek(mark + $0).kind == .close(.group) }.map { mark + $0 + 1 }
  }

  /// `_{k, i - 1}`, `_{ij}`, `_t`
  mutating func subscriptIndices(
    of base: String
  ) throws(Diagnostic) -> [Syntax.Expression] {
    advance()
    guard current.kind == .open(.group) else { return [try oneOperand()] }
    let open = advance()
    if let letters = try adjacentIndices(of: base) {
      _ = try close(.group, openedBy: open)
      return letters
    }
    var indices = [try indexOrAxis()]
    while take(.sign(.comma)) || current.kind == .sign(.colon) {
      indices.append(try indexOrAxis())
    }
    _ = try close(.group, openedBy: open)
    return indices
  }

  /// `ij` under a tensor of several axes: one index a letter.
  mutating func adjacentIndices(of base: String) throws(Diagnostic) -> [Syntax.Expression]? {
    let script = rest.prefix { $0.plainText != nil || $0.kind == .prime }
    let parts = script.filter { $0.kind != .prime }
    if parts.count == 1, case .number(let digits) = current.kind, digits.count > 1,
      isDigitAnIndex(of: base, count: digits.count), peek().kind == .close(.group)
    {
      let place = advance().span
      return digits.compactMap(\.wholeNumberValue).map {
        Syntax.Expression(.number(Rational($0)), at: place)
      }
    }
    guard parts.count > 1, peek(script.count).kind == .close(.group) else { return nil }
    if case .tensor(let rank?) = vocabulary[base], rank < parts.count { return nil }
    let letters = parts.compactMap(\.plainText)
    if script.count == parts.count, knows(letters.joined()),
      !isProduct(letters[...], before: .close(.group))
    {
      return nil
    }
    var indices: [Syntax.Expression] = []
    for _ in parts { indices.append(try primary()) }
    return indices
  }

  /// Whether each digit of `W_{12}` is an index: as many as the tensor has axes, where that is known.
  private func isDigitAnIndex(of base: String, count: Int) -> Bool {
    switch vocabulary[base] {
    case .tensor(let rank): rank.map { $0 == count } ?? true
    case .family(_, let rank): rank == count
    case .number, .function, nil: false
    }
  }

  /// Kronecker's delta, unless the letter names something else here.
  private mutating func delta(from start: Span) throws(Diagnostic) -> Syntax.Expression? {
    let open: Token
    let bracket: Token.Bracket
    switch (current.kind, peek().kind) {
    case (.subscriptMark, .open(.group)):
      advance()
      bracket = .group
    case (.open(.round), _): bracket = .round
    case (.open(.square), _): bracket = .square
    default: return nil
    }
    open = advance()
    let conditions = try kronecker()
    _ = try close(bracket, openedBy: open)
    return try make(.indicator(conditions), start, previousSpan)
  }
}

extension Diagnostic.Message {
  static let labelOfNoName = Self(
    "ambiguous", "a bare number in brackets above is a label, and belongs to a name",
    hint: "write a power without brackets, x^2")
}

extension Syntax.Expression {
  /// Whether it is a letter that nothing declares, a number, or an entry of what is given: `w_{y_i}`.
  fileprivate func isIndex(unless vocabulary: Vocabulary) -> Bool {
    switch kind {
    case .number: true
    case .name(let letter):
      vocabulary[letter] == nil && letter.prefix { $0 != "'" }.count == 1
    case .indexed(let base, _):
      if case .name(let name) = base.kind { vocabulary.given.contains(name) } else { false }
    default: false
    }
  }
}

extension String {
  /// `W` for `w`, `\hat{Y}` for `\hat{y}`.
  fileprivate var withCapital: String? {
    let start = hasPrefix("\\") ? firstIndex(of: "{").map { index(after: $0) } : startIndex
    guard let start, start < endIndex, self[start].isLowercase, self[start].isLetter else {
      return nil
    }
    return self[..<start] + self[start].uppercased() + self[index(after: start)...]
  }
}

extension Token {
  /// The text of a token that can be part of a name.
  var plainText: String? {
    switch kind {
    case .letters(let text), .word(let text), .number(let text): text
    default: nil
    }
  }
}
