import Markup
import Notation
import NumericCore

/// Reads one formula of a submission with the names that are known there, however a converter may
/// have spelled them.
struct FormulaReader {
  enum Meaning {
    case statements([Syntax.Statement])
    case bare([Syntax.Expression])
    case unreadable(Diagnostic)
    /// It states nothing: a name in running text.
    case nothing
  }

  let question: Exercise
  private let scope: Scope
  private var vocabulary: Vocabulary
  private let spelling: Spelling

  init(scope: Scope, question: Exercise) {
    self.scope = scope
    self.question = question
    spelling = Spelling(of: scope)
    vocabulary = spelling.extended(scope.vocabulary)
  }

  func read(_ unit: Unit) -> Meaning {
    do throws(Diagnostic) {
      let statements = try Syntax.Statement.statements(
        in: unit.text, surface: unit.surface, vocabulary: vocabulary)
      if let open = statements.first(where: { $0.otherReading != nil }) {
        throw Diagnostic(.twoReadings, at: open.span)
      }
      let settled = statements.map(spelling.settled).flatMap {
        unit.saysCondition ? [$0] : separated($0)
      }.flatMap(\.componentwise)
      guard !settled.isEmpty else { return .nothing }
      return .statements(unit.isAboutShape ? settled.flatMap(\.asShapes) : settled)
    } catch {
      if error.message.cause == .notAStatement, let expressions = bare(unit) {
        return .bare(expressions)
      }
      return unit.text.hasRelation || unit.isAnswer ? .unreadable(error) : .nothing
    }
  }

  /// `W_{out} = 28, H_{out} = 27` as two statements: an equation for a new name is no condition of another,
  /// unless a word such as "where" says so.
  private func separated(_ statement: Syntax.Statement) -> [Syntax.Statement] {
    func isOwn(_ condition: Syntax.Condition) -> Bool {
      guard case .chain(let chain) = condition, chain.steps.allSatisfy({ $0.relation == .equal }),
        case .name(let name) = chain.first.chainedIndices.0.kind, question.scope[name] == nil
      else { return false }
      return !statement.expressions.contains { $0.freeNames().contains(name) }
    }
    let own = statement.conditions.filter(isOwn)
    guard !own.isEmpty else { return [statement] }
    let first = Syntax.Statement(
      stating: statement.kind, under: statement.conditions.filter { !own.contains($0) },
      at: statement.span)
    return [first]
      + own.compactMap { condition in
        guard case .chain(let chain) = condition else { return nil }
        return Syntax.Statement(stating: .chain(chain), under: [], at: chain.first.span)
      }
  }

  private func bare(_ unit: Unit) -> [Syntax.Expression]? {
    var expressions: [Syntax.Expression] = []
    for answer in answers(in: unit.text, unit.surface) ?? [] {
      guard case .expression(let expression) = answer else { return nil }
      expressions.append(expression)
    }
    return expressions.isEmpty ? nil : expressions
  }

  func answers(in text: Fragment, _ surface: Surface) -> [Syntax.Answer]? {
    try? Syntax.Answer.answers(in: text, surface: surface, vocabulary: vocabulary)
  }

  /// A reader to whom these are names, and no products of their letters.
  func knowing(_ names: [String]) -> FormulaReader {
    var reader = self
    for name in names where scope[name] == nil { reader.vocabulary[name] = .number }
    return reader
  }

  /// Whether a name means something here.
  func knows(_ name: String) -> Bool { scope[name] != nil }

  func isTensor(_ name: String) -> Bool { scope[name]?.isTensor ?? false }

  // MARK: - Conditions

  /// Whether a formula only says where the claims before it hold.
  func isCondition(_ unit: Unit, of claims: [Syntax.Statement]) -> Bool {
    if case .words(let words)? = unit.text.textParts(unit.surface).first,
      Phrasebook.length(of: [.condition], atStartOf: Phrasebook.words(of: words)) != nil
    {
      return true
    }
    let isSaid = unit.around.link == .condition
    guard case .statements(let statements) = read(unit) else { return false }
    return statements.allSatisfy { statement in
      isCondition(statement) || isSize(statement, said: isSaid)
        || isValue(statement, of: claims, said: isSaid)
    }
  }

  /// Whether a formula says something of sizes, or which value an index has.
  func isSizeCondition(_ unit: Unit) -> Bool {
    guard case .statements(let statements) = read(unit) else { return false }
    return statements.allSatisfy { statement in
      isCondition(statement) || isSize(statement, said: true)
        || isValue(statement, of: [], said: true)
    }
  }

  /// `S = 1`, where S is a size of the assignment; behind "for" an order as well.
  private func isSize(_ statement: Syntax.Statement, said: Bool) -> Bool {
    guard case .chain(let chain) = statement.kind, statement.conditions.isEmpty else {
      return false
    }
    let names = chain.expressions.reduce(into: Set<String>()) { $0.formUnion($1.freeNames()) }
    let areSizes =
      !names.isEmpty
      && names.allSatisfy { name in
        guard case .number(let value) = question.scope[name]?.kind else { return false }
        return said || value == nil
      }
    let isValue =
      chain.steps.allSatisfy { $0.relation == .equal }
      && chain.expressions.dropLast().allSatisfy(\.isName)
      && (chain.expressions.last?.isWholeNumber ?? false)
    return areSizes && (said || isValue)
  }

  /// `m = 1`, where m is an index of the claim; behind "where", any new name.
  private func isValue(
    _ statement: Syntax.Statement, of claims: [Syntax.Statement], said: Bool
  ) -> Bool {
    guard case .chain(let chain) = statement.kind, chain.steps.count == 1,
      case .name(let name) = chain.first.kind, case .number = chain.steps[0].expression.kind,
      scope[name] == nil
    else { return false }
    return said || claims.contains { $0.expressions.contains { $0.freeNames().contains(name) } }
  }

  /// Whether a statement only says over which values an index runs.
  func isCondition(_ statement: Syntax.Statement) -> Bool {
    switch statement.kind {
    case .membership(let subjects, .list), .membership(let subjects, .range),
      .membership(let subjects, .interval):
      return subjects.contains(where: isOpen)
    case .chain(let chain):
      let isOrder = chain.steps.allSatisfy { $0.relation != .unequal && $0.relation.isOrder }
      return isOrder && chain.expressions.contains(where: isOpen)
    case .membership, .indexBase: return false
    }
  }

  private func isOpen(_ expression: Syntax.Expression) -> Bool {
    expression.freeNames().contains { scope[$0] == nil && !$0.isEmpty }
  }

  // MARK: - Placeholders

  /// `a × b × c` as a shape, where nothing is called a, b or c.
  func placeholders(in statement: Syntax.Statement) -> String? {
    guard case .membership(_, .reals(let extents)) = statement.kind else { return nil }
    let sizes = extents.flatMap(\.shapeFactors)
    let letters = sizes.compactMap { size in
      if case .name(let name) = size.kind, name.count == 1, scope[name] == nil { name } else { nil }
    }
    let first = ["a × b", "x × y"]
    guard letters.count == sizes.count, letters.count > 1,
      first.contains(letters.prefix(2).joined(separator: " × "))
    else { return nil }
    return letters.joined(separator: " × ")
  }

  // MARK: - Names

  /// What an equation that begins with a new name says of it. `isInText` tells an example, such as
  /// "for m = 1 the kernel begins at n = 1", from a value that holds from here on.
  func naming(in statement: Syntax.Statement, isInText: Bool) -> Naming? {
    guard case .chain(var chain) = statement.kind else { return nil }
    var names: [String] = []
    var spellings: [String] = []
    var introductions: [Introduction] = []
    // What holds for `S = 1` only is no name for later.
    let isLimited = statement.conditions.contains { condition in
      condition.expressions.contains {
        !$0.freeNames().isDisjoint(with: question.scope.declarations.keys)
      }
    }
    while let step = chain.steps.first, step.relation == .equal,
      let (name, indices) = newName(chain.first)
    {
      let rest = Syntax.Chain(first: step.expression, steps: Array(chain.steps.dropFirst()))
      names.append(name)
      spellings.append(chain.first.text.spelling)
      let isExample = isInText && name.isIndexLetter && step.expression.isWholeNumber
      if !isExample, !isLimited, !step.expression.freeNames().contains(name) {
        introductions.append(
          Introduction(
            name: name, kind: kind(of: value(in: rest), indices), span: chain.first.span))
      }
      chain = rest
    }
    guard !names.isEmpty else { return nil }
    return Naming(
      names: names, spellings: spellings,
      rest: chain.steps.isEmpty ? nil : statement.stating(.chain(chain)),
      value: chain.first, conditions: statement.conditions, introductions: introductions)
  }

  /// The value at the end of a row of names, `A = B = 3`.
  private func value(in chain: Syntax.Chain) -> Syntax.Expression {
    var first = chain.first
    for step in chain.steps where newName(first) != nil { first = step.expression }
    return first
  }

  /// A name of the submission's own: one that the assignment does not give a meaning.
  private func newName(_ expression: Syntax.Expression) -> (String, [String])? {
    let (base, indices) = expression.chainedIndices
    guard case .name(let name) = base.kind, question.scope[name] == nil else { return nil }
    var letters: [String] = []
    for index in indices {
      guard case .name(let letter) = index.kind, scope[letter] == nil, !letters.contains(letter)
      else { return nil }
      letters.append(letter)
    }
    return (name, letters)
  }

  private func kind(of value: Syntax.Expression, _ indices: [String]) -> Declaration.Kind {
    let isMatrix = if case .matrix = value.kind { true } else { false }
    let usesTensors = value.freeNames().contains { scope[$0]?.isTensor ?? false }
    return indices.isEmpty && !isMatrix && !usesTensors
      ? .number(value: value) : .definition(arguments: [], indices: indices, body: value)
  }

  /// `y \in \R^3` or `t \in \N` where y and t mean nothing yet.
  func declaration(in statement: Syntax.Statement) -> Introduction? {
    guard case .membership(let subjects, let domain) = statement.kind, subjects.count == 1,
      case .name(let name) = subjects[0].kind, scope[name] == nil
    else { return nil }
    switch domain {
    case .naturals: return Introduction(name: name, kind: .number(value: nil), span: statement.span)
    case .reals(let extents):
      let sizes = extents.flatMap(\.shapeFactors)
      guard !sizes.contains(where: isOpen) else { return nil }
      return Introduction(name: name, kind: .tensor(extents: sizes), span: statement.span)
    case .list, .range, .interval, .power, .oneHot, .functions: return nil
    }
  }
}

extension Unit {
  /// Whether words in it lead a condition in.
  fileprivate var saysCondition: Bool {
    text.textParts(surface).contains { part in
      guard case .words(let words) = part else { return false }
      return Phrasebook.length(of: [.condition], atStartOf: Phrasebook.words(of: words)) != nil
    }
  }

  /// Whether words say that it tells the shape of something: "Dimension of f = 1 × 2".
  fileprivate var isAboutShape: Bool {
    let words = text.text.ranges(of: "\\text{").map { place in
      text.text[place.upperBound...].prefix { $0 != "}" }.lowercased()
    }
    let said = words + [String(before.lowercased().trimmingSpaces.suffix(20))]
    return said.contains { phrase in
      ["dimension", "dimensions", "shape"].contains { noun in
        phrase.hasSuffix("\(noun) of") || phrase.trimmingSpaces.hasSuffix("output \(noun)")
          || phrase.trimmingSpaces == "\(noun) of"
      }
    }
  }
}

extension Syntax.Statement {
  /// `f = 1 × 2` as `f ∈ ℝ^{1 × 2}`.
  fileprivate var asShapes: [Syntax.Statement] {
    guard case .chain(let chain) = kind, chain.steps.allSatisfy({ $0.relation == .equal }),
      !chain.first.isShape
    else { return [self] }
    return chain.steps.map { stating(.membership([chain.first], .reals([$0.expression]))) }
  }
}

extension Syntax.Statement {
  /// `(a, b) = (1, 2)` as `a = 1` and `b = 2`.
  fileprivate var componentwise: [Syntax.Statement] {
    guard case .chain(let chain) = kind, case .tuple(let first) = chain.first.kind,
      !chain.steps.isEmpty,
      first.allSatisfy(\.isNamed)
    else { return [self] }
    let sides = chain.steps.map { step -> [Syntax.Expression] in
      guard step.relation == .equal, case .tuple(let parts) = step.expression.kind else {
        return []
      }
      return parts
    }
    guard sides.allSatisfy({ $0.count == first.count }) else { return [self] }
    return first.indices.map { place in
      let steps = sides.map { Syntax.Chain.Step(equalTo: $0[place]) }
      return Syntax.Statement(
        stating: .chain(Syntax.Chain(first: first[place], steps: steps)), under: conditions,
        at: first[place].span)
    }
  }
}

extension Syntax.Expression {
  /// Whether it is a name, with indices or without.
  fileprivate var isNamed: Bool { chainedIndices.0.isName }

  fileprivate var isWholeNumber: Bool {
    if case .number(let value) = kind { value.isInteger } else { false }
  }
}

extension String {
  /// Whether it is one small Latin letter, as indices are called.
  fileprivate var isIndexLetter: Bool {
    count == 1 && first.map { $0.isLowercase && $0.isASCII } ?? false
  }
}
