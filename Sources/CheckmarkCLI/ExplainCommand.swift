import ArgumentParser
import Homework
import Markup
import Notation
import Reports

/// `checkmark explain 'homework/first.md#bias'`
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Prints how a formula is read, and what its names are.",
    discussion: """
      EXAMPLES
        checkmark explain 'homework/first.md#bias'
        checkmark explain '\\sin x^2 + \\exp 2x'

      EXIT CODES
        0 it can be read, 2 it cannot, 64 wrong usage, 74 files
      """)

  @Argument(help: "An answer of a homework, FILE#ID, or a formula in LaTeX or plain text.")
  var formula: String

  func run() throws {
    guard let answer = AnswerAddress(formula) else { return try explain("formula", in: page) }
    do {
      try explain(answer.id, in: HomeworkInput(path: answer.file).source())
    } catch let problem as Files.Unreadable {
      throw problem.told()
    }
  }

  /// The formula alone on a page.
  private var page: SourceFile {
    let surface = formula.contains("\\") ? "math check" : "check"
    return SourceFile(name: "formula", text: "```\(surface) #formula\n\(formula)\n```\n")
  }

  private func explain(_ id: String, in source: SourceFile) throws {
    let document = Document(parsing: source, beside: Files.companions(of: source))
    let homework = try Work.onDeepStack { check(document) }
    guard let claim = homework.claims.first(where: { $0.id == id }) else {
      throw ValidationError("\(source.name.printable) has no answer '\(id.printable)'.")
    }
    if let explanation = homework.explanation(of: id) {
      try Files.print(ExplanationFormat.text(explanation, in: document.source))
    }
    guard let problem = claim.diagnostic else { return }
    Files.printError(DiagnosticPrinter().print(problem, in: document.source))
    throw ExitCode(2)
  }
}

/// `homework/first.md#bias`
private struct AnswerAddress {
  let file: String
  let id: String

  init?(_ text: String) {
    guard let mark = text.lastIndex(of: "#"), text[..<mark].hasSuffix(".md") else { return nil }
    (file, id) = (String(text[..<mark]), String(text[text.index(after: mark)...]))
  }
}
