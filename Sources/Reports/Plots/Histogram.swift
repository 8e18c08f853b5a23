import Markup
import Notation

/// How often values occur, of one or several series, over each other or in a panel each.
public struct Histogram: Plot {
  public struct Series: Sendable {
    public let label: String
    /// In order; what is too large for any axis is left out.
    public let values: [Double]
    public var panel = 0
    /// That of its colour; series that are the same thing in several panels share one.
    public var number: Int?

    public init(label: String, values: [Double]) {
      (self.label, self.values) = (
        label, values.filter { Axis.hasPlace($0, isLogarithmic: false) }.sorted()
      )
    }
  }

  var words = PlotWords()
  public let series: [Series]
  /// The names of the panels; none for one field.
  public var panels: [String] = []
  public var xIsLogarithmic = false
  public var countsAreLogarithmic = false
  /// How many bins there are; `nil` for as many as the values ask for.
  public var binCount: Int?

  public init(series: [Series]) { self.series = series }

  var bins: HistogramBins {
    HistogramBins(
      holding: series.count == 1 ? series[0].values : series.flatMap(\.values).sorted(),
      count: binCount, isLogarithmic: xIsLogarithmic)
  }

  // MARK: - Drawing

  public var svg: String {
    let bins = bins
    let counts = series.map { bins.counts(of: $0.values) }
    let range = Extent(bins.edges[0]...bins.edges[bins.edges.count - 1])
    let frame = PlotFrame(
      words, panels: panels, x: .numbers(range, isLogarithmic: xIsLogarithmic),
      y: .counts(upTo: counts.joined().max() ?? 1, isLogarithmic: countsAreLogarithmic),
      legend: legend)
    return frame.picture(
      name: "\(words.xLabel ?? "values"): how often",
      description: zip(series, counts).map { description(of: $0, $1, bins) }
        .joined(separator: " "),
      series.indices.map { index in
        area(counts[index], bins, on: frame.panels[series[index].panel], stroke: stroke(of: index))
      })
  }

  private func stroke(of index: Int) -> SeriesStroke {
    SeriesStroke(number: series[index].number ?? index, isAlone: series.isOnePerPanel)
  }

  /// The outline of all bars together; a bar is never too low to be seen.
  private func area(
    _ counts: [Int], _ bins: HistogramBins, on panel: PlotPanel, stroke: SeriesStroke
  ) -> SVG {
    var path = ""
    for (bin, count) in counts.enumerated() where count > 0 {
      let top = min(panel.bottom - 1.5, panel.y(Double(count)))
      let (isFirst, isLast) = (
        bin == 0 || counts[bin - 1] == 0, counts[(bin + 1)...].first ?? 0 == 0
      )
      if isFirst { path += "M\(panel.x(bins.edges[bin]).pixels) \(panel.bottom.pixels)" }
      path += "V\(top.pixels)H\(panel.x(bins.edges[bin + 1]).pixels)"
      if isLast { path += "V\(panel.bottom.pixels)z" }
    }
    return stroke.area(path)
  }

  private var legend: [PlotLegend.Item] {
    var items: [PlotLegend.Item] = []
    var known: Set<Int> = []
    for index in series.indices where known.insert(series[index].number ?? index).inserted {
      let stroke = stroke(of: index)
      items.append(
        PlotLegend.Item(label: series[index].label) { x, y in
          stroke.area("M\((x - 14).pixels) \((y + 6).pixels)v-12h28v12z")
        })
    }
    return items.count == 1 || series.isOnePerPanel ? [] : items
  }

  // MARK: - Words

  func name(of series: Series) -> String {
    guard panels.indices.contains(series.panel), panels[series.panel] != series.label else {
      return series.label
    }
    return "\(panels[series.panel]), \(series.label)"
  }

  /// The bin that holds the most, and how many that is.
  private func fullest(_ counts: [Int], _ bins: HistogramBins) -> String {
    let bin = counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
    return "\(counts[bin]) from \(bins.edges[bin].significant(4)) to "
      + bins.edges[bin + 1].significant(4)
  }

  private func description(of series: Series, _ counts: [Int], _ bins: HistogramBins) -> String {
    guard let low = series.values.first, let median = series.values.medianInOrder,
      let high = series.values.last
    else {
      return "\(name(of: series)): no values."
    }
    let count = series.values.count == 1 ? "1 value" : "\(series.values.count) values"
    return "\(name(of: series)): \(count) from \(low.significant(4)) to \(high.significant(4)), "
      + "median \(median.significant(4)); in \(counts.count) bins, at most "
      + "\(fullest(counts, bins))."
  }

  public var markdown: [String] {
    let bins = bins
    let rows = series.map { series in
      let values = series.values
      let numbers = [values.first, values.medianInOrder, values.last]
      let cells =
        numbers.map { $0?.significant(4) ?? "" }
        + [values.isEmpty ? "" : fullest(bins.counts(of: values), bins)]
      return "| \(Markdown.plain(name(of: series))) | \(values.count) | "
        + cells.joined(separator: " | ") + " |"
    }
    return words.caption + [
      "| of | values | lowest | median | highest | most |", "|---|--:|--:|--:|--:|--:|",
    ] + rows
  }
}

// MARK: - From tables

extension PlotKind {
  static let histogram = PlotKind(
    name: "histogram", keys: ["data", "x", "series", "bins", "x-axis", "y-axis", "by"]
  ) { settings, tables throws(Diagnostic) in
    try HistogramReader(settings).plot(&tables)
  }
}

private struct HistogramReader {
  private let settings: PlotSettings
  private let requests: [SeriesRequest]
  private let split: PanelSplit
  private let axes: (x: Bool, y: Bool)
  private let binCount: Int?

  init(_ settings: PlotSettings) throws(Diagnostic) {
    self.settings = settings
    requests = try SeriesRequest.read(settings, key: "x")
    split = try PanelSplit(settings, requests)
    axes = (
      try settings.choice("x-axis", among: ["linear", "log"]) == "log",
      try settings.choice("y-axis", among: ["linear", "log"]) == "log"
    )
    let most = Double(HistogramBins.most)
    binCount = try settings.number(
      "bins",
      expects: (
        "a whole number from 1 to \(HistogramBins.most)",
        { $0 == $0.rounded() && (1...most).contains($0) }
      )
    ).map { Int($0) }
  }

  func plot(_ tables: inout PlotTables) throws(Diagnostic) -> Histogram? {
    var split = split
    var series: [Histogram.Series] = []
    for (number, request) in requests.enumerated() {
      guard let table = tables[request.table] else { continue }
      do throws(Diagnostic) {
        for (panel, values) in try values(request, number, table, &split, &tables) {
          var one = Histogram.Series(label: request.label, values: values)
          (one.number, one.panel) = (number, panel)
          series.append(one)
        }
      } catch {
        tables.note(error)
      }
    }
    guard !series.isEmpty else { return nil }
    var plot = Histogram(series: series)
    plot.panels = split.names
    plot.words = try PlotWords(settings)
    plot.words.xLabel = plot.words.xLabel ?? (requests.count == 1 ? requests[0].label : nil)
    plot.words.yLabel = plot.words.yLabel ?? "count"
    (plot.xIsLogarithmic, plot.countsAreLogarithmic) = axes
    plot.binCount = binCount
    return plot
  }

  /// The values of a series by panel.
  private func values(
    _ request: SeriesRequest, _ number: Int, _ table: CSV, _ split: inout PanelSplit,
    _ tables: inout PlotTables
  ) throws(Diagnostic) -> [(panel: Int, values: [Double])] {
    let numbers = try tables.numbers(request.column, of: table, effect: "it is not counted")
    tables.warnOfNumbersOutside("x", isLogarithmic: axes.x, in: numbers, request.column)
    let panels = try split.panels(of: table, series: number)
    let isDrawn = { Axis.hasPlace($0, isLogarithmic: axes.x) }
    guard let rows = panels.rows else { return [(panels.panel, numbers.filter(isDrawn))] }
    var values = split.names.map { _ in [Double]() }
    for (row, number) in numbers.enumerated() where isDrawn(number) {
      values[rows[row]].append(number)
    }
    return values.enumerated().filter { !$0.element.isEmpty }.map { ($0.offset, $0.element) }
  }
}
