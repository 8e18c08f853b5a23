/// The names of the lines, in rows above the plot; one line needs none.
struct PlotLegend {
  private let labels: [String]
  /// The numbers of the series in each row.
  private let rows: [[Int]]

  private static let rowHeight = 21.0
  private static let sample = 28.0

  var height: Double { Double(rows.count) * Self.rowHeight }

  init(_ names: [String], width: Double) {
    labels = names.map { $0.shortened(to: 60) }
    guard names.count > 1 else {
      rows = []
      return
    }
    var (rows, used): ([[Int]], Double) = ([], .infinity)
    for (number, label) in labels.enumerated() {
      if used + Self.room(for: label) > width {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(number)
      used += Self.room(for: label)
    }
    self.rows = rows
  }

  private static func room(for label: String) -> Double {
    sample + 24 + PlotFrame.room(for: label)
  }

  /// - Parameter corner: the left end of the line above the first row.
  func drawing(at corner: (x: Double, y: Double)) -> [SVG] {
    var parts: [SVG] = []
    for (row, numbers) in rows.enumerated() {
      var x = corner.x
      let y = corner.y + Double(row + 1) * Self.rowHeight - 6
      for number in numbers {
        let stroke = SeriesStroke(number: number)
        parts.append(stroke.line("M\(x.pixels) \((y - 5).pixels)h\(Self.sample.pixels)"))
        let place = x + Self.sample + 6
        parts.append(SVG("text", ["x": place.pixels, "y": y.pixels], text: labels[number]))
        x += Self.room(for: labels[number])
      }
    }
    return parts
  }
}
