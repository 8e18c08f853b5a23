import ArgumentParser
import Foundation
import Notation

/// Standard output and standard error. Nothing that somebody wrote gets there in a way in which a terminal, or the
/// log of a CI job, would obey it.
extension Files {
  /// Has what is written to a pipe that nobody reads fail, and keeps files that are opened from taking the place of
  /// a standard one that was closed.
  static func prepareTerminal() {
    signal(SIGPIPE, SIG_IGN)
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest number that is free is taken; opened the wrong way round, it fails when it is used.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// At once, also into a pipe: a preview tells its address and goes on.
  ///
  /// - Errors: exit code 74 where it cannot be written, without words for whoever has closed the pipe.
  static func print(_ text: String) throws { try writeOutput(shown(text)) }

  /// Text of our own, as it is.
  static func writeOutput(_ text: String) throws {
    let problem = write(text + "\n", to: STDOUT_FILENO)
    guard problem != 0 else { return }
    if problem == EPIPE { throw ExitCode(74) }
    throw failure("standard output cannot be written: \(String(cString: strerror(problem)))")
  }

  /// Whoever has closed standard error wants to hear nothing.
  static func printError(_ text: String) { writeError(shown(text) + "\n") }

  /// Text of our own, which may move the cursor.
  static func writeError(_ text: String) { _ = write(text, to: STDERR_FILENO) }

  /// A plain line on standard error, and exit code 74.
  static func failure(_ text: String) -> ExitCode {
    printError("checkmark: \(text)".printable)
    return ExitCode(74)
  }

  /// A plain line on standard error, and the exit code of a fault of our own.
  static func fault(_ text: String) -> ExitCode {
    printError("checkmark: \(text)".printable)
    return ExitCode(ExitCode.fault)
  }

  private static func shown(_ text: String) -> String {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0).printable }.joined(separator: "\n")
  }

  /// - Returns: 0, or why not all of it was written.
  static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest.removeFirst(count)
      } else if errno == EAGAIN {
        var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&place, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}

extension ExitCode {
  /// That of a fault of Checkmark's own.
  static let fault: Int32 = 70
}
