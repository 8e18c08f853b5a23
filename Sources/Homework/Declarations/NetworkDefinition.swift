import Notation
import NumericCore

/// The equations of a network of the library in the names of its author.
struct NetworkDefinition {
  /// The names of the states, in the order of the network.
  let states: [String]
  private(set) var lines: [(name: String, family: Family, indexBase: Int?)] = []
  /// What can be counted of it, by the names under which it is kept.
  private(set) var counts: [(name: String, value: Syntax.Expression)] = []

  /// - Errors: a weight that is missing, has another shape, or has no place in the network.
  init(
    of network: Network, _ call: Syntax.Expression, as left: Syntax.Expression, in scope: Scope,
    section: Int
  ) throws(Diagnostic) {
    let given = try network.statements(in: network.given, Vocabulary())
    var own = Declarations(in: Scope(), section: 0)
    own.give(given)
    let weights = given.flatMap(\.declaredNames).filter {
      $0 != Network.input && !network.states.contains($0)
    }
    let instance = try NetworkCall(network, call, as: left, parameters: weights)
    var sizes = NetworkSizes(of: instance, in: scope)
    for parameter in [Network.input] + weights {
      if let kind = own.scope[parameter]?.kind { try sizes.take(parameter, kind) }
    }
    states = network.states.map(instance.declaredName(of:))
    // What a state is, its equations say: a_i[t] is an element of a[t].
    var vocabulary = own.scope.vocabulary
    for state in network.states { vocabulary[state] = nil }
    let equations = try network.statements(in: network.define, vocabulary)
    for statement in equations + given {
      guard let (name, line) = statement.line else { continue }
      let declared = instance.declaredName(of: name)
      let existing = scope[declared].flatMap { $0.section == section ? $0 : nil }
      if line.isBoundary, existing?.hasBoundary == true || scope.boundary(of: declared) != nil {
        continue
      }
      let body = line.body.map { instance.translated($0.without(sizes.absent)) }
      let extents = try sizes.extents(ofState: name, own.scope[name]?.kind, given: existing)
      let family = Family(
        lines: [
          .init(
            pattern: line.pattern.map(instance.translated),
            conditions: line.conditions.map { $0.mapping(instance.translated) }, body: body)
        ], subscripts: name.hasSuffix("_") ? 1 : 0, extents: extents)
      lines.append((declared, family, network.statesFromZero.contains(name) ? 0 : nil))
    }
    counts = sizes.counts(
      of: weights.map { weight in
        guard case .tensor(let extents)? = own.scope[weight]?.kind else { return (weight, []) }
        return (weight, extents)
      })
  }
}

extension Network {
  /// - Errors: none; the equations of the library can be read.
  fileprivate func statements(
    in text: String, _ vocabulary: Vocabulary
  ) throws(Diagnostic) -> [Syntax.Statement] {
    try Syntax.Statement.statements(
      in: Fragment(SourceFile(name: name, text: text)), surface: .latex, vocabulary: vocabulary,
      introducingNames: true)
  }
}

extension Syntax.Statement {
  /// The names of which this says what they are.
  fileprivate var declaredNames: [String] {
    guard case .membership(let subjects, _) = kind else { return [] }
    return subjects.flatMap { $0.chainedIndices.0.namesInOrder }
  }

  /// The equation as a line of a family.
  fileprivate var line: (name: String, Family.Line)? {
    guard case .chain(let chain) = kind, case .name(let name) = chain.first.chainedIndices.0.kind
    else { return nil }
    let pattern = chain.first.chainedIndices.1
    return (
      name,
      Family.Line(pattern: pattern, conditions: conditions, body: chain.steps[0].expression)
    )
  }
}

extension Syntax.Expression {
  /// The expression without the summands that these names are.
  fileprivate func without(_ summands: Set<String>) -> Syntax.Expression {
    replacing { part in
      guard case .binary(.add, let left, let right) = part.kind,
        case .name(let name) = right.kind, summands.contains(name)
      else { return nil }
      return left.without(summands)
    }
  }
}
