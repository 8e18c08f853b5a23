import Foundation

/// Another program, asked once: it reads a text, writes an answer, and is stopped where it takes too long.
enum ExternalProgram {
  enum Failure: Error {
    case notStarted
    case failed

    var words: String {
      switch self {
      case .notStarted: "it does not start"
      case .failed: "it failed, or took more than 10 seconds"
      }
    }
  }

  private static let timeLimit = 10.0
  private static let outputLimit = 16 << 20

  /// What a program writes.
  ///
  /// - Parameter environment: what it is told of where it runs; nothing, unless it must know.
  static func output(
    of program: String, _ arguments: [String], reading input: [UInt8],
    environment: [String: String] = ["LANG": "C.UTF-8", "HOME": NSTemporaryDirectory()]
  ) throws(Failure) -> [UInt8] {
    let file = NSTemporaryDirectory() + "checkmark-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do {
      // A file and no pipe: it can be read late, or not at all.
      try Data(input).write(to: URL(fileURLWithPath: file), options: .withoutOverwriting)
      process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
      try process.run()
    } catch {
      throw .notStarted
    }
    let end = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + timeLimit, execute: end)
    defer { end.cancel() }
    var bytes = Data()
    while bytes.count <= outputLimit,
      let part = try? output.fileHandleForReading.read(upToCount: 1 << 16), !part.isEmpty
    {
      bytes += part
    }
    if bytes.count > outputLimit { process.terminate() }
    process.waitUntilExit()
    guard process.terminationStatus == 0, process.terminationReason == .exit else { throw .failed }
    return Array(bytes)
  }
}
