extension Syntax.Statement {
  /// The statement with the time that its author left out: beside `a_0(t)`, `w_0` is `w_0[t]`.
  ///
  /// - Returns: also what was read so, as it is written and as it is meant.
  package func withImpliedTime(in scope: Scope) -> (Self, notes: [String]) {
    guard case .chain(let chain) = kind else { return (self, []) }
    let times = chain.expressions.reduce(into: Set<String>()) { times, expression in
      times.formUnion(expression.timeLetters(in: scope))
    }
    guard times.count == 1, let time = times.first, scope[time] == nil else { return (self, []) }
    var notes: [String] = []
    let completed = chain.mapping { side in
      side.replacing { part in
        guard let (name, family) = part.family(in: scope) else { return nil }
        let indices = part.chainedIndices.1
        guard indices.count == family.rank - 1 else { return part }
        let whole = Syntax.Expression(
          .indexed(
            Syntax.Expression(.name(name), at: part.span),
            indices + [Syntax.Expression(.name(time), at: part.span)]), at: part.span)
        let note = "\(part.text) is read as \(whole.text)"
        if !notes.contains(note) { notes.append(note) }
        return whole
      }
    }
    return (Self(kind: .chain(completed), conditions: conditions, span: span), notes)
  }
}

extension Syntax.Expression {
  /// The family that a name, indexed or not, stands for.
  fileprivate func family(in scope: Scope) -> (String, Family)? {
    guard case .name(let name) = chainedIndices.0.kind, let family = scope.family(name) else {
      return nil
    }
    return (name, family)
  }

  /// The letters in the last index of the families in it.
  fileprivate func timeLetters(in scope: Scope) -> Set<String> {
    var letters = children.reduce(into: Set<String>()) { $0.formUnion($1.timeLetters(in: scope)) }
    if let (_, family) = family(in: scope), chainedIndices.1.count >= family.rank {
      letters.formUnion(chainedIndices.1[family.rank - 1].freeNames())
    }
    return letters
  }
}
