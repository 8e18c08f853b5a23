import Homework

/// Where Graphviz puts the nodes and the lines of a graph.
///
/// Graphviz gets the sizes of nodes and nothing that an author wrote.
public struct GraphLayout: Sendable {
  struct Line {
    let from: Int
    let to: Int
    /// A Bézier curve: an end, then three places for each piece.
    let places: [PicturePoint]
  }

  let width: Double
  let height: Double
  /// The middle of each node, by its number.
  let nodes: [Int: PicturePoint]
  let lines: [Line]

  private static let pixelsPerInch = 72.0

  // MARK: - Asking

  /// What `dot` is asked to lay out, in its language.
  static func dot(_ graph: ComputationGraph) -> String {
    var lines = [
      "digraph {", "graph [rankdir=BT, newrank=true, nodesep=0.22, ranksep=0.28];",
      "node [shape=box, fixedsize=true, label=\"\"];", "edge [dir=none];",
    ]
    for (number, node) in graph.nodes.enumerated() {
      let box = DiagramNode(node)
      lines.append("n\(number) [width=\(inches(box.width)), height=\(inches(box.height))];")
    }
    lines += columns(graph)
    lines += graph.edges.map { Self.line($0, graph) }
    return (lines + ["}", ""]).joined(separator: "\n")
  }

  /// What is read from another time is computed from this one there: it stands above, and its line
  /// goes down. A line between two values of one sequence is level.
  private static func line(_ edge: ComputationGraph.Edge, _ graph: ComputationGraph) -> String {
    let (from, to) = (graph.nodes[edge.from], graph.nodes[edge.to])
    let isBetweenSteps = from.step != nil && to.step != nil && from.step != to.step
    guard edge.mark == .recurrent || isBetweenSteps else { return "n\(edge.from) -> n\(edge.to);" }
    if isBetweenSteps, from.kind == .value, to.kind == .value,
      from.symbol.isSequence(of: to.symbol)
    {
      return "{ rank=same; n\(edge.from) -> n\(edge.to) [weight=0]; }"
    }
    return "n\(edge.to) -> n\(edge.from) [weight=0];"
  }

  /// The nodes of each time stand together, and the times from left to right.
  private static func columns(_ graph: ComputationGraph) -> [String] {
    let steps = Dictionary(grouping: graph.nodes.indices) { graph.nodes[$0].step ?? -1 }
      .filter { $0.key >= 0 }.sorted { $0.key < $1.key }
    guard steps.count > 1 else { return [] }
    var lines = steps.map { step, nodes in
      "subgraph cluster_\(step) { " + nodes.map { "n\($0); " }.joined() + "}"
    }
    let first = steps.compactMap { $0.value.first }.map { "n\($0)" }
    lines.append("{ rank=same; " + first.joined(separator: " -> ") + " [style=invis, weight=9]; }")
    return lines
  }

  /// A length in inches, with four digits behind the point.
  private static func inches(_ pixels: Double) -> String {
    let units = Int((pixels / pixelsPerInch * 10_000).rounded())
    let (whole, part) = units.quotientAndRemainder(dividingBy: 10_000)
    return "\(whole)." + String(repeating: "0", count: 4 - "\(part)".count) + "\(part)"
  }

  // MARK: - Reading

  /// The layouts of several graphs, from the output of `dot -Tplain`; `nil` for anything else.
  static func layouts(parsing text: String) -> [GraphLayout]? {
    var layouts: [GraphLayout] = []
    var lines: [[Substring]] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ")
      guard words.first == "stop" else {
        lines.append(words)
        continue
      }
      guard let layout = GraphLayout(lines) else { return nil }
      layouts.append(layout)
      lines = []
    }
    return lines.isEmpty ? layouts : nil
  }

  private init?(_ lines: [[Substring]]) {
    guard let first = lines.first, first.first == "graph", first.count == 4,
      let width = Self.pixels(first[2]), let height = Self.pixels(first[3])
    else { return nil }
    var nodes: [Int: PicturePoint] = [:]
    var curves: [Line] = []
    for words in lines.dropFirst() {
      switch words.first {
      case "node":
        guard words.count > 3, let number = Self.number(words[1]),
          let place = Self.place(words[2], words[3], height)
        else { return nil }
        nodes[number] = place
      case "edge":
        guard words.count > 3, let from = Self.number(words[1]), let to = Self.number(words[2]),
          let count = Int(words[3]), count > 3, count % 3 == 1, words.count >= 4 + 2 * count
        else { return nil }
        let places = (0..<count).compactMap {
          Self.place(words[4 + 2 * $0], words[5 + 2 * $0], height)
        }
        guard places.count == count else { return nil }
        curves.append(Line(from: from, to: to, places: places))
      default: return nil
      }
    }
    (self.width, self.height, self.nodes) = (width, height, nodes)
    self.lines = curves
  }

  private static func number(_ name: Substring) -> Int? {
    name.first == "n" ? Int(name.dropFirst()) : nil
  }

  private static func pixels(_ inches: Substring) -> Double? {
    guard let inches = Double(inches), inches.isFinite, inches.magnitude < 10_000 else {
      return nil
    }
    return inches * pixelsPerInch
  }

  /// Graphviz counts from the lower end, a page from the upper one.
  private static func place(_ x: Substring, _ y: Substring, _ height: Double) -> PicturePoint? {
    guard let x = pixels(x), let y = pixels(y) else { return nil }
    return PicturePoint(x: x, y: height - y)
  }
}
