import ArgumentParser
import Foundation
import Synchronization

/// Whether somebody pressed Ctrl-C: the first time, runs end in good order; the second time, at once.
struct Interrupt: Sendable {
  private static let flag = Atomic(false)

  /// From here on, the first interrupt is noted.
  init() {
    Self.flag.store(false, ordering: .relaxed)
    signal(SIGINT) { _ in
      Interrupt.flag.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
    // Whoever started the program may have blocked the signals that end it, which it inherits.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  var hasHappened: Bool { Self.flag.load(ordering: .relaxed) }

  /// From here on, an interrupt ends the program as ever.
  func stopNoting() { signal(SIGINT, SIG_DFL) }

  /// Tells how to go on; gives the exit code that shells use.
  func exit(kept: Int, of count: Int) -> ExitCode {
    Files.printError(
      "checkmark: interrupted; \(kept) of \(count) runs are finished and kept. "
        + "The same command runs the others.")
    return ExitCode(130)
  }
}
