import Foundation
import Testing

@testable import CheckmarkCLI

/// What the program says, and what becomes of it where nobody listens.
@Suite("The terminal")
struct TerminalTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// What no terminal and no CI job may get.
  private static func expectHarmless(_ output: String, _ comment: Comment) {
    let forbidden = output.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: scalar != "\n" && scalar != "\t"
      default: scalar.properties.isDefaultIgnorableCodePoint
      }
    }
    #expect(forbidden.isEmpty, comment)
    for line in output.unicodeScalars.split(separator: "\n") {
      #expect(
        !line.drop(while: \.properties.isWhitespace).starts(with: "::".unicodeScalars), comment)
    }
    #expect(!output.contains("##["), comment)
  }

  /// One of each kind: which scalars are shown by escapes is tested where that is decided.
  private static let hostile = [
    "\u{1B}[31m", "\r", "\u{202E}", "\u{2028}", "::error::", "##[error]",
  ]

  /// Homework that brings it into ids, messages, excerpts, verdicts, suggestions and names.
  private static func homework(_ text: String) -> String {
    """
    ---
    titel: "\(text)"
    ---

    ## \(text)

    ```check #a\(text)b
    1 + 1 = 3
    ```

    ```check
    \(text)x = \(text)
    ```

    ```check
    1 + 1 = 3 % \(text)
    ```

    ```plot
    data: \(text).csv
    x: \(text)
    ```

    ```define
    q = \(text)
    ```

    <!-- include \(text).md -->

    ![\(text)](\(text).png) [@\(text)] $\(text) 1 = 2$

    ::\(text)
    """
  }

  @Test("Nothing that an author writes is obeyed", arguments: hostile, ["", "\u{301}"])
  func obeysNothing(_ text: String, _ mark: String) throws {
    try withFolder { folder in
      let text = mark + text + mark
      let name = "a\(text)b.md"
      try Data(Self.homework(text).utf8).write(to: folder.appending(path: name))
      try FileManager.default.createDirectory(
        at: folder.appending(path: "c"), withIntermediateDirectories: true)
      try Data("x".utf8).write(to: folder.appending(path: "c/\(name)"))
      for arguments in [
        ["verify", name], ["verify", "--format", "json", name],
        ["verify", "--format", "jsonl", name],
        ["verify", name, "--assignment", name], ["verify", "c/\(name)", "--assignment", name],
        ["build", name], ["build", name, "c/\(name)"], ["fix", "--dry-run", name], ["fix", name],
        ["verify", "\(text).md"], ["verify", "--\(text)"], [text], ["build", "--format", text],
        ["new", text], ["preview", "\(text)/x.md"],
      ] {
        let output = try Program.run(arguments, in: folder).output
        Self.expectHarmless(output, "\(arguments): \(output.debugDescription)")
        #expect(arguments[0] == "fix" || !output.isEmpty)
      }
    }
  }

  @Test("A patch applies where all of it is shown, and says so where it is not")
  func patch() throws {
    try withFolder { folder in
      for (name, shown) in [("a.md", "a.md"), ("a\u{202E}.md", "a\\u{202E}.md")] {
        try Data("```check\n1 + 1 = 3\n```\n".utf8).write(to: folder.appending(path: name))
        let output = try Program.run(["fix", "--dry-run", name], in: folder).output
        #expect(output.contains("this patch does not apply") == (name != shown))
        #expect(
          output.hasSuffix("--- \(shown)\n+++ \(shown)\n@@ -2 +2 @@\n-1 + 1 = 3\n+1 + 1 = 2\n"))
      }
    }
  }

  // MARK: - Where nobody listens

  /// The exit code of a command line of the shell, in which `$0` is the program, and what it said.
  private func shell(_ line: String, in folder: URL) throws -> (code: Int32, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line, Program.url.path]
    process.currentDirectoryURL = folder
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said, as: UTF8.self))
  }

  @Test(
    "A standard output that takes nothing is an exit code, and a line unless it is a closed pipe",
    arguments: [
      "verify a.md", "verify --format json a.md", "build a.md", "fix --dry-run a.md", "new b",
      "--help",
      "help verify", "--version", "preview a.md",
    ])
  func closed(_ command: String) throws {
    try withFolder { folder in
      try Data("```check\n1 + 1 = 3\n```\n".utf8).write(to: folder.appending(path: "a.md"))
      for (ending, reason) in [(">/dev/full", "No space left"), (">&-", "Bad file descriptor")] {
        try? FileManager.default.removeItem(at: folder.appending(path: "b.md"))
        try? FileManager.default.removeItem(at: folder.appending(path: "b.csv"))
        let (code, errors) = try shell("\"$0\" \(command) \(ending)", in: folder)
        #expect(code == 74, "\(ending): \(errors)")
        #expect(errors.hasPrefix("checkmark: standard output cannot be written: \(reason)"))
        #expect(errors.count { $0 == "\n" } == 1)
      }
      try? FileManager.default.removeItem(at: folder.appending(path: "b.md"))
      try? FileManager.default.removeItem(at: folder.appending(path: "b.csv"))
      // The reader is gone before anything is written.
      let (code, errors) = try shell(
        "(sleep 0.3; \"$0\" \(command); echo $? >code) | true; cat code >&2", in: folder)
      #expect(code == 0)
      #expect(errors == "74\n")
    }
  }

  @Test("A closed standard error changes nothing", arguments: ["2>&-", "2>/dev/full", "<&-"])
  func closedErrors(_ ending: String) throws {
    try withFolder { folder in
      try Data("```check\n1 = q\n```\n".utf8).write(to: folder.appending(path: "a.md"))
      #expect(try shell("\"$0\" build a.md \(ending)", in: folder).code == 2)
    }
  }
}
