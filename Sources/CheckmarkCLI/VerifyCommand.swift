import ArgumentParser
import Homework
import Notation
import Reports

/// `checkmark verify homework/convolution.md`
struct VerifyCommand: HomeworkCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Judges the answers and prints the verdicts.",
    discussion: """
      EXAMPLES
        checkmark verify homework/first.md
        checkmark verify homework --format json > verdicts.json
        checkmark verify answers.md --assignment homework/assignments/fall-2024.md

      EXIT CODES
        0 every answer is as expected, 1 an answer is not, 2 a document has errors, 64 wrong usage, \
      70 a fault of Checkmark's own, 74 files, 130 interrupted
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
  @OptionGroup var isolation: IsolationOptions

  func run() throws { try judge() }

  func work() -> any FileWork { Printing(format: format) }

  func show(_ answers: [Answer]) throws {
    let outputs = answers.map(\.output).filter { !$0.isEmpty }
    switch format {
    case .text, .jsonl: for output in outputs { try Files.print(output) }
    case .json: try Files.print(JSON.results(ofLines: outputs))
    }
  }

  private struct Printing: FileWork {
    let format: Format

    func answer(to study: Study) throws -> Answer {
      let report = try study.report(typesetter: nil)
      let output = format == .text ? TextFormat.text(report) : JSON.line(report)
      return Answer(output: output, code: report.exitCode)
    }
  }
}
