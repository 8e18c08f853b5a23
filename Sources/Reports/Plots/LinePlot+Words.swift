import Homework

extension LinePlot {
  /// What a line does, for those who cannot see it.
  func words(for line: Series, _ curve: Curve) -> String {
    let name = name(of: line)
    guard let course = Course(curve.raw.lazy.filter(isVisible)) else {
      return "\(name): no points."
    }
    let (first, last) = (course.first, course.last)
    let points = course.count == 1 ? "1 point" : "\(course.count) points"
    guard course.count > 1 else {
      return "\(name): \(value(first.y)) at \(place(first.x)); \(points)."
    }
    let way = last.y < first.y ? "falls" : last.y > first.y ? "rises" : "goes"
    let subject = line.runs.count > 1 ? "the median of \(line.runs.count) seeds " : ""
    let sentence =
      "\(name): \(subject)\(way) from \(value(first.y)) at \(place(first.x)) "
      + "to \(value(last.y)) at \(place(last.x)); lowest \(value(course.low.y)) at "
      + "\(course.low.x.significant(6)), highest \(value(course.high.y)) at "
      + "\(course.high.x.significant(6)); \(points)."
    return ([sentence] + [range(of: line)].compactMap { $0 } + markWords(for: line))
      .joined(separator: " ")
  }

  /// Lines of one label in several panels are told apart by the panel.
  func name(of line: Series) -> String {
    guard panels.indices.contains(line.panel), panels[line.panel] != line.label else {
      return line.label
    }
    return "\(panels[line.panel]), \(line.label)"
  }

  /// How far the seeds go apart.
  private func range(of line: Series) -> String? {
    guard line.runs.count > 1, let all = Course(line.runs.lazy.joined().filter(isVisible)) else {
      return nil
    }
    return "Of all seeds, lowest \(value(all.low.y)) at \(all.low.x.significant(6)), "
      + "highest \(value(all.high.y)) at \(all.high.x.significant(6))."
  }

  /// A sentence for each kind of mark.
  func markWords(for line: Series) -> [String] {
    marks(of: line).map { mark in
      let runs = line.runs.map { mark.points(of: $0.lazy.filter(isVisible)) }
      let points = runs.flatMap { $0 }
      let label = LineMark(mark.rule).label
      guard let first = points.map(\.x).min() else { return "Marked (\(label)): none." }
      if runs.count > 1 {
        let count = runs.count { !$0.isEmpty }
        return "Marked (\(label)): \(points.count), in \(count) of \(runs.count) seeds, "
          + "the first at \(place(first))."
      }
      let places = points.prefix(6).map { $0.x.significant(6) }.joined(separator: ", ")
      let more = points.count > 6 ? " and \(points.count - 6) more" : ""
      return "Marked (\(label)): at \(xLabel.map { $0 + " " } ?? "")\(places)\(more)."
    }
  }

  private func value(_ y: Double) -> String { y.significant(4) }

  private func place(_ x: Double) -> String {
    (xLabel.map { $0 + " " } ?? "") + x.significant(6)
  }

  // MARK: - Markdown

  /// What its lines do, as a table.
  public var markdown: [String] {
    func cell(_ point: Point) -> String {
      "\(point.y.significant(4)) at \(point.x.significant(6))"
    }
    let rows = series.map { line in
      let course = Course(Curve.raw(line, of: self).lazy.filter(isVisible))
      let points = course.map { [$0.first, $0.last, $0.low, $0.high].map(cell) }
      let seeds = line.runs.count > 1 ? " (median of \(line.runs.count) seeds)" : ""
      let cells = [Markdown.plain(name(of: line) + seeds)] + (points ?? ["", "", "", ""])
      return "| \(cells.joined(separator: " | ")) | \(course?.count ?? 0) |"
    }
    let notes = series.flatMap { line in
      ([range(of: line)].compactMap { $0 } + markWords(for: line)).map { sentence in
        "- \(Markdown.plain("\(name(of: line)): \(sentence)"))"
      }
    }
    return words.caption + [
      "| line | first | last | lowest | highest | points |", "|---|--:|--:|--:|--:|--:|",
    ] + rows + (notes.isEmpty ? [] : [""]) + notes
  }
}

extension PlotWords {
  /// A line of Markdown above a table that stands for the plot.
  var caption: [String] {
    let axes = [yLabel, xLabel].compactMap { $0 }.joined(separator: " at ")
    let caption = [title, axes.isEmpty ? nil : axes].compactMap { $0 }.joined(separator: ": ")
    return caption.isEmpty ? [] : ["**\(Markdown.plain(caption))**", ""]
  }
}

/// The points of a line that say most about it; of equal ones the first.
struct Course {
  let first: LinePlot.Point
  private(set) var last: LinePlot.Point
  private(set) var low: LinePlot.Point
  private(set) var high: LinePlot.Point
  private(set) var count = 0

  /// `nil` if there are no points.
  init?(_ points: some Sequence<LinePlot.Point>) {
    guard let first = points.first(where: { _ in true }) else { return nil }
    (self.first, last, low, high) = (first, first, first, first)
    for point in points {
      if point.y < low.y { low = point }
      if point.y > high.y { high = point }
      last = point
      count += 1
    }
  }
}
