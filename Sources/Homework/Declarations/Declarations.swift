import Notation
import NumericCore

/// Turns the statements of `given` and `define` blocks into names of a scope.
struct Declarations {
  private(set) var scope: Scope
  private(set) var diagnostics: [Diagnostic] = []
  /// The number of the section, for the index base that its tensors share.
  let section: Int
  private var indexBase: Int?

  init(in scope: Scope, section: Int) {
    self.scope = scope
    self.section = section
  }

  // MARK: - Given

  mutating func give(_ statements: [Syntax.Statement]) {
    for case .indexBase(let base) in statements.map(\.kind) { indexBase = base }
    for statement in statements {
      do throws(Diagnostic) {
        switch statement.kind {
        case .membership(let subjects, let domain): try give(subjects, domain, statement)
        case .chain(let chain): try give(chain, statement)
        case .indexBase: break
        }
      } catch {
        diagnostics.append(error)
      }
    }
  }

  private mutating func give(
    _ subjects: [Syntax.Expression], _ domain: Syntax.Domain, _ statement: Syntax.Statement
  ) throws(Diagnostic) {
    for subject in subjects {
      switch domain {
      case .naturals:
        declare(try name(of: subject), .number(value: nil), at: subject.span)
      case .oneHot:
        let base = try name(of: subject.chainedIndices.0)
        guard case .tensor(let extents) = scope[base]?.kind, !extents.isEmpty else {
          throw Diagnostic(.oneHotNeedsTensor, at: subject.span)
        }
        scope.requireOneHot(base)
      case .reals(let extents):
        try giveTensor(subject, extents.flatMap(\.shapeFactors), statement.conditions)
      case .list, .range:
        declare(try name(of: subject), .number(value: nil), at: subject.span)
        try require([.membership(subject, domain)])
      case .interval:
        if isNew(subject) { try giveTensor(subject, [], statement.conditions) }
        try require([.membership(subject, domain)])
      case .power(let set, let extents):
        try giveTensor(subject, extents.flatMap(\.shapeFactors), statement.conditions)
        try require([.membership(subject, set)])
      }
    }
    // `x \in \R^n, p \in [0, 1]`
    for case .membership(let subject, .interval) in statement.conditions {
      guard case .name(let name) = subject.kind, scope[name] == nil,
        !subjects.contains(where: { $0.freeNames().contains(name) })
      else { continue }
      try giveTensor(subject, [], [])
    }
    // The range of an index says how long the tensor is; everything else limits the sizes.
    let indices = Set(subjects.flatMap { $0.chainedIndices.1 }.flatMap(\.namesInOrder))
    try require(
      statement.conditions.filter { condition in
        condition.expressions.allSatisfy { $0.freeNames().isDisjoint(with: indices) }
      })
  }

  private mutating func require(_ conditions: [Syntax.Condition]) throws(Diagnostic) {
    guard let contradiction = scope.require(conditions) else { return }
    for name in contradiction.expressions.flatMap(\.namesInOrder) { scope.forget(name) }
    throw Diagnostic(
      .noValueLeft(contradiction.text), at: contradiction.expressions.first?.span ?? Span(0..<0))
  }

  /// Whether nothing is given of a name in this section yet; else a set limits its values.
  private func isNew(_ subject: Syntax.Expression) -> Bool {
    guard case .name(let name) = subject.chainedIndices.0.kind else { return true }
    return scope[name]?.section != section
  }

  /// `x ∈ ℝ^{2 × 5}`, or `x[n] ∈ ℝ^2, 1 ≤ n ≤ 5`, which also says where indices begin.
  private mutating func giveTensor(
    _ subject: Syntax.Expression, _ extents: [Syntax.Expression], _ conditions: [Syntax.Condition]
  ) throws(Diagnostic) {
    let (base, indices) = subject.chainedIndices
    if indices.contains(where: { $0.wholeNumber != nil }) {
      let family = Family(
        lines: [.init(pattern: indices, conditions: [], body: nil)],
        subscripts: subject.subscripts, extents: extents)
      return try addLines(of: family, to: try name(of: base), at: subject.span)
    }
    var leading: [Syntax.Expression] = []
    var firstIndex = indexBase
    for index in indices {
      guard case .name(let letter) = index.kind else {
        throw Diagnostic(.rangeOfGivenIndex, at: index.span)
      }
      guard let (low, high) = conditions.lazy.compactMap({ $0.bounds(of: letter) }).first else {
        guard indices.count == 1 else { throw Diagnostic(.rangeOfGivenIndex, at: index.span) }
        // A sequence of any length, as most homework gives it.
        firstIndex = 1
        leading.append(Syntax.Expression(.name("length"), at: index.span))
        continue
      }
      guard let lowest = low.wholeNumber, lowest == 0 || lowest == 1 else {
        throw Diagnostic(.rangeOfGivenIndex, at: index.span)
      }
      firstIndex = lowest
      leading.append(lowest == 1 ? high : high.plusOne)
    }
    let shape = leading + extents
    for letter in shape.flatMap(\.namesInOrder) where scope[letter] == nil {
      declare(letter, .number(value: nil), at: subject.span)
      scope.require([.atLeastOne(letter, at: subject.span)])
    }
    declare(try name(of: base), .tensor(extents: shape), at: subject.span, indexBase: firstIndex)
  }

  /// `S = 2`, `M = \begin{bmatrix}…`, or a constraint.
  private mutating func give(
    _ chain: Syntax.Chain, _ statement: Syntax.Statement
  ) throws(Diagnostic) {
    if case .indexed = chain.first.kind, let step = chain.steps.first, step.relation == .equal {
      let base = try name(of: chain.first.chainedIndices.0)
      guard chain.steps.count == 1 else { throw Diagnostic(.oneEquation, at: statement.span) }
      guard try addLine(to: base, chain.first, step.expression, statement) else {
        throw Diagnostic(.boundaryUnclear, at: chain.first.span)
      }
      return
    }
    guard chain.steps.allSatisfy({ $0.relation == .equal }), let step = chain.steps.first,
      case .name(let name) = chain.first.kind, isConstant(step.expression, as: name)
    else {
      return try require([.chain(chain)] + statement.conditions)
    }
    guard chain.steps.count == 1 else { throw Diagnostic(.oneEquation, at: statement.span) }
    let isNumber = isNumber(step.expression) && scope[name]?.isTensor != true
    declare(
      name,
      isNumber
        ? .number(value: step.expression)
        : .definition(arguments: [], indices: [], body: step.expression), at: chain.first.span,
      indexBase: indexBase)
  }

  /// Whether an equation says what a name is, and does not only limit what it may be.
  private func isConstant(_ value: Syntax.Expression, as name: String) -> Bool {
    guard !value.freeNames().contains(name) else { return false }
    switch scope[name]?.kind {
    case nil: return true
    case .tensor(let extents): return extents.isEmpty || !isNumber(value)
    case .number(let before?), .definition(_, _, let before):
      return before.freeNames().isEmpty && before.text != value.text
    case .number(value: nil), .family, .loss: return false
    }
  }

  private func isNumber(_ value: Syntax.Expression) -> Bool {
    if case .matrix = value.kind { return false }
    return !value.freeNames().contains { scope[$0].map(\.isTensor) ?? false }
  }

  // MARK: - Define

  mutating func define(_ statements: [Syntax.Statement]) {
    for case .indexBase(let base) in statements.map(\.kind) { indexBase = base }
    for statement in statements { forgetOuterFamily(definedBy: statement) }
    for statement in statements {
      do throws(Diagnostic) {
        switch statement.kind {
        case .chain(let chain): try define(chain, statement)
        case .membership: throw Diagnostic(.definitionIsNoEquation, at: statement.span)
        case .indexBase: break
        }
      } catch {
        diagnostics.append(error)
      }
    }
  }

  /// The equations of a block may need one another: none of them speaks of what one of these names
  /// meant in an outer section.
  private mutating func forgetOuterFamily(definedBy statement: Syntax.Statement) {
    guard case .chain(let chain) = statement.kind,
      case (let base, let indices) = chain.first.chainedIndices, case .name(let name) = base.kind,
      indices.contains(where: { $0.wholeNumber == nil }),
      let existing = scope[name], existing.section != section
    else { return }
    scope.forget(name)
  }

  private mutating func define(
    _ chain: Syntax.Chain, _ statement: Syntax.Statement
  ) throws(Diagnostic) {
    guard let step = chain.steps.first, step.relation == .equal else {
      throw Diagnostic(.definitionIsNoEquation, at: statement.span)
    }
    guard chain.steps.count == 1 else { throw Diagnostic(.oneEquation, at: statement.span) }
    if let network = step.expression.network, scope[network.name] == nil {
      return try define(network, step.expression, as: chain.first)
    }
    var (base, indexExpressions) = chain.first.chainedIndices
    var arguments: [String] = []
    if case .call(let name, let list, _) = base.kind {
      for argument in list { arguments.append(try self.name(of: argument)) }
      base = Syntax.Expression(.name(name), at: base.span)
    }
    let name = try name(of: base)
    if case .call(name, let inputs, _) = step.expression.kind, indexExpressions.isEmpty {
      return try declareAcyclic(name, .loss(of: inputs), statement)
    }
    if case .loss = scope[name]?.kind, indexExpressions.isEmpty,
      case .binary(.juxtaposition, let left, let right) = step.expression.kind,
      left.kind == .name(name)
    {
      // Where the loss is known already, `ℓ(f)` was read as a product.
      return try declareAcyclic(name, .loss(of: right.parts), statement)
    }
    if !indexExpressions.isEmpty, arguments.isEmpty,
      try addLine(to: name, chain.first, step.expression, statement)
    {
      return
    }
    var indices: [String] = []
    for index in indexExpressions {
      let letter = try self.name(of: index)
      guard !indices.contains(letter) else {
        throw Diagnostic(.repeatedIndex(letter), at: index.span)
      }
      indices.append(letter)
    }
    if !statement.conditions.isEmpty, let condition = statement.conditions.first?.expressions.first
    {
      throw Diagnostic(.conditionOfDefinition, at: condition.span)
    }
    try declareAcyclic(
      name, .definition(arguments: arguments, indices: indices, body: step.expression), statement)
  }

  /// `(h, c) = lstm(x; …)`: the equations of the network.
  private mutating func define(
    _ network: Network, _ call: Syntax.Expression, as left: Syntax.Expression
  ) throws(Diagnostic) {
    let definition = try NetworkDefinition(of: network, call, as: left, in: scope, section: section)
    for state in definition.states {
      guard let existing = scope[state] else { continue }
      switch (existing.section == section, existing.isOnlyGiven) {
      case (true, true): break
      case (true, false): throw Diagnostic(.definedBefore(state), at: left.span)
      case (false, true): throw Diagnostic(.givenElsewhere(state), at: left.span)
      case (false, false): scope.forget(state)
      }
    }
    for (name, family, indexBase) in definition.lines {
      try addLines(of: family, to: name, at: left.span, indexBase: indexBase)
    }
    for (name, value) in definition.counts { declare(name, .number(value: value), at: left.span) }
  }

  // MARK: - Families

  /// Adds `h[0] = 0`, or `h[t] = …` where something of h is given already, to the family of a name.
  ///
  /// - Returns: whether that is what it is, and no definition element by element.
  private mutating func addLine(
    to name: String, _ left: Syntax.Expression, _ body: Syntax.Expression,
    _ statement: Syntax.Statement
  ) throws(Diagnostic) -> Bool {
    let pattern = left.chainedIndices.1
    let existing = scope[name].flatMap { $0.section == section ? $0 : nil }
    let isLine =
      switch existing?.kind {
      case .family, .tensor: true
      default:
        !statement.conditions.isEmpty || pattern.contains { $0.wholeNumber != nil }
          || left.subscripts > 0
      }
    guard isLine else { return false }
    let line = Family.Line(pattern: pattern, conditions: statement.conditions, body: body)
    let family = Family(lines: [line], subscripts: left.subscripts, extents: nil)
    try addLines(of: family, to: name, at: statement.span)
    return true
  }

  private mutating func addLines(
    of addition: Family, to name: String, at span: Span, indexBase ownBase: Int? = nil
  ) throws(Diagnostic) {
    for index in addition.lines.flatMap(\.pattern) where index.wholeNumber == nil {
      guard case .name = index.kind else { throw Diagnostic(.patternOfFamily, at: index.span) }
    }
    var family = addition
    var base: Int?
    if let existing = scope[name], existing.section == section {
      switch existing.kind.asFamily {
      case .family(let before):
        guard before.rank == family.rank else {
          throw Diagnostic(.otherIndices(name, before.rank), at: span)
        }
        if let line = family.lines.first, before.lines.contains(where: line.speaksOfAll(of:)) {
          throw Diagnostic(.definedBefore(name), at: span)
        }
        family.lines = before.lines + family.lines
        family.extents = before.extents ?? family.extents
        family.subscripts = max(before.subscripts, family.subscripts)
      case .tensor(let extents) where extents.count >= family.rank:
        family.extents = Array(extents.dropFirst(family.rank))
      case .definition: throw Diagnostic(.definedBefore(name), at: span)
      default: break
      }
      base = existing.indexBase
    }
    let declaration = Declaration(
      name: name, kind: .family(family), span: span, indexBase: ownBase ?? indexBase ?? base,
      section: section)
    if scope[name]?.section == section {
      scope.complete(declaration)
    } else {
      scope.declare(declaration)
    }
  }

  private mutating func declareAcyclic(
    _ name: String, _ kind: Declaration.Kind, _ statement: Syntax.Statement
  ) throws(Diagnostic) {
    var trial = scope
    let inputs = kind.inputs
    let first = inputs.compactMap { scope[$0] }.first(where: \.isTensor)
    trial.declare(
      Declaration(
        name: name, kind: kind, span: statement.span, indexBase: indexBase ?? first?.indexBase,
        section: first?.section ?? section))
    let hasIndices =
      if case .definition(_, let indices, _) = kind { !indices.isEmpty } else { false }
    if !hasIndices, inputs.contains(name) || inputs.contains(where: { trial.depends($0, on: name) })
    {
      let other = inputs.first { trial.depends($0, on: name) }.flatMap { trial[$0] }
      // What is said of the name from here on is not about what it meant before.
      scope.forget(name)
      throw Diagnostic(.cycle(name, other?.name ?? name), at: statement.span)
    }
    scope = trial
  }

  // MARK: - Names

  private func name(of expression: Syntax.Expression) throws(Diagnostic) -> String {
    guard case .name(let name) = expression.kind else {
      throw Diagnostic(.notAName, at: expression.span)
    }
    return name
  }

  private mutating func declare(
    _ name: String, _ kind: Declaration.Kind, at span: Span, indexBase: Int? = nil
  ) {
    if let other = scope[name], other.section == section {
      if other.isNumber != kind.isNumber {
        diagnostics.append(Diagnostic(.usedTwice(name), at: span))
      } else {
        diagnostics.append(Diagnostic(.declaredAgain(name), at: span, severity: .note))
      }
    }
    scope.declare(
      Declaration(name: name, kind: kind, span: span, indexBase: indexBase, section: section))
  }
}

extension Declaration.Kind {
  fileprivate var isNumber: Bool { if case .number = self { true } else { false } }
}

extension Declaration.Kind {
  /// A definition element by element as a family of one line; anything else as it is.
  fileprivate var asFamily: Self {
    guard case .definition(let arguments, let indices, let body) = self, arguments.isEmpty,
      !indices.isEmpty
    else { return self }
    let pattern = indices.map { Syntax.Expression(.name($0), at: body.span) }
    return .family(
      Family(
        lines: [.init(pattern: pattern, conditions: [], body: body)], subscripts: 0, extents: nil))
  }
}

extension Family.Line {
  /// Whether both say, without a condition, what stands at every index.
  fileprivate func speaksOfAll(of other: Family.Line) -> Bool {
    [self, other].allSatisfy { line in
      line.conditions.isEmpty && line.pattern.allSatisfy { $0.wholeNumber == nil }
    }
  }
}

extension Declaration {
  /// Whether it is a sequence of which nothing says how it goes on.
  fileprivate var isOnlyGiven: Bool {
    switch kind {
    case .tensor(let extents): !extents.isEmpty
    case .family(let family): family.lines.allSatisfy(\.isBoundary)
    case .number, .definition, .loss: false
    }
  }

  /// Whether something says where it begins.
  var hasBoundary: Bool {
    if case .family(let family) = kind { family.lines.contains(where: \.isBoundary) } else { false }
  }

  fileprivate var isNumber: Bool { kind.isNumber }
}

extension Declaration.Kind {
  /// The names on the right side.
  fileprivate var inputs: [String] {
    switch self {
    case .definition(_, let indices, let body): body.namesInOrder.filter { !indices.contains($0) }
    case .loss(let inputs): inputs.flatMap(\.namesInOrder)
    case .number, .tensor, .family: []
    }
  }
}

extension Syntax.Expression {
  /// How many of the indices stand before the last list of them: one in `q_i[t]`.
  fileprivate var subscripts: Int {
    guard case .indexed(let base, _) = kind else { return 0 }
    return base.chainedIndices.1.count
  }

  fileprivate var wholeNumber: Int? {
    if case .number(let value) = kind { value.integer } else { nil }
  }

  fileprivate var plusOne: Syntax.Expression {
    let one = Syntax.Expression(.number(Rational(1)), at: span)
    return Syntax.Expression(.binary(.add, self, one), at: span)
  }
}

extension Syntax.Condition {
  /// The ends of `1 ≤ n ≤ 5`.
  fileprivate func bounds(of letter: String) -> (Syntax.Expression, Syntax.Expression)? {
    switch self {
    case .chain(let chain):
      guard chain.steps.count == 2, chain.steps.allSatisfy({ $0.relation == .lessOrEqual }),
        chain.steps[0].expression.kind == .name(letter)
      else { return nil }
      return (chain.first, chain.steps[1].expression)
    case .membership(let subject, .range(let low, let high)) where subject.kind == .name(letter):
      return (low, high)
    case .membership(let subject, .interval(let interval))
    where subject.kind == .name(letter) && interval.isClosedBelow && interval.isClosedAbove:
      return (interval.lower, interval.upper)
    case .membership: return nil
    }
  }

  fileprivate static func atLeastOne(_ letter: String, at span: Span) -> Self {
    let one = Syntax.Expression(.number(Rational(1)), at: span)
    let step = Syntax.Chain.Step(relation: .greaterOrEqual, expression: one, tolerance: nil)
    return .chain(
      Syntax.Chain(first: Syntax.Expression(.name(letter), at: span), steps: [step]))
  }
}

extension Diagnostic.Message {
  static let rangeOfGivenIndex = Self(
    "given-unclear", "an index in a given needs its range",
    hint: "write x[n] \\in \\R^2, 1 \\le n \\le 5")
  static let oneHotNeedsTensor = Self(
    "given-unclear", "what is one-hot must be a tensor that is given before",
    hint: "write y \\in \\R^k, then y \\text{ one-hot}")
  static func noValueLeft(_ condition: String) -> Self {
    Self(
      "given-unclear", "no number fulfils \(condition) together with what is given before",
      hint: "leave one of the conditions out")
  }

  static let oneEquation = Self(
    "define-unclear", "a definition is one equation", hint: "put further steps into a check")
  static let definitionIsNoEquation = Self(
    "define-unclear", "a definition is an equation, name = expression",
    hint: "what is given goes into a given block, what is claimed into a check")
  static let conditionOfDefinition = Self(
    "define-unclear", "a definition holds for every index; conditions belong into cases",
    hint: "write \\begin{cases} … & \\text{if } … \\end{cases}")
  static let boundaryUnclear = Self(
    "given-unclear", "this gives neither a boundary value nor a constraint",
    hint: "write h[0] = 0, or h[t] = 0 for t < 1")
  static let patternOfFamily = Self(
    "define-unclear", "an index on the left side is a letter or a number",
    hint: "write h[t] = … with h[t - 1] on the right")

  static func otherIndices(_ name: String, _ count: Int) -> Self {
    Self(
      "define-unclear",
      "'\(name)' is given with \(count) \(count == 1 ? "index" : "indices") before")
  }

  static func definedBefore(_ name: String) -> Self {
    Self(
      "name-used-twice", "'\(name)' has a meaning in this section already",
      hint: "give what is defined here another name")
  }

  static func givenElsewhere(_ name: String) -> Self {
    Self(
      "given-elsewhere", "'\(name)' is given in an outer section, and would be another one here",
      hint: "give it in this section, or take another name")
  }

  static let notAName = Self("expected", "this must be a name")

  static func usedTwice(_ name: String) -> Self {
    Self(
      "name-used-twice", "'\(name)' is a number and a tensor in one section",
      hint: "give one of them another letter")
  }

  static func declaredAgain(_ name: String) -> Self {
    Self(
      "declared-again", "'\(name)' is given again: it means this from here on",
      hint: "put it into a section of its own")
  }

  static func repeatedIndex(_ name: String) -> Self {
    Self("repeated-index", "the index '\(name)' stands twice on the left side")
  }

  static func cycle(_ name: String, _ other: String) -> Self {
    Self(
      "cyclic-definition",
      name == other
        ? "'\(name)' is defined by itself" : "'\(name)' and '\(other)' are defined by each other",
      hint: "define one of them without the other")
  }
}
