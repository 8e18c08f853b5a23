import ArgumentParser
import Homework
import Notation
import Reports

/// `checkmark verify homework/convolution.md`
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Judges the answers and prints the verdicts.",
    discussion: """
      EXAMPLES
        checkmark verify homework/first.md
        checkmark verify homework --format json > verdicts.json
        checkmark verify answers.md --assignment homework/assignments/fall-2024.md

      EXIT CODES
        0 every answer is as expected, 1 an answer is not, 2 a document has errors, 64 wrong usage, \
      74 files, 130 interrupted while experiments ran
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, jsonl
  }

  @Argument(
    help: "Homework files, directories of homework, or '-' for standard input.",
    completion: .file(extensions: ["md"]))
  var paths: [String] = ["homework"]

  @Option(help: "How to print: text, json or jsonl.")
  var format: Format = .text

  @Option(
    help: "The assignment that the files answer; then they need no annotations.",
    completion: .file(extensions: ["md"]))
  var assignment: String?

  @OptionGroup var experiments: ExperimentOptions

  func run() throws {
    let assignment = try Files.assignment(at: assignment)
    let sources = try Files.homework(at: paths)
    let studies = try Study.all(sources.readable, against: assignment, experiments)
    let reports = try Work.inParallel(studies) { try $0.report(typesetter: nil) }
    switch format {
    case .text:
      for report in reports { try Files.print(TextFormat.text(report)) }
    case .json: try Files.print(JSON.results(reports))
    case .jsonl: for report in reports { try Files.print(JSON.line(report)) }
    }
    try Outcome.exit(reports, sources)
  }
}
