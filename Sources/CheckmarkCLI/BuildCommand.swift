import ArgumentParser
import Homework
import Markup
import Notation
import Reports

/// `checkmark build homework --output output`
struct BuildCommand: HomeworkCommand {
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
      70 a fault of Checkmark's own, 74 files, 130 interrupted
      """)

  @Argument(
    help: "Homework files, directories of homework, or '-' for standard input.",
    completion: .file(extensions: ["md"]))
  var paths: [String] = ["homework"]

  @OptionGroup var experiments: ExperimentOptions
  @OptionGroup var isolation: IsolationOptions

  @Option(
    name: .customLong("format"),
    help: "\(OutputFormat.all.map(\.name).joined(separator: ", ")); may be given several times.",
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

  private var chosen: [OutputFormat] { OutputFormat.all.filter { formats.contains($0.name) } }

  func run() throws { try judge() }

  func check(_ names: [String]) throws {
    try Files.refuseCollisions(names)
    for name in names {
      for format in chosen {
        try Files.refuseOverwriting(name, with: format.path(of: name, in: experiments.output))
      }
    }
  }

  func work(against assignment: Assignment?) throws -> any FileWork {
    try ReportWriter(chosen, in: experiments.output)
  }
}
