/// What the statements of a formula make known to those behind them.
extension Parser {
  /// A name that one statement introduces is known to the next.
  mutating func learn(
    from subject: Syntax.Expression, in domain: Syntax.Domain? = nil, isNumber: Bool = false,
    equalTo value: Syntax.Expression? = nil
  ) {
    let (base, indices) = subject.chainedIndices
    switch base.kind {
    case .name(let name) where vocabulary[name] == nil:
      if domain != nil { vocabulary.given.insert(name) }
      if domain != nil, !indices.isEmpty { vocabulary.counted.insert(name) }
      switch domain {
      case .reals(let extents):
        vocabulary[name] = .tensor(rank: indices.count + extents.flatMap(\.shapeFactors).count)
      case .power(_, let extents):
        vocabulary[name] = .tensor(rank: indices.count + extents.flatMap(\.shapeFactors).count)
      case .interval: vocabulary[name] = .tensor(rank: indices.count)
      case .list where !indices.isEmpty, .range where !indices.isEmpty:
        vocabulary[name] = .tensor(rank: indices.count)
      case .naturals, .list, .range: vocabulary[name] = .number
      case .functions: vocabulary[name] = .function
      case .oneHot: break
      case nil:
        vocabulary[name] =
          isNumber || value?.isCall(of: name) == true
          ? .number
          : .tensor(rank: indices.isEmpty ? value.flatMap(vocabulary.rank) : indices.count)
        if introducesNames, case .indexed(let inner, _) = subject.kind {
          vocabulary[name] = .family(
            subscripts: inner.chainedIndices.1.count, rank: indices.count)
        }
      }
    case .call(let name, _, _)
    where vocabulary[name] == nil && (!Library.contains(name) || name == CircleConstant.letter):
      vocabulary[name] = .function
    default: break
    }
  }

  /// The states that `(h, c) = lstm(x; …)` introduces.
  mutating func learnStates(from chain: Syntax.Chain) {
    guard introducesNames, let network = chain.steps[0].expression.network else { return }
    for (state, left) in zip(network.states, chain.first.parts) {
      guard case .name(let written) = left.kind else { continue }
      let isBelow = state.hasSuffix("_")
      vocabulary[network.declaredName(of: state, as: written)] = .family(
        subscripts: isBelow ? 1 : 0, rank: isBelow ? 2 : 1)
    }
  }

  /// Whether an expression is made of numbers only.
  func isNumber(_ expression: Syntax.Expression) -> Bool {
    if case .transposed(let inner) = expression.kind { return isNumber(inner) }
    if case .matrix = expression.kind { return false }
    return expression.freeNames().allSatisfy { vocabulary[$0] == .number || Library.contains($0) }
  }
}

extension Syntax.Expression {
  /// `\ell = \ell(f)`: any function of these, which is a number.
  fileprivate func isCall(of name: String) -> Bool {
    if case .call(name, _, _) = kind { true } else { false }
  }
}
