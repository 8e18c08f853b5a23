import Homework
import Notation
import Reports

/// Makes the charts of a homework from its experiments and the files beside it.
enum Figures {
  static func charts(
    _ homework: CheckedHomework, readingFrom folder: String, tables texts: [String: String]
  ) -> (figures: [Span: any Plot], problems: [Diagnostic]) {
    let names = homework.document.experimentNames
    var tables: [String: CSV] = [:]
    var figures: [Span: any Plot] = [:]
    var problems: [Diagnostic] = []
    for (span, description) in homework.plots.sorted(by: { $0.key.lower < $1.key.lower }) {
      for file in description.tables where tables[file.text] == nil {
        if let text = texts[file.text] {
          tables[file.text] = CSV(
            parsing: SourceFile(name: "\(file.text).csv", text: text), isLog: true)
          continue
        }
        let path = "\(folder)/\(file.text)"
        guard Files.isInside(path, folder), let source = Files.readSource(path) else {
          if let problem = missing(file.text, names, texts) {
            problems.append(Diagnostic(problem, at: file.span))
          }
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

  /// What is said of a table that is not there; nothing where the experiment was not run, which is
  /// told at its own block.
  private static func missing(
    _ table: String, _ names: Set<String>, _ texts: [String: String]
  ) -> Diagnostic.Message? {
    let experiment = String(table.prefix { $0 != "." })
    guard names.contains(experiment) else {
      return .noSuchTable(table, Diagnostic.Message.nearest(to: table, in: texts.keys.sorted()))
    }
    guard texts[experiment] != nil else { return nil }
    return .notKept(table, of: experiment)
  }
}

extension Diagnostic.Message {
  fileprivate static func noSuchTable(_ path: String, _ experiment: String?) -> Self {
    Self(
      "no-such-file", "'\(path)' cannot be read as text beside the homework",
      hint: experiment.map { "did you mean the experiment '\($0)'?" }
        ?? "put the CSV file into the folder of the homework")
  }

  fileprivate static func notKept(_ table: String, of experiment: String) -> Self {
    Self(
      "no-such-file", "the experiment '\(experiment)' keeps no table '\(table)'",
      hint: "let it record the table: record: [confusion, gates]")
  }

  /// A mistake in a table, told where the homework names the table.
  fileprivate static func inTable(_ diagnostic: Diagnostic, _ table: SourceFile) -> Self {
    let place = table.position(at: diagnostic.span.lower)
    return Self(
      diagnostic.message.code,
      "\(place): \(diagnostic.message.text)",
      hint: diagnostic.message.hint)
  }
}
