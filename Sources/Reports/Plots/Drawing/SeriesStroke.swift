/// How the lines of one series look, on paper without colours too.
struct SeriesStroke {
  /// That of the series; `nil` for a sample of all.
  let number: Int?
  /// Whether no other line stands in its panel: then it needs no dashes.
  var isAlone = false

  enum Weight {
    /// The line that is meant to be read.
    case full
    /// One of many.
    case thin
    /// What a smoothed line was before.
    case pale
  }

  private static let dashes = [
    "none", "7 3", "2 3", "9 3 2 3", "12 4", "4 2", "5 6", "10 2 2 2 2 2",
  ]

  var color: String { number.map { "var(--series-\($0 % 8 + 1), currentColor)" } ?? "currentColor" }

  private var dash: String { isAlone ? "none" : Self.dashes[(number ?? 0) % Self.dashes.count] }

  func drawing(of line: Polyline, weight: Weight) -> [SVG] {
    var parts: [SVG] = []
    let (path, dots) = (line.path, line.dots)
    if !path.isEmpty { parts.append(self.line(path, weight: weight)) }
    if !dots.isEmpty { parts.append(self.dots(dots, weight: weight)) }
    return parts
  }

  func line(_ path: String, weight: Weight) -> SVG {
    let dash = weight == .pale ? "none" : dash
    return SVG(
      "path",
      [
        "d": path, "fill": "none", "style": "stroke: \(color)",
        "stroke-width": weight == .full ? "1.8" : "1", "stroke-linejoin": "round",
        "stroke-dasharray": dash, "stroke-opacity": opacity(weight),
      ])
  }

  private func dots(_ path: String, weight: Weight) -> SVG {
    SVG(
      "path",
      [
        "d": path, "fill": "none", "style": "stroke: \(color)",
        "stroke-width": weight == .full ? "5" : "3", "stroke-linecap": "round",
        "stroke-opacity": opacity(weight),
      ])
  }

  /// The area between the smallest and the largest value; its edge shows where it has no height.
  func band(_ outline: String) -> SVG {
    SVG(
      "path",
      [
        "d": outline, "style": "fill: \(color); stroke: \(color)", "fill-opacity": "0.2",
        "stroke-opacity": "0.35", "stroke-width": "0.7", "stroke-linejoin": "round",
      ])
  }

  /// A filled shape with an edge that tells it apart without colours.
  func area(_ outline: String) -> SVG {
    SVG(
      "path",
      [
        "d": outline, "style": "fill: \(color); stroke: \(color)", "fill-opacity": "0.22",
        "stroke-width": "1.4", "stroke-dasharray": dash,
      ])
  }

  private func opacity(_ weight: Weight) -> String {
    switch weight {
    case .full: "1"
    case .thin: "0.65"
    case .pale: "0.35"
    }
  }
}
