import Foundation

/// How a browser is shut in: its sandbox, and the user as whom it runs.
struct BrowserConfinement {
  private let hasSandbox: Bool
  /// A user who owns nothing; `nil` for whoever runs this program.
  private let user: passwd?

  /// From the strictest to the loosest.
  ///
  /// Chromium's sandbox takes no root, as whom CI often runs; and some containers allow nobody what
  /// a sandbox needs.
  private static var all: [BrowserConfinement] {
    let nobody = geteuid() == 0 && Files.program(named: "setpriv") != nil ? getpwnam("nobody") : nil
    let users: [passwd?] = nobody.map { [$0.pointee, nil] } ?? [nil]
    return users.flatMap { user in
      [true, false].map { BrowserConfinement(hasSandbox: $0, user: user) }
    }
  }

  /// A browser that runs, as strictly confined as the system allows.
  ///
  /// - Errors: ``BrowserFailure``.
  static func browser(isOffline: Bool) throws -> DevTools {
    for confinement in all {
      let tools = DevTools(try BrowserProcess(confinement, isOffline: isOffline))
      do {
        _ = try tools.call("Browser.getVersion")
      } catch BrowserFailure.stopped {
        continue
      }
      if !confinement.hasSandbox {
        Files.printError("checkmark: Chromium runs without its sandbox, which does not work here")
      }
      return tools
    }
    throw BrowserFailure.doesNotStart("it stops at once")
  }

  /// Where the browser may have its folder; our own place may be closed to others.
  var temporaryFolder: String { user == nil ? NSTemporaryDirectory() : "/tmp/" }

  /// Of the folder that the browser writes into.
  var attributes: [FileAttributeKey: Any] {
    let owner: [FileAttributeKey: Any] =
      user.map { [.ownerAccountID: $0.pw_uid, .groupOwnerAccountID: $0.pw_gid] } ?? [:]
    return owner.merging([.posixPermissions: 0o700]) { own, _ in own }
  }

  /// What starts the browser, to be followed by its arguments.
  func command(_ program: String) -> [String] {
    let change =
      user.map { user in
        [
          Files.program(named: "setpriv") ?? "setpriv", "--reuid=\(user.pw_uid)",
          "--regid=\(user.pw_gid)", "--clear-groups",
        ]
      } ?? []
    return change + [program] + (hasSandbox ? [] : ["--no-sandbox"])
  }

  /// No more of ours than it needs: neither secrets, nor a language that would change the page.
  func environment(_ folder: String) -> [String] {
    let own = ProcessInfo.processInfo.environment
    // Fonts of the user's own are in the home.
    let home = user == nil ? own["HOME"] : nil
    // Not in its folder: a socket that it makes there has a short path or ends it.
    return [
      "PATH=\(own["PATH"] ?? "/usr/bin:/bin")", "HOME=\(home ?? folder)",
      "TMPDIR=\(temporaryFolder)",
    ]
  }
}
