import Notation
import NumericCore

/// `x_{t+1} = A x_t` says the same as `x_t = A x_{t-1}`, with another range.
extension Syntax.Statement {
  /// The same definition, with the letter itself on the left.
  var countedAtItself: Self {
    guard case .chain(let chain) = kind, let index = chain.first.chainedIndices.1.last,
      case .name = chain.first.chainedIndices.0.kind,
      let (letter, offset) = index.letterAndOffset, offset != 0,
      // `G_{T+1} = 0`: T is where it ends.
      letter.first?.isUppercase == false
    else { return self }
    var moved: [Syntax.Condition] = []
    for condition in conditions {
      guard let range = condition.moved(letter, by: offset) else { return self }
      moved.append(range)
    }
    let steps = chain.steps.map { step in
      Syntax.Chain.Step(
        relation: step.relation, expression: step.expression.steppingBack(letter, by: offset),
        tolerance: step.tolerance, roundingTolerance: step.roundingTolerance)
    }
    return Self(
      kind: .chain(
        Syntax.Chain(first: chain.first.steppingBack(letter, by: offset), steps: steps)),
      conditions: moved, span: span)
  }
}

extension Syntax.Condition {
  /// The same range of a letter that is larger by so much; `nil` of what is no range of it.
  fileprivate func moved(_ letter: String, by offset: Int) -> Self? {
    guard case .chain(let chain) = self,
      chain.expressions.allSatisfy({
        $0.kind == .name(letter) || !$0.freeNames().contains(letter)
      })
    else { return nil }
    func moved(_ side: Syntax.Expression) -> Syntax.Expression {
      if side.kind == .name(letter) { return side }
      guard case .number(let number) = side.kind, let sum = try? number.adding(Rational(offset))
      else { return side.moved(by: offset) }
      return Syntax.Expression(.number(sum), at: side.span)
    }
    return .chain(
      Syntax.Chain(
        first: moved(chain.first),
        steps: chain.steps.map {
          .init(relation: $0.relation, expression: moved($0.expression), tolerance: nil)
        }))
  }
}

extension Syntax.Expression {
  /// The same with the letter replaced by so much less, in as few signs as can be.
  fileprivate func steppingBack(_ letter: String, by offset: Int) -> Syntax.Expression {
    replacing { part in
      guard let (name, steps) = part.letterAndOffset, name == letter else { return nil }
      return Syntax.Expression(.name(letter), at: part.span).moved(by: steps - offset)
    }
  }
}
