import Foundation
import TestSupport

/// The program as a process, as CI runs it.
enum Program {
  /// The one that `CHECKMARK_PROGRAM` names, or that beside the bundle of the tests.
  static let url: URL = {
    if let path = ProcessInfo.processInfo.environment["CHECKMARK_PROGRAM"] {
      return URL(fileURLWithPath: path)
    }
    var folder = URL(fileURLWithPath: CommandLine.arguments[0])
    while folder.path != "/" {
      let candidate = folder.appending(path: "checkmark")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      folder.deleteLastPathComponent()
    }
    return folder
  }()

  static func run(
    _ arguments: [String], input: String = "", in folder: URL? = nil,
    environment: [String: String]? = nil, program: URL = url
  ) throws -> (code: Int32, output: String) {
    var environment = environment ?? ProcessInfo.processInfo.environment
    environment["XDG_CACHE_HOME"] = NSTemporaryDirectory() + "checkmark-tests"
    return try TestSupport.run(
      program, arguments, input: input, in: folder, environment: environment)
  }
}
