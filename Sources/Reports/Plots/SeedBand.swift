/// Runs with several seeds as one: at each place the median, the smallest and the largest value.
struct SeedBand: Sendable {
  typealias Point = LinePlot.Point

  /// NaN where no run has a value.
  private(set) var median: [Point] = []
  private(set) var low: [Point] = []
  private(set) var high: [Point] = []

  /// - Parameter isVisible: whether a point counts.
  init(_ runs: [[Point]], isVisible: (Point) -> Bool) {
    let runs = runs.map(Self.sorted)
    var places = runs.map { _ in 0 }
    var values: [Double] = []
    while let x = zip(runs, places).lazy.compactMap({ $1 < $0.count ? $0[$1].x : nil }).min() {
      values.removeAll(keepingCapacity: true)
      for run in runs.indices {
        while places[run] < runs[run].count, runs[run][places[run]].x == x {
          if isVisible(runs[run][places[run]]) { values.append(runs[run][places[run]].y) }
          places[run] += 1
        }
      }
      values.sort()
      median.append((x, values.medianInOrder ?? .nan))
      low.append((x, values.first ?? .nan))
      high.append((x, values.last ?? .nan))
    }
  }

  private static func sorted(_ run: [Point]) -> [Point] {
    let run = run.contains { $0.x.isNaN } ? run.filter { !$0.x.isNaN } : run
    let isSorted = zip(run, run.dropFirst()).allSatisfy { $0.x <= $1.x }
    return isSorted ? run : run.sorted { $0.x < $1.x }
  }

  // MARK: - As path data

  /// The outline of the band, one closed piece between two gaps.
  ///
  /// Of each column of pixels the largest and the smallest value are on it.
  static func outline(low: Polyline, high: Polyline) -> String {
    var path = PathData()
    for (low, high) in zip(low.runs, high.runs) {
      path.draw(high + low.reversed())
      path.close()
    }
    return path.text
  }
}

extension [LinePlot.Point] {
  /// A mean that forgets: each value before counts `factor` times what the one after it counts.
  ///
  /// Divided by the sum of the weights, so that it starts at the first value and not at zero.
  func smoothed(by factor: Double, isVisible: (LinePlot.Point) -> Bool) -> [LinePlot.Point] {
    var (sum, weight) = (0.0, 0.0)
    return map { point in
      guard isVisible(point) else { return point }
      sum = factor * sum + (1 - factor) * point.y
      weight = factor * weight + (1 - factor)
      return (point.x, sum / weight)
    }
  }
}
