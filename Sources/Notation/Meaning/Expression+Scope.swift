extension Syntax.Expression {
  /// Whether something is indexed in it whose first index nothing says: time counts as it is given.
  package func countsFromBase(in scope: Scope) -> Bool {
    // `\pi(a)`, which chooses an entry by its argument.
    if case .call(let name, _, _) = kind,
      case .definition(let parameters, _, let body) = scope[name]?.kind,
      !body.bareIndices.isDisjoint(with: parameters)
    {
      return true
    }
    guard case .indexed = kind else { return children.contains { $0.countsFromBase(in: scope) } }
    let (base, indices) = chainedIndices
    if indices.contains(where: { $0.countsFromBase(in: scope) }) { return true }
    guard case .name(let name) = base.kind, let declaration = scope[name] else { return true }
    if let family = scope.family(name), indices.count <= family.rank { return false }
    return declaration.indexBase == nil
  }

  /// The same of what is indexed by numbers, `y_1 + y_2`, `\sum_{i=1}^n y_i`: other letters run over an
  /// axis wherever it begins.
  package func countsByNumbers(in scope: Scope) -> Bool {
    if case .reduction(_, let binder, let body) = kind, case .number? = binder.lower?.kind,
      body.countsFromBase(in: scope), body.bareIndices.contains(binder.name)
    {
      return true
    }
    guard case .indexed = kind else { return children.contains { $0.countsByNumbers(in: scope) } }
    let hasNumber = chainedIndices.1.contains { if case .number = $0.kind { true } else { false } }
    return hasNumber && countsFromBase(in: scope)
  }

  /// The canonical texts of the derivatives in it that may be followed through time.
  package func derivativesThroughTime(in scope: Scope) -> [String] {
    var texts: [String] = []
    if case .derivative(let output, let input, _) = kind {
      let names = output.freeNames().union(input.freeNames())
      if scope.closure(of: names).contains(where: { scope.family($0) != nil }) {
        texts.append(Self.derivativeText(ofBases: output, input))
      }
    }
    return texts + children.flatMap { $0.derivativesThroughTime(in: scope) }
  }

  /// The same expression at another place, with the names of its new surroundings. Names that have
  /// none there, bound ones too, become such that no author can write: nothing is captured.
  package func transplanted(
    into network: String, at span: Span, _ names: [String: Syntax.Expression]
  ) -> Syntax.Expression {
    let moved = withChildren { $0.transplanted(into: network, at: span, names) }
    switch moved.kind {
    case .name(let name):
      return names[name] ?? Syntax.Expression(.name(Scope.hidden(name, of: network)), at: span)
    case .reduction(let reduction, let binder, let body):
      let local = Syntax.Binder(
        name: Scope.hidden(binder.name, of: network), lower: binder.lower, upper: binder.upper,
        span: span)
      return Syntax.Expression(.reduction(reduction, local, body), at: span)
    default: return Syntax.Expression(moved.kind, at: span)
    }
  }
}
