/// What an author writes around a plot.
struct PlotWords: Sendable {
  var title: String?
  var xLabel: String?
  var yLabel: String?
}

/// What stands around the values: title, legend, panels with axes; and how much room it takes.
struct PlotFrame {
  private let words: PlotWords
  let panels: [PlotPanel]
  private let legend: PlotLegend
  let height: Double
  private let left: Double
  private let top: Double

  static let width = 640.0
  /// 14 of 640 are 11 pixels where the style sheet makes a plot narrowest, on a phone.
  static let fontSize = 14

  /// The room that a text takes at most, guessed, for nothing measures text here.
  static func room(for text: String) -> Double { 7.8 * Double(text.count) }

  /// - Parameters:
  ///   - names: those of the panels; none for a plot of one field.
  ///   - beside: the room to the right of each panel.
  init(
    _ words: PlotWords, panels names: [String] = [], x: AxisContent, y: AxisContent,
    legend items: [PlotLegend.Item], beside: Double = 0
  ) {
    self.words = words
    let grid = PanelGrid(count: max(names.count, 1))
    let yAxis = y.beside(height: grid.height)
    let widest = yAxis.ticks.compactMap(\.label).map(Self.room).max() ?? 0
    left = (words.yLabel == nil ? 14 : 34) + widest
    let xAxis = x.below(width: grid.width(in: Self.width - left - 14, gap: beside + 8))
    let overhang = xAxis.overhang(of: grid.width(in: Self.width - left - 14, gap: beside + 8))
    let gap = max(beside + 8, 26, overhang.left + overhang.right + 18)
    let width = grid.width(in: Self.width - left - max(14, beside, overhang.right), gap: gap)
    legend = PlotLegend(items, width: Self.width - left - 14)
    let header = names.isEmpty ? 0 : 24.0
    top = (words.title == nil ? 14 : 36) + legend.height
    var panels: [PlotPanel] = []
    for index in 0..<grid.count {
      let (row, column) = index.quotientAndRemainder(dividingBy: grid.columns)
      let corner = left + Double(column) * (width + gap)
      let ceiling = top + header + Double(row) * (grid.height + header + 13)
      var (x, y) = (xAxis, yAxis)
      x.paper = (corner, corner + width)
      y.paper = (ceiling + grid.height, ceiling)
      panels.append(
        PlotPanel(
          x: x, y: y, name: names.isEmpty ? nil : names[index],
          labels: (index + grid.columns >= grid.count, column == 0)))
    }
    self.panels = panels
    height = (panels.map(\.bottom).max() ?? top) + (words.xLabel == nil ? 30 : 52)
  }

  // MARK: - Drawing

  private var right: Double { panels.map(\.right).max() ?? Self.width }
  private var bottom: Double { panels.map(\.bottom).max() ?? height }

  /// The whole picture, with its text alternative.
  ///
  /// - Parameters:
  ///   - name: what it is, where it has no title.
  ///   - description: what is to be seen.
  ///   - content: what stands on the panels.
  func picture(name: String, description: String, _ content: [SVG]) -> String {
    SVG(
      "svg",
      [
        "viewBox": "0 0 \(Self.width.pixels) \(height.pixels)", "role": "img", "class": "plot",
        "font-family": "system-ui, sans-serif", "font-size": "\(Self.fontSize)",
        "fill": "currentColor",
      ],
      [SVG("title", text: words.title ?? name), SVG("desc", text: description)] + titles
        + legend.drawing(at: (left, top - legend.height - 4)) + panels.flatMap(\.drawing) + content
    ).markup
  }

  private var titles: [SVG] {
    var parts: [SVG] = []
    if let title = words.title {
      parts.append(
        SVG(
          "text",
          [
            "x": (Self.width / 2).pixels, "y": "20", "text-anchor": "middle", "font-weight": "600",
          ],
          text: title.shortened(to: 74)))
    }
    if let label = words.xLabel {
      parts.append(SVG.text(label.shortened(to: 64), (left + right) / 2, height - 10, "middle"))
    }
    if let label = words.yLabel {
      let place = "translate(16 \(((top + bottom) / 2).pixels)) rotate(-90)"
      parts.append(
        SVG(
          "text", ["transform": place, "text-anchor": "middle"], text: label.shortened(to: 36)))
    }
    return parts
  }
}

/// How panels are laid out in rows.
struct PanelGrid {
  let count: Int
  let columns: Int
  /// That of the field of each panel, without what stands around it.
  let height: Double

  /// More are too small to read.
  static let most = 12

  init(count: Int) {
    self.count = count
    columns = count <= 3 ? count : count == 4 ? 2 : count <= 9 ? 3 : 4
    height = [276, 200, 150, 120][columns - 1]
  }

  /// That of each panel.
  func width(in room: Double, gap: Double) -> Double {
    (room - Double(columns - 1) * gap) / Double(columns)
  }
}

extension String {
  /// Cut to so many characters; the text alternative has all of them.
  func shortened(to count: Int) -> String {
    self.count <= count ? self : prefix(count - 1) + "…"
  }
}
