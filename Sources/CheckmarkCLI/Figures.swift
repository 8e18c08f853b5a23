import Homework
import Notation
import Reports

/// Makes the charts of a homework from the files beside it.
enum Figures {
  static func charts(
    _ homework: CheckedHomework, readingFrom folder: String
  ) -> (figures: [Span: any Plot], problems: [Diagnostic]) {
    var tables: [String: CSV] = [:]
    var figures: [Span: any Plot] = [:]
    var problems: [Diagnostic] = []
    for (span, description) in homework.plots.sorted(by: { $0.key.lower < $1.key.lower }) {
      for file in description.tables where tables[file.text] == nil {
        let path = "\(folder)/\(file.text)"
        guard Files.isInside(path, folder), let source = Files.readText(path) else {
          problems.append(Diagnostic(.noSuchTable(file.text), at: file.span))
          continue
        }
        let table = CSV(parsing: source)
        tables[file.text] = table
        problems += table.diagnostics.map { Diagnostic(.inTable($0, table.source), at: file.span) }
      }
      let (plot, found) = PlotKind.plot(description, tables: tables)
      problems += found
      figures[span] = plot
    }
    return (figures, problems)
  }
}

extension Diagnostic.Message {
  fileprivate static func noSuchTable(_ path: String) -> Self {
    Self(
      "no-such-file", "'\(path)' cannot be read as text beside the homework",
      hint: "put the CSV file into the folder of the homework")
  }

  /// A mistake in a table, told where the homework names the table.
  fileprivate static func inTable(_ diagnostic: Diagnostic, _ table: SourceFile) -> Self {
    let place = table.position(at: diagnostic.span.lower)
    return Self(
      diagnostic.message.code,
      "\(table.name):\(place.line):\(place.column): \(diagnostic.message.text)",
      hint: diagnostic.message.hint)
  }
}
