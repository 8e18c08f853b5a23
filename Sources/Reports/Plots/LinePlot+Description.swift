import Markup
import Notation

extension PlotKind {
  static let lines = PlotKind(
    name: "lines",
    keys: [
      "data", "x", "y", "series", "x-axis", "y-axis", "seeds", "smoothing", "marks", "by",
    ]
  ) { settings, tables throws(Diagnostic) in
    try LineReader(settings).plot(&tables)
  }
}

/// Reads a description, and then the tables.
private struct LineReader {
  private let settings: PlotSettings
  private let requests: [SeriesRequest]
  private let split: PanelSplit
  /// How seeds are drawn; `nil` where the author leaves it open.
  private let seeds: LinePlot.Seeds?
  private let axes: (x: Bool, y: Bool)
  private let smoothing: Double
  private let marks: [LineMark]

  private static let mostSeeds = 200
  private static let mostThinLines = 100

  init(_ settings: PlotSettings) throws(Diagnostic) {
    self.settings = settings
    requests = try SeriesRequest.read(settings, key: "y", others: ["x"])
    split = try PanelSplit(settings, requests)
    seeds = try settings.choice("seeds", among: LinePlot.Seeds.allCases.map(\.rawValue))
      .flatMap { LinePlot.Seeds(rawValue: $0) }
    axes = (
      try settings.choice("x-axis", among: ["linear", "log"]) == "log",
      try settings.choice("y-axis", among: ["linear", "log"]) == "log"
    )
    smoothing =
      try settings.number(
        "smoothing", expects: ("a number from 0 to less than 1", { $0 >= 0 && $0 < 1 })) ?? 0
    marks = try LineMark.marks(settings, columns: requests.map(\.column.text))
    for request in requests { _ = try x(of: request) }
  }

  private func x(of request: SeriesRequest) throws(Diagnostic) -> Located {
    try request.settings.word("x", orOf: settings)
  }

  // MARK: - With the tables

  func plot(_ tables: inout PlotTables) throws(Diagnostic) -> LinePlot? {
    var split = split
    var series: [LinePlot.Series] = []
    for (number, request) in requests.enumerated() {
      guard let table = tables[request.table] else { continue }
      do throws(Diagnostic) {
        for (panel, runs) in try runs(request, number, table, &split, &tables) {
          var one = LinePlot.Series(label: request.label, runs: runs)
          (one.column, one.number, one.panel) = (request.column.text, number, panel)
          series.append(one)
        }
      } catch {
        tables.note(error)
      }
    }
    guard !series.isEmpty else { return nil }
    var plot = LinePlot(series: series)
    let words = try PlotWords(settings)
    let labels = Set(series.map(\.label))
    plot.title = words.title
    let x = try x(of: requests[0]).text
    plot.xLabel = words.xLabel ?? x
    plot.yLabel = words.yLabel ?? (labels.count == 1 ? labels.first : nil)
    (plot.xIsLogarithmic, plot.yIsLogarithmic) = axes
    (plot.seeds, plot.smoothing, plot.marks) = (seeds ?? .band, smoothing, marks)
    plot.panels = split.names
    try checkLineCount(plot)
    return plot
  }

  private func checkLineCount(_ plot: LinePlot) throws(Diagnostic) {
    let count = plot.seeds == .each ? plot.series.map(\.runs.count).reduce(0, +) : 0
    guard count > Self.mostThinLines else { return }
    throw Diagnostic(
      .tooMany("lines", count, most: Self.mostThinLines, hint: "write 'seeds: band'"),
      at: settings.span)
  }

  /// The points of a series by panel and seed.
  private func runs(
    _ request: SeriesRequest, _ number: Int, _ table: CSV, _ split: inout PanelSplit,
    _ tables: inout PlotTables
  ) throws(Diagnostic) -> [(panel: Int, runs: [[LinePlot.Point]])] {
    let columns = (try x(of: request), request.column)
    let x = try numbers(columns.0, of: table, &tables, axis: "x", isLogarithmic: axes.x)
    let y = try numbers(columns.1, of: table, &tables, axis: "y", isLogarithmic: axes.y)
    let panels = try split.panels(of: table, series: number)
    let seeds = try seedNumbers(of: table, [columns.0.text, columns.1.text])
    let unmeasured = [columns.0, columns.1].flatMap { table.unmeasuredRows(of: $0.text) }
    guard panels.rows != nil || seeds != nil || !unmeasured.isEmpty else {
      return [(panels.panel, [zip(x, y).map { ($0, $1) }])]
    }
    var isMeasured = x.map { _ in true }
    for row in unmeasured { isMeasured[row] = false }
    let none = Array(repeating: [LinePlot.Point](), count: seeds?.names.count ?? 1)
    var runs = Array(repeating: none, count: max(1, split.names.count))
    for row in x.indices where isMeasured[row] {
      runs[panels.rows?[row] ?? panels.panel][seeds?.rows[row] ?? 0].append((x[row], y[row]))
    }
    let drawn = panels.rows == nil ? [panels.panel] : Array(runs.indices)
    return drawn.map { ($0, runs[$0].filter { !$0.isEmpty }) }
  }

  private func numbers(
    _ column: Located, of table: CSV, _ tables: inout PlotTables, axis: String, isLogarithmic: Bool
  ) throws(Diagnostic) -> [Double] {
    let values = try tables.numbers(column, of: table, effect: "the line breaks there")
    tables.warnOfNumbersOutside(axis, isLogarithmic: isLogarithmic, in: values, column)
    return values
  }

  /// The seeds of a table that has several, if seeds are not what is drawn.
  private func seedNumbers(
    of table: CSV, _ drawn: [String]
  ) throws(Diagnostic) -> Categories? {
    let asked = try settings.word("seeds")
    let isDrawn = drawn.contains("seed") || split.column?.text == "seed"
    guard asked != nil || (table.header.contains("seed") && !isDrawn) else { return nil }
    let place = asked?.span ?? settings.span
    let seeds = try table.categories("seed", namedAt: place)
    guard seeds.names.count <= Self.mostSeeds else {
      let hint = "call the column otherwise if it holds no seeds"
      throw Diagnostic(
        .tooMany("seeds", seeds.names.count, most: Self.mostSeeds, hint: hint), at: place)
    }
    return seeds.names.count > 1 ? seeds : nil
  }
}
