/// How often each class was taken for each: a row for each true class, a column for each predicted.
///
/// The tint of a cell is its share of the row, so that rare classes are as readable as others; it is
/// weak enough for the numbers to be read on it, on light paper and on dark.
public struct ConfusionMatrix: Plot {
  var words = PlotWords()
  public let classes: [String]
  /// Whole numbers, row by row.
  public let counts: [[Double]]

  /// Beyond this, numbers in the cells could not be read.
  static let mostClasses = 30

  public init(classes: [String], counts: [[Double]]) {
    (self.classes, self.counts) = (classes, counts)
  }

  // MARK: - Drawing

  public var svg: String {
    let layout = Layout(self)
    return SVG(
      "svg",
      [
        "viewBox": "0 0 \(PlotFrame.width.pixels) \(layout.height.pixels)", "role": "img",
        "class": "plot", "font-family": "system-ui, sans-serif",
        "font-size": "\(PlotFrame.fontSize)", "fill": "currentColor",
      ],
      [SVG("title", text: words.title ?? "Confusion matrix"), SVG("desc", text: description)]
        + layout.titles + layout.names + layout.cells
    ).markup
  }

  /// Places of the cells and of what stands around them.
  private struct Layout {
    let matrix: ConfusionMatrix
    let side: Double
    let cellHeight: Double
    let left: Double
    let top: Double
    let height: Double
    let digits: Double

    init(_ matrix: ConfusionMatrix) {
      self.matrix = matrix
      let count = Double(max(1, matrix.classes.count))
      let widest = matrix.classes.map { PlotFrame.room(for: $0.shortened(to: 12)) }.max() ?? 0
      let room = PlotFrame.width - widest - 64
      side = min(72, room / count)
      cellHeight = min(44, max(20, side))
      // The matrix stands in the middle, what is left of it included.
      left = max(widest + 44, (PlotFrame.width - side * count) / 2)
      top = (matrix.words.title == nil ? 14 : 36) + 46
      height = top + cellHeight * count + 14
      let letters = matrix.counts.joined().map { Self.text($0).count }.max() ?? 1
      digits = min(14, max(7, (side - 3) / (0.6 * Double(letters))))
    }

    var titles: [SVG] {
      let count = Double(matrix.classes.count)
      let place =
        "translate(\((left - widest - 20).pixels) \((top + cellHeight * count / 2).pixels))"
      return [
        SVG.text(
          matrix.words.xLabel ?? "predicted", left + side * count / 2, top - 30, "middle"),
        SVG(
          "text", ["transform": place + " rotate(-90)", "text-anchor": "middle"],
          text: matrix.words.yLabel ?? "true"),
      ]
        + (matrix.words.title.map {
          [
            SVG(
              "text",
              [
                "x": (PlotFrame.width / 2).pixels, "y": "20", "text-anchor": "middle",
                "font-weight": "600",
              ], text: $0.shortened(to: 74))
          ]
        } ?? [])
    }

    private var widest: Double {
      matrix.classes.map { PlotFrame.room(for: $0.shortened(to: 12)) }.max() ?? 0
    }

    var names: [SVG] {
      let letters = max(1, Int(side / 8.5))
      return matrix.classes.enumerated().flatMap { index, name in
        [
          SVG.text(
            name.shortened(to: letters), left + side * (Double(index) + 0.5), top - 8, "middle"),
          SVG.text(
            name.shortened(to: 12), left - 8, top + cellHeight * (Double(index) + 0.5) + 5, "end"),
        ]
      }
    }

    /// Tints below, then the grid with the diagonal, then the numbers.
    var cells: [SVG] {
      let places = matrix.counts.indices.flatMap { row in
        matrix.counts[row].indices.map { Cell(row: row, column: $0, count: matrix.counts[row][$0]) }
      }
      let totals = matrix.counts.map { max(1, $0.reduce(0, +)) }
      let tints = places.compactMap { cell -> SVG? in
        let tint = (0.5 * cell.count / totals[cell.row]).significant(2)
        return tint == "0" ? nil : SVG("path", ["d": outline(cell), "fill-opacity": tint])
      }
      return [
        SVG("g", ["style": "fill: var(--series-1, #2563a8)"], tints),
        grid, grid(places.filter(\.isRight), opacity: "0.7"),
        numbers(places.filter { $0.isRight }, weight: "600", opacity: "1"),
        numbers(places.filter { !$0.isRight && $0.count > 0 }, weight: "400", opacity: "1"),
        numbers(places.filter { !$0.isRight && $0.count == 0 }, weight: "400", opacity: "0.7"),
      ]
    }

    private struct Cell {
      let row: Int
      let column: Int
      let count: Double

      var isRight: Bool { row == column }
    }

    private func corner(_ cell: Cell) -> (x: Double, y: Double) {
      (left + side * Double(cell.column), top + cellHeight * Double(cell.row))
    }

    private func outline(_ cell: Cell) -> String {
      let (x, y) = corner(cell)
      return "M\(x.pixels) \(y.pixels)h\(side.pixels)v\(cellHeight.pixels)h\((-side).pixels)z"
    }

    private var grid: SVG {
      let count = Double(matrix.classes.count)
      let lines = (0...matrix.classes.count).map { index in
        let (x, y) = (left + side * Double(index), top + cellHeight * Double(index))
        return "M\(x.pixels) \(top.pixels)v\((cellHeight * count).pixels)"
          + "M\(left.pixels) \(y.pixels)h\((side * count).pixels)"
      }
      return SVG(
        "path",
        ["d": lines.joined(), "stroke": "currentColor", "stroke-opacity": "0.18"])
    }

    private func grid(_ cells: [Cell], opacity: String) -> SVG {
      SVG(
        "path",
        [
          "d": cells.map(outline).joined(), "fill": "none", "stroke": "currentColor",
          "stroke-opacity": opacity,
        ])
    }

    private func numbers(_ cells: [Cell], weight: String, opacity: String) -> SVG {
      SVG(
        "g",
        [
          "text-anchor": "middle", "font-size": digits.pixels, "font-weight": weight,
          "fill-opacity": opacity,
        ],
        cells.map { cell in
          let (x, y) = corner(cell)
          return SVG(
            "text",
            [
              "x": (x + side / 2).pixels, "y": (y + cellHeight / 2 + digits * 0.36).pixels,
            ], text: Self.text(cell.count))
        })
    }

    /// Counts of a million and more are rounded; the text alternative and Markdown have all digits.
    static func text(_ count: Double) -> String {
      count < 1e6 ? count.significant(6) : count.significant(2)
    }
  }

  // MARK: - Words

  private var total: Double { counts.joined().reduce(0, +) }

  /// What is to be seen: how much is right, and what is mistaken most often.
  private var description: String {
    guard total > 0 else { return "No examples." }
    let right = classes.indices.map { counts[$0][$0] }.reduce(0, +)
    let share = (100 * right / total).significant(3)
    let mistakes = classes.indices.flatMap { row in
      classes.indices.filter { $0 != row && counts[row][$0] > 0 }.map { (row, $0) }
    }.sorted { (counts[$1.0][$1.1], $0.0, $0.1) < (counts[$0.0][$0.1], $1.0, $1.1) }
    let worst = mistakes.prefix(3).map { row, column in
      "\(classes[row]) taken for \(classes[column]) \(counts[row][column].significant(12)) times"
    }
    return "\(right.significant(12)) of \(total.significant(12)) examples in \(classes.count) "
      + "classes are right, \(share) %."
      + (worst.isEmpty ? "" : " Most often wrong: \(worst.joined(separator: ", ")).")
  }

  public var markdown: [String] {
    let names = classes.map(Markdown.plain)
    let rows = counts.enumerated().map { index, row in
      "| **\(names[index])** | " + row.map { $0.significant(12) }.joined(separator: " | ") + " |"
    }
    let corner = "\(words.yLabel ?? "true") ╲ \(words.xLabel ?? "predicted")"
    let caption = words.title.map { ["**\(Markdown.plain($0))**", ""] } ?? []
    return caption + [
      "| \(Markdown.plain(corner)) | \(names.joined(separator: " | ")) |",
      "|---|" + names.map { _ in "--:|" }.joined(),
    ] + rows + ["", Markdown.plain(description)]
  }
}
