import ArgumentParser
import Foundation
import Homework
import Notation

/// A file that a command was given.
struct HomeworkInput: Codable, Sendable {
  let name: String
  /// What stood in standard input; any other file is read where it is judged.
  private let bytes: Data?

  init(path: String) {
    self.init(
      name: path == "-" ? Files.standardInputName : path,
      bytes: path == "-" ? FileHandle.standardInput.readDataToEndOfFile() : nil)
  }

  private init(name: String, bytes: Data?) { (self.name, self.bytes) = (name, bytes) }

  /// - Errors: ``InvalidText``, and exit code 74 for a file that cannot be read.
  func source() throws -> SourceFile {
    try Files.text(bytes.map { [UInt8]($0) } ?? Files.read(name), named: name)
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
    } catch let problem as InvalidText {
      Files.printError(problem.words(for: name))
      throw ExitCode(2)
    }
  }

  /// The assignment again, where somebody else has told what is wrong with it.
  func unprintedAssignment() throws -> Assignment {
    let source = try source()
    return Assignment(parsing: source, beside: Files.companions(of: source))
  }
}

extension InvalidText {
  /// With the file, and what to do.
  func words(for file: String) -> String { "\(file):\(self)\n  help: save the file as UTF-8" }
}
