import Notation
import NumericCore

@testable import Judging
@testable import Notation

extension Rewritings {
  func sums(_ node: Syntax.Expression, _ fresh: [String]) -> [Syntax.Expression] {
    guard case .reduction(.sum, let binder, let body) = node.kind else {
      return contractions(node, fresh)
    }
    var list = fresh.prefix(2).map { name in
      node.made(
        .reduction(
          .sum,
          Syntax.Binder(name: name, lower: binder.lower, upper: binder.upper, span: node.span),
          body.substituting(binder.name, node.made(.name(name)))))
    }
    list += linear(node, binder, body)
    guard let lower = binder.lower, let upper = binder.upper else { return list }
    func sum(
      _ low: Syntax.Expression, _ high: Syntax.Expression, _ body: Syntax.Expression
    ) -> Syntax.Expression {
      node.made(
        .reduction(
          .sum, Syntax.Binder(name: binder.name, lower: low, upper: high, span: node.span), body))
    }
    let index = node.made(.name(binder.name))
    // Shifted, turned round, and split at either end.
    list.append(sum(lower.plus(1), upper.plus(1), body.substituting(binder.name, index.plus(-1))))
    let turned = node.made(
      .binary(.subtract, node.made(.binary(.add, lower, upper)), index))
    list.append(sum(lower, upper, body.substituting(binder.name, turned)))
    guard let first = lower.literal, let last = upper.literal, first < last else { return list }
    list.append(
      node.made(
        .binary(
          .add, body.substituting(binder.name, lower), sum(lower.plus(1), upper, body))))
    list.append(
      node.made(
        .binary(.add, sum(lower, upper.plus(-1), body), body.substituting(binder.name, upper))))
    return list + exchanged(node, binder, body)
  }

  /// Two sums in the other order, where the bounds of neither need the other.
  private func exchanged(
    _ node: Syntax.Expression, _ binder: Syntax.Binder, _ body: Syntax.Expression
  ) -> [Syntax.Expression] {
    guard case .reduction(.sum, let inner, let term) = body.kind else { return [] }
    let bounds = [inner.lower, inner.upper].compactMap { $0 }
    guard bounds.count == 2, !bounds.contains(where: { $0.freeNames().contains(binder.name) })
    else { return [] }
    return [node.made(.reduction(.sum, inner, node.made(.reduction(.sum, binder, term))))]
  }

  /// The sum of a sum as the sum of two; a factor drawn out.
  private func linear(
    _ node: Syntax.Expression, _ binder: Syntax.Binder, _ body: Syntax.Expression
  ) -> [Syntax.Expression] {
    func sum(_ body: Syntax.Expression) -> Syntax.Expression {
      node.made(.reduction(.sum, binder, body))
    }
    guard case .binary(let sign, let left, let right) = body.kind else { return [] }
    switch sign {
    case .add, .subtract:
      return binder.lower == nil ? [] : [node.made(.binary(sign, sum(left), sum(right)))]
    case .juxtaposition
    where !left.freeNames().contains(binder.name) && binder.lower != nil
      && left.isScalar(in: formula.scope):
      return [node.made(.binary(.juxtaposition, left, sum(right)))]
    default: return []
    }
  }

  /// `W[i, k]` as `∑_s W[i, s] δ(s = k)`, over the whole axis.
  private func contractions(
    _ node: Syntax.Expression, _ fresh: [String]
  ) -> [Syntax.Expression] {
    guard case .indexed(let base, let indices) = node.kind, case .name(let name) = base.kind,
      case .tensor(let extents) = formula.scope[name]?.kind, extents.count == indices.count,
      let fresh = fresh.last, let first = formula.choice.indexBases[0]
    else { return [] }
    return indices.indices.compactMap { place in
      guard let size = extents[place].literal else { return nil }
      var changed = indices
      changed[place] = node.made(.name(fresh))
      let equal = Syntax.Condition.chain(
        Syntax.Chain(
          first: changed[place],
          steps: [.init(relation: .equal, expression: indices[place], tolerance: nil)]))
      return node.made(
        .reduction(
          .sum,
          Syntax.Binder(
            name: fresh, lower: node.made(.number(Rational(first))),
            upper: node.made(.number(Rational(first + size - 1))), span: node.span),
          node.made(
            .binary(
              .juxtaposition, node.made(.indexed(base, changed)),
              node.made(.indicator([equal]))))))
    }
  }
}
