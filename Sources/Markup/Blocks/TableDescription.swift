import Notation

extension BlockKind {
  static let table = BlockKind(
    "table", language: "text",
    verbs: [Verb(.description(TableDescription.self), numbering: .caption(.table))])
}

/// What a `table` block shows: the lines of CSV in it, or `data:` with the name of a file or experiment.
public struct TableDescription: BlockDescription {
  /// The file or experiment; `nil` where the block holds the lines itself.
  public let data: Located?
  /// The columns in their order; all of them where none is named.
  package let columns: [Located]
  /// The table that stands in the block.
  public let content: CSV?
  /// The whole description.
  let span: Span

  private static let keys = ["data", "columns"]

  public var namedData: [Located] { data.map { [$0] } ?? [] }

  package init?(_ content: Fragment, _ problems: inout [Diagnostic]) throws(Diagnostic) {
    span = content.span
    guard Self.namesTable(content) else {
      let csv = CSV(parsing: SourceFile(name: "the table", utf8: content.utf8))
      problems += csv.diagnostics.map { problem in
        let isInside = problem.span.upper <= content.utf8.count && problem.span.upper > 0
        return Diagnostic(
          problem.message, at: isInside ? content.span(of: problem.span.range) : content.span)
      }
      guard !csv.header.isEmpty else { return nil }
      (data, columns, self.content) = (nil, [], csv)
      return
    }
    guard let value = try YAMLValue(parsing: content) else { return nil }
    let settings = try PlotSettings(value)
    try settings.allow(Self.keys)
    let data = try settings.requiredWord("data")
    guard data.text.staysBeside else { throw Diagnostic(.pathLeaves(data.text), at: data.span) }
    columns = try settings.words("columns")
    (self.data, self.content) = (data, nil)
  }

  /// Whether a block names its table, and does not hold it.
  private static func namesTable(_ content: Fragment) -> Bool {
    let lines = content.text.split(whereSeparator: \.isNewline)
    guard let first = lines.first(where: { !$0.allSatisfy(\.isWhitespace) }) else { return false }
    return keys.contains { first.hasPrefix("\($0):") }
  }

  // MARK: - Showing

  private static let mostRows = 1000
  private static let mostColumns = 40
  private static let longestCell = 200

  /// The rows and columns that are shown of a table.
  ///
  /// - Errors: a column that is not there, or more columns than a page can show.
  public func shown(of csv: CSV) throws(Diagnostic) -> ShownTable {
    var places = Array(csv.header.indices)
    if !columns.isEmpty {
      places = []
      for column in columns { places.append(try csv.index(of: column.text, namedAt: column.span)) }
    }
    guard places.count <= Self.mostColumns else {
      throw Diagnostic(.tooManyColumns(places.count, Self.mostColumns), at: data?.span ?? span)
    }
    func cells(_ texts: [String]) -> [[Inline]] {
      places.map { place in
        let text = texts[place]
        let isLong = text.count > Self.longestCell
        return [.text(isLong ? text.prefix(Self.longestCell) + "…" : text)]
      }
    }
    let table = Table(
      alignments: places.map { csv.isNumeric($0) ? .right : .none }, header: cells(csv.header),
      rows: csv.texts(ofFirst: Self.mostRows).map(cells))
    return ShownTable(table: table, rowCount: csv.rowCount)
  }
}

/// A CSV as a page shows it.
public struct ShownTable: Sendable {
  package let table: Table
  /// How many rows there are, shown or not.
  let rowCount: Int

  /// Says how many rows are left out.
  package var note: String? {
    table.rows.count < rowCount ? "The first \(table.rows.count) of \(rowCount) rows." : nil
  }
}

extension Diagnostic.Message {
  static func tooManyColumns(_ count: Int, _ most: Int) -> Self {
    Self(
      "table-too-large", "\(count) columns are too many: at most \(most) are shown",
      hint: "name those to show: columns: [a, b]")
  }
}
