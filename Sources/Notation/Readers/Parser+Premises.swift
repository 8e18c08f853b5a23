import NumericCore

/// What is claimed, and what only says where that holds.
extension Parser {
  /// Whether what can be a condition is one of the last statement.
  func takesCondition(
    _ progress: Progress, _ isCondition: Bool, _ expressions: [Syntax.Expression]
  ) -> Bool {
    (!progress.drafts.isEmpty || progress.inHole)
      && (progress.inConditions
        || (isCondition && (!progress.isNew || isAboutIndices(expressions))))
  }

  /// Whether it speaks, behind a bare comma, of the indices of a statement, `1 ≤ m ≤ 5`, chooses a size,
  /// or bounds a letter that is given. An inequality of sizes, or of what is defined, is a claim.
  func isCondition(_ chain: Syntax.Chain) -> Bool {
    let isOrder = chain.steps.allSatisfy { $0.relation.isOrder }
    if introducesNames { return isOrder && chain.steps.allSatisfy { $0.relation != .unequal } }
    if isOrder {
      return chain.expressions.contains { mentionsIndices($0) } || boundsGivenLetter(chain)
    }
    if isEquationOfIndices(chain) { return true }
    guard chain.isEquationOfName, case .name(let name) = chain.first.kind else { return false }
    // As a claim about any size it would be false; it says which size is meant.
    return vocabulary[name] == nil || vocabulary[name] == .number
  }

  /// `i = j`
  private func isEquationOfIndices(_ chain: Syntax.Chain) -> Bool {
    chain.steps.count == 1 && chain.steps[0].relation == .equal
      && chain.expressions.allSatisfy { side in
        if case .name = side.kind { isAboutIndices([side]) } else { false }
      }
  }

  func isCondition(_ subject: Syntax.Expression, _ domain: Syntax.Domain) -> Bool {
    switch domain {
    case .list, .range, .interval:
      introducesNames
        ? subject.chainedIndices.1.isEmpty
        : mentionsIndices(subject) || isSize(subject) || isGivenNumber(subject)
    // Of a letter that nothing declares it says what that is.
    case .reals:
      if case .name = subject.kind { !introducesNames && isAboutIndices([subject]) } else { false }
    case .naturals, .oneHot, .power, .functions: false
    }
  }

  /// Whether nothing that is declared stands there: then it is no claim, wherever it stands.
  func isAboutIndices(_ expressions: [Syntax.Expression]) -> Bool {
    let names = expressions.names { $0.freeNames() }
    return !names.isEmpty && names.allSatisfy { vocabulary[$0] == nil && !Library.contains($0) }
  }

  private func mentionsIndices(_ expression: Syntax.Expression) -> Bool {
    expression.freeNames().contains { vocabulary[$0] == nil && !Library.contains($0) }
  }

  private func isSize(_ expression: Syntax.Expression) -> Bool {
    guard case .name(let name) = expression.kind else { return false }
    return vocabulary[name] == .number
  }

  /// `x`, `x_0` of a given tensor.
  private func isGivenNumber(_ expression: Syntax.Expression) -> Bool {
    guard case .name(let name) = expression.chainedIndices.0.kind, vocabulary.given.contains(name)
    else { return false }
    return vocabulary.rank(of: expression) == 0
  }

  /// `x > 0`, `0 < p < 1`
  private func boundsGivenLetter(_ chain: Syntax.Chain) -> Bool {
    let (constant, others) = (
      chain.expressions.filter { $0.freeNames().isEmpty },
      chain.expressions.filter { !$0.freeNames().isEmpty }
    )
    guard !constant.isEmpty, others.count == 1 else { return false }
    // Of a tensor that is given, this can only be meant of all its entries, `\log x` for `x > 0`.
    if case .name(let name) = others[0].kind, vocabulary.given.contains(name) { return true }
    return isGivenNumber(others[0])
  }

  // MARK: - In front of a claim

  /// Whether a word of condition stands in front of what it is said of: at the beginning, or where a
  /// colon ends what it leads in.
  func leadsIn(_ progress: Progress) -> Bool {
    guard !introducesNames, progress.isNew, progress.subjects.isEmpty else { return false }
    if progress.drafts.isEmpty { return true }
    for token in rest {
      switch token.kind {
      case .sign(.colon): return true
      case .lineBreak, .sign(.semicolon): return false
      default: break
      }
    }
    return false
  }

  /// Takes what leads a claim in; the first that is no condition is the claim.
  mutating func premise(_ segment: Segment, _ progress: inout Progress) -> Bool {
    let isFirst = progress.premises.isEmpty && !progress.hasFreeLead
    switch segment {
    case .bare(let expression):
      guard isAboutIndices([expression]) else { return false }
      progress.hasFreeLead = true
      return true
    case .chain(let chain):
      guard isFirst || isCondition(chain) else { break }
      progress.premises.append(.chain(chain))
      return true
    case .membership(let subject, let domain):
      guard isFirst || isCondition(subject, domain) else { break }
      progress.premises.append(.membership(subject, domain))
      return true
    }
    readsPremise = false
    return false
  }

  /// `c ⇒ A`: what speaks of indices and sizes only, or bounds a given letter, is a condition of what
  /// follows; anything else is claimed, too.
  func implication(_ progress: inout Progress) throws(Diagnostic) {
    if !introducesNames {
      while progress.drafts.count > progress.start, let last = progress.drafts.last,
        case .chain(let chain) = last.kind
      {
        guard isPremise(chain) else {
          if chain.isEquationOfName || isOfGiven(chain) {
            throw Diagnostic(.premise, at: current.span)
          }
          break
        }
        progress.drafts.removeLast()
        progress.premises += last.conditions.filter { !progress.premises.contains($0) }
        progress.premises.append(.chain(chain))
      }
    }
    progress.inConditions = false
    progress.isNew = true
  }

  /// Whether nothing but what is given stands there: nobody claims that.
  private func isOfGiven(_ chain: Syntax.Chain) -> Bool {
    let names = chain.expressions.names { $0.freeNames() }
    return !names.isEmpty
      && names.allSatisfy { vocabulary.given.contains($0) || vocabulary[$0] == nil }
  }

  private func isPremise(_ chain: Syntax.Chain) -> Bool {
    let names = chain.expressions.names { $0.freeNames() }
    let isAboutSizes = names.allSatisfy {
      vocabulary[$0] == .number || (vocabulary[$0] == nil && !Library.contains($0))
    }
    let isOrder = chain.steps.allSatisfy { $0.relation.isOrder }
    return (isAboutSizes && !names.isEmpty) || (isOrder && boundsGivenLetter(chain))
  }

  // MARK: - Names with one bound

  /// What stands there, of each name by itself.
  mutating func segments(behind progress: inout Progress) throws(Diagnostic) -> [Segment] {
    if case .chain? = progress.drafts.last?.kind, progress.subjects.isEmpty {
      progress.subjects = try namesBeforeLastInSet()
    }
    let bounds = try boundedNames()
    guard bounds.isEmpty else { return bounds.map { .chain($0) } }
    return try sharingRange(try segment(listsValues: !progress.drafts.isEmpty))
  }

  /// `n, m \ge 1` as `n \ge 1` and `m \ge 1`.
  private mutating func boundedNames() throws(Diagnostic) -> [Syntax.Chain] {
    guard namesBeforeOrder(at: 0) > 1 else { return [] }
    let names = try names()
    let steps = try chainSteps()
    return names.map { Syntax.Chain(first: $0, steps: steps) }
  }

  /// `W` of `W, U \in \R` behind an equation, whose right side it does not go on with.
  private mutating func namesBeforeLastInSet() throws(Diagnostic) -> [Syntax.Expression] {
    let count = count(ofNamesBefore: { $0 == .sign(.element) }, at: 0)
    var names: [Syntax.Expression] = []
    while names.count < count - 1 {
      names.append(try name())
      try expect(.sign(.comma), "a comma")
    }
    return names
  }

  /// Names between commas.
  private mutating func names() throws(Diagnostic) -> [Syntax.Expression] {
    var names = [try name()]
    while take(.sign(.comma)) { names.append(try name()) }
    return names
  }

  /// `1 \le i, j \le 5` as `1 \le i \le 5` and `1 \le j \le 5`.
  mutating func sharingRange(_ segment: Segment) throws(Diagnostic) -> [Segment] {
    guard case .chain(let chain) = segment, chain.steps.count == 1,
      [.less, .lessOrEqual].contains(chain.steps[0].relation),
      case .name = chain.steps[0].expression.kind, chain.first.freeNames().isEmpty,
      current.kind == .sign(.comma), namesBeforeOrder(at: 1) > 0
    else { return [segment] }
    let start = position
    advance()
    let names = [chain.steps[0].expression] + (try names())
    let steps = try chainSteps()
    guard steps.allSatisfy({ [.less, .lessOrEqual].contains($0.relation) }) else {
      position = start
      return [segment]
    }
    return names.map { name in
      let lower = Syntax.Chain.Step(
        relation: chain.steps[0].relation, expression: name, tolerance: nil)
      return .chain(Syntax.Chain(first: chain.first, steps: [lower] + steps))
    }
  }

  /// How many names between commas stand there, with an order behind the last.
  private func namesBeforeOrder(at distance: Int) -> Int {
    count(
      ofNamesBefore: { if case .relation(let relation) = $0 { relation.isOrder } else { false } },
      at: distance)
  }

  private func count(ofNamesBefore isEnd: (Token.Kind) -> Bool, at distance: Int) -> Int {
    var (ahead, count) = (distance, 0)
    while let end = endOfPlainName(at: endOfLetters(at: ahead)), !peek(ahead).isNumber {
      count += 1
      if isEnd(peek(end).kind) { return count }
      guard peek(end).kind == .sign(.comma) else { return 0 }
      ahead = end + 1
    }
    return 0
  }

  /// The last of the letters that begin there, of which a name is made that is introduced: `TP`.
  private func endOfLetters(at distance: Int) -> Int {
    var last = distance
    while introducesNames, case .letters = peek(last).kind, case .letters = peek(last + 1).kind,
      peek(last).touches(peek(last + 1))
    {
      last += 1
    }
    return last
  }
}

extension Token {
  fileprivate var isNumber: Bool { if case .number = kind { true } else { false } }
}

extension Syntax.Chain {
  /// `S = 1`: a name with a number.
  fileprivate var isEquationOfName: Bool {
    guard steps.count == 1, steps[0].relation == .equal, case .name = first.kind,
      case .number = steps[0].expression.kind
    else { return false }
    return true
  }
}

extension Diagnostic.Message {
  static let premise = Self(
    "expected", "what stands before this sign would be claimed, too",
    hint: "write the condition behind the claim: '… where S = 1'")
}
