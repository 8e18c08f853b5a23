import ArgumentParser
import Foundation
import Homework
import Notation

/// A file that a command was given.
struct HomeworkInput: Codable, Sendable {
  let name: String
  /// The student who has handed it in, where that is known.
  let owner: String?
  /// What stood in standard input; any other file is read where it is judged.
  private let bytes: Data?

  /// - Errors: exit code 74 for a standard input that cannot be read.
  init(path: String, owner: String? = nil) throws {
    self.owner = owner
    name = path == "-" ? Files.standardInputName : path
    bytes = path == "-" ? Data(try Files.standardInput()) : nil
  }

  /// - Errors: ``Files/Unreadable``.
  func source() throws -> SourceFile {
    guard let bytes else { return try Files.homework(in: name) }
    return try Files.homework([UInt8](bytes), named: name)
  }

  /// What a student handed in.
  ///
  /// - Errors: ``SubmissionFile/Unread``.
  func submission() throws(SubmissionFile.Unread) -> SubmissionFile {
    try SubmissionFile(named: name, bytes: bytes.map { [UInt8]($0) })
  }

  /// Reads it as an assignment.
  ///
  /// - Errors: exit code 74 for a file that cannot be read, 2 for one that has errors; both are printed.
  func assignment() throws -> Assignment {
    do {
      let assignment = try unprintedAssignment()
      for diagnostic in assignment.diagnostics {
        Files.printError(DiagnosticPrinter().print(diagnostic, in: assignment.document.source))
      }
      guard !assignment.diagnostics.contains(where: { $0.severity == .error }) else {
        throw ExitCode(2)
      }
      return assignment
    } catch let problem as Files.Unreadable {
      throw problem.told()
    }
  }

  /// The assignment again, where somebody else has told what is wrong with it.
  func unprintedAssignment() throws -> Assignment {
    let source = try source()
    return Assignment(parsing: source, beside: Files.companions(of: source))
  }
}
