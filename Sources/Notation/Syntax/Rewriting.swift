extension Syntax.Expression {
  /// The same tree with every part replaced for which `replacement` has another; a part that is
  /// replaced is not looked into.
  package func replacing(_ replacement: (Syntax.Expression) -> Syntax.Expression?) -> Self {
    if let new = replacement(self) { return new }
    func map(_ part: Syntax.Expression) -> Syntax.Expression { part.replacing(replacement) }
    let kind: Kind =
      switch self.kind {
      case .number, .name: self.kind
      case .negated(let inner): .negated(map(inner))
      case .binary(let sign, let left, let right): .binary(sign, map(left), map(right))
      case .power(let base, let exponent): .power(map(base), map(exponent))
      case .transposed(let inner): .transposed(map(inner))
      case .call(let name, let arguments, let options):
        .call(
          name, arguments.map(map),
          options.map { Syntax.Option(name: $0.name, value: map($0.value), span: $0.span) })
      case .indexed(let base, let indices): .indexed(map(base), indices.map(map))
      case .reduction(let reduction, let binder, let body):
        .reduction(
          reduction,
          Syntax.Binder(
            name: binder.name, lower: binder.lower.map(map), upper: binder.upper.map(map),
            span: binder.span), map(body))
      case .indicator(let conditions): .indicator(conditions.map { $0.mapping(map) })
      case .cases(let branches):
        .cases(
          branches.map { branch in
            Syntax.Branch(
              value: map(branch.value), guards: branch.guards.map { $0.map { $0.mapping(map) } })
          })
      case .derivative(let output, let input): .derivative(map(output), by: map(input))
      case .matrix(let rows): .matrix(rows.map { $0.map(map) })
      case .tuple(let parts): .tuple(parts.map(map))
      }
    return Syntax.Expression(kind, at: span)
  }
}

extension Syntax.Condition {
  func mapping(_ transform: (Syntax.Expression) -> Syntax.Expression) -> Self {
    switch self {
    case .chain(let chain): .chain(chain.mapping(transform))
    case .membership(let subject, let domain): .membership(transform(subject), domain)
    }
  }
}

extension Syntax.Chain {
  package func mapping(_ transform: (Syntax.Expression) -> Syntax.Expression) -> Self {
    Syntax.Chain(
      first: transform(first),
      steps: steps.map {
        Step(
          relation: $0.relation, expression: transform($0.expression), tolerance: $0.tolerance,
          roundingTolerance: $0.roundingTolerance)
      })
  }
}
