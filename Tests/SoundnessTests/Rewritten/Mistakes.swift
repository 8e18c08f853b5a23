import Notation
import NumericCore

@testable import Judging
@testable import Notation

/// The mistakes that students make in one part of an answer, as edits of the tree.
///
/// They share nothing with the edits that repair an answer: what one of them cannot think of, the
/// other may.
struct Mistakes {
  let formula: RightFormula
  /// The index names of the formula, bound and free.
  private let indices: [String]

  init(in formula: RightFormula) {
    self.formula = formula
    var names: Set<String> = []
    for expression in formula.statement.expressions {
      for part in expression.parts {
        if part.role == .index { names.formUnion(part.node.freeNames()) }
        names.formUnion(part.binders.map(\.name))
      }
    }
    indices = names.filter { formula.scope[$0] == nil }.sorted()
  }

  /// Everything that may be written instead of a part.
  func edits(of part: Part) -> [Syntax.Expression] {
    switch part.role {
    case .value: values(part)
    case .index: names(part) + numbers(part) + sums(part.node) + terms(part)
    case .bound: numbers(part) + sums(part.node) + [part.node.plus(1), part.node.plus(-1)]
    case .condition: names(part) + numbers(part) + sums(part.node) + [part.node.plus(1)]
    }
  }

  // MARK: - Indices

  /// An index off by one, or with a stride that is not there.
  private func terms(_ part: Part) -> [Syntax.Expression] {
    guard part.node.literal == nil else { return [] }
    return [part.node.plus(1), part.node.plus(-1), part.node.times(2)]
  }

  /// Another index.
  private func names(_ part: Part) -> [Syntax.Expression] {
    guard case .name(let name) = part.node.kind, indices.contains(name) else { return [] }
    return indices.filter { $0 != name }.map { part.node.made(.name($0)) }
  }

  private func numbers(_ part: Part) -> [Syntax.Expression] {
    guard let number = part.node.literal else { return [] }
    return [number + 1, number - 1].filter { $0 >= 0 }.map { part.node.made(.number(Rational($0))) }
  }

  /// A sign, an order, a term or a factor that is missing.
  private func sums(_ node: Syntax.Expression) -> [Syntax.Expression] {
    guard case .binary(let sign, let left, let right) = node.kind else { return [] }
    switch sign {
    case .add: return [node.made(.binary(.subtract, left, right)), left, right]
    case .subtract:
      return [
        node.made(.binary(.add, left, right)), node.made(.binary(.subtract, right, left)), left,
      ]
    default: return [left, right]
    }
  }

  // MARK: - Values

  private func values(_ part: Part) -> [Syntax.Expression] {
    let node = part.node
    return factors(part) + sums(node) + numbers(part) + products(node) + functions(node)
      + tensors(part) + reductions(node) + guards(node) + lists(node)
  }

  /// A sign or a factor at a whole term.
  private func factors(_ part: Part) -> [Syntax.Expression] {
    if case .derivative = part.parent?.kind { return [] }
    if case .indexed = part.parent?.kind { return [] }
    return [part.node.made(.negated(part.node)), part.node.times(2)]
  }

  private func products(_ node: Syntax.Expression) -> [Syntax.Expression] {
    switch node.kind {
    case .binary(.hadamard, let left, let right):
      return [
        node.made(.binary(.juxtaposition, left, right)), node.made(.binary(.add, left, right)),
      ]
    case .binary(let sign, let left, let right) where sign == .juxtaposition || sign == .dot:
      return [
        node.made(.binary(sign, right, left)), node.made(.binary(.hadamard, left, right)),
        node.made(.binary(.add, left, right)),
      ]
    case .binary(.divide, let left, let right): return [node.made(.binary(.divide, right, left))]
    case .transposed(let inner): return [inner]
    case .negated(let inner): return [inner]
    case .derivative(let output, let input, let isDirect):
      return [node.made(.derivative(output, by: input, isDirect: !isDirect))]
    case .power(let base, let exponent):
      return [base, node.made(.power(base, exponent.plus(1)))]
    case .call("diag", let arguments, _), .call("trace", let arguments, _): return arguments
    default: return []
    }
  }

  private static let relatives: [[String]] = [
    ["tanh", "sigmoid", "relu", "exp"], ["max", "min"], ["floor", "ceil"], ["tanh'", "sigmoid'"],
    ["avgpool", "maxpool"], ["log", "exp"], ["softmax", "tanh"],
  ]

  private func functions(_ node: Syntax.Expression) -> [Syntax.Expression] {
    guard case .call(let name, let arguments, let options) = node.kind else { return [] }
    let plain = name == "σ" ? "sigmoid" : name
    let others = Self.relatives.filter { $0.contains(plain) }.joined().filter { $0 != plain }
    var edits = others.map { node.made(.call($0, arguments, options)) }
    if arguments.count == 1, Library.traits(of: name).contains(.elementwise) {
      edits.append(arguments[0])
    }
    for place in options.indices {
      var changed = options
      changed[place] = Syntax.Option(
        name: options[place].name, value: options[place].value.plus(1), span: node.span)
      edits.append(node.made(.call(name, arguments, changed)))
      changed.remove(at: place)
      edits.append(node.made(.call(name, arguments, changed)))
    }
    return edits
  }

  /// Another tensor with as many axes, a transposition, an entry of a matrix.
  private func tensors(_ part: Part) -> [Syntax.Expression] {
    guard case .name(let name) = part.node.kind, let own = formula.scope[name] else { return [] }
    var edits: [Syntax.Expression] = []
    for (other, declaration) in formula.scope.declarations.sorted(by: { $0.key < $1.key })
    where other != name && declaration.isLike(own) {
      edits.append(part.node.made(.name(other)))
    }
    if case .tensor(let extents) = own.kind, extents.count == 2 {
      edits.append(part.node.made(.transposed(part.node)))
    }
    return edits
  }

  /// A sum without one of its ends, a sum that is a product, a body without its sum.
  private func reductions(_ node: Syntax.Expression) -> [Syntax.Expression] {
    guard case .reduction(let reduction, let binder, let body) = node.kind, reduction != .list
    else { return [] }
    var edits = [
      node.made(.reduction(reduction == .sum ? .product : .sum, binder, body)), body,
    ]
    if let lower = binder.lower, let upper = binder.upper {
      for (low, high) in [(lower.plus(1), upper), (lower, upper.plus(-1)), (lower, upper.plus(1))] {
        edits.append(
          node.made(
            .reduction(
              reduction, Syntax.Binder(name: binder.name, lower: low, upper: high, span: node.span),
              body)))
      }
    }
    return edits
  }

  private func guards(_ node: Syntax.Expression) -> [Syntax.Expression] {
    switch node.kind {
    case .indicator(let conditions):
      let one = node.made(.number(Rational(1)))
      return [one]
        + conditions.indices.map { place in
          var fewer = conditions
          fewer.remove(at: place)
          return fewer.isEmpty ? node.plus(1) : node.made(.indicator(fewer))
        } + relations(conditions).map { node.made(.indicator($0)) }
    case .cases(let branches):
      var edits = [branches[0].value]
      if let guards = branches[0].guards {
        for changed in relations(guards) {
          var lines = branches
          lines[0] = Syntax.Branch(value: branches[0].value, guards: changed)
          edits.append(node.made(.cases(lines)))
        }
      }
      return edits
    default: return []
    }
  }

  /// `<` for `≤`, and the like.
  private func relations(_ conditions: [Syntax.Condition]) -> [[Syntax.Condition]] {
    let others: [Syntax.Relation: Syntax.Relation] = [
      .lessOrEqual: .less, .less: .lessOrEqual, .greater: .less, .greaterOrEqual: .greater,
      .equal: .lessOrEqual,
    ]
    return conditions.indices.flatMap { place -> [[Syntax.Condition]] in
      guard case .chain(let chain) = conditions[place] else { return [] }
      return chain.steps.indices.compactMap { step in
        guard let other = others[chain.steps[step].relation] else { return nil }
        var steps = chain.steps
        steps[step] = .init(relation: other, expression: steps[step].expression, tolerance: nil)
        var changed = conditions
        changed[place] = .chain(Syntax.Chain(first: chain.first, steps: steps))
        return changed
      }
    }
  }

  /// Two indices of a list exchanged.
  private func lists(_ node: Syntax.Expression) -> [Syntax.Expression] {
    switch node.kind {
    case .indexed(let base, let indices) where indices.count > 1:
      return (1..<indices.count).map { place in
        var swapped = indices
        swapped.swapAt(place - 1, place)
        return node.made(.indexed(base, swapped))
      }
    case .matrix(let rows) where rows[0].count > 1:
      return [node.made(.matrix(rows.map { $0.reversed() }))]
    default: return []
    }
  }
}

extension Declaration {
  /// Whether a student may take one for the other.
  fileprivate func isLike(_ other: Declaration) -> Bool {
    switch (kind, other.kind) {
    case (.tensor(let own), .tensor(let others)): own.count == others.count
    case (.number, .number), (.loss, .loss): true
    case (.definition(_, let own, _), .definition(_, let others, _)): own.count == others.count
    case (.family(let own), .family(let others)): own.rank == others.rank
    case (.definition(_, let own, _), .family(let others)),
      (.family(let others), .definition(_, let own, _)):
      own.count == others.rank
    default: false
    }
  }
}
