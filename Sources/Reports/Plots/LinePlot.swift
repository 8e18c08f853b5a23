/// A line chart of one or several series, drawn as SVG.
///
/// Colours come from the page's style sheet; dashes tell the lines apart without them.
public struct LinePlot: Sendable {
  public struct Series: Sendable {
    public let label: String
    /// NaN where a value is missing: there the line breaks.
    public let points: [(x: Double, y: Double)]

    public init(label: String, points: [(x: Double, y: Double)]) {
      self.label = label
      self.points = points
    }
  }

  public var title: String?
  public var xLabel: String?
  public var yLabel: String?
  public var xIsLogarithmic = false
  public var yIsLogarithmic = false
  public let series: [Series]

  public init(series: [Series]) { self.series = series }

  /// Points that have a place on both axes.
  func isVisible(_ point: (x: Double, y: Double)) -> Bool {
    Axis.hasPlace(point.x, isLogarithmic: xIsLogarithmic)
      && Axis.hasPlace(point.y, isLogarithmic: yIsLogarithmic)
  }

  /// The picture, with its text alternative; at most about 150 kB, however many points there are.
  public var svg: String {
    let frame = PlotFrame(self)
    let name =
      title ?? "\(yLabel ?? series.map(\.label).joined(separator: ", ")) by \(xLabel ?? "x")"
    return SVG(
      "svg",
      [
        "viewBox": "0 0 \(frame.width.pixels) \(frame.height.pixels)", "role": "img",
        "class": "plot", "font-family": "system-ui, sans-serif",
        "font-size": "\(PlotFrame.fontSize)", "fill": "currentColor",
      ],
      [
        SVG("title", text: name), SVG("desc", text: series.map(words).joined(separator: " ")),
      ] + frame.drawing + series.indices.flatMap { lines($0, in: frame) }
    ).markup
  }

  // MARK: - Lines

  /// The line of a series, and a dot for each point that has no neighbour.
  private func lines(_ number: Int, in frame: PlotFrame) -> [SVG] {
    let places = series[number].points.lazy.map { point in
      isVisible(point) ? Polyline.Place(x: frame.x(point.x), y: frame.y(point.y)) : nil
    }
    // All series together stay within what a page can carry.
    let line = Polyline(through: places, pieces: min(560, 2400 / series.count))
    let stroke = SeriesStroke(number: number)
    var parts: [SVG] = []
    if !line.path.isEmpty { parts.append(stroke.line(line.path)) }
    if !line.dots.isEmpty { parts.append(stroke.dots(line.dots)) }
    return parts
  }
}

/// How the lines of one series look, on paper without colours too.
struct SeriesStroke {
  let number: Int

  private static let dashes = ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 2", "5 6", "10 2 2 2 2 2"]

  private var color: String { "stroke: var(--series-\(number % 8 + 1), currentColor)" }

  func line(_ path: String) -> SVG {
    let dash = Self.dashes[number % Self.dashes.count]
    return SVG(
      "path",
      [
        "d": path, "fill": "none", "style": color, "stroke-width": "1.8",
        "stroke-linejoin": "round", "stroke-dasharray": dash.isEmpty ? "none" : dash,
      ])
  }

  func dots(_ path: String) -> SVG {
    SVG(
      "path",
      ["d": path, "fill": "none", "style": color, "stroke-width": "5", "stroke-linecap": "round"])
  }
}
