/// What stands around the lines: title, legend, axes; and how much room it takes.
struct PlotFrame {
  private let plot: LinePlot
  let x: Axis
  let y: Axis
  let width = 640.0
  let height: Double
  private let left: Double
  private let right: Double
  private let top: Double
  private let bottom: Double
  private let legend: PlotLegend

  /// 14 of 640 are 11 pixels where the style sheet makes a plot narrowest, on a phone.
  static let fontSize = 14

  /// The room that a text takes at most, guessed, for nothing measures text here.
  static func room(for text: String) -> Double { 7.8 * Double(text.count) }

  init(_ plot: LinePlot) {
    self.plot = plot
    let (xs, ys) = Self.extents(of: plot)
    var y = Axis(holding: ys, isLogarithmic: plot.yIsLogarithmic)
    let widest = y.ticks.compactMap(\.label).map(Self.room).max() ?? 0
    left = (plot.yLabel == nil ? 14 : 34) + widest
    var x = Self.fitting(xs, isLogarithmic: plot.xIsLogarithmic, into: width - left)
    right = width - max(14, Self.room(for: x.ticks.last?.label ?? "") / 2)
    legend = PlotLegend(plot.series.map(\.label), width: right - left)
    top = (plot.title == nil ? 14 : 36) + legend.height
    bottom = top + 276
    height = bottom + (plot.xLabel == nil ? 30 : 52)
    x.paper = (left, right)
    y.paper = (bottom, top)
    (self.x, self.y) = (x, y)
  }

  private static func extents(of plot: LinePlot) -> (x: Extent, y: Extent) {
    var (xs, ys) = (Extent(), Extent())
    for line in plot.series {
      for point in line.points where plot.isVisible(point) {
        xs.insert(point.x)
        ys.insert(point.y)
      }
    }
    return (xs, ys)
  }

  /// The axis with as many labels as stand side by side.
  private static func fitting(
    _ extent: Extent, isLogarithmic: Bool, into width: Double
  ) -> Axis {
    let axes = [7, 5, 3, 2].lazy.map {
      Axis(holding: extent, isLogarithmic: isLogarithmic, count: $0)
    }
    let fits = axes.first { axis in
      axis.ticks.compactMap(\.label).reduce(0) { $0 + room(for: $1) + 14 } <= width
    }
    return fits ?? Axis(holding: extent, isLogarithmic: isLogarithmic, count: 1)
  }

  // MARK: - Drawing

  var drawing: [SVG] {
    titles + legend.drawing(at: (left, top - legend.height - 4)) + rows + columns
      + [line(left, bottom, right, bottom, opacity: "0.6")]
  }

  private var titles: [SVG] {
    var parts: [SVG] = []
    if let title = plot.title {
      parts.append(
        SVG(
          "text",
          ["x": (width / 2).pixels, "y": "20", "text-anchor": "middle", "font-weight": "600"],
          text: title.shortened(to: 74)))
    }
    if let label = plot.xLabel {
      parts.append(text(label.shortened(to: 64), (left + right) / 2, height - 10, "middle"))
    }
    if let label = plot.yLabel {
      let place = "translate(16 \(((top + bottom) / 2).pixels)) rotate(-90)"
      parts.append(
        SVG(
          "text", ["transform": place, "text-anchor": "middle"], text: label.shortened(to: 36)))
    }
    return parts
  }

  private var rows: [SVG] {
    y.ticks.flatMap { tick in
      let place = y(tick.value)
      let opacity = tick.label == nil ? "0.07" : "0.16"
      return [line(left, place, right, place, opacity: opacity)]
        + (tick.label.map { [text($0, left - 8, place + 5, "end")] } ?? [])
    }
  }

  private var columns: [SVG] {
    x.ticks.flatMap { tick in
      let place = x(tick.value)
      let length = tick.label == nil ? 3.0 : 5.0
      return [line(place, bottom, place, bottom + length, opacity: "0.6")]
        + (tick.label.map { [text($0, place, bottom + 20, "middle")] } ?? [])
    }
  }

  private func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, opacity: String
  ) -> SVG {
    SVG(
      "path",
      [
        "d": "M\(x1.pixels) \(y1.pixels)L\(x2.pixels) \(y2.pixels)", "stroke": "currentColor",
        "stroke-opacity": opacity,
      ])
  }

  private func text(_ text: String, _ x: Double, _ y: Double, _ anchor: String) -> SVG {
    SVG("text", ["x": x.pixels, "y": y.pixels, "text-anchor": anchor], text: text)
  }
}

extension String {
  /// Cut to so many characters; the text alternative has all of them.
  func shortened(to count: Int) -> String {
    self.count <= count ? self : prefix(count - 1) + "…"
  }
}
