import ArgumentParser
import Foundation
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

  @Argument(
    help: "Homework files, directories of homework, or '-' for standard input.",
    completion: .file(extensions: ["md"]))
  var paths: [String] = ["homework"]

  @Option(
    name: .customLong("format"), help: "How to print: \(Self.names.joined(separator: ", ")).",
    completion: .list(Self.names))
  var formatName = "text"

  @Option(
    help: "The assignment that the files answer; then they need no annotations.",
    completion: .file(extensions: ["md"]))
  var assignment: String?

  @Option(
    help: "Judge only what has changed since this commit, as git tells, with the files beside it.")
  var changedSince: String?

  @Option(
    help:
      "A folder of verdicts from earlier runs: what is the same, byte for byte, is not judged again.",
    completion: .directory)
  var cache: String?

  @Option(help: "How many percent of what is known are judged again all the same.")
  var recheck = 5

  @OptionGroup var experiments: ExperimentOptions
  @OptionGroup var isolation: IsolationOptions

  private static let formats = OutputFormat.all.filter { $0.listing != nil }
  private static let names = formats.map(\.name)

  private var format: OutputFormat? { Self.formats.first { $0.name == formatName } }

  func validate() throws {
    guard format != nil else {
      let known = Self.names.joined(separator: ", ")
      throw ValidationError(
        "There is no format '\(formatName)' to print; the formats are \(known).")
    }
    guard (0...100).contains(recheck) else {
      throw ValidationError("--recheck takes percent, from 0 to 100.")
    }
    guard cache == nil || assignment == nil else {
      throw ValidationError("Submissions are not kept in a cache; 'grade' goes on where it was.")
    }
  }

  func chosen(among names: [String]) throws -> [String] {
    guard let changedSince else { return names }
    let changes = try ChangedFiles(since: changedSince)
    let chosen = names.filter(changes.concern)
    return assignment.map(changes.contains) == true ? names : chosen
  }

  private var verdicts: VerdictCache? {
    cache.map { VerdictCache(in: $0, for: "\(formatName) \(experiments.full)") }
  }

  func known(of input: HomeworkInput) -> Answer? {
    Int.random(in: 0..<100) < recheck ? nil : verdicts?.answer(for: input)
  }

  func run() throws { try judge() }

  func work(against assignment: Assignment?) -> any FileWork {
    Printing(format: format ?? Self.formats[0], cache: verdicts)
  }

  func show(_ answers: [Answer]) throws {
    let outputs = answers.map(\.output).filter { !$0.isEmpty }
    switch format?.listing {
    case .texts(_, let whole):
      let output = whole(outputs)
      if !output.isEmpty { try Files.print(output) }
    case .records(let text):
      let records = try outputs.map {
        try JSONDecoder().decode(ResultRecord.self, from: Data($0.utf8))
      }
      try StepSummary.append(records, for: formatName)
      // The commands of one format are our own; in all others a log would obey what somebody wrote.
      let output = text(records)
      if formatName == "github" {
        if !output.isEmpty { try Files.writeOutput(output) }
      } else {
        try Files.print(output)
      }
    case nil: break
    }
  }

  private struct Printing: FileWork {
    let format: OutputFormat
    let cache: VerdictCache?

    func answer(to study: Study) throws -> Answer {
      // The students see what an autograder says.
      let shown = format.name == "gradescope" ? study.forStudent : study
      let report = try shown.report(typesetter: nil)
      let output =
        switch format.listing {
        case .texts(let part, _): part(report)
        case .records: try Self.line(ResultRecord(report))
        case nil: ""
        }
      let answer = Answer(output: output, code: report.exitCode)
      return cache?.kept(answer, of: study) ?? answer
    }

    func answer(toUnread name: String, _ problem: Files.Unreadable) -> Answer {
      var answer = Answer(errors: problem.words, code: problem.exitCode)
      if case .records = format.listing {
        answer.output = (try? Self.line(ResultRecord(unread: name, because: problem.fact))) ?? ""
      }
      return answer
    }

    private static func line(_ record: ResultRecord) throws -> String {
      String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
    }
  }
}

/// What a GitHub job says on its page.
private enum StepSummary {
  /// Appends it where the runner says that it wants one.
  static func append(_ records: [ResultRecord], for format: String) throws {
    guard format == "github",
      let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty
    else { return }
    try Files.append(GitHubFormat.summary(records), to: path)
  }
}
