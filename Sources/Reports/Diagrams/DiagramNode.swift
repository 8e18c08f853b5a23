import Homework

/// A node as it is drawn: its outline, its symbol, and the extents below.
struct DiagramNode {
  let label: DiagramLabel
  /// `m × n`, or nothing.
  let shape: String
  let kind: ComputationGraph.Node.Kind
  let width: Double
  let height: Double

  private static let shapeSize = 11.0

  init(_ node: ComputationGraph.Node) {
    kind = node.kind
    label = DiagramLabel(node.symbol, isOperation: node.kind == .operation)
    shape = node.shape.joined(separator: " × ").shortened(to: 24)
    let shapeWidth = shape.reduce(0) { $0 + DiagramLabel.width(of: $1) } * Self.shapeSize
    if kind == .operation {
      height = 28
      width = max(height, label.width + 14)
    } else {
      height = shape.isEmpty ? 32 : 44
      width = max(kind == .input ? height : 38, max(label.width, shapeWidth) + 16)
    }
  }

  /// - Parameter x, y: its middle.
  func drawing(x: Double, y: Double) -> SVG {
    var parts = [outline(x, y), label.drawing(x: x, y: shape.isEmpty ? y : y - 8)]
    if !shape.isEmpty {
      parts.append(
        SVG(
          "text",
          [
            "x": x.pixels, "y": (y + 15).pixels, "text-anchor": "middle",
            "font-size": Self.shapeSize.pixels, "style": "fill: var(--soft, currentColor)",
          ], text: shape))
    }
    return SVG("g", [:], parts)
  }

  /// What it is, is seen by its outline and by its colour: a circle is an operation, a sharp corner a
  /// parameter, a broken line a value of another time.
  private func outline(_ x: Double, _ y: Double) -> SVG {
    SVG(
      "rect",
      [
        "x": (x - width / 2).pixels, "y": (y - height / 2).pixels, "width": width.pixels,
        "height": height.pixels, "rx": corner.pixels,
        "stroke-width": kind == .value ? "1.8" : "1.2",
        "stroke-dasharray": kind == .earlier ? "4 3" : "none",
        "style": "fill: \(fill); stroke: \(stroke)",
      ])
  }

  private var corner: Double {
    switch kind {
    case .operation, .input: height / 2
    case .value, .earlier: 8
    case .parameter, .map: 0
    }
  }

  private var stroke: String {
    switch kind {
    case .input: "var(--series-1, currentColor)"
    case .parameter, .map: "var(--series-2, currentColor)"
    case .value, .earlier: "var(--ink, currentColor)"
    case .operation: "var(--soft, currentColor)"
    }
  }

  private var fill: String {
    kind == .operation ? "var(--paper, white)" : "var(--tint, white)"
  }
}
