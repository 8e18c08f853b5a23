/// Letters that a claim brings along: `f'(z) = 2 z`, `V'(D) = \frac{a}{D} \text{ for } D > 0`, the n of
/// `\sum_{k=0}^n \gamma^k`.
extension Scope {
  /// The scope in which those letters are any numbers, and the statement without what says only that.
  package func introducingLetters(
    of statement: Syntax.Statement
  ) -> (scope: Scope, statement: Syntax.Statement) {
    let sides: [Syntax.Expression] =
      switch statement.kind {
      case .chain(let chain): chain.expressions
      case .membership(let subjects, _): subjects
      case .indexBase: []
      }
    let indices = sides.names(\.bareIndices)
    let free = sides.names { $0.freeNames() }
    func isNew(_ name: String) -> Bool {
      self[name] == nil && free.contains(name) && !indices.contains(name) && !Library.contains(name)
    }
    var letters: [(name: String, kind: Declaration.Kind, place: Span)] = []
    var rest: [Syntax.Condition] = []
    for condition in statement.conditions {
      let (subject, extents) = condition.letterOfReals(in: self)
      if let subject, case .name(let name) = subject.kind, isNew(name),
        extents.names({ $0.freeNames() }).allSatisfy({ self[$0] != nil })
      {
        letters.append((name, .tensor(extents: extents), subject.span))
        if case .membership(_, .reals) = condition { continue }
      }
      rest.append(condition)
    }
    for letter in sides.flatMap(\.argumentsOfSlopes) {
      guard case .name(let name) = letter.kind, isNew(name) else { continue }
      letters.append((name, .tensor(extents: []), letter.span))
    }
    for bound in sides.flatMap(\.boundsOfCounts) {
      for name in bound.freeNames() where isNew(name) {
        letters.append((name, .number(value: nil), bound.span))
      }
    }
    guard !letters.isEmpty else { return (self, statement) }
    var scope = self
    for letter in letters where scope[letter.name] == nil {
      scope.declare(
        Declaration(
          name: letter.name, kind: letter.kind, span: letter.place, indexBase: nil, section: 0))
    }
    let shorter = Syntax.Statement(kind: statement.kind, conditions: rest, span: statement.span)
    return (scope, shorter)
  }

  /// Whether a function of the homework is defined with that letter.
  func isParameter(_ name: String) -> Bool {
    declarations.values.contains { declaration in
      guard case .definition(let arguments, _, _) = declaration.kind else { return false }
      return arguments.contains(name)
    }
  }

  /// The names in the ranges that are given of the indices among these.
  package func namesInGivenRanges(of names: Set<String>) -> Set<String> {
    let ranges = names.filter { self[$0] == nil }.compactMap { givenRanges[$0] }
    return ranges.flatMap(\.expressions).names { $0.freeNames() }
  }
}

extension Syntax.Condition {
  /// What a condition says to be a real number or a tensor of them: `z \in \R`, `D \in (0, 1)`, and `D > 0`
  /// where a function is defined with D.
  fileprivate func letterOfReals(
    in scope: Scope
  ) -> (letter: Syntax.Expression?, extents: [Syntax.Expression]) {
    switch self {
    case .membership(let subject, .reals(let extents)):
      (subject, extents.flatMap(\.shapeFactors))
    case .membership(let subject, .interval): (subject, [])
    case .chain(let chain) where chain.steps.allSatisfy({ $0.relation.isOrder }):
      (
        chain.expressions.first { side in
          if case .name(let name) = side.kind { scope.isParameter(name) } else { false }
        }, []
      )
    case .membership, .chain: (nil, [])
    }
  }
}

extension Syntax.Expression {
  /// Up to where sums and products count whose index chooses no entry of anything.
  fileprivate var boundsOfCounts: [Syntax.Expression] {
    let inside = children.flatMap(\.boundsOfCounts)
    guard case .reduction(_, let binder, let body) = kind, let upper = binder.upper,
      body.indices(with: binder.name).isEmpty
    else { return inside }
    return [upper] + inside
  }

  /// The indices in which a name occurs.
  private func indices(with name: String) -> [Syntax.Expression] {
    let inside = children.flatMap { $0.indices(with: name) }
    guard case .indexed(_, let indices) = kind else { return inside }
    return indices.filter { $0.freeNames().contains(name) } + inside
  }

  /// At what the derivatives of functions are taken, `f'(z)`: functions of a number have them.
  fileprivate var argumentsOfSlopes: [Syntax.Expression] {
    let inside = children.flatMap(\.argumentsOfSlopes)
    switch kind {
    case .slope(let call, _):
      guard case .call(_, let arguments, _) = call.kind else { return inside }
      return arguments + inside
    case .call(let name, let arguments, _) where Library.traits(of: name).contains(.isSlope):
      return arguments + inside
    default: return inside
    }
  }
}
