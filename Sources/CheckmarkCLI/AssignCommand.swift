import ArgumentParser
import Foundation
import Homework
import Markup
import Notation
import Reports

/// `checkmark assign hw.md --output release`
struct AssignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign",
    abstract: "Writes the students' version of an assignment, without solutions and keys.",
    discussion: """
      What is written is looked through first: a formula, a number of four digits or more, a sentence or a file that \
      only a solution or a key has, wherever it stands, is a leak, and nothing is written.

      EXAMPLES
        checkmark assign hw.md --output release
        checkmark assign hw.md --output release --format md --format pdf
        checkmark assign hw.md --check

      EXIT CODES
        0 it is written, or the check holds, 1 something leaks, or the assignment grades its own answers otherwise \
      than it says, 2 the assignment has errors, 64 wrong usage, 70 a fault of Checkmark's own, 74 files
      """)

  @Argument(help: "The assignment.", completion: .file(extensions: ["md"]))
  var path: String

  @Option(help: "Where the students' version is written.", completion: .directory)
  var output = "release"

  @Option(
    name: .customLong("format"), help: "md, html or pdf; may be given several times.",
    completion: .list(Self.formats.map(\.name)))
  var formatNames: [String] = ["md", "html"]

  @Flag(
    help: "Write nothing; grade the assignment's own solutions, blank answers and wrong answers.")
  var check = false

  /// The Markdown is the assignment's own text.
  private static let formats = OutputFormat.all.filter { ["md", "html", "pdf"].contains($0.name) }

  func validate() throws {
    for name in formatNames where !Self.formats.contains(where: { $0.name == name }) {
      throw ValidationError("There is no format '\(name)' here; the formats are md, html, pdf.")
    }
  }

  func run() throws {
    let assignment = try HomeworkInput(path: path).assignment()
    let parts = AssignmentParts(of: assignment)
    let source = assignment.document.source
    guard tell(parts.diagnostics, in: source) else { throw ExitCode(2) }
    try Work.onDeepStack { try check ? test(assignment, parts) : write(parts) }
  }

  /// - Returns: whether there is nothing to tell.
  private func tell(_ diagnostics: [Diagnostic], in source: SourceFile) -> Bool {
    for diagnostic in diagnostics {
      Files.printError(DiagnosticPrinter().print(diagnostic, in: source))
    }
    return diagnostics.isEmpty
  }

  private func test(_ assignment: Assignment, _ parts: AssignmentParts) throws {
    let test = SelfTest(of: assignment, parts)
    let isGood = tell(test.problems, in: assignment.document.source)
    if !test.untested.isEmpty {
      Files.printError("no solution to test: \(test.untested.joined(separator: ", "))".printable)
    }
    try Files.print(
      "\(test.passed.count) solutions get full marks; \(test.wrongAnswers) wrong answers were tried"
    )
    if !isGood { throw ExitCode(1) }
  }

  private func write(_ parts: AssignmentParts) throws {
    let release = try Release(
      of: parts, as: Self.formats.filter { formatNames.contains($0.name) }, in: output)
    let leaks = release.leaks(of: Secrets(of: parts))
    for (path, leak) in leaks {
      Files.printError("\(path): error: the \(leak.kind) '\(leak.text)' of a solution".printable)
    }
    guard leaks.isEmpty else {
      Files.printError(
        "  help: nothing was written; take it out of the question, or let the question say it")
      throw ExitCode(1)
    }
    for file in release.files {
      try Files.write(file.bytes, to: file.path)
      try Files.print(file.path)
    }
  }
}
