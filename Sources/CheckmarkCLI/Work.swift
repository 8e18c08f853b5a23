import Dispatch
import Foundation
import Synchronization

/// Runs independent work on all cores.
enum Work {
  /// The results in the order of the inputs; on a terminal, progress once it takes over a second.
  static func inParallel<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], _ body: @Sendable (Input) throws -> Output
  ) throws -> [Output] {
    let results = Mutex<[Int: Result<Output, any Error>]>([:])
    let start = DispatchTime.now()
    let showsProgress = isatty(STDERR_FILENO) == 1
    DispatchQueue.concurrentPerform(iterations: inputs.count) { index in
      let result = Result { try body(inputs[index]) }
      let done = results.withLock { results in
        results[index] = result
        return results.count
      }
      let elapsed = DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds
      if showsProgress, elapsed > 1_000_000_000, done < inputs.count {
        Files.printError("checked \(done) of \(inputs.count)")
      }
    }
    return try results.withLock { results in
      try inputs.indices.compactMap { try results[$0]?.get() }
    }
  }
}
