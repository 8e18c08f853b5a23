import Foundation
import Reports

/// Typeset formulas, kept from one build of a folder to the next: among the user's own caches, since
/// what lies in the folder itself may come from anybody.
struct FormulaCache {
  /// `nil` where the user has no place for caches.
  private let path: String?

  init(of output: String) {
    let environment = ProcessInfo.processInfo.environment
    let caches = environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { "\($0)/.cache" }
    let folder = URL(fileURLWithPath: output).resolvingSymlinksInPath().path
    // The end of a path tells folders apart, and fits into the name of a file.
    let name = folder.utf8.suffix(80).map { String($0, radix: 16) }.joined()
    path = caches.map { "\($0)/checkmark/\(name).typeset" }
  }

  func read() -> TypesetCache {
    TypesetCache(parsing: path.flatMap { Files.readData($0) } ?? [])
  }

  /// A cache that cannot be kept is no mistake: the next build sets the formulas again.
  ///
  /// - Parameter used: what each process has used.
  func keep(_ used: [[UInt8]]) {
    var cache = read()
    for bytes in used { cache.use(TypesetCache(parsing: bytes)) }
    guard cache.hasChanged, let path else { return }
    let file = URL(fileURLWithPath: path)
    try? FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? Data(cache.bytes).write(to: file, options: .atomic)
  }
}
