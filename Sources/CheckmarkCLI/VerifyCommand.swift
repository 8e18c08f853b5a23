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

  func run() throws {
    let assignment = try Files.assignment(at: assignment)
    let sources = try Files.homework(at: paths)
    let reports = try Work.inParallel(sources.readable) { source in
      let homework = assignment.map { check(source, against: $0) } ?? check(source)
      let (figures, problems) = Figures.charts(homework, readingFrom: Files.folder(of: source.name))
      return try Report(homework, figures: figures, problems: problems, typesetter: nil)
    }
    switch format {
    case .text:
      for report in reports { Files.print(TextFormat.text(report)) }
    case .json: Files.print(JSON.results(reports))
    case .jsonl: for report in reports { Files.print(JSON.line(report)) }
    }
    try Outcome.exit(reports, sources)
  }
}
