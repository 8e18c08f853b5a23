import Homework

extension LinePlot {
  /// What a line does, for those who cannot see it.
  func words(for line: Series) -> String {
    guard let course = course(of: line) else { return "\(line.label): no points." }
    let (first, last) = (course.first, course.last)
    let points = course.count == 1 ? "1 point" : "\(course.count) points"
    guard course.count > 1 else {
      return "\(line.label): \(value(first.y)) at \(place(first.x)); \(points)."
    }
    let way = last.y < first.y ? "falls" : last.y > first.y ? "rises" : "goes"
    return "\(line.label): \(way) from \(value(first.y)) at \(place(first.x)) "
      + "to \(value(last.y)) at \(place(last.x)); lowest \(value(course.low.y)) at "
      + "\(course.low.x.significant(6)), highest \(value(course.high.y)) at "
      + "\(course.high.x.significant(6)); \(points)."
  }

  /// The points of a line that say most about it; `nil` if it has none.
  func course(of line: Series) -> Course? { Course(line.points.lazy.filter(isVisible)) }

  private func value(_ y: Double) -> String { y.significant(4) }

  private func place(_ x: Double) -> String {
    (xLabel.map { $0 + " " } ?? "") + x.significant(6)
  }
}

/// The points of a line that say most about it; of equal ones the first.
struct Course {
  let first: (x: Double, y: Double)
  private(set) var last: (x: Double, y: Double)
  private(set) var low: (x: Double, y: Double)
  private(set) var high: (x: Double, y: Double)
  private(set) var count = 0

  /// `nil` if there are no points.
  init?(_ points: some Sequence<(x: Double, y: Double)>) {
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
