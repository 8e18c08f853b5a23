import Notation
import NumericCore

@testable import Notation

/// One part of an answer, with what is known of its place.
struct Part {
  enum Role { case value, index, bound, condition }

  let node: Syntax.Expression
  let role: Role
  let parent: Syntax.Expression?
  /// The sums around it, outermost first.
  let binders: [Syntax.Binder]
  /// Whether it stands above or below the line of a derivative.
  let isInDerivative: Bool
}

extension Syntax.Expression {
  /// All parts of the expression, itself first.
  var parts: [Part] {
    var parts: [Part] = []
    collect(.value, nil, [], false, into: &parts)
    return parts
  }

  private func collect(
    _ role: Part.Role, _ parent: Syntax.Expression?, _ binders: [Syntax.Binder],
    _ isInDerivative: Bool, into parts: inout [Part]
  ) {
    parts.append(
      Part(
        node: self, role: role, parent: parent, binders: binders, isInDerivative: isInDerivative))
    let isDerivative = if case .derivative = kind { true } else { isInDerivative }
    func go(_ child: Syntax.Expression, _ role: Part.Role, _ binders: [Syntax.Binder]) {
      child.collect(role, self, binders, isDerivative, into: &parts)
    }
    switch kind {
    case .indexed(let base, let indices):
      go(base, role, binders)
      for index in indices { go(index, .index, binders) }
    case .reduction(_, let binder, let body):
      for bound in [binder.lower, binder.upper].compactMap({ $0 }) { go(bound, .bound, binders) }
      go(body, role, binders + [binder])
    case .indicator(let conditions):
      for side in conditions.flatMap(\.expressions) { go(side, .condition, binders) }
    case .cases(let branches):
      for branch in branches {
        go(branch.value, role, binders)
        for side in (branch.guards ?? []).flatMap(\.expressions) { go(side, .condition, binders) }
      }
    default: for child in children { go(child, role, binders) }
    }
  }

  // MARK: - Building

  /// A part of the same place in the text.
  func made(_ kind: Kind) -> Self { Self(kind, at: span) }

  func plus(_ number: Int) -> Self {
    made(.binary(number < 0 ? .subtract : .add, self, made(.number(Rational(abs(number))))))
  }

  func times(_ number: Int) -> Self {
    made(.binary(.juxtaposition, made(.number(Rational(number))), self))
  }

  /// The expression with one part of it exchanged.
  func exchanging(_ part: Syntax.Expression, for other: Syntax.Expression) -> Self {
    var isDone = false
    return replacing { node in
      guard !isDone, node == part else { return nil }
      isDone = true
      return other
    }
  }

  var literal: Int? { if case .number(let number) = kind { number.integer } else { nil } }
}

extension SplitMix64 {
  mutating func pick<Element>(_ elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[Int(next() % UInt64(elements.count))]
  }
}

extension Syntax.Statement {
  /// What is answered: the last side of an equation, or the last extent of a shape.
  var answers: [Syntax.Expression] {
    switch kind {
    case .chain(let chain): chain.steps.suffix(1).map(\.expression)
    case .membership(_, .reals(let extents)): extents
    case .membership, .indexBase: []
    }
  }

  /// The statement with another answer.
  func answering(_ answers: [Syntax.Expression]) -> Self {
    switch kind {
    case .chain(let chain):
      var steps = chain.steps
      steps[steps.count - 1] = .init(
        relation: steps[steps.count - 1].relation, expression: answers[0], tolerance: nil)
      return Self(
        kind: .chain(Syntax.Chain(first: chain.first, steps: steps)), conditions: conditions,
        span: span)
    case .membership(let subjects, _):
      return Self(kind: .membership(subjects, .reals(answers)), conditions: conditions, span: span)
    case .indexBase: return self
    }
  }
}
