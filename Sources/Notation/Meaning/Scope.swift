import NumericCore

/// What a name stands for, as its author wrote it.
public struct Declaration: Sendable {
  public enum Kind: Sendable {
    /// A whole number: every one that the constraints admit, or the value that is given.
    case number(value: Syntax.Expression?)
    /// A tensor of any values, of the given extents.
    case tensor(extents: [Syntax.Expression])
    /// `f_W(x)[i, j] = …`, element by element, or `f = …`, whole.
    case definition(arguments: [String], indices: [String], body: Syntax.Expression)
    /// Any smooth scalar function of the named tensors.
    case loss(of: [String])
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
}

/// The names that are known at one place of a homework.
public struct Scope: Sendable {
  public private(set) var declarations: [String: Declaration] = [:]
  /// What the whole numbers must fulfil.
  public private(set) var constraints: [Syntax.Condition] = []
  /// For each name, every name that it depends on.
  private var dependencies: [String: Set<String>] = [:]

  public init() {}

  public subscript(name: String) -> Declaration? { declarations[name] }

  /// A new meaning of a name shadows the old one, and what was defined by the old one goes with it:
  /// it must not come to mean something else unseen.
  public mutating func declare(_ declaration: Declaration) {
    let name = declaration.name
    if declarations[name] != nil {
      for other in declarations.keys where other != name && depends(other, on: name) {
        declarations[other] = nil
      }
      constraints.removeAll { $0.expressions.contains { $0.freeNames().contains(name) } }
    }
    declarations[name] = declaration
    dependencies = [:]
    for name in declarations.keys { dependencies[name] = closure(of: name) }
  }

  public mutating func require(_ conditions: [Syntax.Condition]) { constraints += conditions }

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
    }
    return reached
  }

  /// What a reader must know of these names.
  public var vocabulary: Vocabulary {
    Vocabulary(declarations.mapValues(\.vocabularyEntry))
  }
}

extension Declaration {
  fileprivate var directDependencies: [String] {
    switch kind {
    case .number(let value): value.map { Array($0.freeNames()) } ?? []
    case .tensor(let extents): extents.flatMap { $0.freeNames() }
    case .definition(_, let indices, let body):
      Array(body.freeNames().subtracting(indices))
    case .loss(let names): names
    }
  }

  fileprivate var vocabularyEntry: Vocabulary.Entry {
    switch kind {
    case .number: .number
    case .tensor(let extents): .tensor(rank: extents.count)
    case .definition(let arguments, let indices, _):
      arguments.isEmpty ? .tensor(rank: indices.isEmpty ? nil : indices.count) : .function
    case .loss: .number
    }
  }
}
