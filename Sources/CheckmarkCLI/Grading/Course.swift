import ArgumentParser
import Homework
import Notation
import Reports

/// What a teacher gives: each of them is whole, or nothing is graded.
enum Course {
  /// - Errors: exit code 2 or 74, told.
  static func roster(at path: String) throws -> Roster {
    let roster = Roster(try table(at: path))
    try refuse(roster.diagnostics, in: roster.source)
    return roster
  }

  /// - Parameter points: what each question can bring.
  /// - Errors: as above.
  static func overrides(
    at path: String?, for roster: Roster, _ points: [String: Double]
  ) throws -> Overrides {
    guard let path else { return Overrides() }
    let source = try table(at: path)
    let overrides = Overrides(source, for: roster, points)
    try refuse(overrides.diagnostics, in: source)
    return overrides
  }

  /// - Errors: exit code 2 where the assignment has an error, or no points; 74.
  static func key(of input: HomeworkInput) throws -> GradingKey {
    let assignment = try input.assignment()
    let key = GradingKey(assignment, checkmark: Product.version)
    guard !key.questions.isEmpty else {
      let end = max(assignment.document.source.utf8.count - 1, 0)
      try refuse([Diagnostic(.noPoints, at: Span(end..<end))], in: assignment.document.source)
      throw ExitCode(2)
    }
    return key
  }

  private static func table(at path: String) throws -> SourceFile {
    guard let source = Files.readSource(path)?.text else {
      throw Files.failure("\(path): this table cannot be read")
    }
    return source
  }

  private static func refuse(_ diagnostics: [Diagnostic], in source: SourceFile) throws {
    for diagnostic in diagnostics {
      Files.printError(DiagnosticPrinter().print(diagnostic, in: source))
    }
    if !diagnostics.isEmpty { throw ExitCode(2) }
  }
}

extension Diagnostic.Message {
  fileprivate static let noPoints = Self(
    "no-points", "no question of this assignment has points, so that nothing can be graded",
    hint: "write 'math asked points=2', or <!-- points: 2 --> below the heading of a question")
}
