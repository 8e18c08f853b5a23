/// The numbers of a picture, for those who want to read them.
public struct DataTable: Sendable {
  let caption: String
  /// The first column names the rows.
  let header: [String]
  let rows: [[String]]

  /// More rows than these, or columns of a picture of cells, are left out at even distances.
  static let mostRows = 120
  static let mostColumns = 24

  init(caption: String, header: [String], rows: [[String]]) {
    let kept = Self.even(rows.count, most: Self.mostRows)
    self.caption =
      kept.count == rows.count ? caption : "\(caption) (\(kept.count) of \(rows.count) rows)"
    self.header = header
    self.rows = kept.map { rows[$0] }
  }

  /// Places from the first to the last, at distances as even as can be.
  static func even(_ count: Int, most: Int) -> [Int] {
    guard count > most else { return Array(0..<count) }
    return (0..<most).map { ($0 * (count - 1) + (most - 1) / 2) / (most - 1) }
  }
}

extension LinePlot {
  public var data: [DataTable] {
    var columns: [[Double: Double]] = []
    for line in series {
      let points = Curve.raw(line, of: self).lazy.filter(isVisible).map { ($0.x, $0.y) }
      columns.append(Dictionary(points) { first, _ in first })
    }
    let names = series.map { line in
      name(of: line) + (line.runs.count > 1 ? " (median of \(line.runs.count) seeds)" : "")
    }
    let places = Set(columns.flatMap(\.keys)).sorted()
    let caption = title ?? yLabel ?? "The points of the lines"
    return [
      DataTable(
        caption: smoothing > 0 ? "\(caption), before smoothing" : caption,
        header: [xLabel ?? "x"] + names,
        rows: places.map { x in
          [x.significant(6)] + columns.map { $0[x]?.significant(4) ?? "" }
        })
    ]
  }
}

extension Histogram {
  public var data: [DataTable] {
    let bins = bins
    let counts = series.map { bins.counts(of: $0.values) }
    let rows = (0..<(bins.edges.count - 1)).map { bin in
      ["\(bins.edges[bin].significant(4)) to \(bins.edges[bin + 1].significant(4))"]
        + counts.map { "\($0[bin])" }
    }
    return [
      DataTable(
        caption: words.title ?? "How often values occur",
        header: [words.xLabel ?? "values"] + series.map(name), rows: rows)
    ]
  }
}

extension ConfusionMatrix {
  public var data: [DataTable] {
    [
      DataTable(
        caption: words.title ?? "Confusion matrix",
        header: ["\(words.yLabel ?? "true") ╲ \(words.xLabel ?? "predicted")"] + classes,
        rows: zip(classes, counts).map { name, row in [name] + row.map { $0.significant(12) } })
    ]
  }
}

extension HeatMap {
  public var data: [DataTable] {
    let kept = DataTable.even(columns.count, most: DataTable.mostColumns)
    let cut = kept.count == columns.count ? "" : ", \(kept.count) of \(columns.count) columns"
    return panels.map { panel in
      DataTable(
        caption: (panel.name.isEmpty ? valueName : panel.name) + cut,
        header: ["\(words.yLabel ?? "y") ╲ \(words.xLabel ?? "x")"] + kept.map { columns[$0] },
        rows: zip(rows, panel.values).map { name, values in
          [name] + kept.map { values[$0].isFinite ? values[$0].significant(4) : "" }
        })
    }
  }
}
