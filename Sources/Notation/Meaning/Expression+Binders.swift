extension Syntax.Expression {
  /// The same expression with names that nobody can write for the indices that would be taken for others.
  package func renamingBinders(_ names: Set<String>) -> Syntax.Expression {
    guard !boundNames.isDisjoint(with: names) else { return self }
    let renamed = withChildren { $0.renamingBinders(names) }
    guard case .reduction(let reduction, let binder, let body) = renamed.kind,
      names.contains(binder.name)
    else { return renamed }
    let name = "\(binder.name).bound"
    let other = Syntax.Binder(
      name: name, lower: binder.lower, upper: binder.upper, span: binder.span)
    return Syntax.Expression(
      .reduction(reduction, other, body.renaming([binder.name: name])), at: span)
  }
}
