import ArgumentParser
import Reports

/// What a run comes to.
enum Outcome {
  /// Exits with the worst of the documents' codes, unless all is well.
  static func exit(_ reports: [Report], _ sources: Files.Sources) throws {
    let code = max(reports.map(\.exitCode).max() ?? 0, sources.exitCode)
    if code != 0 { throw ExitCode(code) }
  }
}
