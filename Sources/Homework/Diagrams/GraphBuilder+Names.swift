import Notation

extension GraphBuilder {
  /// The nodes that a name stands for, with these indices.
  mutating func read(
    _ name: String, _ indices: [Syntax.Expression], _ place: Context
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    guard let declaration = scope[name] else { return [] }
    switch declaration.kind {
    case .number: return []
    case .tensor(let extents): return [try given(declaration, extents, indices, place)]
    case .loss(let inputs):
      let (node, isNew) = try node(.value, Symbol(name), named: name, step: nil)
      if isNew {
        for input in inputs { try connect(operandsOf(input, Context()), to: node) }
      }
      return [.init(node)]
    case .definition(_, let letters, let body):
      if isTimed(name) {
        let line = Family.Line(
          pattern: letters.map { Syntax.Expression(.name($0), at: body.span) }, conditions: [],
          body: body)
        return try member(
          of: declaration, Family(lines: [line], subscripts: 0, extents: nil), indices, place)
      }
      let shape = shapes.extents(of: name, behind: 0)
      let (node, isNew) = try node(
        .value, Symbol(name), named: name, shape: shape, step: nil)
      if isNew { try connect(operandsOf(body, Context()), to: node) }
      return [.init(node)]
    case .family(let family): return try member(of: declaration, family, indices, place)
    }
  }

  /// A given tensor: all of it, or its part at the current time, or one of a row of matrices.
  private mutating func given(
    _ declaration: Declaration, _ extents: [Syntax.Expression], _ indices: [Syntax.Expression],
    _ place: Context
  ) throws(Diagnostic) -> ComputationGraph.Operand {
    let parts = part(of: declaration, indices, place)
    let node = try node(
      parts.isTimed ? .input : .parameter, parts.symbol, named: declaration.name, of: [],
      shape: shapes.extents(of: declaration.name, behind: parts.axes),
      step: parts.isTimed ? place.step : nil)
    return .init(node.number)
  }

  /// Which part of a given tensor an index list names, as a symbol.
  func part(
    of declaration: Declaration, _ indices: [Syntax.Expression], _ place: Context
  ) -> (symbol: Symbol, axes: Int, isTimed: Bool) {
    guard case .tensor(let extents) = declaration.kind else {
      return (Symbol(declaration.name), 0, false)
    }
    if let index = indices.first, isTime(index, place) {
      return (symbol(declaration, below: [], at: text(of: index, place)), 1, true)
    }
    let leading = indices.prefix { index in
      if case .name = index.kind { true } else { place.letters.number(index) != nil }
    }
    guard !indices.isEmpty, leading.count == indices.count, indices.count < extents.count else {
      return (Symbol(declaration.name), 0, false)
    }
    return (
      Symbol(declaration.name, below: indices.map { text(of: $0, place) }), indices.count, false
    )
  }

  /// Whether an index speaks of the time of the definition.
  private func isTime(_ index: Syntax.Expression, _ place: Context) -> Bool {
    place.letters.time.map { index.freeNames().contains($0) } ?? false
  }

  // MARK: - Values by time

  /// The values of a sequence that are read by an index list: one, or all where time is not said.
  private mutating func member(
    of declaration: Declaration, _ family: Family, _ indices: [Syntax.Expression], _ place: Context
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    guard indices.count >= family.rank else {
      let part = family.subscripts(read: nil)
      guard let steps else { return [try value(of: declaration, family, part, at: nil)] }
      var all: [ComputationGraph.Operand] = []
      for time in steps { all.append(try value(of: declaration, family, part, at: time)) }
      return all
    }
    let letters = indices.prefix(family.rank - 1).map { text(of: $0, place) }
    let part = family.subscripts(read: letters)
    let index = indices[family.rank - 1]
    switch (place.letters.value(of: index), steps) {
    case (.fixed(let time), let steps?) where steps.contains(time):
      return [try value(of: declaration, family, part, at: time)]
    case (.unknown, let steps?) where place.letters.time == nil && index.isName:
      // A letter such as the length stands for the last time that is drawn.
      return [try value(of: declaration, family, part, at: steps.upperBound)]
    case (.relative(0), nil): return [try value(of: declaration, family, part, at: nil)]
    default:
      return [try earlier(declaration, family, part, index: text(of: index, place))]
    }
  }

  /// A value at a time that is not drawn here; folded, it is what comes out of another step.
  private mutating func earlier(
    _ declaration: Declaration, _ family: Family, _ part: [String], index: String
  ) throws(Diagnostic) -> ComputationGraph.Operand {
    let symbol = symbol(declaration, below: part, at: index)
    let shape = shapes.extents(of: declaration.name, behind: family.rank)
    let (node, isNew) = try node(
      .earlier, symbol, named: declaration.name, shape: shape, step: nil)
    if isNew, steps == nil, !family.lines.contains(where: { $0.isBoundary(at: index) }) {
      let value = try value(of: declaration, family, part, at: nil)
      try connect([.init(value.node, .recurrent)], to: node)
    }
    return .init(node)
  }

  /// The value at one time, with what it is computed from.
  private mutating func value(
    of declaration: Declaration, _ family: Family, _ part: [String], at time: Int?
  ) throws(Diagnostic) -> ComputationGraph.Operand {
    let symbol = symbol(
      declaration, below: part, at: time.map(String.init) ?? family.timeLetter ?? "")
    let shape = shapes.extents(of: declaration.name, behind: family.rank)
    noteTime(family)
    let (node, isNew) = try node(
      .value, symbol, named: declaration.name, shape: shape, step: time)
    guard isNew else { return .init(node) }
    for (line, letters) in family.equations(of: part, at: time) {
      guard let body = line.body else { continue }
      try connect(operandsOf(body, Context(letters: letters, step: time)), to: node)
    }
    return .init(node)
  }

  // MARK: - Symbols

  /// An index as it is shown: a number where it is known.
  func text(of index: Syntax.Expression, _ place: Context) -> String {
    place.letters.number(index).map(String.init) ?? index.plain
  }

  /// `h[t]` or `h_t`, as the author writes it.
  private func symbol(_ declaration: Declaration, below: [String], at time: String) -> Symbol {
    let isBehind = !below.isEmpty || !writesTimeBelow(declaration)
    return Symbol(
      declaration.name, below: isBehind ? below : [time], behind: isBehind ? [time] : [])
  }

  private func writesTimeBelow(_ declaration: Declaration) -> Bool {
    let left = source.text(of: declaration.span).prefix { $0 != "=" }
    return left.contains("_") && !left.contains("[")
  }
}
