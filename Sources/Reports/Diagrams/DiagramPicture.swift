import Homework

/// The picture of a graph that was laid out.
struct DiagramPicture {
  private let diagram: Diagram
  private let layout: GraphLayout

  private static let margin = 10.0
  private static let titleHeight = 28.0
  private static let stepHeight = 20.0

  /// `nil` where the layout is that of another graph.
  init?(_ diagram: Diagram, _ layout: GraphLayout) {
    let graph = diagram.graph
    guard graph.nodes.indices.allSatisfy({ layout.nodes[$0] != nil }),
      Set(layout.lines.map { Pair($0.from, $0.to) })
        .isSuperset(of: graph.edges.map { Pair($0.from, $0.to) })
    else { return nil }
    (self.diagram, self.layout) = (diagram, layout)
  }

  var svg: String {
    let top = Self.margin + (diagram.title == nil ? 0 : Self.titleHeight)
    let width = max(layout.width, titleWidth) + 2 * Self.margin
    let height = top + layout.height + Self.margin + (diagram.steps == nil ? 0 : Self.stepHeight)
    let shift = (width - layout.width) / 2
    let content = SVG(
      "g", ["transform": "translate(\(shift.pixels) \(top.pixels))"],
      columns + lines + nodes)
    let words = DiagramWords(diagram)
    return SVG(
      "svg",
      [
        "viewBox": "0 0 \(width.pixels) \(height.pixels)", "width": width.pixels,
        "height": height.pixels, "role": "img", "class": "diagram",
        "font-family": "Charter, Georgia, serif", "fill": "currentColor",
      ],
      [SVG("title", text: diagram.title ?? words.introduction.text), SVG("desc", text: words.text)]
        + title(width) + [content]
    ).markup
  }

  // MARK: - Title and times

  private var shownTitle: String { (diagram.title ?? "").shortened(to: 74) }

  private var titleWidth: Double { 8.2 * Double(shownTitle.count) }

  private func title(_ width: Double) -> [SVG] {
    guard diagram.title != nil else { return [] }
    return [
      SVG(
        "text",
        [
          "x": (width / 2).pixels, "y": "22", "text-anchor": "middle", "font-weight": "600",
          "font-family": "system-ui, sans-serif", "font-size": "14",
        ], text: shownTitle)
    ]
  }

  /// The field of each time, with the time below it.
  private var columns: [SVG] {
    guard let steps = diagram.steps else { return [] }
    var fields: [Int: Field] = [:]
    for (number, node) in diagram.graph.nodes.enumerated() {
      guard let step = node.step, let place = layout.nodes[number] else { continue }
      fields[step, default: Field()].insert(DiagramNode(node), at: place)
    }
    let top = fields.values.map(\.top).min() ?? 0
    return steps.compactMap { step in
      fields[step].map { column(step, left: $0.left - 7, right: $0.right + 7, top: top - 5) }
    }
  }

  /// The room that the nodes of one time take.
  private struct Field {
    var left = Double.infinity
    var right = -Double.infinity
    var top = Double.infinity

    mutating func insert(_ node: DiagramNode, at place: PicturePoint) {
      left = min(left, place.x - node.width / 2)
      right = max(right, place.x + node.width / 2)
      top = min(top, place.y - node.height / 2)
    }
  }

  private func column(_ step: Int, left: Double, right: Double, top: Double) -> SVG {
    let field = SVG(
      "rect",
      [
        "x": left.pixels, "y": top.pixels, "width": (right - left).pixels,
        "height": (layout.height + 4 - top).pixels, "rx": "6",
        "style": "fill: var(--line, gray); fill-opacity: 0.25",
      ])
    let label = DiagramLabel(time: diagram.graph.timeLetter ?? "t", step)
    return SVG(
      "g", [:],
      [field, label.drawing(x: (left + right) / 2, y: layout.height + Self.stepHeight / 2 + 4)])
  }

  // MARK: - Nodes and lines

  private var nodes: [SVG] {
    diagram.graph.nodes.enumerated().compactMap { number, node in
      layout.nodes[number].map { DiagramNode(node).drawing(x: $0.x, y: $0.y) }
    }
  }

  /// The edges between two nodes, in whichever direction Graphviz was told of them.
  private struct Pair: Hashable {
    let low: Int
    let high: Int

    init(_ from: Int, _ to: Int) { (low, high) = (min(from, to), max(from, to)) }
  }

  private var lines: [SVG] {
    var edges = Dictionary(grouping: diagram.graph.edges) { Pair($0.from, $0.to) }
    return layout.lines.compactMap { line in
      let pair = Pair(line.from, line.to)
      guard let edge = edges[pair]?.first else { return nil }
      edges[pair]?.removeFirst()
      return drawing(line, edge)
    }
  }

  private func drawing(_ line: GraphLayout.Line, _ edge: ComputationGraph.Edge) -> SVG {
    let mark = edge.mark
    let places = oriented(line.places, from: edge.from)
    let end = places[places.count - 1]
    var path = "M\(places[0].x.pixels) \(places[0].y.pixels)C"
    path += places.dropFirst().map { "\($0.x.pixels) \($0.y.pixels)" }.joined(separator: " ")
    let color = "var(--\(mark == .recurrent ? "ink" : "soft"), currentColor)"
    var parts = [
      SVG(
        "path",
        [
          "d": path, "fill": "none", "stroke-width": "1.3",
          "stroke-dasharray": mark == .recurrent ? "5 3" : "none", "style": "stroke: \(color)",
        ]),
      arrow(at: end, from: places[places.count - 2], color),
    ]
    if let sign = mark.sign {
      parts.append(SVG.text(sign, end.x + 9, end.y + 12, "middle"))
    }
    return SVG("g", [:], parts)
  }

  private func oriented(_ places: [PicturePoint], from node: Int) -> [PicturePoint] {
    guard let start = layout.nodes[node], let first = places.first, let last = places.last else {
      return places
    }
    func distance(_ place: PicturePoint) -> Double {
      (place.x - start.x) * (place.x - start.x) + (place.y - start.y) * (place.y - start.y)
    }
    return distance(first) <= distance(last) ? places : places.reversed()
  }

  private func arrow(
    at tip: PicturePoint, from place: PicturePoint, _ color: String
  ) -> SVG {
    let (x, y) = (tip.x - place.x, tip.y - place.y)
    let length = max((x * x + y * y).squareRoot(), 0.001)
    let (along, across) = ((x: 7 * x / length, y: 7 * y / length), 0.42)
    let corners = [1, -1].map { side in
      let offset = across * Double(side)
      return "L\((tip.x - along.x - offset * along.y).pixels) "
        + "\((tip.y - along.y + offset * along.x).pixels)"
    }
    return SVG(
      "path",
      [
        "d": "M\(tip.x.pixels) \(tip.y.pixels)\(corners.joined())z", "style": "fill: \(color)",
      ])
  }
}

extension ComputationGraph.Edge.Mark {
  /// What stands beside the end of the line.
  fileprivate var sign: String? {
    switch self {
    case .plain, .recurrent: nil
    case .negated: "−"
    case .divisor: "÷"
    }
  }
}
