import NumericCore

/// What a name stands for, as its author wrote it.
public struct Declaration: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// A whole number: every one that the constraints admit, or the value that is given.
    case number(value: Syntax.Expression?)
    /// A tensor of any values, of the given extents.
    case tensor(extents: [Syntax.Expression])
    /// `f_W(x)[i, j] = …`, element by element, or `f = …`, whole.
    case definition(arguments: [String], indices: [String], body: Syntax.Expression)
    /// `h[0] = 0`, `h[t] = …`: a family of values, line by line.
    case family(Family)
    /// Any smooth scalar function of these tensors.
    case loss(of: [Syntax.Expression])
  }

  public let name: String
  public let kind: Kind
  public let span: Span
  /// The first index of its axes, where the author says it.
  public let indexBase: Int?
  /// The number of the section that declares it; one section counts from one base.
  public let section: Int

  public init(name: String, kind: Kind, span: Span, indexBase: Int?, section: Int) {
    self.name = name
    self.kind = kind
    self.span = span
    self.indexBase = indexBase
    self.section = section
  }

  /// Whether its first index is one that something counts.
  fileprivate var isCounted: Bool { isGiven && indexBase != nil }

  /// Whether it is a tensor of any values.
  fileprivate var isGiven: Bool { if case .tensor = kind { true } else { false } }

  /// Two that stand in one place are seldom different.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(span)
  }
}

/// The names that are known at one place of a homework.
public struct Scope: Sendable {
  public private(set) var declarations: [String: Declaration] = [:]
  /// What the whole numbers must fulfil.
  public private(set) var constraints: [Syntax.Condition] = []
  /// The tensors whose last axis holds a single 1.
  public private(set) var oneHot: Set<String> = []
  /// The tensors whose entries are limited one by one.
  public private(set) var valueSets: [String: ValueSet] = [:]
  /// The tensors whose entries are bound to one another.
  package private(set) var structures: [String: TensorStructure] = [:]
  /// The range that was given of a letter, with what it is an index of.
  package private(set) var givenRanges: [String: Syntax.Condition] = [:]
  /// For each name, every name that it depends on.
  private var dependencies: [String: Set<String>] = [:]
  /// The names that the declarations speak of, declared or not yet.
  private var mentioned: Set<String> = []
  /// The names that have values one by one, by their indices.
  private var families: [String: Family] = [:]
  /// The names of which something is said that cannot be read or does not fit, and where.
  private var faults: [String: Span] = [:]
  /// What a reader must know of these names.
  public private(set) var vocabulary = Vocabulary()
  /// The names whose definitions hold derivatives.
  private var derived: Set<String> = []

  /// What the document declares of conventions that are never found out: here, the value of an
  /// expression depends on them, whatever is claimed.
  public let conventions: DeclaredConventions

  public init(_ conventions: DeclaredConventions = DeclaredConventions()) {
    self.conventions = conventions
  }

  public subscript(name: String) -> Declaration? { declarations[name] }

  /// A new meaning of a name shadows the old one, and what was defined by the old one goes with it:
  /// it must not come to mean something else unseen.
  public mutating func declare(_ declaration: Declaration) {
    forget(declaration.name)
    faults[declaration.name] = nil
    complete(declaration)
  }

  /// Ends the meaning of a name; what was defined by it, and what is kept of it, goes with it.
  package mutating func forget(_ name: String) {
    guard declarations[name] != nil else { return }
    for other in declarations.keys where other != name {
      if depends(other, on: name) || other.hasPrefix(Self.hidden("", of: name)) {
        remove(other)
      }
    }
    remove(name)
    constraints.removeAll { $0.expressions.contains { $0.freeNames().contains(name) } }
    oneHot.remove(name)
    valueSets[name] = nil
    structures[name] = nil
  }

  /// Notes that what is said of a name has no meaning; all that was defined by it has none, either.
  package mutating func noteFault(of name: String, at place: Span) {
    let dependents = declarations.keys.filter { $0 != name && depends($0, on: name) }
    forget(name)
    for name in dependents + [name] where !Self.isHidden(name) {
      faults[name] = place
      vocabulary[name] = .tensor(rank: nil)
    }
  }

  /// Where the first thing stands without which these names have no meaning.
  package func fault(of names: Set<String>) -> Span? {
    guard !faults.isEmpty else { return nil }
    let needed = closure(of: names).reduce(into: names) {
      $0.formUnion(declarations[$1]?.directDependencies ?? [])
    }
    return needed.compactMap { faults[$0] }.min { $0.lower < $1.lower }
  }

  private mutating func remove(_ name: String) {
    declarations[name] = nil
    vocabulary[name] = nil
    vocabulary.origins[name] = nil
    vocabulary.given.remove(name)
    vocabulary.counted.remove(name)
    derived.remove(name)
  }

  public mutating func requireOneHot(_ name: String) { oneHot.insert(name) }

  /// Keeps a range that is given of a letter: what is defined at that index later runs so far where nothing
  /// in the definition says more.
  package mutating func noteRange(_ range: Syntax.Condition, of letter: String) {
    givenRanges[letter] = range
  }

  /// Limits the values of one tensor as those of another are.
  package mutating func copyLimits(of name: String, to other: String) {
    if oneHot.contains(name) { oneHot.insert(other) }
    valueSets[other] = valueSets[name]
    structures[other] = structures[name]
  }

  /// Limits its names as those of another scope are.
  mutating func takeLimits(
    of other: Scope, name: (String) -> String,
    condition: (Syntax.Condition) -> Syntax.Condition
  ) {
    func named<Limit>(_ limits: [String: Limit]) -> [String: Limit] {
      Dictionary(uniqueKeysWithValues: limits.map { (name($0.key), $0.value) })
    }
    constraints = other.constraints.map(condition)
    oneHot = Set(other.oneHot.map(name))
    valueSets = named(other.valueSets)
    structures = named(other.structures)
    givenRanges = other.givenRanges.mapValues(condition)
    faults = named(other.faults)
    for name in faults.keys { vocabulary[name] = .tensor(rank: nil) }
  }

  /// - Returns: the first condition that leaves a name no value.
  @discardableResult
  public mutating func require(_ conditions: [Syntax.Condition]) -> Syntax.Condition? {
    var contradiction: Syntax.Condition?
    for condition in conditions {
      if let (name, structure) = TensorStructure.named(in: condition, self),
        structures[name] ?? structure == structure
      {
        structures[name] = structure
        noteOneHot(name)
        continue
      }
      guard let (name, set) = ValueSet.named(in: condition, self) else {
        constraints.append(condition)
        continue
      }
      let both = valueSets[name]?.intersection(set) ?? set
      valueSets[name] = both
      noteOneHot(name)
      if both.isEmpty { contradiction = contradiction ?? condition }
    }
    return contradiction
  }

  /// `y \in \{0, 1\}^n` with `\sum_i y_i = 1`
  private mutating func noteOneHot(_ name: String) {
    guard structures[name] == .sumOfOne, let values = valueSets[name]?.all,
      Set(values) == [Rational(0), Rational(1)]
    else { return }
    requireOneHot(name)
  }

  /// What is given of the values of these names besides their sets: tensors do not keep to it.
  package func conditionsOnValues(of names: Set<String>) -> [Syntax.Condition] {
    let known = closure(of: names)
    return constraints.filter { condition in
      speaksOfValues(condition) && !givesLabels(condition)
        && condition.expressions.contains { !$0.freeNames().isDisjoint(with: known) }
    }
  }

  /// Whether a condition is about the values of tensors, and not about sizes only.
  package func speaksOfValues(_ condition: Syntax.Condition) -> Bool {
    let names = condition.expressions.reduce(into: Set<String>()) {
      $0.formUnion($1.namesOfValues)
    }
    return closure(of: names).contains { name in
      switch declarations[name]?.kind {
      case .tensor, .family, .loss: true
      case .number, .definition, nil: false
      }
    }
  }

  /// Says more about a name: what was said with it before stays, and now speaks of this.
  public mutating func complete(_ declaration: Declaration) {
    let name = declaration.name
    let isKnown = declarations[name] != nil || mentioned.contains(name)
    declarations[name] = declaration
    derived.remove(name)
    if declaration.bodies.contains(where: \.differentiates) { derived.insert(name) }
    mentioned.formUnion(declaration.directDependencies)
    // Only a name that something speaks of already changes what others depend on.
    for name in isKnown || mentioned.contains(name) ? Array(declarations.keys) : [name] {
      dependencies[name] = closure(of: name)
    }
    // What is recurrent now may be so by this name only.
    for name in isKnown || mentioned.contains(name) ? Array(declarations.keys) : [name] {
      families[name] = declarations[name].flatMap(family(declaredBy:))
      vocabulary[name] = vocabularyEntry(of: name)
      vocabulary.origins[name] = declarations[name]?.origin(
        in: vocabulary, dependingOn: dependencies[name] ?? [])
      if declarations[name]?.isGiven == true { vocabulary.given.insert(name) }
      if declarations[name]?.isCounted == true { vocabulary.counted.insert(name) }
    }
  }

  private func vocabularyEntry(of name: String) -> Vocabulary.Entry? {
    family(name).map { .family(subscripts: $0.subscripts, rank: $0.rank) }
      ?? declarations[name]?.vocabularyEntry(in: vocabulary)
  }

  /// Whether derivatives are needed to compute it.
  func isMadeOfDerivatives(_ expression: Syntax.Expression) -> Bool {
    expression.differentiates
      || !closure(of: expression.freeNames()).isDisjoint(with: derived)
  }

  /// What is differentiated by in an expression and in all that it needs.
  func differentiated(in expression: Syntax.Expression) -> [Syntax.Expression] {
    ([expression] + bodies(of: [expression])).flatMap(\.differentiatedBy)
  }

  /// Whether the value of some definition depends on the layout of a derivative.
  var definesByDerivatives: Bool {
    derived.contains { declarations[$0]?.bodies.allSatisfy(\.derivativeTexts.isEmpty) == false }
  }

  /// The family that a name is: as it was declared, or by an equation that needs its own values.
  package func family(_ name: String) -> Family? {
    declarations[name] == nil ? nil : families[name]
  }

  private func family(declaredBy declaration: Declaration) -> Family? {
    switch declaration.kind {
    case .family(let family):
      return family.isElementwise(from: declaration.indexBase) && !isRecurrent(declaration.name)
        ? nil : family
    case .definition(_, let indices, let body)
    where !indices.isEmpty && (isRecurrent(declaration.name) || isSequence(body, indices)):
      let pattern = indices.map { Syntax.Expression(.name($0), at: body.span) }
      return Family(
        lines: [.init(pattern: pattern, conditions: [], body: body)], subscripts: 0, extents: nil)
    default: return nil
    }
  }

  /// Whether a definition goes along with a sequence, `y_t = v^\top h_t`: it has values where that has.
  private func isSequence(_ body: Syntax.Expression, _ indices: [String]) -> Bool {
    guard indices.count == 1 else { return false }
    let (base, places) = body.chainedIndices
    if case .name(let name) = base.kind, let family = families[name],
      places.count >= family.rank, family.rank > 0,
      places[family.rank - 1].kind == .name(indices[0])
    {
      return true
    }
    return body.children.contains { isSequence($0, indices) }
  }

  private func isRecurrent(_ name: String) -> Bool {
    declarations[name]?.directDependencies.contains { $0 == name || depends($0, on: name) } == true
  }

  /// Whether no value of a family, nor of those that it needs, reads a later one.
  func isCausal(_ name: String) -> Bool {
    closure(of: [name]).union(declarations.keys.filter { depends($0, on: name) }).allSatisfy {
      other in
      family(other)?.lines.allSatisfy { line in
        guard let time = line.pattern.last else { return false }
        return line.body?.readsNothing(after: time, in: self) ?? true
      } ?? true
    }
  }

  /// Every declared name that the names depend on, themselves among them.
  package func closure(of names: Set<String>) -> Set<String> {
    names.reduce(into: []) { $0.formUnion(dependencies[$1] ?? []) }
  }

  /// Whether the value of one name changes with the other.
  package func depends(_ name: String, on other: String) -> Bool {
    dependencies[name]?.contains(other) == true
  }

  private func closure(of name: String) -> Set<String> {
    var reached: Set<String> = []
    var waiting = [name]
    while let next = waiting.popLast() {
      guard let declaration = declarations[next], reached.insert(next).inserted else { continue }
      waiting += declaration.directDependencies
      // h[0] may be given as h_0.
      if case .definition(_, let indices, _) = declaration.kind, !indices.isEmpty {
        waiting += Self.boundaryNames(of: next)
      } else if case .family = declaration.kind {
        waiting += Self.boundaryNames(of: next)
      }
    }
    return reached
  }

  /// What `h[0]` may be called where it is given by itself.
  private static func boundaryNames(of name: String) -> [String] {
    name.hasSuffix("^") || name.hasSuffix("_")
      ? ["\(name)0"] : ["\(name)_0"] + Syntax.labels(of: "0").map { "\(name)^\($0)" }
  }

  /// Whether a name is that of a function of the library, where nothing declares it.
  package static func isOfLibrary(_ name: String) -> Bool { Library.contains(name) }

  /// What is given as the value of a family at 0.
  package func boundary(of name: String) -> Declaration? {
    Self.boundaryNames(of: name).firstResult { self[$0] }
  }

  /// The right sides of all definitions that these depend on.
  package func bodies(of expressions: [Syntax.Expression]) -> [Syntax.Expression] {
    let names = expressions.reduce(into: Set<String>()) { $0.formUnion($1.freeNames()) }
    return closure(of: names).sorted().flatMap { declarations[$0]?.bodies ?? [] }
  }
}

extension Syntax.Expression {
  /// Whether each family in it is read at the time itself, a whole number before it, or a fixed one.
  fileprivate func readsNothing(after time: Syntax.Expression, in scope: Scope) -> Bool {
    let (base, indices) = chainedIndices
    if case .name(let name) = base.kind, let family = scope.family(name) {
      guard indices.count >= family.rank else { return false }
      switch indices[family.rank - 1].kind {
      case time.kind: break
      case .binary(.subtract, let left, let right):
        guard left.kind == time.kind, case .number(let lag) = right.kind, lag >= Rational(0) else {
          return false
        }
      default: return false
      }
    }
    return children.allSatisfy { child in
      if case .name(let name) = child.kind, child == base, scope.family(name) != nil { return true }
      return child.readsNothing(after: time, in: scope)
    }
  }
}

extension Scope {
  /// The name under which something of a network is kept that its author gave no name; no author can
  /// write this one.
  package static func hidden(_ part: String, of network: String) -> String { "\(network).\(part)" }

  /// Whether nobody can write a name.
  package static func isHidden(_ name: String) -> Bool { name.utf8.contains(UInt8(ascii: ".")) }
}
