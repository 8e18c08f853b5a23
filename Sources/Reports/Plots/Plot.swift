import Markup
import Notation

/// A picture of numbers, for a page and in words.
package protocol Plot: BlockContent {
  /// The picture, with its text alternative; at most 100 kB, however many numbers there are.
  var svg: String { get }
  /// Its numbers, or as many of them as people read.
  var data: [DataTable] { get }
}

/// A kind of plot: how it is described, and what becomes of that.
public struct PlotKind: Sendable {
  public let name: String
  /// Those that it knows besides `kind` and the words around a plot.
  let keys: [String]
  /// `nil` where nothing is left to draw; what is wrong is then among the problems of the tables.
  let make: @Sendable (PlotSettings, inout PlotTables) throws(Diagnostic) -> (any Plot)?

  /// The first is meant where none is named.
  public static let all: [PlotKind] = [.lines, .confusion, .heatmap, .histogram]

  /// The plot that a block describes, from the tables that it names.
  package static func plot(
    _ description: PlotDescription, tables: [String: CSV], among kinds: [PlotKind] = all
  ) -> (plot: (any Plot)?, problems: [Diagnostic]) {
    var tables = PlotTables(tables)
    do throws(Diagnostic) {
      let kind = try named(description.kind, among: kinds)
      try description.settings.allow(["kind"] + kind.keys + PlotWords.keys)
      let plot = try kind.make(description.settings, &tables)
      return (plot, tables.problems)
    } catch {
      return (nil, tables.problems + [error])
    }
  }

  private static func named(
    _ name: Located?, among kinds: [PlotKind]
  ) throws(Diagnostic) -> PlotKind {
    guard let name else { return kinds[0] }
    guard let kind = kinds.first(where: { $0.name == name.text }) else {
      throw Diagnostic(.noSuchPlot(name.text, kinds.map(\.name)), at: name.span)
    }
    return kind
  }
}

/// The tables that a plot may draw, and what was found wrong with them on the way.
struct PlotTables {
  private let tables: [String: CSV]
  private(set) var problems: [Diagnostic] = []

  init(_ tables: [String: CSV]) { self.tables = tables }

  /// `nil` for a file without a table, which has its own message already.
  subscript(_ name: Located) -> CSV? {
    tables[name.text].flatMap { $0.header.isEmpty ? nil : $0 }
  }

  /// Lines often share a column, and what is said about it is said once.
  mutating func note(_ problem: Diagnostic) {
    if !problems.contains(problem) { problems.append(problem) }
  }

  /// The numbers of a column, NaN where there is none.
  ///
  /// - Parameters:
  ///   - effect: what becomes of a missing value, for the warning.
  mutating func numbers(
    _ column: Located, of table: CSV, effect: String
  ) throws(Diagnostic) -> [Double] {
    let values = try table.column(column.text, namedAt: column.span)
    let unmeasured = table.unmeasuredRows(of: column.text).count
    let missing = values.count(where: \.isNaN) - unmeasured
    if missing > 0, let place = table.firstGap(in: column.text) {
      note(
        Diagnostic(
          .missingValues(column.text, missing, from: place, effect), at: column.span,
          severity: .warning))
    }
    if unmeasured == values.count, unmeasured > 0 {
      note(Diagnostic(.nothingMeasured(column.text), at: column.span, severity: .warning))
    }
    return values
  }
}

extension PlotWords {
  static let keys = ["title", "x-label", "y-label"]

  init(_ settings: PlotSettings) throws(Diagnostic) {
    self.init(
      title: try settings.word("title")?.text, xLabel: try settings.word("x-label")?.text,
      yLabel: try settings.word("y-label")?.text)
  }
}

extension Diagnostic.Message {
  static func noSuchPlot(_ name: String, _ known: [String]) -> Self {
    Self(
      "unknown-plot", "there is no kind of plot '\(name)'",
      hint: nearest(to: name, in: known).map { "did you mean '\($0)'?" }
        ?? "the kinds are " + known.joined(separator: ", "))
  }

  static func missingValues(
    _ column: String, _ count: Int, from place: String, _ effect: String
  ) -> Self {
    let values = count == 1 ? "1 value of '\(column)' is" : "\(count) values of '\(column)' are"
    return Self(
      "missing-values", "\(values) missing (\(count == 1 ? "" : "first ")\(place))", hint: effect)
  }

  static func nothingMeasured(_ column: String) -> Self {
    Self(
      "missing-values", "the experiment never measured '\(column)'",
      hint: "let it evaluate, or draw another column")
  }

  /// More of something than can be read on a page.
  static func tooMany(_ things: String, _ count: Int, most: Int, hint: String) -> Self {
    Self("plot-too-large", "\(count) \(things) are too many: at most \(most) are drawn", hint: hint)
  }
}
