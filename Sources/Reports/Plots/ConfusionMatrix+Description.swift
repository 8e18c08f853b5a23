import Markup
import Notation

extension PlotKind {
  static let confusion = PlotKind(
    name: "confusion", keys: ["data", "true", "predicted", "count", "labels"]
  ) { settings, tables throws(Diagnostic) in
    try ConfusionMatrix(settings, &tables)
  }
}

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
