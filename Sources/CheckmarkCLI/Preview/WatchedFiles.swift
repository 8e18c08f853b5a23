import Foundation

/// What the file system says of a file that is not opened: every save changes some of it, also one
/// that keeps the size, and one that puts another file in its place.
struct FileStamp: Hashable, Sendable {
  private let device: UInt64
  private let number: UInt64
  /// In bytes.
  let size: Int
  private let modified: [Int]
  private let changed: [Int]

  /// `nil` where there is no such file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
    size = Int(status.st_size)
    #if canImport(Darwin)
      modified = [status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec]
      changed = [status.st_ctimespec.tv_sec, status.st_ctimespec.tv_nsec]
    #else
      modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
      changed = [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    #endif
  }
}

/// Files that are looked at again and again, for who wants to know when one of them was saved.
///
/// Asking for the times of a few files takes microseconds, works on every file system, and misses
/// no editor's way to save.
struct WatchedFiles {
  private struct Change {
    let stamp: FileStamp?
    let since: ContinuousClock.Instant
  }

  private var known: [String: FileStamp?] = [:]
  private var changes: [String: Change] = [:]

  /// A save comes in several writes.
  private static let rest = Duration.milliseconds(15)
  /// An editor that empties the file, or removes it, is about to write it anew.
  private static let longRest = Duration.milliseconds(200)

  /// From here on these files are watched, and no others.
  ///
  /// - Returns: whether some were not watched before, so that a save may have been missed.
  mutating func watch(_ paths: Set<String>) -> Bool {
    let new = paths.subtracting(known.keys)
    known = known.filter { paths.contains($0.key) }
    changes = changes.filter { paths.contains($0.key) }
    for path in new { known[path] = .some(FileStamp(path)) }
    return !new.isEmpty
  }

  /// Whether a file was saved since, and has come to rest.
  mutating func haveChanged(at now: ContinuousClock.Instant = .now) -> Bool {
    var haveChanged = false
    for (path, old) in known {
      let stamp = FileStamp(path)
      guard stamp != old else {
        changes[path] = nil
        continue
      }
      guard let change = changes[path], change.stamp == stamp else {
        changes[path] = Change(stamp: stamp, since: now)
        continue
      }
      guard now - change.since >= (stamp?.size ?? 0 == 0 ? Self.longRest : Self.rest) else {
        continue
      }
      known[path] = .some(stamp)
      changes[path] = nil
      haveChanged = true
    }
    return haveChanged
  }
}
