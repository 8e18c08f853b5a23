import Homework

/// A line chart of one or several series, drawn as SVG.
///
/// Coordinates are rounded to a tenth of a pixel: enough for the eye, and the same bytes on every
/// machine. Colours come from the page's style sheet; dashes tell the lines apart without them.
public struct LinePlot: Sendable {
  public struct Series: Sendable {
    public let label: String
    /// NaN where a value is missing: there the line breaks.
    public let points: [(x: Double, y: Double)]

    public init(label: String, points: [(x: Double, y: Double)]) {
      self.label = label
      self.points = points
    }
  }

  public var title: String?
  public var xLabel: String?
  public var yLabel: String?
  public var xIsLogarithmic = false
  public var yIsLogarithmic = false
  public let series: [Series]

  public init(series: [Series]) { self.series = series }

  private static let (width, height) = (640.0, 360.0)
  private static let (left, right, bottom) = (66.0, 14.0, 48.0)
  private static let dashes = ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 2", "1 4", "10 2 2 2 2 2"]

  /// Points that have a place on both axes.
  private func isVisible(_ point: (x: Double, y: Double)) -> Bool {
    point.x.isFinite && point.y.isFinite && (!xIsLogarithmic || point.x > 0)
      && (!yIsLogarithmic || point.y > 0)
  }

  public var svg: String {
    let visible = series.map { $0.points.filter(isVisible) }
    let rows = legendRows
    let top = 12.0 + (title == nil ? 0 : 22) + Double(rows.count) * 20
    let x = Scale(
      visible.joined().lazy.map(\.x), isLogarithmic: xIsLogarithmic,
      paper: (Self.left, Self.width - Self.right))
    let y = Scale(
      visible.joined().lazy.map(\.y), isLogarithmic: yIsLogarithmic,
      paper: (Self.height - Self.bottom, top))
    let name =
      title ?? "\(yLabel ?? series.map(\.label).joined(separator: ", ")) by \(xLabel ?? "x")"
    var parts = [
      "<svg viewBox=\"0 0 640 360\" role=\"img\" class=\"plot\" font-family=\"system-ui, sans-serif\""
        + " font-size=\"13\" fill=\"currentColor\">",
      "<title>\(HTML.escape(name))</title>",
      "<desc>\(HTML.escape(series.map(describe).joined(separator: " ")))</desc>",
    ]
    if let title { parts.append(text(title, Self.width / 2, 18, anchor: "middle", weight: 600)) }
    parts += legend(rows, from: title == nil ? 16 : 38)
    parts += grid(x, y, top)
    for (number, line) in series.enumerated() {
      parts += draw(line, number, x, y)
    }
    return parts.joined(separator: "\n") + "\n</svg>"
  }

  // MARK: - Axes

  private func grid(_ x: Scale, _ y: Scale, _ top: Double) -> [String] {
    let base = Self.height - Self.bottom
    var parts: [String] = []
    for tick in y.ticks {
      let place = y(tick.value)
      parts.append(line(Self.left, place, Self.width - Self.right, place, opacity: "0.15"))
      parts.append(text(tick.label, Self.left - 8, place + 4.5, anchor: "end"))
    }
    for tick in x.ticks {
      let place = x(tick.value)
      parts.append(line(place, base, place, base + 5, opacity: "0.6"))
      parts.append(text(tick.label, place, base + 19, anchor: "middle"))
    }
    parts.append(line(Self.left, base, Self.width - Self.right, base, opacity: "0.6"))
    if let xLabel {
      parts.append(
        text(xLabel, (Self.left + Self.width - Self.right) / 2, Self.height - 8, anchor: "middle"))
    }
    if let yLabel {
      let middle = (top + base) / 2
      parts.append(
        "<text transform=\"translate(15 \(middle.tenths)) rotate(-90)\" text-anchor=\"middle\">"
          + "\(HTML.escape(yLabel))</text>")
    }
    return parts
  }

  private func text(
    _ text: String, _ x: Double, _ y: Double, anchor: String, weight: Int = 400
  ) -> String {
    let bold = weight == 400 ? "" : " font-weight=\"\(weight)\""
    return "<text x=\"\(x.tenths)\" y=\"\(y.tenths)\" text-anchor=\"\(anchor)\"\(bold)>"
      + "\(HTML.escape(text))</text>"
  }

  private func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, opacity: String
  ) -> String {
    "<line x1=\"\(x1.tenths)\" y1=\"\(y1.tenths)\" x2=\"\(x2.tenths)\" y2=\"\(y2.tenths)\""
      + " stroke=\"currentColor\" stroke-opacity=\"\(opacity)\"/>"
  }

  // MARK: - Legend

  /// The numbers of the series in each row above the plot; one series needs no legend.
  private var legendRows: [[Int]] {
    guard series.count > 1 else { return [] }
    var rows: [[Int]] = [[]]
    var used = 0.0
    for (number, line) in series.enumerated() {
      let needed = legendWidth(line)
      if used + needed > Self.width - Self.left - Self.right, !rows[rows.count - 1].isEmpty {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(number)
      used += needed
    }
    return rows
  }

  private func legendWidth(_ line: Series) -> Double { 52 + 7.5 * Double(line.label.count) }

  private func legend(_ rows: [[Int]], from top: Double) -> [String] {
    var parts: [String] = []
    for (row, numbers) in rows.enumerated() {
      var place = Self.left
      let y = top + Double(row) * 20
      for number in numbers {
        parts.append(
          "<path d=\"M\(place.tenths) \((y - 4).tenths)h26\" \(stroke(number))/>")
        parts.append(text(series[number].label, place + 32, y, anchor: "start"))
        place += legendWidth(series[number])
      }
    }
    return parts
  }

  private func stroke(_ number: Int) -> String {
    let dash = Self.dashes[number % Self.dashes.count]
    let dashes = dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\""
    return "fill=\"none\" style=\"stroke: var(--series-\(number % 8 + 1), currentColor)\""
      + " stroke-width=\"1.8\" stroke-linejoin=\"round\"\(dashes)"
  }

  // MARK: - Lines

  private func draw(_ line: Series, _ number: Int, _ x: Scale, _ y: Scale) -> [String] {
    var parts: [String] = []
    var path = ""
    for run in runs(of: line.points) {
      let points = Self.thinned(run.map { (x($0.x), y($0.y)) })
      guard points.count > 1 else {
        for point in points {
          parts.append(
            "<circle cx=\"\(point.0.tenths)\" cy=\"\(point.1.tenths)\" r=\"3\""
              + " style=\"fill: var(--series-\(number % 8 + 1), currentColor)\"/>")
        }
        continue
      }
      path += "M" + points.map { "\($0.0.tenths) \($0.1.tenths)" }.joined(separator: "L")
    }
    if !path.isEmpty { parts.append("<path d=\"\(path)\" \(stroke(number))/>") }
    return parts
  }

  /// The points between gaps.
  private func runs(of points: [(x: Double, y: Double)]) -> [[(x: Double, y: Double)]] {
    points.split(omittingEmptySubsequences: true) { !isVisible($0) }.map(Array.init)
  }

  /// At most four points for each half pixel across — first, lowest, highest, last — so that a peak
  /// of a single sample among a million is still drawn.
  private static func thinned(_ points: [(Double, Double)]) -> [(Double, Double)] {
    guard points.count > 2000 else { return points }
    var result: [(Double, Double)] = []
    var start = 0
    while start < points.count {
      let column = (points[start].0 * 2).rounded(.down)
      var end = start
      var (low, high) = (start, start)
      while end < points.count, (points[end].0 * 2).rounded(.down) == column {
        if points[end].1 < points[low].1 { low = end }
        if points[end].1 > points[high].1 { high = end }
        end += 1
      }
      for place in Set([start, low, high, end - 1]).sorted() { result.append(points[place]) }
      start = end
    }
    return result
  }

  // MARK: - Words

  /// What the line does, for those who cannot see it.
  private func describe(_ line: Series) -> String {
    let points = line.points.filter(isVisible)
    guard let first = points.first, let last = points.last,
      let low = points.min(by: { $0.y < $1.y }), let high = points.max(by: { $0.y < $1.y })
    else { return "\(line.label): no points." }
    let way = last.y < first.y ? "falls" : last.y > first.y ? "rises" : "goes"
    return "\(line.label): \(way) from \(first.y.significant(4)) at \(first.x.significant(6)) "
      + "to \(last.y.significant(4)) at \(last.x.significant(6)); lowest \(low.y.significant(4)) "
      + "at \(low.x.significant(6)), highest \(high.y.significant(4)) at \(high.x.significant(6)); "
      + "\(points.count) points."
  }
}

extension Double {
  /// Rounded to a tenth of a pixel.
  fileprivate var tenths: String {
    let tenths = Int((self * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, part) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return part == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(part)"
  }
}
