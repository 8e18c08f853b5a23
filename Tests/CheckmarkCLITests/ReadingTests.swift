import Foundation
import Testing

@testable import CheckmarkCLI

/// Homework that is no file, or too much of one.
@Suite("Reading")
struct ReadingTests {
  /// A folder with one homework that can be read, and one that cannot.
  private func withFolder(_ kind: String, _ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
      for path in [folder.path, "\(folder.path).output"] {
        try? FileManager.default.removeItem(atPath: path)
      }
    }
    try Data("```check #good\n1 = 1\n```\n".utf8).write(to: folder.appending(path: "good.md"))
    try Self.make(kind, at: folder.appending(path: "bad.md").path)
    try body(folder)
  }

  private static func make(_ kind: String, at path: String) throws {
    switch kind {
    case "large":
      #expect(FileManager.default.createFile(atPath: path, contents: nil))
      #expect(truncate(path, 3 << 30) == 0)
    case "pipe": #expect(mkfifo(path, 0o600) == 0)
    case "folder":
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    case "socket":
      // The name of a socket has at most 107 bytes.
      try #require(path.utf8.count < 108)
      var place = sockaddr_un()
      place.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: path.utf8) }
      let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(server) }
      let size = socklen_t(MemoryLayout<sockaddr_un>.size)
      #expect(
        withUnsafePointer(to: &place) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(server, $0, size) }
        } == 0)
    default:
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: kind)
    }
  }

  @Test(
    "What cannot be read is told, and the others go on",
    arguments: [
      ("large", "it has more than 4 MiB, and is not read"), ("pipe", "it is no file"),
      ("folder", "it is no file"), ("socket", "it is no file"),
      ("gone.md", "there is no such file"),
      ("bad.md", "there is no such file"),
    ])
  func folder(_ kind: String, _ words: String) throws {
    try withFolder(kind) { folder in
      for command in [
        ["verify"], ["verify", "--format", "jsonl"], ["build"], ["build", "--format", "json"],
        ["fix"], ["fix", "--dry-run"],
      ] {
        let (code, output) = try Program.run(
          command + [folder.path, "--output", "\(folder.path).output"], in: folder)
        #expect(code == 74, "\(command): \(output)")
        #expect(output.contains("/bad.md: error: \(words)"), "\(command): \(output)")
        #expect(output.contains("\n  help: "))
        #expect(command[0] == "fix" || output.contains("good"), "\(command): \(output)")
      }
    }
  }

  @Test(
    "As an argument, as an assignment, and as what the homework names, it is told at once",
    arguments: ["large", "pipe", "socket", "/dev/zero", "/dev/tty", "/proc/self/mem"])
  func arguments(_ kind: String) throws {
    try withFolder(kind) { folder in
      for command in [
        ["verify", "bad.md"], ["verify", "good.md", "--assignment", "bad.md"], ["build", "bad.md"],
        ["fix", "bad.md"],
      ] {
        let (code, output) = try Program.run(command, in: folder)
        #expect(code == 74, "\(command): \(output)")
        #expect(output.contains("bad.md: error: it "), "\(command): \(output)")
      }
      try Data(
        """
        ---
        bibliography: bad.md
        ---

        <!-- include bad.md -->

        ![a](bad.md)

        ```plot
        data: bad.md
        x: a
        y: b
        ```
        """.utf8
      ).write(to: folder.appending(path: "good.md"))
      let (code, output) = try Program.run(["verify", "good.md"], in: folder)
      #expect(code == 2, "\(output)")
      #expect(output.contains("good.md:5:1: error: "), "\(output)")
    }
  }

  @Test("Standard input is read up to the limit", arguments: [(4 << 20, 0), ((4 << 20) + 1, 74)])
  func standardInput(_ size: Int, _ code: Int) throws {
    let line = String(repeating: "a", count: 1023) + "\n"
    let text =
      String(repeating: line, count: size >> 10) + String(repeating: "a", count: size & 1023)
    let result = try Program.run(["verify", "-"], input: text)
    #expect(Int(result.code) == code, "\(result.output.prefix(300))")
    #expect(result.output.contains("<stdin>: error: it has more than 4 MiB") == (code == 74))
  }

  @Test("A preview of what is no file says so in the page", arguments: ["large", "pipe"])
  func preview(_ kind: String) throws {
    let preview = try PreviewProcess("one.md", ["one.md": "# One"])
    try preview.remove("one.md")
    try Self.make(kind, at: preview.folder.appending(path: "one.md").path)
    #expect(try preview.news(after: 0).page.contains("one.md: error: it "))
    try preview.remove("one.md")
    try preview.save("# One", to: "one.md")
    #expect(try preview.news(after: 1).page.contains("<title>One</title>"))
  }
}
