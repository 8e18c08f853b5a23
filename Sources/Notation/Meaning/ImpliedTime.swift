extension Syntax.Statement {
  /// The statement with the time that its author left out: beside `a_0(t)`, `w_0` is `w_0[t]`.
  ///
  /// - Returns: also what was read so, as it is written and as it is meant.
  package func withImpliedTime(in scope: Scope) -> (Self, notes: [Note]) {
    guard case .chain(let chain) = kind else { return (self, []) }
    var times: Set<String> = []
    for expression in chain.expressions { expression.collectTimeLetters(in: scope, into: &times) }
    guard times.count == 1, let time = times.first, scope[time] == nil else { return (self, []) }
    var notes: [Note] = []
    let completed = chain.mapping { side in
      side.replacing { part in
        guard let (name, family) = part.family(in: scope) else { return nil }
        let indices = part.chainedIndices.1
        guard indices.count == family.rank - 1 else { return part }
        let whole = Syntax.Expression(
          .indexed(
            Syntax.Expression(.name(name), at: part.span),
            indices + [Syntax.Expression(.name(time), at: part.span)]), at: part.span)
        let note = Note.impliedTime(written: part.text, meant: whole.text)
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
  fileprivate func collectTimeLetters(in scope: Scope, into letters: inout Set<String>) {
    for child in children { child.collectTimeLetters(in: scope, into: &letters) }
    guard case .indexed = kind, let (_, family) = family(in: scope) else { return }
    let indices = chainedIndices.1
    if indices.count >= family.rank { letters.formUnion(indices[family.rank - 1].freeNames()) }
  }
}
