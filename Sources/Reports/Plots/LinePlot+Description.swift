import Homework
import Notation

extension LinePlot {
  /// The plot that a block describes, from the tables that it names.
  ///
  /// What is wrong with one series leaves the others; the plot is `nil` where none is left.
  public static func from(
    _ description: PlotDescription, tables: [String: CSV]
  ) -> (LinePlot?, [Diagnostic]) {
    var problems: [Diagnostic] = []
    var series: [Series] = []
    for line in description.series {
      // A file without a table has its own message already.
      guard let table = tables[line.file.text], !table.header.isEmpty else { continue }
      do throws(Diagnostic) {
        let x = try table.column(line.x.text, namedAt: line.x.span)
        let y = try table.column(line.y.text, namedAt: line.y.span)
        let warnings =
          gaps(in: x, line.x, of: table, isLogarithmic: description.xIsLogarithmic, axis: "x")
          + gaps(in: y, line.y, of: table, isLogarithmic: description.yIsLogarithmic, axis: "y")
        // Lines often share a column, and what is said about it is said once.
        problems += warnings.filter { !problems.contains($0) }
        series.append(Series(label: line.label, points: zip(x, y).map { ($0, $1) }))
      } catch {
        problems.append(error)
      }
    }
    guard !series.isEmpty else { return (nil, problems) }
    var plot = LinePlot(series: series)
    plot.title = description.title
    plot.xLabel = description.xLabel ?? description.series.first?.x.text
    plot.yLabel = description.yLabel ?? (series.count == 1 ? series[0].label : nil)
    plot.xIsLogarithmic = description.xIsLogarithmic
    plot.yIsLogarithmic = description.yIsLogarithmic
    return (plot, problems)
  }

  private static func gaps(
    in values: [Double], _ column: Located, of table: CSV, isLogarithmic: Bool, axis: String
  ) -> [Diagnostic] {
    let missing = values.count { !$0.isFinite }
    let outside = values.count {
      $0.isFinite && !Axis.hasPlace($0, isLogarithmic: isLogarithmic)
    }
    var messages: [Diagnostic.Message] = []
    if missing > 0, let place = table.firstGap(in: column.text) {
      messages.append(.missingValues(column.text, missing, from: place))
    }
    if outside > 0 {
      messages.append(.outsideAxis(column.text, outside, axis, isLogarithmic: isLogarithmic))
    }
    return messages.map { Diagnostic($0, at: column.span, severity: .warning) }
  }
}

extension Diagnostic.Message {
  static func missingValues(_ column: String, _ count: Int, from place: String) -> Self {
    let values = count == 1 ? "1 value of '\(column)' is" : "\(count) values of '\(column)' are"
    return Self(
      "missing-values", "\(values) missing (\(count == 1 ? "" : "first ")\(place))",
      hint: "the line breaks there")
  }

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
