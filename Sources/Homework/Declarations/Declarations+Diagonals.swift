import Notation

/// Matrices that are said entry by entry to be diagonal.
extension Declarations {
  /// `R_{nn} = y_n (1 - y_n)` and `R_{nm} = 0` for `n \ne m` as `R = diag(r)`, with `r_n` for what stands on
  /// the diagonal.
  mutating func joiningDiagonals(_ statements: [Syntax.Statement]) -> [Syntax.Statement] {
    var rest = statements
    for statement in statements {
      guard let (name, letter, body) = statement.diagonal,
        let zero = rest.firstIndex(where: { $0.isZero(besideDiagonalOf: name) }),
        let place = rest.firstIndex(where: { $0.span == statement.span })
      else { continue }
      let span = statement.span
      func made(_ kind: Syntax.Expression.Kind) -> Syntax.Expression { .init(kind, at: span) }
      let entries = made(.name(Scope.hidden("diagonal", of: name)))
      func equation(
        _ left: Syntax.Expression, _ right: Syntax.Expression
      ) -> Syntax.Statement.Kind {
        .chain(Syntax.Chain(first: left, steps: [.init(equalTo: right)]))
      }
      let entry = made(.indexed(entries, [made(.name(letter))]))
      rest[place] = statement.stating(equation(entry, body))
      let matrix = equation(made(.name(name)), made(.call("diag", [entries], [])))
      rest[zero] = Syntax.Statement(stating: matrix, at: rest[zero].span)
      if zero < place { rest.swapAt(zero, place) }
    }
    return rest
  }
}

extension Syntax.Statement {
  /// `R_{nn} = …`, of any n.
  fileprivate var diagonal: (name: String, letter: String, body: Syntax.Expression)? {
    guard let (name, letters, body) = entry, letters.count == 2, letters[0] == letters[1] else {
      return nil
    }
    return (name, letters[0], body)
  }

  /// `R_{nm} = 0` for `n \ne m`
  fileprivate func isZero(besideDiagonalOf matrix: String) -> Bool {
    guard let (name, letters, body) = entry, name == matrix, Set(letters).count == 2,
      body.wholeNumber == 0, conditions.count == 1, case .chain(let chain) = conditions[0],
      chain.steps.count == 1, chain.steps[0].relation == .unequal
    else { return false }
    return Set(chain.expressions.map(\.text)) == Set(letters)
  }

  /// The letters of the one entry that an equation is about.
  private var entry: (name: String, letters: [String], body: Syntax.Expression)? {
    guard case .chain(let chain) = kind, chain.steps.count == 1, chain.steps[0].relation == .equal,
      case (let base, let indices) = chain.first.chainedIndices, case .name(let name) = base.kind
    else { return nil }
    let letters = indices.compactMap { index in
      if case .name(let letter) = index.kind { letter } else { nil }
    }
    guard letters.count == indices.count else { return nil }
    return (name, letters, chain.steps[0].expression)
  }
}
