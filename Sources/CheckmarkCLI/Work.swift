import Dispatch
import Foundation
import Synchronization

/// Runs independent work on all cores.
enum Work {
  /// The results in the order of the inputs; on a terminal, progress once it takes over a second.
  static func inParallel<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    _ body: @escaping @Sendable (Input) throws -> Output
  ) throws -> [Output] {
    let results = Mutex<[Int: Result<Output, any Error>]>([:])
    let start = DispatchTime.now()
    let showsProgress = isatty(STDERR_FILENO) == 1
    forEach(inputs.indices, threads: threads) { index in
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

  /// A result from a thread whose stack is deep enough for any homework.
  static func onDeepStack<Output: Sendable>(
    _ body: @escaping @Sendable () throws -> Output
  ) throws -> Output {
    try inParallel([()]) { try body() }[0]
  }

  /// Walks over a formula's tree recurse; the stack of a pool's threads is too small for some.
  private static let stackSize = 128 << 20

  static func forEach(
    _ range: Range<Int>, threads: Int, _ body: @escaping @Sendable (Int) -> Void
  ) {
    let next = Atomic(range.lowerBound)
    let finished = DispatchGroup()
    for _ in 0..<min(range.count, threads) {
      finished.enter()
      let thread = Thread {
        while true {
          let index = next.add(1, ordering: .relaxed).oldValue
          guard index < range.upperBound else { break }
          body(index)
        }
        finished.leave()
      }
      thread.stackSize = stackSize
      thread.start()
    }
    finished.wait()
  }
}
