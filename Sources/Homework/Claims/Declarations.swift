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
      case .reals(let extents):
        try giveTensor(subject, extents.flatMap(\.shapeFactors), statement.conditions)
      case .list, .interval:
        declare(try name(of: subject), .number(value: nil), at: subject.span)
        scope.require([.membership(subject, domain)])
      }
    }
    // The range of an index says how long the tensor is; everything else limits the sizes.
    let indices = Set(subjects.flatMap { $0.chainedIndices.1 }.flatMap(\.namesInOrder))
    scope.require(
      statement.conditions.filter { condition in
        condition.expressions.allSatisfy { $0.freeNames().isDisjoint(with: indices) }
      })
  }

  /// `x ∈ ℝ^{2 × 5}`, or `x[n] ∈ ℝ^2, 1 ≤ n ≤ 5`, which also says where indices begin.
  private mutating func giveTensor(
    _ subject: Syntax.Expression, _ extents: [Syntax.Expression], _ conditions: [Syntax.Condition]
  ) throws(Diagnostic) {
    let (base, indices) = subject.chainedIndices
    var leading: [Syntax.Expression] = []
    var firstIndex = indexBase
    for index in indices {
      guard case .name(let letter) = index.kind,
        let (low, high) = conditions.lazy.compactMap({ $0.bounds(of: letter) }).first,
        let lowest = low.wholeNumber, lowest == 0 || lowest == 1
      else { throw Diagnostic(.rangeOfGivenIndex, at: index.span) }
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
    guard chain.steps.allSatisfy({ $0.relation == .equal }), let step = chain.steps.first,
      case .name(let name) = chain.first.kind, scope[name] == nil
    else {
      return scope.require([.chain(chain)] + statement.conditions)
    }
    guard chain.steps.count == 1 else { throw Diagnostic(.oneEquation, at: statement.span) }
    let isNumber =
      if case .matrix = step.expression.kind { false } else {
        !step.expression.freeNames().contains { scope[$0].map(\.isTensor) ?? false }
      }
    declare(
      name,
      isNumber
        ? .number(value: step.expression)
        : .definition(arguments: [], indices: [], body: step.expression), at: chain.first.span,
      indexBase: indexBase)
  }

  // MARK: - Define

  mutating func define(_ statements: [Syntax.Statement]) {
    for case .indexBase(let base) in statements.map(\.kind) { indexBase = base }
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

  private mutating func define(
    _ chain: Syntax.Chain, _ statement: Syntax.Statement
  ) throws(Diagnostic) {
    guard let step = chain.steps.first, step.relation == .equal else {
      throw Diagnostic(.definitionIsNoEquation, at: statement.span)
    }
    guard chain.steps.count == 1 else { throw Diagnostic(.oneEquation, at: statement.span) }
    var (base, indexExpressions) = chain.first.chainedIndices
    var arguments: [String] = []
    if case .call(let name, let list, _) = base.kind {
      for argument in list { arguments.append(try self.name(of: argument)) }
      base = Syntax.Expression(.name(name), at: base.span)
    }
    let name = try name(of: base)
    if case .call(name, let inputs, _) = step.expression.kind, indexExpressions.isEmpty {
      var names: [String] = []
      for input in inputs { names.append(try self.name(of: input)) }
      return try declareAcyclic(name, .loss(of: names), statement)
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
    if inputs.contains(name) || inputs.contains(where: { trial.depends($0, on: name) }) {
      let other = inputs.first { trial.depends($0, on: name) }.flatMap { trial[$0] }
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
    scope.declare(
      Declaration(name: name, kind: kind, span: span, indexBase: indexBase, section: section))
  }
}

extension Declaration {
  var isTensor: Bool {
    switch kind {
    case .tensor, .definition: true
    case .number, .loss: false
    }
  }
}

extension Declaration.Kind {
  /// The names on the right side.
  fileprivate var inputs: [String] {
    switch self {
    case .definition(_, let indices, let body): body.namesInOrder.filter { !indices.contains($0) }
    case .loss(let names): names
    case .number, .tensor: []
    }
  }
}

extension Syntax.Expression {
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
    case .membership(let subject, .interval(let low, let high)) where subject.kind == .name(letter):
      return (low, high)
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
  static let oneEquation = Self(
    "define-unclear", "a definition is one equation", hint: "put further steps into a check")
  static let definitionIsNoEquation = Self(
    "define-unclear", "a definition is an equation, name = expression",
    hint: "what is given goes into a given block, what is claimed into a check")
  static let conditionOfDefinition = Self(
    "define-unclear", "a definition holds for every index; conditions belong into cases",
    hint: "write \\begin{cases} … & \\text{if } … \\end{cases}")
  static let notAName = Self("expected", "this must be a name")

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
