import Markup
import Notation

/// A series as the author asks for it, in `series` or in a list of columns.
struct SeriesRequest {
  let table: Located
  let column: Located
  private(set) var label: String
  /// Where it stands: its own part of the description, or the whole.
  let settings: PlotSettings

  static let most = 8

  /// - Parameters:
  ///   - key: that of the columns to draw.
  ///   - others: what a part of `series` may have besides, and `data` and `label`.
  static func read(
    _ settings: PlotSettings, key: String, others: [String] = []
  ) throws(Diagnostic) -> [SeriesRequest] {
    var requests: [SeriesRequest] = []
    for part in try settings.mappings("series") {
      try part.allow(["data", "label", key] + others)
      requests.append(try Self(part, try part.requiredWord(key), in: settings))
    }
    for column in try settings.words(key) {
      requests.append(try Self(settings, column, in: settings))
    }
    guard !requests.isEmpty else { throw Diagnostic(.plotLacks(key), at: settings.span) }
    guard requests.count <= most else { throw Diagnostic(.tooManySeries, at: settings.span) }
    distinguish(&requests)
    return requests
  }

  private init(
    _ part: PlotSettings, _ column: Located, in whole: PlotSettings
  ) throws(Diagnostic) {
    (table, self.column, settings) = (try part.word("data", orOf: whole), column, part)
    label = try part.word("label")?.text ?? column.text
  }

  /// Series of one name from several tables are told apart by the table.
  private static func distinguish(_ requests: inout [SeriesRequest]) {
    let labels = requests.map(\.label)
    for index in requests.indices where labels.count(where: { $0 == labels[index] }) > 1 {
      requests[index].label += " (\(requests[index].table.text))"
    }
  }
}

/// How `by` spreads series over panels.
struct PanelSplit {
  private let by: Located?
  /// None for one field.
  private(set) var names: [String] = []

  init(_ settings: PlotSettings, _ requests: [SeriesRequest]) throws(Diagnostic) {
    by = try settings.word("by")
    if by?.text == "series" { names = requests.map(\.label) }
  }

  /// The column whose values are the panels.
  var column: Located? { by?.text == "series" ? nil : by }

  /// The panel of each row of a table, or one for all.
  mutating func panels(
    of table: CSV, series number: Int
  ) throws(Diagnostic) -> (rows: [Int]?, panel: Int) {
    guard let column else { return (nil, by == nil ? 0 : number) }
    let categories = try table.categories(column.text, namedAt: column.span)
    // A number alone does not say what it is.
    let found = categories.names.map { Double($0) == nil ? $0 : "\(column.text) \($0)" }
    let all = names + found.filter { !names.contains($0) }
    try PanelGrid.check(all.count, at: column.span)
    names = all
    let panels = found.map { all.firstIndex(of: $0) ?? 0 }
    return (categories.rows.map { panels[$0] }, 0)
  }
}

/// A series in one of several panels.
protocol PanelSeries {
  var panel: Int { get }
  var number: Int? { get }
}

extension LinePlot.Series: PanelSeries {}
extension Histogram.Series: PanelSeries {}

extension Array where Element: PanelSeries {
  /// Whether each panel is named after the one series in it, so that nothing else need tell them apart.
  var isOnePerPanel: Bool {
    count > 1 && allSatisfy { $0.number == $0.panel } && Set(map(\.panel)).count == count
  }
}

extension PanelGrid {
  static func check(_ count: Int, at place: Span) throws(Diagnostic) {
    guard count > most else { return }
    let hint = "choose a column with fewer values"
    throw Diagnostic(.tooMany("panels", count, most: most, hint: hint), at: place)
  }
}

extension PlotTables {
  /// Warns of numbers that have no place on an axis.
  mutating func warnOfNumbersOutside(
    _ axis: String, isLogarithmic: Bool, in values: [Double], _ column: Located
  ) {
    let outside = values.count {
      $0.isFinite && !Axis.hasPlace($0, isLogarithmic: isLogarithmic)
    }
    guard outside > 0 else { return }
    note(
      Diagnostic(
        .outsideAxis(column.text, outside, axis, isLogarithmic: isLogarithmic), at: column.span,
        severity: .warning))
  }
}

extension Diagnostic.Message {
  static let tooManySeries = Self(
    "plot-unclear", "a plot shows at most \(SeriesRequest.most) series", hint: "draw two plots")

  static func outsideAxis(
    _ column: String, _ count: Int, _ axis: String, isLogarithmic: Bool
  ) -> Self {
    let values = count == 1 ? "1 value of '\(column)' has" : "\(count) values of '\(column)' have"
    return Self(
      isLogarithmic ? "not-positive" : "too-large",
      "\(values) no place on \(isLogarithmic ? "a logarithmic" : "an") axis",
      hint: isLogarithmic ? "use '\(axis)-axis: linear'" : "an axis ends at 1e300")
  }
}
