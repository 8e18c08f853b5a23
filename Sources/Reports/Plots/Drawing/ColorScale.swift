/// From values to colours: dark blue for the lowest, over grey, to yellow for the highest.
///
/// Lightness rises evenly, so that the scale keeps its order in print without colours, and blue and
/// yellow are told apart by those who confuse red and green.
///
/// - Source: the control points are of cividis; J. R. Nuñez, C. R. Anderton, R. S. Renslow,
///   Optimizing colormaps with consideration for color vision deficiency, PLoS ONE 13, 2018.
struct ColorScale: Sendable {
  let range: ClosedRange<Double>

  /// As many as the eye tells apart on a page.
  static let levels = 32

  private static let points: [(red: Double, green: Double, blue: Double)] = [
    (0, 34, 78), (18, 53, 112), (59, 73, 108), (87, 93, 109), (112, 113, 115), (138, 134, 120),
    (165, 156, 116), (195, 179, 105), (225, 204, 85), (254, 232, 56),
  ]

  /// The number of a value's colour; an end of the scale for what lies outside.
  func level(of value: Double) -> Int {
    let size = range.upperBound - range.lowerBound
    let part = size > 0 ? (value - range.lowerBound) / size : 0.5
    return min(Self.levels - 1, Int(min(max(part, 0), 1) * Double(Self.levels)))
  }

  /// As `#rrggbb`.
  static func color(of level: Int) -> String {
    let place = Double(level) / Double(levels - 1) * Double(points.count - 1)
    let index = min(points.count - 2, Int(place))
    let (low, high, part) = (points[index], points[index + 1], place - Double(index))
    let mixed = [(low.red, high.red), (low.green, high.green), (low.blue, high.blue)].map {
      Int(($0 + part * ($1 - $0)).rounded())
    }
    return "#" + mixed.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// A bar of all colours, the lowest at the bottom, with numbers beside it.
  func bar(x: Double, top: Double, height: Double) -> [SVG] {
    let step = height / Double(Self.levels)
    let fields = (0..<Self.levels).map { level in
      SVG(
        "path",
        [
          "d": "M\(x.pixels) \((top + height - step * (Double(level) + 0.5)).pixels)h10",
          "stroke": Self.color(of: level),
        ])
    }
    var axis = AxisContent.numbers(Extent(range), isLogarithmic: false).beside(height: height)
    axis.paper = (top + height, top)
    let labels = axis.ticks.filter { range.contains($0.value) }.flatMap { tick in
      [SVG.line(x + 10, axis(tick.value), x + 13, axis(tick.value), opacity: "0.6")]
        + (tick.label.map { [SVG.text($0, x + 16, axis(tick.value) + 5, "start")] } ?? [])
    }
    return [SVG("g", ["stroke-width": (step + 0.5).pixels], fields)] + labels
  }
}
