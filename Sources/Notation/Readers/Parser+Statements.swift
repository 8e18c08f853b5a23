import NumericCore

extension Syntax.Statement {
  /// Reads the statements of a formula.
  ///
  /// `introducingNames` is for given and define blocks, in which `S = 2` declares S.
  ///
  /// - Errors: the first thing that cannot be read; a formula is understood whole or not at all.
  package static func statements(
    in formula: Fragment, surface: Surface, vocabulary: Vocabulary, introducingNames: Bool = false
  ) throws(Diagnostic) -> [Syntax.Statement] {
    let tokens: [Token] =
      switch surface {
      case .latex: try LaTeXLexer.tokens(of: formula)
      case .plainText: try PlainTextLexer.tokens(of: formula)
      }
    var parser = try Parser(
      tokens, surface: surface, vocabulary: vocabulary, introducesNames: introducingNames)
    return try parser.statements()
  }
}

/// The two ways of writing one language.
public enum Surface: Hashable, Sendable {
  case latex, plainText
}

extension Parser {
  /// A part of a statement between commas, before it is known what it belongs to.
  private enum Segment {
    case chain(Syntax.Chain)
    case membership(Syntax.Expression, Syntax.Domain)
    case bare(Syntax.Expression)
  }

  /// A statement that grows while its continuation lines and conditions are read.
  private struct Draft {
    var kind: Syntax.Statement.Kind
    var conditions: [Syntax.Condition] = []
    var span: Span
    /// What stands before the left side of an equation of lists, `a, b = c, d`.
    var leading: [Syntax.Expression] = []
    /// Whether an ellipsis stands before the last of each list.
    var hasEllipsis = false

    /// `S = 1`: a name with a number.
    var isEquation: Bool {
      guard case .chain(let chain) = kind, case .name = chain.first.kind,
        case .number = chain.steps[0].expression.kind
      else { return false }
      return true
    }

    var statement: Syntax.Statement {
      Syntax.Statement(kind: kind, conditions: conditions, span: span)
    }
  }

  mutating func statements() throws(Diagnostic) -> [Syntax.Statement] {
    var drafts: [Draft] = []
    var subjects: [Syntax.Expression] = []
    /// Whether the segments that come are conditions of the last statement.
    var inConditions = false
    /// Whether what comes cannot be a condition of what stood before.
    var isNewStatement = true
    var hasEllipsis = false
    while current.kind != .endOfFormula {
      switch current.kind {
      case .sign(.implies) where drafts.last?.isEquation == true:
        throw Diagnostic(.premise, at: current.span)
      case .lineBreak, .sign(.implies), .sign(.semicolon):
        inConditions = false
        isNewStatement = true
        advance()
      case .keyword(.and) where !inConditions:
        isNewStatement = true
        advance()
      case .sign(.comma), .gap, .ampersand, .keyword(.filler), .keyword(.shape), .keyword(.and):
        advance()
      case .begin(let name) where Self.layouts.contains(name),
        .end(let name) where Self.layouts.contains(name):
        advance()
      case .keyword(.condition), .sign(.forAll):
        advance()
        inConditions = !drafts.isEmpty
      case .sign(.ellipsis) where !subjects.isEmpty || drafts.last?.hasEllipsis == true:
        advance()
        hasEllipsis = true
      case .keyword(.otherwise):
        try otherwise(&drafts)
      case .keyword(.indexBase):
        drafts.append(try indexBase())
      case .relation where !drafts.isEmpty && subjects.isEmpty:
        try continueChain(&drafts)
      case .relation where subjects.count == 1:
        // The left side stands on a line of its own.
        let left = subjects.removeFirst()
        leftNames = left.freeNames()
        let chain = Syntax.Chain(first: left, steps: try chainSteps())
        drafts.append(Draft(kind: .chain(chain), span: left.span.joined(with: previousSpan)))
      default:
        let start = current.span
        let segment = try segment()
        let span = start.joined(with: previousSpan)
        try attach(
          segment, at: span, to: &drafts, &subjects, asCondition: inConditions,
          isNew: isNewStatement)
        if hasEllipsis, case .chain = segment, let last = drafts.indices.last {
          drafts[last].hasEllipsis = true
          hasEllipsis = false
        }
        isNewStatement = false
      }
    }
    if let stray = subjects.first { throw Diagnostic(.notAStatement, at: stray.span) }
    let claimed = asides.map { chain in
      Draft(
        kind: .chain(chain), span: chain.first.span.joined(with: chain.steps[0].expression.span))
    }
    var single: [Draft] = []
    for draft in drafts { single += try pairs(of: draft) }
    return (single + claimed).map(\.statement)
  }

  /// The parts of an answer, none of which need state anything.
  mutating func answers() throws(Diagnostic) -> [Syntax.Answer] {
    var answers: [Syntax.Answer] = []
    while current.kind != .endOfFormula {
      switch current.kind {
      case .lineBreak, .sign(.comma), .gap, .ampersand, .sign(.implies), .sign(.semicolon),
        .keyword(.filler), .keyword(.shape), .keyword(.and):
        advance()
      case .begin(let name) where Self.layouts.contains(name),
        .end(let name) where Self.layouts.contains(name):
        advance()
      default:
        let start = current.span
        let kind: Syntax.Statement.Kind
        switch try segment() {
        case .bare(let expression):
          answers.append(.expression(expression))
          continue
        case .chain(let chain): kind = .chain(chain)
        case .membership(let subject, let domain): kind = .membership([subject], domain)
        }
        let span = start.joined(with: previousSpan)
        answers.append(.statement(Syntax.Statement(kind: kind, conditions: [], span: span)))
      }
    }
    return answers
  }

  /// Environments that only arrange lines.
  private static let layouts: Set<String> = [
    "aligned", "align", "align*", "split", "gathered", "gather", "gather*", "equation",
    "equation*", "flalign*",
  ]

  private mutating func attach(
    _ segment: Segment, at span: Span, to drafts: inout [Draft],
    _ subjects: inout [Syntax.Expression], asCondition: Bool, isNew: Bool
  ) throws(Diagnostic) {
    switch segment {
    case .bare(let expression):
      if subjects.isEmpty, !asCondition, !isNew {
        try refuseThousands(drafts, expression)
        if extendTuple(&drafts, by: expression) { return }
      }
      subjects.append(expression)
    case .chain(let chain):
      if let last = drafts.indices.last,
        asCondition || (isCondition(chain) && (!isNew || isAboutIndices(chain.expressions)))
      {
        drafts[last].conditions.append(.chain(chain))
        drafts[last].span = drafts[last].span.joined(with: span)
      } else {
        let start = subjects.first?.span ?? span
        drafts.append(
          Draft(kind: .chain(chain), span: start.joined(with: span), leading: subjects))
        for left in subjects + [chain.first] {
          learn(from: left, isNumber: isNumber(chain.steps[0].expression))
        }
        learnStates(from: chain)
        subjects = []
      }
    case .membership(let subject, let domain):
      if let last = drafts.indices.last,
        asCondition || (isCondition(subject, domain) && (!isNew || isAboutIndices([subject])))
      {
        drafts[last].conditions += (subjects + [subject]).map { .membership($0, domain) }
        drafts[last].span = drafts[last].span.joined(with: span)
      } else {
        let start = subjects.first?.span ?? span
        for subject in subjects + [subject] { learn(from: subject, in: domain) }
        drafts.append(
          Draft(kind: .membership(subjects + [subject], domain), span: start.joined(with: span)))
      }
      subjects = []
      return
    }
    if case .chain = segment, let stray = subjects.first {
      throw Diagnostic(.notAStatement, at: stray.span)
    }
  }

  /// A name that one statement introduces is known to the next.
  private mutating func learn(
    from subject: Syntax.Expression, in domain: Syntax.Domain? = nil, isNumber: Bool = false
  ) {
    let (base, indices) = subject.chainedIndices
    switch base.kind {
    case .name(let name) where vocabulary[name] == nil:
      switch domain {
      case .reals(let extents):
        vocabulary[name] = .tensor(rank: indices.count + extents.flatMap(\.shapeFactors).count)
      case .power(_, let extents):
        vocabulary[name] = .tensor(rank: indices.count + extents.flatMap(\.shapeFactors).count)
      case .interval: vocabulary[name] = .tensor(rank: indices.count)
      case .naturals, .list, .range: vocabulary[name] = .number
      case .oneHot: break
      case nil:
        vocabulary[name] = isNumber ? .number : .tensor(rank: indices.isEmpty ? nil : indices.count)
        if introducesNames, case .indexed(let inner, _) = subject.kind {
          vocabulary[name] = .family(
            subscripts: inner.chainedIndices.1.count, rank: indices.count)
        }
      }
    case .call(let name, _, _) where vocabulary[name] == nil && !Library.contains(name):
      vocabulary[name] = .function
    default: break
    }
  }

  /// The states that `(h, c) = lstm(x; …)` introduces.
  private mutating func learnStates(from chain: Syntax.Chain) {
    guard introducesNames, let network = chain.steps[0].expression.network else { return }
    for (state, left) in zip(network.states, chain.first.parts) {
      guard case .name(let written) = left.kind else { continue }
      let isBelow = state.hasSuffix("_")
      vocabulary[network.declaredName(of: state, as: written)] = .family(
        subscripts: isBelow ? 1 : 0, rank: isBelow ? 2 : 1)
    }
  }

  /// Whether an expression is made of numbers only.
  private func isNumber(_ expression: Syntax.Expression) -> Bool {
    if case .matrix = expression.kind { return false }
    return expression.freeNames().allSatisfy { vocabulary[$0] == .number || Library.contains($0) }
  }

  /// `1 ≤ m ≤ 5` and `j = 1` after a statement speak of its indices.
  private func isCondition(_ chain: Syntax.Chain) -> Bool {
    let relations = Set(chain.steps.map(\.relation))
    if relations.isSubset(of: [.less, .lessOrEqual, .greater, .greaterOrEqual]) { return true }
    guard !introducesNames, relations == [.equal], chain.steps.count == 1,
      case .name(let name) = chain.first.kind,
      case .number = chain.steps[0].expression.kind
    else { return false }
    // As a claim about any size it would be false; it says which size is meant.
    return vocabulary[name] == nil || vocabulary[name] == .number
  }

  /// Whether nothing that is declared stands there: then it is no claim, wherever it stands.
  private func isAboutIndices(_ expressions: [Syntax.Expression]) -> Bool {
    let names = expressions.reduce(into: Set<String>()) { $0.formUnion($1.freeNames()) }
    return !names.isEmpty && names.allSatisfy { vocabulary[$0] == nil && !Library.contains($0) }
  }

  private func isCondition(_ subject: Syntax.Expression, _ domain: Syntax.Domain) -> Bool {
    switch domain {
    case .list, .range, .interval: true
    case .reals, .naturals, .oneHot, .power: false
    }
  }

  /// `a, b = c, d` as `a = c` and `b = d`.
  private func pairs(of draft: Draft) throws(Diagnostic) -> [Draft] {
    guard !draft.leading.isEmpty else { return [draft] }
    guard case .chain(let chain) = draft.kind, chain.steps.count == 1,
      case .tuple(let right) = chain.steps[0].expression.kind,
      right.count == draft.leading.count + 1
    else { throw Diagnostic(.notAStatement, at: draft.leading[0].span) }
    let left = draft.leading + [chain.first]
    func equation(
      _ a: Syntax.Expression, _ b: Syntax.Expression, _ conditions: [Syntax.Condition]
    ) -> Draft {
      let step = Syntax.Chain.Step(equalTo: b)
      return Draft(
        kind: .chain(Syntax.Chain(first: a, steps: [step])), conditions: conditions,
        span: draft.span)
    }
    guard draft.hasEllipsis else {
      return zip(left, right).map { equation($0, $1, draft.conditions) }
    }
    let count = left.count - 1
    guard count >= 1,
      let general = Syntax.Expression.generalised(
        [left[count - 1], right[count - 1]], [left[count], right[count]],
        avoiding: Set(vocabulary.entries.keys))
    else { throw Diagnostic(.ellipsisUnclear, at: left[count].span) }
    let known = zip(left, right).prefix(count - 1).map { equation($0, $1, draft.conditions) }
    return known + [
      equation(general.bodies[0], general.bodies[1], draft.conditions + [general.range])
    ]
  }

  /// `= 6,272` is read as two numbers by one and as one by another.
  private func refuseThousands(
    _ drafts: [Draft], _ part: Syntax.Expression
  ) throws(Diagnostic) {
    guard case .chain(let chain) = drafts.last?.kind, let left = chain.steps.last?.expression,
      left.lastNumber != nil, part.lastNumber != nil, part.span.upper - part.span.lower >= 3,
      left.span.upper + 1 == part.span.lower
    else { return }
    throw Diagnostic(.thousands, at: left.span.joined(with: part.span))
  }

  /// `= A, B`: the right side is a list.
  private func extendTuple(_ drafts: inout [Draft], by part: Syntax.Expression) -> Bool {
    guard let last = drafts.indices.last, case .chain(let chain) = drafts[last].kind,
      let step = chain.steps.last, drafts[last].conditions.isEmpty
    else { return false }
    let parts: [Syntax.Expression] =
      if case .tuple(let parts) = step.expression.kind { parts + [part] } else {
        [step.expression, part]
      }
    let tuple = Syntax.Expression(.tuple(parts), at: step.expression.span.joined(with: part.span))
    let steps =
      chain.steps.dropLast() + [.init(relation: step.relation, expression: tuple, tolerance: nil)]
    drafts[last].kind = .chain(Syntax.Chain(first: chain.first, steps: Array(steps)))
    drafts[last].span = drafts[last].span.joined(with: part.span)
    return true
  }

  /// A line that begins with `=` goes on with the chain above it.
  private mutating func continueChain(_ drafts: inout [Draft]) throws(Diagnostic) {
    let last = drafts.count - 1
    guard case .chain(let chain) = drafts[last].kind else {
      throw Diagnostic(.expected("an expression before this sign"), at: current.span)
    }
    leftNames = chain.first.freeNames()
    let steps = try chainSteps()
    drafts[last].kind = .chain(Syntax.Chain(first: chain.first, steps: chain.steps + steps))
    drafts[last].span = drafts[last].span.joined(with: previousSpan)
  }

  /// "… when C, else 0", "else ∂f/∂x = 0": what stood before holds under C, as in `cases`.
  private mutating func otherwise(_ drafts: inout [Draft]) throws(Diagnostic) {
    let keyword = advance()
    guard let last = drafts.indices.last, !drafts[last].conditions.isEmpty,
      case .chain(let chain) = drafts[last].kind, let step = chain.steps.last
    else { throw Diagnostic(.otherwiseWithoutCondition, at: keyword.span) }
    let other: Syntax.Expression
    switch try segment() {
    case .bare(let value): other = value
    case .chain(let chain) where chain.steps.count == 1 && chain.steps[0].relation == .equal:
      other = chain.steps[0].expression
    default: throw Diagnostic(.expected("a value after 'else'"), at: keyword.span)
    }
    let branches = [
      Syntax.Branch(value: step.expression, guards: drafts[last].conditions),
      Syntax.Branch(value: other, guards: nil),
    ]
    let cases = Syntax.Expression(
      .cases(branches), at: step.expression.span.joined(with: other.span))
    let steps =
      chain.steps.dropLast() + [.init(relation: step.relation, expression: cases, tolerance: nil)]
    drafts[last].kind = .chain(Syntax.Chain(first: chain.first, steps: Array(steps)))
    drafts[last].conditions = []
    drafts[last].span = drafts[last].span.joined(with: previousSpan)
  }

  private mutating func indexBase() throws(Diagnostic) -> Draft {
    let start = advance().span
    let digit = current
    guard case .number(let text) = advance().kind, let base = Int(text), base == 0 || base == 1
    else { throw Diagnostic(.expected("0 or 1"), at: digit.span) }
    return Draft(kind: .indexBase(base), span: start.joined(with: digit.span))
  }

  private mutating func segment() throws(Diagnostic) -> Segment {
    leftNames = []
    let start = position
    var first = try expression()
    if !first.isShape, take(.keyword(.shape)) {
      first = try make(.call("shape", [first], []), first.span, previousSpan)
    }
    let rounding = roundingTolerance(since: start)
    leftNames = first.freeNames().subtracting(first.wholeName)
    while current.kind == .ampersand { advance() }
    switch current.kind {
    case .relation:
      let chain = Syntax.Chain(first: first, steps: try chainSteps(after: rounding))
      if let range = try enumeratedRange(chain) { return .membership(first, range) }
      return .chain(chain)
    case .sign(.element), .sign(.colon):
      advance()
      return .membership(first, try domain())
    case .keyword(.oneHot):
      advance()
      return .membership(first, .oneHot)
    default:
      return .bare(first)
    }
  }

  /// `i = 0, 1, …, k`
  private mutating func enumeratedRange(
    _ chain: Syntax.Chain
  ) throws(Diagnostic) -> Syntax.Domain? {
    guard chain.steps.count == 1, chain.steps[0].relation == .equal, case .name = chain.first.kind,
      case .number = chain.steps[0].expression.kind
    else { return nil }
    let start = position
    while take(.sign(.comma)) {
      if take(.sign(.ellipsis)) {
        try expect(.sign(.comma), "a comma after the ellipsis")
        return .range(chain.steps[0].expression, try expression())
      }
      guard case .number = advance().kind else { break }
    }
    position = start
    return nil
  }

  mutating func chainSteps(
    after rounding: Rational? = nil
  ) throws(Diagnostic) -> [Syntax.Chain.Step] {
    var steps: [Syntax.Chain.Step] = []
    var leftRounding = rounding
    while true {
      while current.kind == .ampersand { advance() }
      guard case .relation(let relation) = current.kind else { return steps }
      advance()
      while current.kind == .ampersand { advance() }
      if case .relation = current.kind {
        throw Diagnostic(.expected("one sign, such as =, and then an expression"), at: current.span)
      }
      let start = position
      let right = try expression()
      let rightRounding = roundingTolerance(since: start)
      let tolerance: Syntax.Expression? =
        if relation == .approximatelyEqual, take(.sign(.plusMinus)) { try expression() } else {
          nil
        }
      steps.append(
        .init(
          relation: relation, expression: right, tolerance: tolerance,
          roundingTolerance: relation == .approximatelyEqual ? rightRounding ?? leftRounding : nil))
      leftRounding = rightRounding
    }
  }

  /// Half a unit of the last digit, where nothing but a number was read since then.
  private func roundingTolerance(since start: Int) -> Rational? {
    var tokens = tokens(since: start)
    if tokens.first?.kind == .sign(.minus) { tokens.removeFirst() }
    guard tokens.count == 1, case .number(let text) = tokens[tokens.startIndex].kind else {
      return nil
    }
    let decimals = text.split(separator: ".").dropFirst().first?.count ?? 0
    return try? Rational(1).divided(by: Rational(10).power(decimals).multiplied(by: Rational(2)))
  }
}

extension Syntax.Expression {
  /// The number that it is, or ends with.
  fileprivate var lastNumber: Rational? {
    switch kind {
    case .number(let number): number
    case .binary(_, _, let right): right.lastNumber
    case .tuple(let parts): parts.last?.lastNumber
    default: nil
    }
  }

  /// The name, where the expression is nothing else.
  fileprivate var wholeName: [String] { if case .name(let name) = kind { [name] } else { [] } }
}

extension Diagnostic.Message {
  package static let notAStatement = Self(
    "not-a-statement", "this says nothing that could be true or false",
    hint: "write an equation, a membership (x \\in \\R^{2 \\times 3}) or an inequality")

  static let thousands = Self(
    "ambiguous", "is this one number, or two?",
    hint: "write a number without commas, and a gap behind the comma of a list")

  static let premise = Self(
    "expected", "what stands before this sign would be claimed, too",
    hint: "write the condition behind the claim: '… where S = 1'")

  static let otherwiseWithoutCondition = Self(
    "expected", "'else' needs a condition before it", hint: "write '… if condition, else …'")
}

extension Syntax.Expression {
  /// Reads one expression.
  ///
  /// - Errors: what cannot be read, and anything behind the expression.
  package init(
    parsing formula: Fragment, surface: Surface, vocabulary: Vocabulary
  ) throws(Diagnostic) {
    let tokens: [Token] =
      switch surface {
      case .latex: try LaTeXLexer.tokens(of: formula)
      case .plainText: try PlainTextLexer.tokens(of: formula)
      }
    var parser = try Parser(tokens, surface: surface, vocabulary: vocabulary)
    self = try parser.expression()
    try parser.expect(.endOfFormula, "the end of the expression")
  }
}
