import Markup
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
  private(set) var timed: Set<String> = []
  private var work = 0
  private var depth = 0

  /// What makes two nodes one.
  private struct Key: Hashable {
    let kind: ComputationGraph.Node.Kind
    let symbol: Symbol
    /// Two names may look the same: that of a state that the author did not name, and another.
    let name: String?
    let inputs: [ComputationGraph.Operand]
    let step: Int?
  }

  /// Where an expression stands: what its letters mean, and the time at which it is computed.
  struct Context {
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
      let outputs = try read(name.text, [], Context())
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

  // MARK: - Time

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

  // MARK: - Nodes

  /// The node with these operands, made if there is none.
  mutating func node(
    _ kind: ComputationGraph.Node.Kind, _ symbol: Symbol, named name: String? = nil,
    of operands: [ComputationGraph.Operand] = [], shape: [String] = [], step: Int?
  ) throws(Diagnostic) -> (number: Int, isNew: Bool) {
    let key = Key(kind: kind, symbol: symbol, name: name, inputs: operands, step: step)
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

  mutating func connect(
    _ operands: [ComputationGraph.Operand], to node: Int
  ) throws(Diagnostic) {
    for operand in operands {
      guard graph.edges.count < 4 * Self.mostNodes else {
        throw Diagnostic(.tooManyNodes(isUnrolled: steps != nil), at: place)
      }
      graph.edges.append(.init(from: operand.node, to: node, mark: operand.mark))
    }
  }

  mutating func noteTime(_ family: Family) {
    graph.timeLetter = graph.timeLetter ?? family.timeLetter
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
}

extension ComputationGraph {
  /// A node as it goes into another.
  struct Operand: Hashable {
    let node: Int
    let mark: Edge.Mark

    init(_ node: Int, _ mark: Edge.Mark = .plain) { (self.node, self.mark) = (node, mark) }
  }
}
