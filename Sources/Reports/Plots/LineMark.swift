/// A symbol at the points of a line that a check speaks of.
public struct LineMark: Sendable {
  public enum Rule: Hashable, Sendable {
    /// Points that lie more than this above the point before.
    case spikes(rise: Double)
    /// The first point above the first value of the line.
    case firstAboveStart
  }

  public let rule: Rule
  /// The column whose lines are marked; `nil` for all.
  public let column: String?

  public init(_ rule: Rule, of column: String? = nil) {
    (self.rule, self.column) = (rule, column)
  }

  /// The points of a run that are marked, in order; raw ones, whatever is drawn smoothed.
  func points(of run: some Sequence<LinePlot.Point>) -> [LinePlot.Point] {
    var points: [LinePlot.Point] = []
    var (first, last): (Double?, Double?)
    for point in run {
      switch rule {
      case .spikes(let rise):
        if let last, point.y - last > rise { points.append(point) }
      case .firstAboveStart:
        if let first, point.y > first { return [point] }
      }
      first = first ?? point.y
      last = point.y
    }
    return points
  }

  // MARK: - How it looks

  /// The words of the legend.
  var label: String {
    let words =
      switch rule {
      case .spikes(let rise): "rise of more than \(rise.significant(4))"
      case .firstAboveStart: "first above the start"
      }
    return column.map { "\($0): \(words)" } ?? words
  }

  /// A symbol around a place, as relative path data.
  private var symbol: String {
    switch rule {
    case .spikes: "m0-6.5l5.5 9.5h-11z"
    case .firstAboveStart: "m0-6.5l6.5 6.5l-6.5 6.5l-6.5-6.5z"
    }
  }

  /// The symbols at places on paper.
  func drawing(at places: [PicturePoint], color: String) -> SVG {
    SVG(
      "path",
      [
        "d": places.map { "M\($0.x.pixels) \($0.y.pixels)" + symbol }.joined(),
        "style": "fill: \(color); stroke: var(--paper, #fff)", "stroke-width": "1",
      ])
  }

  /// The places with no others near; of those that would cover each other, the highest on paper.
  static func apart(_ places: [PicturePoint]) -> [PicturePoint] {
    var kept: [Int: PicturePoint] = [:]
    for place in places {
      let column = Int((place.x / 7).rounded(.down))
      if place.y < kept[column]?.y ?? .infinity { kept[column] = place }
    }
    return kept.sorted { $0.key < $1.key }.map(\.value)
  }
}
