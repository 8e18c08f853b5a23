import Foundation

/// A headless Chromium of our own, with an empty profile that is gone with it.
///
/// It is driven through two pipes, not through a port: nobody else on the machine can reach it.
final class BrowserProcess {
  /// What is written to the browser, and what it answers.
  let input: Int32
  let output: Int32
  private let process: pid_t
  private let folder: String

  /// Starts the browser; whether it runs is known when it has answered.
  ///
  /// - Parameter isOffline: whether it finds no host at all, not even this machine.
  /// - Errors: ``BrowserFailure`` where none is installed, or it does not start.
  init(_ confinement: BrowserConfinement, isOffline: Bool) throws {
    guard let program = Self.program() else { throw BrowserFailure.notInstalled }
    folder = confinement.temporaryFolder + "checkmark-browser-\(UUID().uuidString)"
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: confinement.attributes)
    } catch {
      throw BrowserFailure.doesNotStart("\(folder) cannot be made")
    }
    do {
      let commands = try Pipe.make()
      let answers = try Pipe.make()
      defer {
        close(commands.reading)
        close(answers.writing)
      }
      process = try Self.spawn(
        confinement.command(program) + Self.arguments(folder, isOffline: isOffline),
        environment: confinement.environment(folder), reading: commands.reading,
        writing: answers.writing)
      input = commands.writing
      output = answers.reading
    } catch {
      try? FileManager.default.removeItem(atPath: folder)
      throw error
    }
  }

  deinit {
    close(input)
    close(output)
    // Its helpers are of its process group; none of them may stay behind.
    kill(-process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    try? FileManager.default.removeItem(atPath: folder)
  }

  private static func arguments(_ folder: String, isOffline: Bool) -> [String] {
    (isOffline ? ["--host-resolver-rules=MAP * ~NOTFOUND"] : []) + [
      "--headless", "--remote-debugging-pipe", "--user-data-dir=\(folder)", "--no-first-run",
      "--disable-gpu", "--disable-extensions", "--disable-background-networking",
      "--disable-component-update", "--disable-default-apps", "--disable-sync",
      "--disable-dev-shm-usage", "--mute-audio", "--hide-scrollbars", "--force-color-profile=srgb",
      "--font-render-hinting=none", "about:blank",
    ]
  }

  private static let names = [
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
    "chrome-headless-shell",
  ]
  private static let places = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ]

  private static func program() -> String? {
    names.lazy.compactMap(Files.program).first
      ?? places.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// The browser reads commands from descriptor 3 and writes answers to 4, as its protocol says.
  private static func spawn(
    _ command: [String], environment: [String], reading: Int32, writing: Int32
  ) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, reading, 3)
    posix_spawn_file_actions_adddup2(&actions, writing, 4)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    let texts = (command + environment).map { strdup($0) }
    defer { texts.forEach { free($0) } }
    var process: pid_t = 0
    guard
      posix_spawn(
        &process, command[0], &actions, &attributes, texts.prefix(command.count) + [nil],
        texts.dropFirst(command.count) + [nil]) == 0
    else { throw BrowserFailure.doesNotStart("\(command[0]) cannot be run") }
    return process
  }
}

/// A pipe whose ends are closed in other programs that are started.
private struct Pipe {
  let reading: Int32
  let writing: Int32

  static func make() throws -> Pipe {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw BrowserFailure.doesNotStart("no pipe can be made") }
    defer { ends.forEach { close($0) } }
    // Above the descriptors that the browser is given, so that none is overwritten.
    return Pipe(
      reading: fcntl(ends[0], F_DUPFD_CLOEXEC, 10), writing: fcntl(ends[1], F_DUPFD_CLOEXEC, 10))
  }
}

/// Why a browser did not do what it was asked to.
enum BrowserFailure: Error, CustomStringConvertible {
  case notInstalled
  case doesNotStart(String)
  case stopped
  case tookTooLong(String)
  case refused(String, String)
  case reachesOut(String)
  case tooLarge

  var description: String {
    switch self {
    case .notInstalled:
      "a PDF is printed by Chromium, and none is installed; install it: apt-get install chromium"
    case .doesNotStart(let reason): "Chromium does not start: \(reason)"
    case .stopped: "Chromium stopped before it was done"
    case .tookTooLong(let method): "Chromium gave no answer in time to \(method)"
    case .refused(let method, let reason): "Chromium refused \(method): \(reason)"
    case .reachesOut(let what):
      "a printed page runs no script and loads nothing, and this one tries to (\(what)); "
        + "take that out of templates/page.mustache"
    case .tooLarge: "the page has more than 64 MB and is not printed; take smaller pictures"
    }
  }
}
