import Notation

/// Draws the graph of what names are computed from: `build`, name by name.
struct GraphBuilder {
  /// What is drawn of a definition.
  enum Detail: String, CaseIterable {
    /// Every operation.
    case operations
    /// The names that it reads, and the matrices that they are multiplied with.
    case names
  }

  /// More can neither be read nor laid out in a moment.
  static let mostNodes = 400

  let scope: Scope
  let source: SourceFile
  let detail: Detail
  /// The times that are drawn one by one; `nil` where time is folded.
  let steps: ClosedRange<Int>?
  /// Where the block names what is drawn.
  let place: Span
  private(set) var graph = ComputationGraph()
  var shapes: TensorShapes
  private var known: [Key: Int] = [:]
  private var timed: Set<String> = []
  private var work = 0
  private var depth = 0

  /// What makes two nodes one.
  private struct Key: Hashable {
    let kind: ComputationGraph.Node.Kind
    let symbol: Symbol
    let inputs: [ComputationGraph.Operand]
    let step: Int?
  }

  /// Where an expression stands: what its letters mean, and the time at which it is computed.
  struct Place {
    var letters = IndexLetters()
    var step: Int?
  }

  init(
    _ scope: Scope, source: SourceFile, shapes: TensorShapes, detail: Detail,
    steps: ClosedRange<Int>?, at place: Span
  ) {
    (self.scope, self.source, self.shapes) = (scope, source, shapes)
    (self.detail, self.steps, self.place) = (detail, steps, place)
    findTimed()
  }

  /// The graph of everything that the names are computed from.
  ///
  /// - Errors: more nodes than can be drawn; steps of something that has no time.
  mutating func build(_ names: [Located]) throws(Diagnostic) -> ComputationGraph {
    for name in names {
      guard steps == nil || hasTime(name.text) else {
        throw Diagnostic(.nothingToUnroll(name.text), at: name.span)
      }
      let outputs = try read(name.text, [], Place())
      graph.outputs += outputs.map(\.node).filter { !graph.outputs.contains($0) }
    }
    // Where nothing has a time, inputs and parameters look the same.
    if !names.contains(where: { hasTime($0.text) }) {
      for node in graph.nodes.indices where graph.nodes[node].kind == .parameter {
        graph.nodes[node].kind = .input
      }
    }
    return graph
  }

  /// Whether something that a name is computed from has a value at each time.
  private func hasTime(_ name: String) -> Bool {
    scope.closure(of: [name]).contains(where: isTimed)
  }

  // MARK: - Nodes

  /// The node with these operands, made if there is none.
  mutating func node(
    _ kind: ComputationGraph.Node.Kind, _ symbol: Symbol, of operands: [ComputationGraph.Operand],
    shape: [String] = [], step: Int?
  ) throws(Diagnostic) -> (number: Int, isNew: Bool) {
    let key = Key(kind: kind, symbol: symbol, inputs: operands, step: step)
    if let number = known[key] { return (number, false) }
    guard graph.nodes.count < Self.mostNodes else {
      throw Diagnostic(.tooManyNodes(isUnrolled: steps != nil), at: place)
    }
    let isKnown = !shape.contains("?")
    graph.nodes.append(.init(kind: kind, symbol: symbol, shape: isKnown ? shape : [], step: step))
    let number = graph.nodes.count - 1
    known[key] = number
    try connect(operands, to: number)
    return (number, true)
  }

  private mutating func connect(
    _ operands: [ComputationGraph.Operand], to node: Int
  ) throws(Diagnostic) {
    for operand in operands {
      guard graph.edges.count < 4 * Self.mostNodes else {
        throw Diagnostic(.tooManyNodes(isUnrolled: steps != nil), at: place)
      }
      graph.edges.append(.init(from: operand.node, to: node, mark: operand.mark))
    }
  }

  /// Bounds the walk: what is only passed through makes no node.
  mutating func enter() throws(Diagnostic) {
    work += 1
    depth += 1
    guard work < 50_000, depth < 1000 else {
      throw Diagnostic(.tooManyNodes(isUnrolled: steps != nil), at: place)
    }
  }

  mutating func leave() { depth -= 1 }

  // MARK: - Names

  /// The nodes that a name stands for, with these indices.
  mutating func read(
    _ name: String, _ indices: [Syntax.Expression], _ place: Place
  ) throws(Diagnostic) -> [ComputationGraph.Operand] {
    guard let declaration = scope[name] else { return [] }
    switch declaration.kind {
    case .number: return []
    case .tensor(let extents): return [try given(declaration, extents, indices, place)]
    case .loss(let inputs):
      let (node, isNew) = try node(.value, Symbol(name), of: [], step: nil)
      if isNew {
        for input in inputs { try connect(operandsOf(input, Place()), to: node) }
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
      let (node, isNew) = try node(.value, Symbol(name), of: [], shape: shape, step: nil)
      if isNew { try connect(operandsOf(body, Place()), to: node) }
      return [.init(node)]
    case .family(let family): return try member(of: declaration, family, indices, place)
    }
  }

  /// A given tensor: all of it, or its part at the current time, or one of a row of matrices.
  private mutating func given(
    _ declaration: Declaration, _ extents: [Syntax.Expression], _ indices: [Syntax.Expression],
    _ place: Place
  ) throws(Diagnostic) -> ComputationGraph.Operand {
    let parts = part(of: declaration, indices, place)
    let node = try node(
      parts.isTimed ? .input : .parameter, parts.symbol, of: [],
      shape: shapes.extents(of: declaration.name, behind: parts.axes),
      step: parts.isTimed ? place.step : nil)
    return .init(node.number)
  }

  /// Which part of a given tensor an index list names, as a symbol.
  func part(
    of declaration: Declaration, _ indices: [Syntax.Expression], _ place: Place
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
  private func isTime(_ index: Syntax.Expression, _ place: Place) -> Bool {
    place.letters.time.map { index.freeNames().contains($0) } ?? false
  }

  // MARK: - Values by time

  /// Whether a name has a value at each time, by its last index.
  func isTimed(_ name: String) -> Bool { timed.contains(name) }

  /// Families, and what is defined letter by letter from them.
  private mutating func findTimed() {
    timed = Set(scope.declarations.keys.filter { scope.family($0) != nil })
    var isComplete = false
    while !isComplete {
      isComplete = true
      for (name, declaration) in scope.declarations where !timed.contains(name) {
        guard case .definition(_, let letters, let body) = declaration.kind, letters.count == 1,
          readsTime(letters[0], in: body)
        else { continue }
        timed.insert(name)
        isComplete = false
      }
    }
  }

  /// Whether something is read at that time: a value of a family, or a vector of a sequence.
  func readsTime(_ letter: String, in expression: Syntax.Expression) -> Bool {
    let (base, indices) = expression.chainedIndices
    if case .name(let name) = base.kind, !indices.isEmpty {
      let rank = scope.family(name)?.rank ?? 1
      let isAtTime = rank <= indices.count && indices[rank - 1].freeNames().contains(letter)
      if isAtTime, isTimed(name) { return true }
      if isAtTime, indices.count == 1, case .tensor(let extents) = scope[name]?.kind,
        extents.count > 1, !name.hasSuffix("_")
      {
        return true
      }
    }
    for child in expression.children where readsTime(letter, in: child) { return true }
    return false
  }

  /// The values of a sequence that are read by an index list: one, or all where time is not said.
  private mutating func member(
    of declaration: Declaration, _ family: Family, _ indices: [Syntax.Expression], _ place: Place
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
    let (node, isNew) = try node(.earlier, symbol, of: [], shape: shape, step: nil)
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
    graph.timeLetter = graph.timeLetter ?? family.timeLetter
    let (node, isNew) = try node(.value, symbol, of: [], shape: shape, step: time)
    guard isNew else { return .init(node) }
    for (line, letters) in family.equations(of: part, at: time) {
      guard let body = line.body else { continue }
      try connect(operandsOf(body, Place(letters: letters, step: time)), to: node)
    }
    return .init(node)
  }

  // MARK: - Symbols

  /// An index as it is shown: a number where it is known.
  func text(of index: Syntax.Expression, _ place: Place) -> String {
    place.letters.number(index).map(String.init) ?? index.plain
  }

  /// `h[t]` or `h_t`, as the author writes it.
  private func symbol(_ declaration: Declaration, below: [String], at time: String) -> Symbol {
    let isBehind = !below.isEmpty || !writesTimeBelow(declaration)
    return Symbol(
      declaration.name, below: isBehind ? below : [time], behind: isBehind ? [time] : [])
  }

  private func writesTimeBelow(_ declaration: Declaration) -> Bool {
    let range = declaration.span.range
    guard range.upperBound <= source.utf8.count else { return false }
    let text = source.text(of: range)
    let left = text.prefix { $0 != "=" }
    return left.contains("_") && !left.contains("[")
  }
}

extension ComputationGraph {
  /// A node as it goes into another.
  struct Operand: Hashable {
    let node: Int
    let mark: Edge.Mark

    init(_ node: Int, _ mark: Edge.Mark = .plain) { (self.node, self.mark) = (node, mark) }
  }
}
