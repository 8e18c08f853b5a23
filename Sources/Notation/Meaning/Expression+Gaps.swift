import NumericCore

extension Syntax.Expression {
  /// What is 0 where the expression becomes another one: what `\max`, `|·|`, ReLU and guards compare.
  package var gaps: [Syntax.Expression] {
    let inside = children.flatMap(\.gaps)
    switch kind {
    case .call: return inside + gapsOfCall
    case .reduction(let reduction, let binder, let body)
    where reduction == .maximum || reduction == .minimum:
      // Beside one another is where two of them are largest together, as well as anywhere.
      let next = Syntax.Expression(.name(binder.name), at: span).moved(by: 1)
      return inside + [
        .difference(body, body.replacing { $0.kind == .name(binder.name) ? next : nil })
      ]
    case .indicator(let conditions): return inside + conditions.flatMap(\.gaps)
    case .cases(let branches):
      return inside + branches.flatMap { ($0.guards ?? []).flatMap(\.gaps) }
    default: return inside
    }
  }

  /// Whether it is the larger or smaller of two, which has a value whatever they are.
  package var isExtremum: Bool {
    if case .call(let name, _, _) = kind { Library[name] is Extremum } else { false }
  }

  /// The same, where it is a call, of the function that is called.
  package var gapsOfCall: [Syntax.Expression] {
    guard case .call(let name, let arguments, _) = kind, let function = Library[name],
      function.arity.contains(arguments.count)
    else { return [] }
    return function.gaps(of: arguments)
  }
}

extension Syntax.Condition {
  fileprivate var gaps: [Syntax.Expression] {
    guard case .chain(let chain) = self else { return [] }
    let sides = [chain.first] + chain.steps.map(\.expression)
    return zip(sides, sides.dropFirst()).map { .difference($0, $1) }
  }
}
