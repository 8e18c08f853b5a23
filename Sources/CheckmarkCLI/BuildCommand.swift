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

  func validate() throws {
    for name in formats where !OutputFormat.all.contains(where: { $0.name == name }) {
      let known = OutputFormat.all.map(\.name).joined(separator: ", ")
      throw ValidationError("There is no format '\(name)'; the formats are \(known).")
    }
  }

  @Option(
    help: "The assignment that the files answer; then they need no annotations.",
    completion: .file(extensions: ["md"]))
  var assignment: String?

  private var output: String { experiments.output }

  func run() throws {
    let assignment = try Files.assignment(at: assignment)
    let formats = OutputFormat.all.filter { self.formats.contains($0.name) }
    let sources = try Files.homework(at: paths)
    try Files.refuseCollisions(sources.readable)
    for source in sources.readable {
      for format in formats { try Files.refuseOverwriting(source, with: path(source, format)) }
    }
    let templates = try Files.templates(withMaths: formats.contains(where: \.needsMaths))
    let studies = try Study.all(sources.readable, against: assignment, experiments)
    let cacheFile = "\(output)/.typeset-cache"
    var cache = TypesetCache(parsing: Files.readIfPresent(cacheFile))
    var reports: [Report] = []
    for study in studies {
      let typesetter =
        formats.contains(where: \.needsMaths)
        ? Typesetter(
          cache: cache, macros: study.homework.document.frontMatter.macros,
          script: Files.katexScript, highlighter: Files.highlighterScript)
        : nil
      reports.append(try study.report(typesetter: typesetter))
      if let typesetter { cache.merge(typesetter.cache) }
    }
    let printer = PDFPrinter()
    for report in reports {
      for format in formats {
        let path = path(report.source, format)
        let text = format.render(report, templates)
        do {
          try Files.write(format.isPrinted ? printer.pdf(of: text) : Array(text.utf8), to: path)
        } catch let failure as BrowserFailure {
          throw Files.failure("\(path): \(failure)")
        }
        Files.print("\(path)  \(TextFormat.sum(report))")
      }
      if !formats.allSatisfy(\.carriesPictures) { try Pictures.copy(of: report, to: output) }
      for diagnostic in report.diagnostics {
        Files.printError(DiagnosticPrinter().print(diagnostic, in: report.source))
      }
    }
    if cache.hasChanged { try Files.write(cache.bytes, to: cacheFile) }
    try Outcome.exit(reports, sources)
  }

  private func path(_ source: SourceFile, _ format: OutputFormat) -> String {
    "\(output)/\(Files.stem(of: source.name)).\(format.fileExtension)"
  }
}
