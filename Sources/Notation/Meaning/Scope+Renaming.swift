extension Scope {
  /// The same declarations with another name for one of them.
  package func renaming(_ name: String, as other: String) -> Scope {
    var result = Scope(conventions)
    // As they were declared: what is known of one rests on those before it.
    let inOrder = declarations.values.sorted { ($0.span.lower, $0.name) < ($1.span.lower, $1.name) }
    for declaration in inOrder {
      result.complete(declaration.renaming(name, as: other))
    }
    result.takeLimits(
      of: self, name: { $0 == name ? other : $0 },
      condition: { $0.mapping { $0.renaming([name: other]) } })
    return result
  }
}

extension Declaration {
  fileprivate func renaming(_ old: String, as new: String) -> Declaration {
    func renamed(_ expression: Syntax.Expression) -> Syntax.Expression {
      expression.renaming([old: new])
    }
    let kind: Kind =
      switch kind {
      case .number(let value): .number(value: value.map(renamed))
      case .tensor(let extents): .tensor(extents: extents.map(renamed))
      case .definition(let arguments, let indices, let body):
        .definition(
          arguments: arguments, indices: indices,
          body: arguments.contains(old) ? body : renamed(body))
      case .family(let family):
        .family(
          Family(
            lines: family.lines.map { line in
              Family.Line(
                pattern: line.pattern, conditions: line.conditions.map { $0.mapping(renamed) },
                body: line.body.map(renamed))
            }, subscripts: family.subscripts, extents: family.extents?.map(renamed)))
      case .loss(let inputs): .loss(of: inputs.map(renamed))
      }
    return Declaration(
      name: name == old ? new : name, kind: kind, span: span, indexBase: indexBase,
      section: section)
  }
}
