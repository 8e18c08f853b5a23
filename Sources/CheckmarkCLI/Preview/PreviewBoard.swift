import Synchronization

/// The pages of a preview, between whoever renews them and whoever answers browsers.
final class PreviewBoard: Sendable {
  struct Page: Sendable {
    /// Another number for each change.
    let version: Int
    let html: String
    /// What is said at the lower edge of the window, where the page cannot be renewed.
    let notice: String?
  }

  private struct State {
    /// The names of all pages; that of the first is empty.
    var names: Set<String> = [""]
    var wanted: Set<String> = []
    var pages: [String: Page] = [:]
  }

  private let state = Mutex(State())

  // MARK: - For whoever renews them

  /// The pages that somebody has asked for.
  var wanted: Set<String> { state.withLock { $0.wanted } }

  func setNames(_ names: Set<String>) { state.withLock { $0.names = names.union([""]) } }

  func publish(_ page: Page, as name: String) { state.withLock { $0.pages[name] = page } }

  // MARK: - For whoever answers browsers

  func has(_ name: String) -> Bool { state.withLock { $0.names.contains(name) } }

  /// Waits for a page that is newer than a version.
  ///
  /// - Returns: the page as it is when the time is up; `nil` if there is none then.
  func page(
    _ name: String, otherThan version: Int, within patience: Duration
  ) async -> Page? {
    let end = ContinuousClock.now + patience
    while true {
      let page = state.withLock { state in
        state.wanted.insert(name)
        return state.pages[name]
      }
      if let page, page.version != version { return page }
      guard ContinuousClock.now < end, has(name),
        (try? await Task.sleep(for: .milliseconds(5))) != nil
      else { return page }
    }
  }
}
