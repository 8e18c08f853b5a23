/// Families beside names that are written with the same letters, `x^{(i)}` beside `x`.
extension Scope {
  /// The scope in which values that are known by an index have a name of their own, where a block that
  /// follows in the same section gives their letters another meaning: `y = [y^{(1)}, \dots, y^{(m)}]^\top`.
  package func separatingFamilies(
    besideNamesIn text: Fragment, _ surface: Surface, section: Int
  ) -> Scope {
    let tokens = Parser.tokens(of: text, surface)
    return NamesBesideFamilies(tokens: tokens).plain.sorted().reduce(self) { scope, name in
      guard let declaration = scope[name], declaration.section == section,
        declaration.hasValuesByIndex
      else { return scope }
      let isAbove = tokens.hasBracketAbove(name)
      return scope.renaming(name, as: name + (isAbove ? "^" : "_"))
    }
  }
}

extension Declaration {
  /// Whether it is given or defined value by value, and not only where it begins.
  fileprivate var hasValuesByIndex: Bool {
    switch kind {
    case .tensor(let extents): indexBase != nil && !extents.isEmpty
    case .definition(_, let indices, _): !indices.isEmpty
    case .family(let family): family.lines.contains { !$0.isBoundary }
    case .number, .loss: false
    }
  }
}

extension [Token] {
  /// Whether a name stands with an index in brackets above it, `y^{(1)}`.
  fileprivate func hasBracketAbove(_ name: String) -> Bool {
    indices.dropLast(3).contains { place in
      guard self[place].kind == .letters(name), self[place + 1].kind == .superscriptMark,
        self[place + 2].kind == .open(.group), case .open = self[place + 3].kind
      else { return false }
      return true
    }
  }
}
