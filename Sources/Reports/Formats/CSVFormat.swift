import Notation

extension OutputFormat {
  /// A row for each answer, for spreadsheets.
  static let csv = OutputFormat(
    name: "csv", fileExtension: "verdicts.csv",
    .records { records in
      let header = [
        "file", "line", "column", "name", "outcome", "points", "points_possible", "message",
      ]
      let rows = records.flatMap(\.cases).map { item in
        [
          item.place.file, "\(item.place.line)", "\(item.place.column)", item.name,
          item.outcome.rawValue, item.points.map(TextFormat.points) ?? "",
          TextFormat.points(item.pointsPossible), item.message,
        ]
      }
      return ([header] + rows).map(CSVRow.text).joined(separator: "\n")
    })
}
