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
    let block = try Syntax.Block(
      formula, surface: surface, vocabulary: vocabulary, introducingNames: introducingNames)
    if let hole = block.holes.first { throw hole.diagnostic }
    return block.statements
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

    init(
      kind: Syntax.Statement.Kind, conditions: [Syntax.Condition] = [], span: Span,
      leading: [Syntax.Expression] = []
    ) {
      (self.kind, self.conditions, self.span, self.leading) = (kind, conditions, span, leading)
    }

    init(_ condition: Syntax.Condition) {
      let statement = Syntax.Statement(condition)
      self.init(kind: statement.kind, span: statement.span)
    }

    var statement: Syntax.Statement {
      Syntax.Statement(kind: kind, conditions: conditions, span: span)
    }
  }

  /// What is read so far of the statements of a formula.
  struct Progress {
    var drafts: [Draft] = []
    /// What stands before a comma, until it is known what it belongs to.
    var subjects: [Syntax.Expression] = []
    /// Whether the segments that come are conditions of the last statement.
    var inConditions = false
    /// Whether what comes cannot be a condition of what stood before.
    var isNew = true
    var hasEllipsis = false
    /// What leads the statements of this sentence in.
    var premises: [Syntax.Condition] = []
    /// Whether an index leads in that may be anything, `∀ i`.
    var hasFreeLead = false

    /// Whether the statement could not be read that goes on here.
    var inHole = false

    /// Where the statements of this sentence begin, among all.
    private(set) var start = 0

    mutating func add(_ draft: Draft) {
      drafts.append(draft)
      drafts[drafts.count - 1].conditions += premises
      inHole = false
    }

    /// Premises of which nothing is said are claimed themselves.
    mutating func endSentence() {
      if start == drafts.count { drafts += premises.map(Draft.init) }
      start = drafts.count
      inConditions = false
      isNew = true
      premises = []
      hasFreeLead = false
    }

    /// Takes back the statements from some on.
    mutating func drop(from place: Int) -> ArraySlice<Draft> {
      defer { drafts.removeSubrange(place...) }
      return drafts[place...]
    }

    /// To the last statement.
    mutating func addConditions(_ conditions: [Syntax.Condition], at span: Span) {
      if inHole { return }
      drafts[drafts.count - 1].conditions += conditions
      drafts[drafts.count - 1].span = drafts[drafts.count - 1].span.joined(with: span)
    }
  }

  /// What can be read of all statements.
  mutating func block() -> Syntax.Block {
    var progress = Progress()
    var holes: [Syntax.Hole] = []
    var last = 0
    while current.kind != .endOfFormula {
      let start = position
      do throws(Diagnostic) {
        if try separator(&progress) {
          last = progress.drafts.count
        } else {
          let count = progress.drafts.count
          try part(&progress)
          last = min(last, count)
        }
        if let unreadable = unreadable(in: start..<position) { throw unreadable }
      } catch {
        // Behind a statement, and not apart from it, it goes on with that.
        let line = introducesNames ? last : progress.start
        holes.append(hole(error, from: start, without: progress.drop(from: line), &progress))
        last = progress.drafts.count
      }
    }
    if let stray = progress.subjects.first {
      // Behind a declaration it would say something of what is declared.
      let before = introducesNames ? progress.drop(from: max(0, progress.drafts.count - 1)) : []
      holes.append(
        Syntax.Hole(
          Diagnostic(.notAStatement, at: stray.span),
          subjects: before.flatMap(\.statement.subjects) + progress.subjects))
    }
    progress.endSentence()
    let claimed = asides.map { chain in
      Draft(
        kind: .chain(chain), span: chain.first.span.joined(with: chain.steps[0].expression.span))
    }
    var single: [Draft] = []
    for draft in progress.drafts {
      do throws(Diagnostic) {
        single += try pairs(of: draft)
      } catch {
        holes.append(Syntax.Hole(error))
      }
    }
    return Syntax.Block(statements: (single + claimed).map(\.statement), holes: holes)
  }

  /// Takes what stands between the parts of statements, and what it says of those that come.
  private mutating func separator(_ progress: inout Progress) throws(Diagnostic) -> Bool {
    switch current.kind {
    case .sign(.implies): try implication(&progress)
    case .lineBreak, .sign(.semicolon):
      progress.endSentence()
      readsPremise = false
    case .keyword(.and) where !progress.inConditions && !readsPremise: progress.isNew = true
    case .keyword(.filler):
      readsPremise = false
      progress.inConditions = false
      progress.isNew = true
    case .sign(.colon) where readsPremise: readsPremise = false
    case .sign(.comma), .gap, .ampersand, .keyword(.shape), .keyword(.and): break
    case .begin(let name) where Self.layouts.contains(name),
      .end(let name) where Self.layouts.contains(name):
      break
    case .keyword(.condition), .sign(.forAll):
      if leadsIn(progress) { readsPremise = true } else { progress.inConditions = true }
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
    case .keyword(.otherwise) where !progress.inHole: try otherwise(&progress.drafts)
    case .keyword(.indexBase): progress.add(try indexBase())
    case .relation where progress.inHole: _ = try chainSteps()
    case .relation where !progress.drafts.isEmpty && progress.subjects.isEmpty:
      try continueChain(&progress.drafts)
    case .relation where progress.subjects.count == 1:
      // The left side stands on a line of its own.
      let left = progress.subjects.removeFirst()
      leftNames = left.freeNames()
      let chain = Syntax.Chain(first: left, steps: try chainSteps())
      progress.add(Draft(kind: .chain(chain), span: left.span.joined(with: previousSpan)))
    default:
      let start = current.span
      let segments = try segments(behind: &progress)
      for segment in segments {
        try attach(segment, at: start.joined(with: previousSpan), to: &progress)
      }
      try properties(of: segments, &progress)
      if progress.hasEllipsis, case .chain? = segments.last, let last = progress.drafts.indices.last
      {
        progress.drafts[last].hasEllipsis = true
        progress.hasEllipsis = false
      }
      progress.isNew = false
    }
  }

  /// `x, y \in \R^n \text{ one-hot}`, `A \in \R^{n \times n} \text{ symmetric}`
  private mutating func properties(
    of segments: [Segment], _ progress: inout Progress
  ) throws(Diagnostic) {
    guard case .membership? = segments.last,
      case .membership(let subjects, _)? = progress.drafts.last?.kind
    else { return }
    while true {
      let span = current.span
      switch current.kind {
      case .keyword(.oneHot): progress.add(Draft(kind: .membership(subjects, .oneHot), span: span))
      case .word("symmetric"):
        for subject in subjects {
          let transposed = try make(.transposed(subject), subject.span, subject.span)
          let chain = Syntax.Chain(first: subject, steps: [.init(equalTo: transposed)])
          progress.add(Draft(kind: .chain(chain), span: span))
        }
      case .word("orthogonal"):
        for subject in subjects {
          let transposed = try make(.transposed(subject), subject.span, subject.span)
          let square = try make(
            .binary(.juxtaposition, transposed, subject), subject.span, subject.span)
          let identity = try make(.call(Identity.name, [], []), subject.span, subject.span)
          let chain = Syntax.Chain(first: square, steps: [.init(equalTo: identity)])
          progress.add(Draft(kind: .chain(chain), span: span))
        }
      case .word(let word)
      where introducesNames && vocabulary[word] == nil && endsStatement(peek()):
        throw Diagnostic(.unknownProperty(word), at: span)
      default: return
      }
      advance()
    }
  }

  private func endsStatement(_ token: Token) -> Bool {
    switch token.kind {
    case .sign(.comma), .sign(.semicolon), .gap, .lineBreak, .endOfFormula: true
    default: false
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
    if readsPremise, premise(segment, &progress) { return }
    let subjects = progress.subjects
    let whole = (subjects.first?.span ?? span).joined(with: span)
    switch segment {
    case .bare(let expression):
      if progress.inConditions, isAboutIndices([expression]) { return }
      if subjects.isEmpty, !progress.inConditions, !progress.isNew {
        try refuseThousands(progress.drafts, expression)
        if extendTuple(&progress.drafts, by: expression) { return }
      }
      progress.subjects.append(expression)
    case .chain(let written):
      let chain = withoutLogarithmOnTheLeft(withEntriesOnTheLeft(written))
      if takesCondition(progress, isCondition(chain), chain.expressions) {
        // What stands before it would be claimed by nothing.
        if let stray = subjects.first { throw Diagnostic(.notAStatement, at: stray.span) }
        progress.addConditions([.chain(chain)], at: span)
        return
      }
      if introducesNames, !progress.isNew, chain.isConditionAndEquation {
        throw Diagnostic(.conditionRunsOn, at: span)
      }
      progress.add(Draft(kind: .chain(chain), span: whole, leading: subjects))
      // What implies something else introduces no name: `i = j ⇒ …`.
      let isImplying = current.kind == .sign(.implies)
      for left in subjects + [chain.first] where !isImplying {
        learn(
          from: left, isNumber: isNumber(chain.steps[0].expression),
          equalTo: subjects.isEmpty ? chain.steps[0].expression : nil)
      }
      learnStates(from: chain)
      progress.subjects = []
    case .membership(let subject, let domain):
      if introducesNames, progress.hasEllipsis, !progress.inConditions {
        let (others, general, range) = try listed(subjects + [subject])
        progress.hasEllipsis = false
        for subject in others + [general] { learn(from: subject, in: domain) }
        if !others.isEmpty {
          progress.add(Draft(kind: .membership(others, domain), span: whole))
        }
        progress.add(
          Draft(kind: .membership([general], domain), conditions: [range], span: whole))
        progress.subjects = []
        return
      }
      let all = subjects + [subject]
      if takesCondition(progress, isCondition(subject, domain), [subject]) {
        progress.addConditions(all.map { .membership($0, domain) }, at: span)
      } else {
        for subject in all { learn(from: subject, in: domain) }
        progress.add(Draft(kind: .membership(all, domain), span: whole))
      }
      progress.subjects = []
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

extension Syntax.Chain {
  /// `j \le 32 L = L(y)`: a range, and a definition on the next line of the source.
  fileprivate var isConditionAndEquation: Bool {
    steps.contains { $0.relation.isOrder } && steps.contains { $0.relation == .equal }
  }
}

extension Diagnostic.Message {
  static let conditionRunsOn = Self(
    "define-unclear", "a range goes on here with an equation",
    hint: "a line of LaTeX ends with \\\\, whatever the lines of the file are")

  package static let notAStatement = Self(
    .notAStatement, "this says nothing that could be true or false",
    hint: "write an equation, a membership (x \\in \\R^{2 \\times 3}) or an inequality")

  static func unknownProperty(_ word: String) -> Self {
    Self(
      "given-unclear", "'\(word)' is no property that can be drawn",
      hint: "write it as a condition, or one of: symmetric, orthogonal, one-hot")
  }

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
    self = try Parser.readOnce(
      formula, surface: surface, vocabulary: vocabulary,
      by: { (parser) throws(Diagnostic) in
        let expression = try parser.expression()
        try parser.expect(.endOfFormula, "the end of the expression")
        return expression
      }, text: \.text)
  }
}
