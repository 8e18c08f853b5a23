import Notation

@testable import Notation

extension Rewritings {
  func conditions(_ node: Syntax.Expression) -> [Syntax.Expression] {
    switch node.kind {
    case .indicator(let conditions):
      var list = [node.made(.binary(.juxtaposition, node, node))]
      if conditions.count > 1 {
        list.append(node.made(.indicator(conditions.reversed())))
        list.append(
          conditions.dropFirst().reduce(node.made(.indicator([conditions[0]]))) {
            node.made(.binary(.juxtaposition, $0, node.made(.indicator([$1]))))
          })
      }
      if let turned = conditions.last?.turned {
        list.append(node.made(.indicator(conditions.dropLast() + [turned])))
      }
      return list
    case .cases(let branches):
      guard branches.count == 2, let guards = branches[0].guards, branches[1].guards == nil,
        let turned = guards.last?.turned
      else { return [] }
      let first = Syntax.Branch(value: branches[0].value, guards: guards.dropLast() + [turned])
      return [node.made(.cases([first, branches[1]]))]
    default: return []
    }
  }
}

extension Syntax.Condition {
  /// `b ≥ a` for `a ≤ b`.
  fileprivate var turned: Self? {
    guard case .chain(let chain) = self else { return nil }
    let opposites: [Syntax.Relation: Syntax.Relation] = [
      .equal: .equal, .less: .greater, .greater: .less, .lessOrEqual: .greaterOrEqual,
      .greaterOrEqual: .lessOrEqual,
    ]
    let sides = chain.expressions
    let relations = chain.steps.compactMap { opposites[$0.relation] }
    guard relations.count == chain.steps.count else { return nil }
    let steps = zip(relations.reversed(), sides.reversed().dropFirst()).map {
      Syntax.Chain.Step(relation: $0, expression: $1, tolerance: nil)
    }
    return .chain(Syntax.Chain(first: sides[sides.count - 1], steps: steps))
  }
}
