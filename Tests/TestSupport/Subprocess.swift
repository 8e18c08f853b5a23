import Foundation

/// Runs a program, and gives its exit code and all that it says.
package func run(
  _ program: URL, _ arguments: [String], input: String = "", in folder: URL? = nil,
  environment: [String: String] = ProcessInfo.processInfo.environment
) throws -> (code: Int32, output: String) {
  let process = Process()
  process.executableURL = program
  process.arguments = arguments
  process.environment = environment
  if let folder { process.currentDirectoryURL = folder }
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
