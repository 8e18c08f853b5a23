import ArgumentParser
import Foundation
import Notation

/// What has changed in a repository since a commit, committed or not.
struct ChangedFiles {
  private let paths: Set<String>

  /// - Errors: exit code 64 for what is no commit, 74 where git does not answer.
  init(since commit: String) throws {
    guard !commit.hasPrefix("-"), !commit.isEmpty else {
      throw ValidationError("'\(commit)' is no commit.".printable)
    }
    let top = try Self.git(["rev-parse", "--show-toplevel"], commit).first ?? ""
    let changed = try Self.git(["diff", "--name-only", "--no-renames", "-z", commit, "--"], commit)
    let new = try Self.git(
      ["-C", top, "ls-files", "--others", "--exclude-standard", "-z"], commit)
    paths = Set((changed + new).map { Self.resolved("\(top)/\($0)") })
  }

  private static func git(_ arguments: [String], _ commit: String) throws -> [String] {
    guard let program = Files.program(named: "git") else {
      throw Files.failure("--changed-since needs git: apt-get install git")
    }
    do throws(ExternalProgram.Failure) {
      let output = try ExternalProgram.output(
        of: program, arguments, reading: [], environment: ProcessInfo.processInfo.environment)
      return output.split { $0 == 0 || $0 == UInt8(ascii: "\n") }
        .map { String(decoding: $0, as: UTF8.self) }
    } catch {
      throw Files.failure(
        "git does not know what has changed since '\(commit)'; in CI, fetch the history: fetch-depth: 0"
      )
    }
  }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  func contains(_ name: String) -> Bool { paths.contains(Self.resolved(name)) }

  /// Whether a homework has changed, or a file in its folder that it may read: any that is no homework of its own.
  func concern(_ name: String) -> Bool {
    if contains(name) { return true }
    let folder = Self.resolved(Files.folder(of: name)) + "/"
    return paths.contains { path in
      let file = path.split(separator: "/").last ?? ""
      return path.hasPrefix(folder) && (!file.hasSuffix(".md") || file.hasPrefix("_"))
    }
  }
}
