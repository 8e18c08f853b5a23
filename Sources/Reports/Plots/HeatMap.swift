import Markup
import Notation

extension PlotKind {
  static let heatmap = PlotKind(
    name: "heatmap", keys: ["data", "x", "y", "value", "by", "seed"]
  ) { settings, tables throws(Diagnostic) in
    try HeatMap(settings, &tables)
  }
}

/// A value by two others, as colours; a panel for each of several tables, with a scale each.
public struct HeatMap: Plot {
  /// One table of values.
  public struct Panel: Sendable {
    public let name: String
    /// Row by row, as long as the names of the columns; NaN where there is no value.
    public let values: [[Double]]

    public init(name: String, values: [[Double]]) { (self.name, self.values) = (name, values) }
  }

  var words = PlotWords()
  /// What the colours stand for.
  var valueName = "value"
  /// The seed that is drawn, of a table that has several.
  var seed: String?
  public let columns: [String]
  /// From the bottom, as on any y axis.
  public let rows: [String]
  /// One without a name stands alone.
  public let panels: [Panel]

  /// More do not fit into a page.
  static let mostCells = 8000

  public init(columns: [String], rows: [String], panels: [Panel]) {
    (self.columns, self.rows, self.panels) = (columns, rows, panels)
  }

  // MARK: - Drawing

  /// Room for the scale beside a panel.
  private static let beside = 74.0

  public var svg: String {
    let names = panels.map(\.name).filter { !$0.isEmpty }
    var words = words
    words.title = (words.title ?? valueName) + (seed.map { " (seed \($0))" } ?? "")
    let frame = PlotFrame(
      words, panels: names, x: .names(columns), y: .names(rows), legend: [], beside: Self.beside)
    return frame.picture(
      name: "\(valueName) by \(words.xLabel ?? "x") and \(words.yLabel ?? "y")",
      description: panels.map(description).joined(separator: " "),
      zip(panels, frame.panels).flatMap(drawing))
  }

  private func drawing(of panel: Panel, on field: PlotPanel) -> [SVG] {
    let scale = Self.scale(of: panel)
    let (width, height) = (field.right - field.left, field.bottom - field.top)
    let stretch =
      "translate(\(field.left.pixels) \(field.top.pixels)) "
      + "scale(\((width / Double(columns.count)).significant(6)) "
      + "\((height / Double(rows.count)).significant(6)))"
    let cells = Self.paths(of: panel.values, scale).map { level, path in
      SVG("path", ["d": path, "stroke": ColorScale.color(of: level)])
    }
    return [
      SVG(
        "g", ["transform": stretch, "fill": "none", "shape-rendering": "crispEdges"], cells)
    ] + scale.bar(x: field.right + 10, top: field.top, height: height)
  }

  /// Ends at round numbers; alike for values that are all the same.
  private static func scale(of panel: Panel) -> ColorScale {
    var extent = Extent()
    for value in panel.values.joined() where Axis.hasPlace(value, isLogarithmic: false) {
      extent.insert(value)
    }
    return ColorScale(range: Axis(holding: extent, isLogarithmic: false, count: 4).range)
  }

  /// The cells of each colour, as strokes of height 1 in units of cells.
  private static func paths(
    of values: [[Double]], _ scale: ColorScale
  ) -> [(level: Int, path: String)] {
    var paths: [Int: (text: String, end: (x: Int, y: Int))] = [:]
    for (y, row) in values.reversed().enumerated() {
      var x = 0
      while x < row.count {
        let level = row[x].isFinite ? scale.level(of: row[x]) : -1
        let start = x
        while x < row.count, (row[x].isFinite ? scale.level(of: row[x]) : -1) == level { x += 1 }
        guard level >= 0 else { continue }
        let known = paths[level]
        let move = known.map { "m\(start - $0.end.x) \(y - $0.end.y)" } ?? "M\(start) \(y).5"
        paths[level] = ((known?.text ?? "") + move + "h\(x - start)", (x, y))
      }
    }
    return paths.sorted { $0.key < $1.key }.map { ($0.key, $0.value.text) }
  }

  // MARK: - Words

  /// Where the lowest and the highest value of a panel are.
  private func course(of panel: Panel) -> (low: Cell, high: Cell, count: Int)? {
    var (low, high, count): (Cell?, Cell?, Int) = (nil, nil, 0)
    for (y, row) in panel.values.enumerated() {
      for (x, value) in row.enumerated() where value.isFinite {
        let cell = Cell(value: value, x: columns[x], y: rows[y])
        if value < low?.value ?? .infinity { low = cell }
        if value > high?.value ?? -.infinity { high = cell }
        count += 1
      }
    }
    return low.flatMap { low in high.map { (low, $0, count) } }
  }

  private struct Cell {
    let value: Double
    let x: String
    let y: String
  }

  private func description(of panel: Panel) -> String {
    let name = panel.name.isEmpty ? valueName : panel.name
    guard let (low, high, count) = course(of: panel) else { return "\(name): no values." }
    let (x, y) = (words.xLabel ?? "x", words.yLabel ?? "y")
    let ends = [low, high].map { cell in
      "\(cell.value.significant(4)) at \(x) \(cell.x), \(y) \(cell.y)"
    }
    return "\(name): lowest \(ends[0]); highest \(ends[1]); \(count) values."
  }

  public var markdown: [String] {
    let axes =
      "\(valueName) by \(words.xLabel ?? "x") and \(words.yLabel ?? "y")"
      + (seed.map { ", seed \($0)" } ?? "")
    let caption = [words.title, axes].compactMap { $0 }.joined(separator: ": ")
    let rows = panels.map { panel in
      let course = course(of: panel)
      let cells = course.map { [$0.low, $0.high] }?.map { cell in
        "\(cell.value.significant(4)) at \(Markdown.plain("\(cell.x), \(cell.y)"))"
      }
      return "| \(Markdown.plain(panel.name.isEmpty ? valueName : panel.name)) | "
        + "\((cells ?? ["", ""]).joined(separator: " | ")) | \(course?.count ?? 0) |"
    }
    return [
      "**\(Markdown.plain(caption))**", "", "| panel | lowest | highest | values |",
      "|---|--:|--:|--:|",
    ] + rows
  }
}

// MARK: - From a table

extension HeatMap {
  fileprivate init?(_ settings: PlotSettings, _ tables: inout PlotTables) throws(Diagnostic) {
    let place = try settings.requiredWord("data")
    guard let table = tables[place] else { return nil }
    let (x, y) = (try settings.requiredWord("x"), try settings.requiredWord("y"))
    let value = try settings.requiredWord("value")
    let columns = try table.categories(x.text, namedAt: x.span)
    let rows = try table.categories(y.text, namedAt: y.span)
    let by = try settings.word("by")
    let names =
      if let by { try table.categories(by.text, namedAt: by.span) } else { nil as Categories? }
    try Self.checkSize(columns, rows, names, at: by?.span ?? x.span)
    let seed = try Self.seed(settings, table)
    let values = try tables.numbers(value, of: table, effect: "the cell stays empty")
    tables.warnOfNumbersOutside("colour", isLogarithmic: false, in: values, value)
    let empty = rows.names.map { _ in columns.names.map { _ in Double.nan } }
    var cells = (names?.names ?? [""]).map { _ in empty }
    var isTaken = cells.map { $0.map { $0.map { _ in false } } }
    for row in values.indices where seed?.isChosen(row) ?? true {
      let place = (names?.rows[row] ?? 0, rows.rows[row], columns.rows[row])
      guard !isTaken[place.0][place.1][place.2] else {
        throw Diagnostic(
          .cellTwice("\(x.text) \(columns.names[place.2]), \(y.text) \(rows.names[place.1])"),
          at: value.span)
      }
      isTaken[place.0][place.1][place.2] = true
      if Axis.hasPlace(values[row], isLogarithmic: false) {
        cells[place.0][place.1][place.2] = values[row]
      }
    }
    self.init(
      columns: columns.names, rows: rows.names,
      panels: zip(names?.names ?? [""], cells).map { Panel(name: $0, values: $1) })
    words = try PlotWords(settings)
    words.xLabel = words.xLabel ?? x.text
    words.yLabel = words.yLabel ?? y.text
    (valueName, self.seed) = (value.text, seed?.name)
  }

  private static func checkSize(
    _ columns: Categories, _ rows: Categories, _ panels: Categories?, at place: Span
  ) throws(Diagnostic) {
    let count = panels?.names.count ?? 1
    try PanelGrid.check(count, at: place)
    let cells = count * columns.names.count * rows.names.count
    guard cells <= mostCells else {
      throw Diagnostic(
        .tooMany("cells", cells, most: mostCells, hint: "draw a part of the table, or lines"),
        at: place)
    }
  }

  /// The seed whose rows are drawn, in a table that has several: the first if none is named.
  private struct Seed {
    let name: String
    let number: Int
    let rows: [Int]

    func isChosen(_ row: Int) -> Bool { rows[row] == number }
  }

  private static func seed(
    _ settings: PlotSettings, _ table: CSV
  ) throws(Diagnostic) -> Seed? {
    let wanted = try settings.word("seed")
    guard wanted != nil || table.header.contains("seed") else { return nil }
    let seeds = try table.categories("seed", namedAt: wanted?.span ?? settings.span)
    guard let wanted else {
      return seeds.names.count > 1 ? Seed(name: seeds.names[0], number: 0, rows: seeds.rows) : nil
    }
    guard let number = seeds.names.firstIndex(of: wanted.text) else {
      throw Diagnostic(.noSuchSeed(wanted.text, seeds.names), at: wanted.span)
    }
    return Seed(name: wanted.text, number: number, rows: seeds.rows)
  }
}

extension Diagnostic.Message {
  static func cellTwice(_ cell: String) -> Self {
    Self(
      "cell-twice", "the table has several values at \(cell)",
      hint: "tell them apart with 'by: COLUMN'")
  }

  static func noSuchSeed(_ seed: String, _ known: [String]) -> Self {
    Self(
      "bad-value", "the table has no seed \(seed)",
      hint: "its seeds are " + known.prefix(20).joined(separator: ", "))
  }
}
