import Foundation

/// The files that the repository has, for tests that read them.
package enum Repository {
  package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The text of a file, by its path from the root.
  package static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The paths of all homework that comes with Checkmark.
  package static let homework =
    (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "homework").path))?
    .filter { $0.hasSuffix(".md") }.map { "homework/\($0)" }.sorted() ?? []
}
