import Foundation
import TestSupport
import Testing

@testable import CheckmarkCLI

/// When a save shows, by times that are given and not waited for.
@Suite("Watched files")
struct WatchedFilesTests {
  private func withFile(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder(["a.md": Data("one".utf8)]) { try body($0.appending(path: "a.md")) }
  }

  private func expect(
    _ files: inout WatchedFiles, _ haveChanged: Bool, at time: ContinuousClock.Instant,
    _ place: SourceLocation = #_sourceLocation
  ) {
    let isSo = files.haveChanged(at: time)
    #expect(isSo == haveChanged, sourceLocation: place)
  }

  @Test("What is half written has not come to rest")
  func halfWritten() throws {
    try withFile { file in
      var files = WatchedFiles()
      _ = files.watch([file.path])
      let start = ContinuousClock.now
      expect(&files, false, at: start)
      // Emptied, and written in two pieces.
      let handle = try FileHandle(forWritingTo: file)
      try handle.truncate(atOffset: 0)
      expect(&files, false, at: start)
      expect(&files, false, at: start + .milliseconds(199))
      try handle.write(contentsOf: Data("# Three\n\n".utf8))
      expect(&files, false, at: start + .seconds(1))
      try handle.write(contentsOf: Data("The *end*.\n".utf8))
      try handle.close()
      let end = start + .seconds(2)
      expect(&files, false, at: end)
      expect(&files, false, at: end + .milliseconds(14))
      expect(&files, true, at: end + .milliseconds(15))
      expect(&files, false, at: end + .seconds(1))
    }
  }

  @Test("What stays empty, or gone, shows after a longer while", arguments: [true, false])
  func gone(_ isRemoved: Bool) throws {
    try withFile { file in
      var files = WatchedFiles()
      _ = files.watch([file.path])
      if isRemoved {
        try FileManager.default.removeItem(at: file)
      } else {
        try Data().write(to: file)
      }
      let start = ContinuousClock.now
      expect(&files, false, at: start)
      expect(&files, false, at: start + .milliseconds(199))
      expect(&files, true, at: start + .milliseconds(200))
    }
  }
}
