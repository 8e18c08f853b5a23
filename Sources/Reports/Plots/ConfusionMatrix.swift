import Homework
import Notation

extension PlotKind {
  static let confusion = PlotKind(
    name: "confusion", keys: ["data", "true", "predicted", "count", "labels"]
  ) { settings, tables throws(Diagnostic) in
    try ConfusionMatrix(settings, &tables)
  }
}

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
        numbers(places.filter { !$0.isRight && $0.count == 0 }, weight: "400", opacity: "0.55"),
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

// MARK: - From a table

extension ConfusionMatrix {
  /// - Returns: `nil` for a file without a table, which has its own message already.
  fileprivate init?(_ settings: PlotSettings, _ tables: inout PlotTables) throws(Diagnostic) {
    let place = try settings.requiredWord("data")
    guard let table = tables[place] else { return nil }
    let truth = try settings.word("true", else: "true")
    let guess = try settings.word("predicted", else: "predicted")
    let numbers = try settings.word("count", else: "count")
    let rows = try table.categories(truth.text, namedAt: truth.span)
    let columns = try table.categories(guess.text, namedAt: guess.span)
    let values = try tables.numbers(numbers, of: table, effect: "the row does not count")
    guard max(rows.names.count, columns.names.count) <= Self.mostClasses else {
      let count = max(rows.names.count, columns.names.count)
      let hint = "draw a table of fewer classes"
      throw Diagnostic(
        .tooMany("classes", count, most: Self.mostClasses, hint: hint), at: truth.span)
    }
    let classes = try Classes(rows, columns, try settings.words("labels"), at: truth.span)
    var counts = classes.names.map { _ in classes.names.map { _ in 0.0 } }
    for (row, value) in values.enumerated() where !value.isNaN {
      guard value >= 0, value == value.rounded(), value < 1e15 else {
        throw Diagnostic(.noCount(value, in: numbers.text, of: table.source.name), at: numbers.span)
      }
      counts[classes.truth[rows.rows[row]]][classes.guess[columns.rows[row]]] += value
    }
    self.init(classes: classes.names, counts: counts)
    words = try PlotWords(settings)
  }

  /// The classes of a table in order, and what they are called.
  private struct Classes {
    let names: [String]
    /// The class of each name in the two columns.
    let truth: [Int]
    let guess: [Int]

    init(
      _ rows: Categories, _ columns: Categories, _ labels: [Located], at place: Span
    ) throws(Diagnostic) {
      let found = rows.names + columns.names.filter { !rows.names.contains($0) }
      let most = ConfusionMatrix.mostClasses
      let numbers = found.compactMap(Int.init).filter { $0 >= 0 }
      let areNumbered = numbers.count == found.count
      // Classes 0, 1, 2 and so on, of which some may never occur.
      let count = areNumbered ? max((numbers.max() ?? 0), labels.count - 1) &+ 1 : found.count
      guard (1...most).contains(count) else {
        let hint = "draw a table of fewer classes"
        throw Diagnostic(
          .tooMany("classes", max(count, found.count), most: most, hint: hint), at: place)
      }
      if let label = labels.first {
        guard areNumbered else { throw Diagnostic(.classesHaveNames(found[0]), at: label.span) }
        guard labels.count == count else {
          throw Diagnostic(.missingLabels(labels.count, of: count), at: label.span)
        }
      }
      let known = areNumbered ? (0..<count).map { "\($0)" } : found
      func number(_ name: String) -> Int {
        areNumbered ? Int(name) ?? 0 : found.firstIndex(of: name) ?? 0
      }
      names = labels.isEmpty ? known : labels.map(\.text)
      truth = rows.names.map(number)
      guess = columns.names.map(number)
    }
  }
}

extension Diagnostic.Message {
  static func noCount(_ value: Double, in column: String, of table: String) -> Self {
    Self(
      "no-count", "\(value.significant(6)) in column '\(column)' of \(table) counts nothing",
      hint: "a count is a whole number from 0")
  }

  static func classesHaveNames(_ name: String) -> Self {
    Self(
      "bad-value", "the classes have names already, such as '\(name)'",
      hint: "'labels' names classes 0, 1, 2 and so on; leave it out")
  }

  static func missingLabels(_ labels: Int, of classes: Int) -> Self {
    Self(
      "bad-value", "there are \(classes) classes and \(labels) labels",
      hint: "give one label for each class")
  }
}
