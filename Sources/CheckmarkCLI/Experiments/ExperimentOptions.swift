import ArgumentParser
import Foundation

/// What a command is told about the experiments of its homework.
struct ExperimentOptions: ParsableArguments {
  @Option(
    help: "Where the reports, and the logs of experiments, are written.", completion: .directory)
  var output = "output"

  @Option(help: "How many experiments run at the same time; as many as there are cores.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Run slow experiments in full, not in their short form.")
  var full = false

  func validate() throws {
    guard (1...1024).contains(jobs) else {
      throw ValidationError("--jobs takes a number from 1 to 1024.")
    }
  }
}
