import ArgumentParser
import Homework
import Markup
import Notation
import Reports

/// `checkmark fix homework/convolution.md`
struct FixCommand: HomeworkCommand {
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
  @OptionGroup var isolation: IsolationOptions

  var assignment: String? { nil }

  func validate() throws {
    if paths.contains("-"), !dryRun {
      throw ValidationError("Standard input cannot be changed; use --dry-run.")
    }
  }

  func run() throws { try judge() }

  func work(against assignment: Assignment?) -> any FileWork { Fixing(isTrial: dryRun) }

  private struct Fixing: FileWork {
    let isTrial: Bool

    /// - Returns: the edits, and the exit code for the homework as it is afterwards.
    func answer(to study: Study) throws -> Answer {
      let homework = study.homework
      guard !homework.repairableClaims.isEmpty else { return Answer(code: homework.exitCode) }
      guard !isTrial else {
        return Answer(output: RepairFormat.patch(homework), code: homework.exitCode)
      }
      guard let repaired = homework.repaired() else {
        let name = homework.document.source.name
        return Answer(
          errors: "\(name.printable): the suggested edits do not hold together; nothing changed",
          code: homework.exitCode)
      }
      for repair in homework.repairs { try Files.replace(repair.file, by: repair.repaired.utf8) }
      return Answer(output: RepairFormat.list(homework), code: repaired.exitCode)
    }
  }
}
