/// One field of a plot with its axes; a plot of small multiples has several.
struct PlotPanel: Sendable {
  let x: Axis
  let y: Axis
  /// What stands above it, where there are several.
  let name: String?
  /// Whether labels stand below and to the left; panels beside each other share them.
  let labels: (below: Bool, left: Bool)

  var left: Double { x.paper.from }
  var right: Double { x.paper.to }
  var top: Double { y.paper.to }
  var bottom: Double { y.paper.from }

  var drawing: [SVG] {
    header + rows + columns + [SVG.line(left, bottom, right, bottom, opacity: "0.6")]
  }

  private var header: [SVG] {
    guard let name else { return [] }
    let letters = Int((right - left) / PlotFrame.room(for: "n"))
    return [
      SVG(
        "text", ["x": left.pixels, "y": (top - 6).pixels, "font-weight": "600"],
        text: name.shortened(to: max(3, letters)))
    ]
  }

  private var rows: [SVG] {
    y.ticks.flatMap { tick in
      let place = y(tick.value)
      let opacity = tick.label == nil ? "0.07" : "0.16"
      let label = labels.left ? tick.label : nil
      return [SVG.line(left, place, right, place, opacity: opacity)]
        + (label.map { [SVG.text($0, left - 8, place + 5, "end")] } ?? [])
    }
  }

  private var columns: [SVG] {
    x.ticks.flatMap { tick in
      let place = x(tick.value)
      let length = tick.label == nil ? 3.0 : 5.0
      let label = labels.below ? tick.label : nil
      return [SVG.line(place, bottom, place, bottom + length, opacity: "0.6")]
        + (label.map { [SVG.text($0, place, bottom + 20, "middle")] } ?? [])
    }
  }
}

extension SVG {
  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, opacity: String
  ) -> SVG {
    SVG(
      "path",
      [
        "d": "M\(x1.pixels) \(y1.pixels)L\(x2.pixels) \(y2.pixels)", "stroke": "currentColor",
        "stroke-opacity": opacity,
      ])
  }

  static func text(_ text: String, _ x: Double, _ y: Double, _ anchor: String) -> SVG {
    SVG("text", ["x": x.pixels, "y": y.pixels, "text-anchor": anchor], text: text)
  }
}
