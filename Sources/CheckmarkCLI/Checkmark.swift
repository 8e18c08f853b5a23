import ArgumentParser

/// The command `checkmark`.
@main
struct Checkmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkmark",
    abstract: "Checks the maths in Markdown homework and renders the report.",
    discussion: """
      Exit codes: 0 every answer is as expected, 1 an answer is not, 2 a document has errors, \
      64 wrong usage, 70 a fault of Checkmark's own, 74 files, 130 interrupted.
      """,
    version: "0.1.0",
    subcommands: [BuildCommand.self, VerifyCommand.self, FixCommand.self, PreviewCommand.self])
}
