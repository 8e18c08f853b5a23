extension Syntax.Expression {
  /// The same expression with each of the expressions directly inside it replaced.
  package func withChildren(
    _ change: (Syntax.Expression) -> Syntax.Expression
  ) -> Syntax.Expression {
    let kind: Kind =
      switch kind {
      case .number, .name: kind
      case .negated(let operand): .negated(change(operand))
      case .transposed(let operand): .transposed(change(operand))
      case .binary(let sign, let left, let right): .binary(sign, change(left), change(right))
      case .power(let base, let exponent): .power(change(base), change(exponent))
      case .call(let name, let arguments, let options):
        .call(
          name, arguments.map(change),
          options.map { Syntax.Option(name: $0.name, value: change($0.value), span: $0.span) })
      case .indexed(let base, let indices): .indexed(change(base), indices.map(change))
      case .reduction(let reduction, let binder, let body):
        .reduction(
          reduction,
          Syntax.Binder(
            name: binder.name, lower: binder.lower.map(change), upper: binder.upper.map(change),
            span: binder.span), change(body))
      case .indicator(let conditions): .indicator(conditions.map { $0.mapping(change) })
      case .cases(let branches):
        .cases(
          branches.map { branch in
            Syntax.Branch(
              value: change(branch.value), guards: branch.guards?.map { $0.mapping(change) })
          })
      case .derivative(let output, let input, let isDirect):
        .derivative(change(output), by: change(input), isDirect: isDirect)
      case .gradient(let output, let input): .gradient(change(output), by: change(input))
      case .slope(let call, let order): .slope(of: change(call), order: order)
      case .matrix(let rows): .matrix(rows.map { $0.map(change) })
      case .tuple(let parts): .tuple(parts.map(change))
      }
    return Syntax.Expression(kind, at: span)
  }

  /// The same tree with every part replaced for which `replacement` has another; a part that is
  /// replaced is not looked into.
  package func replacing(_ replacement: (Syntax.Expression) -> Syntax.Expression?) -> Self {
    replacement(self) ?? withChildren { $0.replacing(replacement) }
  }

  /// The same expression with names replaced wherever no sum binds them.
  package func renaming(_ names: [String: String]) -> Syntax.Expression {
    switch kind {
    case .name(let name):
      return names[name].map { Syntax.Expression(.name($0), at: span) } ?? self
    case .reduction(let reduction, let binder, let body):
      let bounds = Syntax.Binder(
        name: binder.name, lower: binder.lower?.renaming(names),
        upper: binder.upper?.renaming(names), span: binder.span)
      let inside = names.filter { $0.key != binder.name }
      return Syntax.Expression(.reduction(reduction, bounds, body.renaming(inside)), at: span)
    default:
      let renamed = withChildren { $0.renaming(names) }
      guard case .call(let name, let arguments, let options) = renamed.kind, let other = names[name]
      else { return renamed }
      return Syntax.Expression(.call(other, arguments, options), at: span)
    }
  }

  /// Without the transposition around it.
  var untransposed: Self { if case .transposed(let inner) = kind { inner } else { self } }

  /// `∂l/∂W` with another name for what is differentiated.
  package func renamingDifferentiated(_ name: String, as other: String) -> Syntax.Expression {
    let renamed = withChildren { $0.renamingDifferentiated(name, as: other) }
    func loss(for output: Self) -> Self? {
      output.kind == .name(name) ? Syntax.Expression(.name(other), at: output.span) : nil
    }
    switch renamed.kind {
    case .derivative(let output, let input, let isDirect):
      return loss(for: output).map {
        Syntax.Expression(.derivative($0, by: input, isDirect: isDirect), at: span)
      } ?? renamed
    case .gradient(let output, let input):
      return loss(for: output).map { Syntax.Expression(.gradient($0, by: input), at: span) }
        ?? renamed
    default: return renamed
    }
  }
}

extension Syntax.Condition {
  package func mapping(_ transform: (Syntax.Expression) -> Syntax.Expression) -> Self {
    switch self {
    case .chain(let chain): .chain(chain.mapping(transform))
    case .membership(let subject, let domain):
      .membership(transform(subject), domain.mapping(transform))
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

extension Syntax.Domain {
  package func mapping(_ transform: (Syntax.Expression) -> Syntax.Expression) -> Self {
    switch self {
    case .naturals, .oneHot: self
    case .reals(let extents): .reals(extents.map(transform))
    case .list(let values): .list(values.map(transform))
    case .range(let lower, let upper): .range(transform(lower), transform(upper))
    case .interval(let interval): .interval(interval.mapping(transform))
    case .power(let set, let extents): .power(set.mapping(transform), extents.map(transform))
    case .functions(let taken, let made):
      .functions(from: taken.map(transform), to: made.map(transform))
    }
  }
}

extension Syntax.Statement {
  package func mapping(_ change: (Syntax.Expression) -> Syntax.Expression) -> Self {
    let kind: Kind =
      switch kind {
      case .chain(let chain): .chain(chain.mapping(change))
      case .membership(let subjects, let domain):
        .membership(subjects.map(change), domain.mapping(change))
      case .indexBase: kind
      }
    return Syntax.Statement(
      kind: kind, conditions: conditions.map { $0.mapping(change) }, span: span,
      others: otherReading.map { [$0.mapping(change)] } ?? [])
  }

  package init(stating kind: Kind, under conditions: [Syntax.Condition] = [], at span: Span) {
    self.init(kind: kind, conditions: conditions, span: span)
  }

  /// The same conditions and place with something else stated.
  package func stating(_ kind: Kind) -> Syntax.Statement {
    Syntax.Statement(kind: kind, conditions: conditions, span: span)
  }

  /// The statement in plain text: canonical, for telling two apart.
  package var text: String {
    let claim: String =
      switch kind {
      case .chain(let chain): Syntax.Condition.chain(chain).text
      case .membership(let subjects, let domain):
        subjects.map(\.text).joined(separator: ", ") + " ∈ " + domain.text
      case .indexBase(let base): "index base \(base)"
      }
    return ([claim] + conditions.map(\.text)).joined(separator: ", ")
  }
}
