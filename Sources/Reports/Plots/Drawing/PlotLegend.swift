/// What the lines and symbols of a plot mean, in rows above it.
struct PlotLegend {
  struct Item: Sendable {
    let label: String
    /// What stands before the label; its middle is at the place.
    let sample: @Sendable (_ x: Double, _ y: Double) -> SVG
  }

  private let items: [Item]
  /// The numbers of the items in each row.
  private let rows: [[Int]]

  private static let rowHeight = 21.0
  private static let sample = 28.0

  var height: Double { Double(rows.count) * Self.rowHeight }

  init(_ items: [Item], width: Double) {
    self.items = items.map { Item(label: $0.label.shortened(to: 60), sample: $0.sample) }
    var (rows, used): ([[Int]], Double) = ([], .infinity)
    for (number, item) in self.items.enumerated() {
      if used + Self.room(for: item.label) > width {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(number)
      used += Self.room(for: item.label)
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
        parts.append(items[number].sample(x + Self.sample / 2, y - 5))
        let place = x + Self.sample + 6
        parts.append(SVG("text", ["x": place.pixels, "y": y.pixels], text: items[number].label))
        x += Self.room(for: items[number].label)
      }
    }
    return parts
  }
}
