import Judging
import Notation

/// What `define` blocks say.
extension Declarations {
  mutating func define(_ statements: [Syntax.Statement]) {
    for case .indexBase(let base) in statements.map(\.kind) { indexBase = base }
    let counted = statements.map(\.countedAtItself)
    definitionsOfLater = Set(zip(counted, statements).filter { $0 != $1 }.map(\.1.span))
    let statements = joiningFamilies(joiningDiagonals(counted))
    for statement in statements { forgetOuterFamily(definedBy: statement) }
    declareSizes(inRangesOf: statements)
    giveFunctions(calledBy: statements)
    for statement in statements {
      do throws(Diagnostic) {
        switch statement.kind {
        case .chain(let chain): try define(chain, statement)
        case .membership: throw Diagnostic(.definitionIsNoEquation, at: statement.span)
        case .indexBase: break
        }
      } catch {
        noteFault(error, in: statement)
      }
    }
    boundOpenFamilies()
    for statement in statements { checkSteps(of: statement) }
  }

  /// `y = [y^{(1)}, \dots, y^{(m)}]^\top`, all that is given one by one: both are one tensor.
  private mutating func joiningFamilies(_ statements: [Syntax.Statement]) -> [Syntax.Statement] {
    var rest = statements
    for statement in statements {
      guard let (name, family) = statement.joinedFamily(in: scope),
        let place = rest.firstIndex(where: { $0.span == statement.span })
      else { continue }
      rest.remove(at: place)
      scope = scope.renaming(family, as: name)
      rest = rest.map { $0.mapping { $0.renaming([family: name]) } }
    }
    return rest
  }

  /// `h = \sigma(z) = \frac{1}{1 + e^{-z}}`: h is the first of these, and what follows must be the same.
  private mutating func checkSteps(of statement: Syntax.Statement) {
    guard case .chain(let chain) = statement.kind, chain.steps.count > 1,
      chain.steps[0].relation == .equal
    else { return }
    let rest = Syntax.Chain(
      first: chain.steps[0].expression, steps: Array(chain.steps.dropFirst()))
    let question = Question(
      Syntax.Statement(kind: .chain(rest), conditions: [], span: statement.span),
      samples: Samples(scope: scope, seed: 0), conventions: ConventionChoice())
    if let judgment = try? Judge(question).judgment(), judgment.isVerified { return }
    noteFault(Diagnostic(.stepsOfDefinition, at: statement.span), in: statement)
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
    guard chain.steps.allSatisfy({ $0.relation == .equal }) else {
      throw Diagnostic(.oneEquation, at: statement.span)
    }
    if let network = step.expression.network, scope[network.name] == nil {
      return try define(network, step.expression, as: chain.first)
    }
    var (base, indexExpressions) = chain.first.chainedIndices
    var arguments: [String] = []
    var body = step.expression
    if case .call(let name, let list, _) = base.kind {
      for argument in list {
        let (parameter, rest) = try self.parameter(argument, of: name, arguments.count, in: body)
        arguments.append(parameter)
        body = rest
      }
      base = Syntax.Expression(.name(name), at: base.span)
    }
    let name = try name(of: base)
    if indexExpressions.isEmpty, arguments.isEmpty, let indices = entriesAlone(of: body) {
      if case .name(name) = body.chainedIndices.0.kind { return }
      indexExpressions = indices
    }
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
      name, .definition(arguments: arguments, indices: indices, body: body), statement)
  }

  /// The indices of `(x_{ij})`, of which nothing else is said: it is the tensor of these entries.
  private func entriesAlone(of body: Syntax.Expression) -> [Syntax.Expression]? {
    guard case .indexed = body.kind, case (let base, let indices) = body.chainedIndices,
      case .name = base.kind,
      indices.allSatisfy({
        if case .name(let letter) = $0.kind { scope[letter] == nil } else { false }
      })
    else { return nil }
    return indices
  }

  /// The name of a parameter. `\operatorname{score}(h_t, \bar{h}_s) = …` says what the function makes of any two
  /// values: those on the left stand for them, and their indices for nothing else.
  private func parameter(
    _ argument: Syntax.Expression, of function: String, _ place: Int, in body: Syntax.Expression
  ) throws(Diagnostic) -> (name: String, body: Syntax.Expression) {
    guard case .indexed = argument.kind else { return (try name(of: argument), body) }
    let name = Scope.hidden("\(place)", of: function)
    let text = argument.text
    let replaced = body.replacing { part in
      part.text == text ? Syntax.Expression(.name(name), at: part.span) : nil
    }
    let indices = argument.chainedIndices.1.reduce(into: Set<String>()) {
      $0.formUnion($1.freeNames())
    }
    guard replaced.freeNames().isDisjoint(with: indices) else {
      throw Diagnostic(.notAName, at: argument.span)
    }
    return (name, replaced)
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
    if let other = scope[name], namesOfBlock.contains(name), other.kind.contradicts(kind) {
      throw Diagnostic(.saysTwo(name), at: statement.span)
    }
    namesOfBlock.insert(name)
    scope = trial
  }
}

extension Syntax.Statement {
  /// The name of the list of all values of a given family, and the family.
  fileprivate func joinedFamily(in scope: Scope) -> (name: String, family: String)? {
    guard case .chain(let chain) = kind, chain.steps.count == 1, chain.steps[0].relation == .equal,
      case .name(let name) = chain.first.kind, scope[name] == nil,
      case .transposed(let list) = chain.steps[0].expression.kind,
      case .reduction(.list, let binder, let body) = list.kind,
      case .indexed(let base, let indices) = body.kind, case .name(let family) = base.kind,
      [name + "_", name + "^"].contains(family), indices.count == 1,
      indices[0].kind == .name(binder.name), let declaration = scope[family],
      case .tensor(let extents) = declaration.kind, extents.count <= 2,
      binder.lower?.wholeNumber == declaration.indexBase,
      binder.upper?.text == (declaration.indexBase == 1 ? extents.first?.text : nil)
    else { return nil }
    return (name, family)
  }
}

extension Declaration {
  /// Whether it is a sequence of which nothing says how it goes on.
  fileprivate var isOnlyGiven: Bool {
    switch kind {
    case .tensor(let extents): !extents.isEmpty
    case .family(let family): family.lines.allSatisfy { $0.isBoundary || $0.isGiven }
    case .number, .definition, .loss: false
    }
  }

  /// Whether something says where it begins.
  var hasBoundary: Bool {
    if case .family(let family) = kind { family.lines.contains(where: \.isBoundary) } else { false }
  }
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

extension Diagnostic.Message {
  static let definitionIsNoEquation = Self(
    "define-unclear", "a definition is an equation, name = expression",
    hint: "what is given goes into a given block, what is claimed into a check")

  fileprivate static let stepsOfDefinition = Self(
    "define-unclear", "a definition is one equation, and its further steps do not follow here",
    hint: "put further steps into a check")

  static let conditionOfDefinition = Self(
    "define-unclear", "a definition holds for every index; conditions belong into cases",
    hint: "write \\begin{cases} … & \\text{if } … \\end{cases}")

  static func givenElsewhere(_ name: String) -> Self {
    Self(
      "given-elsewhere", "'\(name)' is given in an outer section, and would be another one here",
      hint: "give it in this section, or take another name")
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
