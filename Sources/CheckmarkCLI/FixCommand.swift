import ArgumentParser
import Homework
import Notation
import Reports

/// `checkmark fix homework/convolution.md`
struct FixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix", abstract: "Applies the suggested edits to the homework.",
    discussion: """
      Answers that are wrong on purpose (expect=refuted) stay as they are. Files that a homework \
      includes are edited, too.

      EXAMPLES
        checkmark fix homework/first.md --dry-run
        checkmark fix homework/first.md

      EXIT CODES
        those of 'verify' on the files as they are afterwards
      """)

  @Argument(
    help: "Homework files, or directories of homework.", completion: .file(extensions: ["md"]))
  var paths: [String]

  @Flag(help: "Print the edits as a patch, and change nothing.")
  var dryRun = false

  @OptionGroup var experiments: ExperimentOptions

  func validate() throws {
    if paths.contains("-"), !dryRun {
      throw ValidationError("Standard input cannot be changed; use --dry-run.")
    }
  }

  func run() throws {
    let sources = try Files.homework(at: paths)
    let studies = try Study.all(sources.readable, against: nil, experiments)
    let results = try Work.inParallel(studies) { try fix($0.homework) }
    let code = max(results.max() ?? 0, sources.exitCode)
    if code != 0 { throw ExitCode(code) }
  }

  /// - Returns: the exit code for the homework as it is afterwards.
  private func fix(_ homework: CheckedHomework) throws -> Int32 {
    let count = homework.repairableClaims.count
    guard count > 0 else { return homework.exitCode }
    guard !dryRun else {
      try Files.print(RepairFormat.patch(homework))
      return homework.exitCode
    }
    guard let repaired = homework.repaired() else {
      let name = homework.document.source.name
      Files.printError("\(name): the suggested edits do not hold together; nothing changed")
      return homework.exitCode
    }
    for repair in homework.repairs { try Files.replace(repair.file, by: repair.repaired.utf8) }
    try Files.print(RepairFormat.list(homework))
    return repaired.exitCode
  }
}
