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
      guard let table = tables[line.file.text] else { continue }
      do throws(Diagnostic) {
        let x = try table.column(line.x.text, namedAt: line.x.span)
        let y = try table.column(line.y.text, namedAt: line.y.span)
        let missing = y.count { !$0.isFinite }
        let unfit = description.yIsLogarithmic ? y.count { $0 <= 0 } : 0
        if missing > 0 {
          problems.append(
            Diagnostic(.missingValues(line.y.text, missing), at: line.y.span, severity: .warning))
        }
        if unfit > 0 {
          problems.append(
            Diagnostic(.notPositive(line.y.text, unfit), at: line.y.span, severity: .warning))
        }
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
}

extension Diagnostic.Message {
  static func missingValues(_ column: String, _ count: Int) -> Self {
    Self("missing-values", "\(count) values of '\(column)' are missing; the line breaks there")
  }

  static func notPositive(_ column: String, _ count: Int) -> Self {
    Self(
      "not-positive", "\(count) values of '\(column)' have no place on a logarithmic axis",
      hint: "use 'y-axis: linear'")
  }
}
