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
      let settled = statements.map(spelling.settled)
      guard !settled.isEmpty else { return .nothing }
      return .statements(unit.isAboutShape ? settled.flatMap(\.asShapes) : settled)
    } catch {
      if error.message.cause == .notAStatement, let expressions = bare(unit) {
        return .bare(expressions)
      }
      return unit.text.hasRelation ? .unreadable(error) : .nothing
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

  /// Whether a formula only says where the one before it holds.
  func mayBeCondition(_ unit: Unit) -> Bool {
    let text = unit.text.text.filter { !$0.isWhitespace }
    let words = ["where", "when", "for", "if", "here", "with", "else", "otherwise"]
    if text.hasPrefix("\\text{") {
      let word = text.dropFirst(6).prefix { $0.isLetter }.lowercased()
      return words.contains(where: word.hasPrefix)
    }
    guard case .statements(let statements) = read(unit) else { return false }
    return statements.allSatisfy(isConditionOrValue)
  }

  private func isConditionOrValue(_ statement: Syntax.Statement) -> Bool {
    if isCondition(statement) { return true }
    guard case .chain(let chain) = statement.kind, chain.steps.count == 1,
      case .name(let name) = chain.first.kind, case .number = chain.steps[0].expression.kind
    else { return false }
    return scope[name] == nil
  }

  /// Whether a statement only says over which values an index runs.
  func isCondition(_ statement: Syntax.Statement) -> Bool {
    switch statement.kind {
    case .membership(let subjects, .list), .membership(let subjects, .range),
      .membership(let subjects, .interval):
      return subjects.contains(where: isOpen)
    case .chain(let chain):
      let isOrder = chain.steps.allSatisfy { $0.relation != .equal && $0.relation.isOrder }
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

  struct Naming {
    let names: [String]
    let rest: Syntax.Statement?
    let value: Syntax.Expression
    let introductions: [Introduction]
  }

  /// What an equation that begins with a new name says of it. `isInText` tells an example, such as
  /// "for m = 1 the kernel begins at n = 1", from a value that holds from here on.
  func naming(in statement: Syntax.Statement, isInText: Bool) -> Naming? {
    guard case .chain(var chain) = statement.kind else { return nil }
    var names: [String] = []
    var introductions: [Introduction] = []
    while let step = chain.steps.first, step.relation == .equal,
      let (name, indices) = newName(chain.first)
    {
      let rest = Syntax.Chain(first: step.expression, steps: Array(chain.steps.dropFirst()))
      names.append(name)
      let isExample = isInText && name.isIndexLetter && step.expression.isWholeNumber
      if !isExample, !step.expression.freeNames().contains(name) {
        introductions.append(
          Introduction(
            name: name, kind: kind(of: value(in: rest), indices), span: chain.first.span))
      }
      chain = rest
    }
    guard !names.isEmpty else { return nil }
    return Naming(
      names: names, rest: chain.steps.isEmpty ? nil : statement.stating(.chain(chain)),
      value: chain.first, introductions: introductions)
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
    case .list, .range, .interval, .power, .oneHot: return nil
    }
  }
}

extension Unit {
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

extension Syntax.Relation {
  fileprivate var isOrder: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
    case .equal, .unequal, .approximatelyEqual: false
    }
  }
}

extension Syntax.Expression {
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
