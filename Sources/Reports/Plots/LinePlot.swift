/// A line chart of one or several series, drawn as SVG.
///
/// Colours come from the page's style sheet; dashes tell the lines apart without them.
public struct LinePlot: Plot {
  public typealias Point = (x: Double, y: Double)

  public struct Series: Sendable {
    public let label: String
    /// The points of each seed; NaN where a value is missing: there the line breaks.
    public let runs: [[Point]]
    /// What marks call it.
    public var column: String
    /// The number of its panel, where there are several.
    public var panel = 0
    /// That of its colour; series that are the same thing in several panels share one.
    public var number: Int?

    public init(label: String, runs: [[Point]]) {
      (self.label, self.runs, column) = (label, runs, label)
    }

    public init(label: String, points: [Point]) { self.init(label: label, runs: [points]) }
  }

  /// How runs with several seeds are drawn.
  public enum Seeds: String, Sendable, CaseIterable {
    /// The median as a line, all between the smallest and the largest value as a band.
    case band
    /// A thin line each.
    case each
  }

  public var title: String?
  public var xLabel: String?
  public var yLabel: String?
  public var xIsLogarithmic = false
  public var yIsLogarithmic = false
  public var seeds = Seeds.band
  /// What a value counts for the one after it, from 0 to less than 1.
  public var smoothing = 0.0
  public var marks: [LineMark] = []
  /// The names of the panels; none for one field.
  public var panels: [String] = []
  public let series: [Series]

  public init(series: [Series]) { self.series = series }

  /// Points that have a place on both axes.
  func isVisible(_ point: Point) -> Bool {
    Axis.hasPlace(point.x, isLogarithmic: xIsLogarithmic)
      && Axis.hasPlace(point.y, isLogarithmic: yIsLogarithmic)
  }

  var words: PlotWords { PlotWords(title: title, xLabel: xLabel, yLabel: yLabel) }

  public var svg: String {
    let curves = series.map { Curve($0, of: self) }
    let extents = extents
    let frame = PlotFrame(
      words, panels: panels, x: .numbers(extents.x, isLogarithmic: xIsLogarithmic),
      y: .numbers(extents.y, isLogarithmic: yIsLogarithmic), legend: legend)
    let labels = series.filter { $0.panel == series[0].panel }.map(\.label)
    // All lines together stay within what a page can carry.
    let pieces = 4200 / max(1, curves.map(\.lineCount).reduce(0, +))
    return frame.picture(
      name: "\(yLabel ?? labels.joined(separator: ", ")) by \(xLabel ?? "x")",
      description: zip(series, curves).map(words).joined(separator: " "),
      zip(series.indices, curves).flatMap { index, curve in
        drawing(of: index, curve, on: frame.panels[series[index].panel], pieces: pieces)
      })
  }

  private var extents: (x: Extent, y: Extent) {
    var (xs, ys) = (Extent(), Extent())
    for run in series.lazy.flatMap(\.runs) {
      for point in run where isVisible(point) {
        xs.insert(point.x)
        ys.insert(point.y)
      }
    }
    return (xs, ys)
  }

  // MARK: - Lines

  private func stroke(of index: Int) -> SeriesStroke {
    SeriesStroke(number: series[index].number ?? index, isAlone: series.isOnePerPanel)
  }

  private func drawing(
    of index: Int, _ curve: Curve, on panel: PlotPanel, pieces: Int
  ) -> [SVG] {
    func line(_ points: [Point]) -> Polyline {
      Polyline(through: points.lazy.map { place(of: $0, on: panel) }, pieces: pieces)
    }
    let stroke = stroke(of: index)
    var parts: [SVG] = []
    if let band = curve.band {
      let outline = SeedBand.outline(low: line(band.low), high: line(band.high))
      parts.append(stroke.band(outline))
    }
    for run in curve.behind { parts += stroke.drawing(of: line(run), weight: .pale) }
    for run in curve.thin { parts += stroke.drawing(of: line(run), weight: .thin) }
    if let center = curve.center { parts += stroke.drawing(of: line(center), weight: .full) }
    return parts + marks(on: series[index], panel, color: stroke.color)
  }

  private func place(of point: Point, on panel: PlotPanel) -> PicturePoint? {
    isVisible(point) ? PicturePoint(x: panel.x(point.x), y: panel.y(point.y)) : nil
  }

  // MARK: - Marks

  func marks(of series: Series) -> [LineMark] {
    marks.filter { $0.column == nil || $0.column == series.column }
  }

  private func marks(on series: Series, _ panel: PlotPanel, color: String) -> [SVG] {
    marks(of: series).compactMap { mark in
      let points = series.runs.flatMap { mark.points(of: $0.lazy.filter(isVisible)) }
      let places = LineMark.apart(points.compactMap { place(of: $0, on: panel) })
      return places.isEmpty ? nil : mark.drawing(at: places, color: color)
    }
  }

  // MARK: - Legend

  private var legend: [PlotLegend.Item] {
    var items: [PlotLegend.Item] = []
    var known: Set<Int> = []
    for index in series.indices where known.insert(series[index].number ?? index).inserted {
      let stroke = stroke(of: index)
      items.append(
        PlotLegend.Item(label: series[index].label) { x, y in
          stroke.line("M\((x - 14).pixels) \(y.pixels)h28", weight: .full)
        })
    }
    // One line needs no name, and panels that are named after their lines say it already.
    if items.count == 1 || series.isOnePerPanel { items = [] }
    return items + explanations
  }

  private var explanations: [PlotLegend.Item] {
    let seeds = series.map(\.runs.count).max() ?? 0
    var items: [PlotLegend.Item] = []
    if seeds > 1 {
      let style = self.seeds
      let label = style == .band ? "median and range of \(seeds) seeds" : "each of \(seeds) seeds"
      items.append(
        PlotLegend.Item(label: label) { x, y in
          let (left, stroke) = ((x - 14).pixels, SeriesStroke(number: nil))
          return style == .band
            ? stroke.band("M\(left) \((y - 6).pixels)h28v12h-28z")
            : stroke.line("M\(left) \(y.pixels)h28", weight: .thin)
        })
    }
    if smoothing > 0, seeds == 1 || self.seeds == .each {
      items.append(
        PlotLegend.Item(label: "before smoothing") { x, y in
          SeriesStroke(number: nil).line("M\((x - 14).pixels) \(y.pixels)h28", weight: .pale)
        })
    }
    return items
      + marks.map { mark in
        PlotLegend.Item(label: mark.label) { x, y in
          mark.drawing(at: [PicturePoint(x: x, y: y)], color: "currentColor")
        }
      }
  }
}
