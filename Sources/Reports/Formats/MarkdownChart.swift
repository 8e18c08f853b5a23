extension LinePlot {
  /// What its lines do, since a forge shows no drawing of ours.
  var markdownTable: [String] {
    func cell(_ point: (x: Double, y: Double)) -> String {
      "\(point.y.significant(4)) at \(point.x.significant(6))"
    }
    let rows = series.map { line in
      let course = course(of: line)
      let points = course.map { [$0.first, $0.last, $0.low, $0.high].map(cell) }
      let cells = [Markdown.plain(line.label)] + (points ?? ["", "", "", ""])
      return "| \(cells.joined(separator: " | ")) | \(course?.count ?? 0) |"
    }
    let axes = [yLabel, xLabel].compactMap { $0 }.joined(separator: " at ")
    let caption = [title, axes.isEmpty ? nil : axes].compactMap { $0 }.joined(separator: ": ")
    return (caption.isEmpty ? [] : ["**\(Markdown.plain(caption))**", ""]) + [
      "| line | first | last | lowest | highest | points |", "|---|--:|--:|--:|--:|--:|",
    ] + rows
  }
}
