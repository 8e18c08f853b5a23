import ArgumentParser
import Homework
import Notation
import Reports

/// `checkmark verify homework/convolution.md`
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Judges the answers and prints the verdicts.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, jsonl
  }

  @Argument(help: "Homework files, directories of homework, or '-' for standard input.")
  var paths: [String] = ["homework"]

  @Option(help: "How to print: text, json or jsonl.")
  var format: Format = .text

  @Option(help: "The assignment that the files answer; then they need no annotations.")
  var assignment: String?

  @OptionGroup var experiments: ExperimentOptions

  func run() throws {
    let assignment = try Files.assignment(at: assignment)
    let sources = try Files.homework(at: paths)
    let studies = try Study.all(sources.readable, against: assignment, experiments)
    let reports = try Work.inParallel(studies) { try $0.report(typesetter: nil) }
    switch format {
    case .text:
      for report in reports { Files.print(TextFormat.text(report)) }
    case .json: Files.print(JSON.results(reports))
    case .jsonl: for report in reports { Files.print(JSON.line(report)) }
    }
    try Outcome.exit(reports, sources)
  }
}
