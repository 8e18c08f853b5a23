import ArgumentParser
import Homework
import Notation
import Reports

/// `checkmark build homework --output output`
struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Judges the answers and renders the reports.",
    discussion: """
      Experiments that are not finished run first; their logs stay in the folder of the reports. \
      Files whose names begin with '_' are there to be included, and get no report.

      EXAMPLES
        checkmark build homework --output output
        checkmark build homework/first.md --format pdf --format html

      EXIT CODES
        0 every answer is as expected, 1 an answer is not, 2 a document has errors, 64 wrong usage, \
      74 files, 130 interrupted while experiments ran
      """)

  @Argument(
    help: "Homework files, directories of homework, or '-' for standard input.",
    completion: .file(extensions: ["md"]))
  var paths: [String] = ["homework"]

  @OptionGroup var experiments: ExperimentOptions

  @Option(
    name: .customLong("format"), help: "html, md, pdf or json; may be given several times.",
    completion: .list(OutputFormat.all.map(\.name)))
  var formats: [String] = ["html", "md"]

  @Option(
    help: "The assignment that the files answer; then they need no annotations.",
    completion: .file(extensions: ["md"]))
  var assignment: String?

  func validate() throws {
    for name in formats where !OutputFormat.all.contains(where: { $0.name == name }) {
      let known = OutputFormat.all.map(\.name).joined(separator: ", ")
      throw ValidationError("There is no format '\(name)'; the formats are \(known).")
    }
  }

  private var output: String { experiments.output }
  private var chosen: [OutputFormat] { OutputFormat.all.filter { formats.contains($0.name) } }
  private var needsMaths: Bool { chosen.contains(where: \.needsMaths) }

  func run() throws {
    let assignment = try Files.assignment(at: assignment)
    let sources = try Files.homework(at: paths)
    try Files.refuseCollisions(sources.readable)
    for source in sources.readable {
      for format in chosen { try Files.refuseOverwriting(source, with: path(source, format)) }
    }
    let templates = try Files.templates(withMaths: needsMaths)
    let reports = try reports(of: Study.all(sources.readable, against: assignment, experiments))
    let printer = PDFPrinter()
    for report in reports { try write(report, templates, printer) }
    try Outcome.exit(reports, sources)
  }

  /// The reports, with their formulas set; what was set is kept for the next time.
  private func reports(of studies: [Study]) throws -> [Report] {
    guard needsMaths else { return try studies.map { try $0.report(typesetter: nil) } }
    let cache = FormulaCache(of: output)
    let typesetter = Typesetter(
      cache: cache.read(), script: Files.katexScript,
      highlighter: Files.highlighterScript)
    let reports = try studies.map { study in
      typesetter.setMacros(study.homework.document.frontMatter.macros)
      return try study.report(typesetter: typesetter)
    }
    cache.keep(typesetter.cache)
    return reports
  }

  private func write(_ report: Report, _ templates: Templates, _ printer: PDFPrinter) throws {
    // Before a browser that is missing can end it all.
    for diagnostic in report.diagnostics {
      Files.printError(DiagnosticPrinter().print(diagnostic, in: report.source))
    }
    for format in chosen {
      let path = path(report.source, format)
      let text = format.render(report, templates)
      do {
        try Files.write(format.isPrinted ? printer.pdf(of: text) : Array(text.utf8), to: path)
      } catch let failure as BrowserFailure {
        throw Files.failure("\(path): \(failure)")
      }
      try Files.print("\(path)  \(TextFormat.sum(report))".printable)
    }
    if !chosen.allSatisfy(\.carriesPictures) { try Pictures.copy(of: report, to: output) }
  }

  private func path(_ source: SourceFile, _ format: OutputFormat) -> String {
    "\(output)/\(Files.stem(of: source.name)).\(format.fileExtension)"
  }
}
