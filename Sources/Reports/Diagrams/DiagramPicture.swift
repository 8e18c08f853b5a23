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
      Set(layout.lines.map { [$0.from, $0.to] }).isSuperset(of: graph.edges.map { [$0.from, $0.to] })
    else { return nil }
    (self.diagram, self.layout) = (diagram, layout)
  }

  var svg: String {
    let top = Self.margin + (diagram.title == nil ? 0 : Self.titleHeight)
    let isUnrolled = columns.count > 1
    let width = max(layout.width, titleWidth) + 2 * Self.margin
    let height = top + layout.height + Self.margin + (isUnrolled ? Self.stepHeight : 0)
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
    let steps = Dictionary(grouping: diagram.graph.nodes.indices) { diagram.graph.nodes[$0].step }
    guard let times = diagram.steps else { return [] }
    return times.compactMap { step in
      let boxes = (steps[step] ?? []).compactMap { number in
        layout.nodes[number].map { ($0, DiagramNode(diagram.graph.nodes[number])) }
      }
      guard let left = boxes.map({ $0.0.x - $0.1.width / 2 }).min(),
        let right = boxes.map({ $0.0.x + $0.1.width / 2 }).max()
      else { return nil }
      return column(step, left - 7, right + 7)
    }
  }

  private func column(_ step: Int, _ left: Double, _ right: Double) -> SVG {
    let field = SVG(
      "rect",
      [
        "x": left.pixels, "y": "-4", "width": (right - left).pixels,
        "height": (layout.height + 8).pixels, "rx": "6",
        "style": "fill: var(--line, gray); fill-opacity: 0.25",
      ])
    let label = DiagramLabel(Symbol.time(step), isOperation: false)
    return SVG(
      "g", [field, label.drawing(x: (left + right) / 2, y: layout.height + Self.stepHeight / 2 + 4)])
  }

  // MARK: - Nodes and lines

  private var nodes: [SVG] {
    diagram.graph.nodes.enumerated().compactMap { number, node in
      layout.nodes[number].map { DiagramNode(node).drawing(x: $0.x, y: $0.y) }
    }
  }

  private var lines: [SVG] {
    var marks: [[Int]: [ComputationGraph.Edge.Mark]] = [:]
    for edge in diagram.graph.edges { marks[[edge.from, edge.to], default: []].append(edge.mark) }
    return layout.lines.compactMap { line in
      guard let mark = marks[[line.from, line.to]]?.first else { return nil }
      marks[[line.from, line.to]]?.removeFirst()
      return drawing(line, mark)
    }
  }

  private func drawing(_ line: GraphLayout.Line, _ mark: ComputationGraph.Edge.Mark) -> SVG {
    let places = oriented(line)
    let end = places[places.count - 1]
    var path = "M\(places[0].x.pixels) \(places[0].y.pixels)C"
    path += places.dropFirst().map { "\($0.x.pixels) \($0.y.pixels)" }.joined(separator: " ")
    let color = "var(--\(mark == .recurrent ? "series-3" : "soft"), currentColor)"
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
    return SVG("g", parts)
  }

  /// Graphviz begins a line at whichever end comes first.
  private func oriented(_ line: GraphLayout.Line) -> [GraphLayout.Place] {
    guard let from = layout.nodes[line.from], let first = line.places.first,
      let last = line.places.last
    else { return line.places }
    func distance(_ place: GraphLayout.Place) -> Double {
      (place.x - from.x) * (place.x - from.x) + (place.y - from.y) * (place.y - from.y)
    }
    return distance(first) <= distance(last) ? line.places : line.places.reversed()
  }

  private func arrow(
    at tip: GraphLayout.Place, from place: GraphLayout.Place, _ color: String
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
