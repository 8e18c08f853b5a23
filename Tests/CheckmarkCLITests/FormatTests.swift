import Foundation
import TestSupport
import Testing

/// What `verify` prints for other programs, of several files at once.
@Suite("Formats of verify")
struct FormatTests {
  private static let files = [
    "a.md": Data("```check #a\n1 = 1\n```\n".utf8),
    "b.md": Data("```check #b\n1 + 1 = 3\n```\n\n::error::pwned\n".utf8),
    "c.md": Data([0x66, 0xFF]),
  ]

  @Test(
    "Every file has its place, also one that cannot be read, with processes and without",
    arguments: ["junit", "sarif", "github", "tap", "csv"])
  func files(_ format: String) throws {
    try withTemporaryFolder(Self.files) { folder in
      let command = ["verify", folder.path, "--format", format]
      let together = try Program.run(command)
      let alone = try Program.run(command + ["--no-isolate"])
      #expect(together.output == alone.output)
      #expect(together.code == 2)
      #expect(together.output.contains("b.md") && together.output.contains("c.md"))
      #expect(!together.output.contains("pwned"))
    }
  }

  @Test("A GitHub job gets annotations, and its page a summary")
  func github() throws {
    try withTemporaryFolder(Self.files) { folder in
      let summary = folder.appending(path: "summary")
      try Data("before\n".utf8).write(to: summary)
      var environment = ProcessInfo.processInfo.environment
      environment["GITHUB_STEP_SUMMARY"] = summary.path
      let (_, output) = try Program.run(
        ["verify", folder.path, "--format", "github"], environment: environment)
      let commands = output.split(separator: "\n").filter { $0.hasPrefix("::") }
      #expect(commands.count == 2 && commands[0].contains("title=b::"), "\(output)")
      let text = try String(contentsOf: summary, encoding: .utf8)
      #expect(text.hasPrefix("before\n### Checkmark") && text.contains("| b |"), "\(text)")
    }
  }

  @Test("build writes each of them beside the pages, under a name of its own")
  func build() throws {
    try withTemporaryFolder(["a.md": Self.files["a.md"] ?? Data()]) { folder in
      let formats = [
        "json", "jsonl", "junit", "sarif", "github", "gradescope", "tap", "csv", "text",
      ]
      let output = folder.appending(path: "output")
      let (code, text) = try Program.run(
        ["build", folder.appending(path: "a.md").path, "--output", output.path]
          + formats.flatMap { ["--format", $0] })
      #expect(code == 0, "\(text)")
      let names = try FileManager.default.contentsOfDirectory(atPath: output.path)
      #expect(names.filter { $0.hasPrefix("a.") }.count == formats.count, "\(names)")
    }
  }
}
