import Foundation

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
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    var environment = environment ?? ProcessInfo.processInfo.environment
    environment["XDG_CACHE_HOME"] = NSTemporaryDirectory() + "checkmark-tests"
    process.environment = environment
    let (standardInput, standardOutput) = (Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = standardOutput
    process.standardError = standardOutput
    try process.run()
    standardInput.fileHandleForWriting.write(Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    let output = standardOutput.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
