import Experiments
import Homework
import Markup
import Notation
import Reports

/// The charts and tables of a homework, from its experiments and the files beside it.
struct Figures {
  private(set) var contents: [Span: any BlockContent] = [:]
  private(set) var problems: [Diagnostic] = []

  private let folder: String
  /// The tables of the experiments.
  private let texts: [String: String]
  private let names: Set<String>
  private var read: [String: CSV] = [:]

  init(of homework: CheckedHomework, readingFrom folder: String, tables texts: [String: String]) {
    (self.folder, self.texts) = (folder, texts)
    names = homework.document.experimentNames
    for (span, description) in homework.results(of: PlotDescription.self) {
      for name in description.tables { _ = table(name) }
      let (plot, found) = PlotKind.plot(description, tables: read)
      problems += found
      contents[span] = plot
    }
    for (span, description) in homework.results(of: TableDescription.self) {
      guard let csv = description.content ?? description.data.flatMap({ table($0) }),
        !csv.header.isEmpty
      else { continue }
      do throws(Diagnostic) {
        contents[span] = try description.shown(of: csv)
      } catch {
        problems.append(error)
      }
    }
  }

  /// A table by its name, read once; what is wrong with it is said where it is first named.
  private mutating func table(_ name: Located) -> CSV? {
    if let known = read[name.text] { return known }
    if let text = texts[name.text] {
      let source = SourceFile(name: "\(name.text).csv", text: text)
      read[name.text] = CSV(parsing: source, isLog: true)
      return read[name.text]
    }
    let path = "\(folder)/\(name.text)"
    guard Files.isInside(path, folder), let (source, encoding) = Files.readSource(path) else {
      if let problem = missing(name.text) { problems.append(Diagnostic(problem, at: name.span)) }
      return nil
    }
    if encoding != .utf8 {
      problems.append(
        Diagnostic(.recoded(name.text, encoding, source), at: name.span, severity: .warning))
    }
    let table = CSV(parsing: source)
    read[name.text] = table
    problems += table.diagnostics.map { Diagnostic(.inTable($0, table.source), at: name.span) }
    return table
  }

  /// What is said of a table that is not there; nothing where the experiment was not run, which is
  /// told at its own block.
  private func missing(_ table: String) -> Diagnostic.Message? {
    let experiment = String(table.prefix { $0 != "." })
    guard names.contains(experiment) else {
      return .noSuchTable(table, Diagnostic.Message.nearest(to: table, in: texts.keys))
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

  fileprivate static func recoded(
    _ path: String, _ encoding: TextEncoding, _ text: SourceFile
  ) -> Self {
    let first = text.utf8.firstIndex { $0 >= 0x80 }.map { text.line(at: $0) } ?? 1
    let name = encoding == .latin1 ? "latin1" : "utf-16"
    return Self(
      "recoded", "'\(path)' is \(encoding.rawValue) at line \(first), and was read as such",
      hint: "save it as UTF-8: iconv -f \(name) -t utf-8 \(path)")
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
