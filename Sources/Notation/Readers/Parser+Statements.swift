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
    var parser = try Parser(
      formula, surface: surface, vocabulary: vocabulary, introducesNames: introducingNames)
    return try parser.statements()
  }
}

extension Parser {
  /// A statement that grows while its continuation lines and conditions are read.
  struct Draft {
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

  /// What is read so far of the statements of a formula.
  private struct Progress {
    var drafts: [Draft] = []
    /// What stands before a comma, until it is known what it belongs to.
    var subjects: [Syntax.Expression] = []
    /// Whether the segments that come are conditions of the last statement.
    var inConditions = false
    /// Whether what comes cannot be a condition of what stood before.
    var isNew = true
    var hasEllipsis = false

    /// To the last statement.
    mutating func addConditions(_ conditions: [Syntax.Condition], at span: Span) {
      drafts[drafts.count - 1].conditions += conditions
      drafts[drafts.count - 1].span = drafts[drafts.count - 1].span.joined(with: span)
    }
  }

  mutating func statements() throws(Diagnostic) -> [Syntax.Statement] {
    var progress = Progress()
    while current.kind != .endOfFormula {
      if try !separator(&progress) { try part(&progress) }
    }
    if let stray = progress.subjects.first { throw Diagnostic(.notAStatement, at: stray.span) }
    let claimed = asides.map { chain in
      Draft(
        kind: .chain(chain), span: chain.first.span.joined(with: chain.steps[0].expression.span))
    }
    var single: [Draft] = []
    for draft in progress.drafts { single += try pairs(of: draft) }
    return (single + claimed).map(\.statement)
  }

  /// Takes what stands between the parts of statements, and what it says of those that come.
  private mutating func separator(_ progress: inout Progress) throws(Diagnostic) -> Bool {
    switch current.kind {
    case .sign(.implies) where progress.drafts.last?.isEquation == true:
      throw Diagnostic(.premise, at: current.span)
    case .lineBreak, .sign(.implies), .sign(.semicolon):
      progress.inConditions = false
      progress.isNew = true
    case .keyword(.and) where !progress.inConditions: progress.isNew = true
    case .sign(.comma), .gap, .ampersand, .keyword(.filler), .keyword(.shape), .keyword(.and): break
    case .begin(let name) where Self.layouts.contains(name),
      .end(let name) where Self.layouts.contains(name):
      break
    case .keyword(.condition), .sign(.forAll): progress.inConditions = !progress.drafts.isEmpty
    case .sign(.ellipsis)
    where !progress.subjects.isEmpty || progress.drafts.last?.hasEllipsis == true:
      progress.hasEllipsis = true
    default: return false
    }
    advance()
    return true
  }

  private mutating func part(_ progress: inout Progress) throws(Diagnostic) {
    switch current.kind {
    case .keyword(.otherwise): try otherwise(&progress.drafts)
    case .keyword(.indexBase): progress.drafts.append(try indexBase())
    case .relation where !progress.drafts.isEmpty && progress.subjects.isEmpty:
      try continueChain(&progress.drafts)
    case .relation where progress.subjects.count == 1:
      // The left side stands on a line of its own.
      let left = progress.subjects.removeFirst()
      leftNames = left.freeNames()
      let chain = Syntax.Chain(first: left, steps: try chainSteps())
      progress.drafts.append(
        Draft(kind: .chain(chain), span: left.span.joined(with: previousSpan)))
    default:
      let start = current.span
      let segment = try segment()
      try attach(segment, at: start.joined(with: previousSpan), to: &progress)
      if progress.hasEllipsis, case .chain = segment, let last = progress.drafts.indices.last {
        progress.drafts[last].hasEllipsis = true
        progress.hasEllipsis = false
      }
      progress.isNew = false
    }
  }

  /// Environments that only arrange lines.
  static let layouts: Set<String> = [
    "aligned", "align", "align*", "split", "gathered", "gather", "gather*", "equation",
    "equation*", "flalign*",
  ]

  private mutating func attach(
    _ segment: Segment, at span: Span, to progress: inout Progress
  ) throws(Diagnostic) {
    let subjects = progress.subjects
    let whole = (subjects.first?.span ?? span).joined(with: span)
    switch segment {
    case .bare(let expression):
      if subjects.isEmpty, !progress.inConditions, !progress.isNew {
        try refuseThousands(progress.drafts, expression)
        if extendTuple(&progress.drafts, by: expression) { return }
      }
      progress.subjects.append(expression)
    case .chain(let chain):
      if takesCondition(progress, isCondition(chain), chain.expressions) {
        // What stands before it would be claimed by nothing.
        if let stray = subjects.first { throw Diagnostic(.notAStatement, at: stray.span) }
        progress.addConditions([.chain(chain)], at: span)
        return
      }
      progress.drafts.append(Draft(kind: .chain(chain), span: whole, leading: subjects))
      for left in subjects + [chain.first] {
        learn(from: left, isNumber: isNumber(chain.steps[0].expression))
      }
      learnStates(from: chain)
      progress.subjects = []
    case .membership(let subject, let domain):
      let all = subjects + [subject]
      if takesCondition(progress, isCondition(subject, domain), [subject]) {
        progress.addConditions(all.map { .membership($0, domain) }, at: span)
      } else {
        for subject in all { learn(from: subject, in: domain) }
        progress.drafts.append(Draft(kind: .membership(all, domain), span: whole))
      }
      progress.subjects = []
    }
  }

  /// Whether what can be a condition is one of the last statement.
  private func takesCondition(
    _ progress: Progress, _ isCondition: Bool, _ expressions: [Syntax.Expression]
  ) -> Bool {
    !progress.drafts.isEmpty
      && (progress.inConditions
        || (isCondition && (!progress.isNew || isAboutIndices(expressions))))
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
    drafts[last].kind = .chain(chain.ending(with: cases))
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
}

extension Diagnostic.Message {
  package static let notAStatement = Self(
    .notAStatement, "this says nothing that could be true or false",
    hint: "write an equation, a membership (x \\in \\R^{2 \\times 3}) or an inequality")

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
    var parser = try Parser(formula, surface: surface, vocabulary: vocabulary)
    self = try parser.expression()
    try parser.expect(.endOfFormula, "the end of the expression")
  }
}
