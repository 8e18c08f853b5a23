import ArgumentParser
import Foundation
import Reports

/// The command `checkmark`.
@main
struct Checkmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkmark",
    abstract: "Checks the maths in Markdown homework and renders the report.",
    discussion: """
      EXAMPLES
        checkmark new homework/first
        checkmark preview homework/first.md --open
        checkmark verify homework/first.md
        checkmark build homework --output output
        checkmark fix homework/first.md
        checkmark explain 'homework/first.md#bias'

      EXIT CODES
        0 every answer is as expected, 1 an answer is not, 2 a document has errors, 64 wrong usage, \
      70 a fault of Checkmark's own, 74 files, 130 interrupted
      """,
    version: Product.version,
    subcommands: [
      NewCommand.self, PreviewCommand.self, VerifyCommand.self, BuildCommand.self, FixCommand.self,
      ExplainCommand.self, AssignCommand.self, GradeCommand.self, MergeCommand.self,
    ])

  static func main() {
    Files.prepareTerminal()
    Memory.keepWhatIsFreed()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Foundation.exit(end(after: error).rawValue)
    }
  }

  /// Says what there is to say: help on standard output, and on standard error what is wrong.
  private static func end(after error: any Error) -> ExitCode {
    let code = exitCode(for: error)
    let text = fullMessage(for: error)
    guard !text.isEmpty else { return code }
    guard code.isSuccess else {
      Files.printError(text)
      return code
    }
    do {
      try Files.writeOutput(text)
    } catch {
      return exitCode(for: error)
    }
    return code
  }
}
