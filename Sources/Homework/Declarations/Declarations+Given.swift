import Notation
import NumericCore

/// What `given` blocks say.
extension Declarations {
  mutating func give(_ statements: [Syntax.Statement]) {
    for case .indexBase(let base) in statements.map(\.kind) { indexBase = base }
    for statement in separated(statements) {
      do throws(Diagnostic) {
        switch statement.kind {
        case .membership(let subjects, let domain): try give(subjects, domain, statement)
        case .chain(let chain): try give(chain, statement)
        case .indexBase: break
        }
      } catch {
        noteFault(error, in: statement)
      }
    }
  }

  private mutating func give(
    _ subjects: [Syntax.Expression], _ domain: Syntax.Domain, _ statement: Syntax.Statement
  ) throws(Diagnostic) {
    for subject in subjects {
      switch domain {
      case .naturals:
        let name = try name(of: subject)
        // `A \in \R^{n \times m}, \quad n, m \in \N`: the shape has said so already.
        if let known = scope[name], known.section == section, known.kind == .number(value: nil) {
          continue
        }
        declare(name, .number(value: nil), at: subject.span)
      case .oneHot:
        let base = try name(of: subject.chainedIndices.0)
        guard case .tensor(let extents) = scope[base]?.kind, !extents.isEmpty else {
          throw Diagnostic(.oneHotNeedsTensor, at: subject.span)
        }
        scope.requireOneHot(base)
      case .reals(let extents):
        try giveTensor(subject, extents.flatMap(\.shapeFactors), statement.conditions)
      case .list(let values) where values.holdNoSize:
        if isNew(subject) { try giveTensor(subject, [], statement.conditions) }
        try require([.membership(subject, domain)])
      case .list where !subject.chainedIndices.1.isEmpty,
        .range where !subject.chainedIndices.1.isEmpty:
        if isNew(subject) { try giveTensor(subject, [], statement.conditions) }
        try require([.membership(subject, domain)])
      case .list, .range:
        declare(try name(of: subject), .number(value: nil), at: subject.span)
        try require([.membership(subject, domain)])
      case .interval:
        if isNew(subject) { try giveTensor(subject, [], statement.conditions) }
        try require([.membership(subject, domain)])
      case .functions(let taken, let made):
        try giveFunction(
          try name(of: subject), from: taken.flatMap(\.shapeFactors),
          to: made.flatMap(\.shapeFactors), at: subject.span)
      case .power(let set, let extents):
        try giveTensor(subject, extents.flatMap(\.shapeFactors), statement.conditions)
        try require([.membership(subject, set)])
      }
    }
  }

  mutating func require(_ conditions: [Syntax.Condition]) throws(Diagnostic) {
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
  mutating func giveTensor(
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
      leading.append(lowest == 1 ? high : high.moved(by: 1))
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
      try declareLetters(boundedBy: chain)
      return try require([.chain(chain)])
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
    if case .transposed(let inner) = value.kind { return isNumber(inner) }
    if case .matrix = value.kind { return false }
    return !value.freeNames().contains { scope[$0].map(\.isTensor) ?? false }
  }
}

extension [Syntax.Expression] {
  /// Whether these are values of a real number: `\{-1, 1\}`, `\{0, 1\}`, `\{0.5, 2\}`.
  fileprivate var holdNoSize: Bool {
    let sizes = compactMap { if case .number(let number) = $0.kind { number.integer } else { nil } }
    return sizes.count < count || Set(sizes) == [0, 1]
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

  static func atLeastOne(_ letter: String, at span: Span) -> Self {
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

  static func noValueLeft(_ condition: String) -> Self {
    Self(
      "given-unclear", "no number fulfils \(condition) together with what is given before",
      hint: "leave one of the conditions out")
  }
  static let oneHotNeedsTensor = Self(
    "given-unclear", "what is one-hot must be a tensor that is given before",
    hint: "write y \\in \\R^k, then y \\text{ one-hot}")

  static let boundaryUnclear = Self(
    "given-unclear", "this gives neither a boundary value nor a constraint",
    hint: "write h[0] = 0, or h[t] = 0 for t < 1")
}
