import Foundation
import Testing

/// Several files at once: one that brings Checkmark down takes no other with it.
@Suite("Isolation")
struct IsolationTests {
  private static let right = "```check\n1 = 1\n```\n"
  private static let wrong = "# Sums\n\n```check #a points=2\n1 + 1 = 3\n```\n"

  /// Trains a network, for as long as nobody ends it.
  private static let endless = """
    ```train #a
    task: {temporal-order: easy}
    model: [{lstm: 4}, last-step, {linear: 4}]
    loss: cross-entropy
    optimizer: adam
    epochs: 100000
    examples: 40
    log: {steps: 10000}
    ```

    """

  /// More weights than a small memory holds.
  private static let large = endless.replacing("{lstm: 4}", with: "{lstm: 2000}")
    .replacing("100000", with: "1").replacing("examples: 40", with: "examples: 1\nbatch: 1")

  private func withFolder(_ files: [String: String], _ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    try body(folder)
  }

  private struct Record: Decodable {
    struct Diagnostic: Decodable {
      let code: String
      let severity: String
    }
    struct Claim: Decodable { let verdict: String }
    let file: String
    let claims: [Claim]
    let diagnostics: [Diagnostic]
  }

  private func records(_ output: String) throws -> [Record] {
    try output.split(separator: "\n").filter { $0.hasPrefix("{") }
      .map { try JSONDecoder().decode(Record.self, from: Data($0.utf8)) }
  }

  private func expectFault(of file: String, _ output: String) throws {
    let records = try records(output)
    #expect(records.map { $0.file.split(separator: "/").last } == ["a.md", "b.md", "c.md"])
    for record in records {
      let isFault = record.file.hasSuffix(file)
      #expect(record.claims.isEmpty == isFault)
      #expect(record.diagnostics.map(\.code) == (isFault ? ["fault"] : []))
    }
  }

  @Test(
    "With processes and without, the output is the same",
    arguments: [["--format", "text"], ["--format", "json"], ["--format", "jsonl"]])
  func sameOutput(_ format: [String]) throws {
    let files = [
      "a.md": Self.right, "b.md": Self.wrong, "c.md": "```chek\n```\n", "d.md": "",
      "e.md": "x\u{2028}\u{1F600}\u{7}",
    ]
    try withFolder(files) { folder in
      try Data([0x66, 0xFF]).write(to: folder.appending(path: "f.md"))
      let command = ["verify", folder.path] + format
      let alone = try Program.run(command + ["--no-isolate"])
      let together = try Program.run(command)
      #expect(alone.output == together.output && alone.output.contains("the text is no UTF-8"))
      #expect(alone.code == 2 && together.code == 2)
    }
  }

  @Test("A homework that asks for too much memory has a record of it, and the others have theirs")
  func memory() throws {
    try withFolder(["a.md": Self.wrong, "b.md": Self.large, "c.md": Self.right]) { folder in
      let (code, output) = try Program.run(
        [
          "-c", "ulimit -d 600000; exec \"$0\" \"$@\"", Program.url.path, "verify", folder.path,
          "--format", "jsonl", "--output", folder.path,
        ], program: URL(fileURLWithPath: "/bin/sh"))
      #expect(code == 70)
      try expectFault(of: "b.md", output)
    }
  }

  @Test("What brings its process down is reported by every command, and the others are judged")
  func killed() throws {
    try withFolder(["a.md": Self.right, "b.md": Self.endless, "c.md": Self.right]) { folder in
      let output = folder.appending(path: "output")
      let (code, text) = try killingWorkers(
        of: ["build", folder.path, "--format", "json", "--output", output.path],
        once: output.appending(path: "c.json"))
      #expect(code == 70)
      #expect(text.contains("b.md:1:1: error: Checkmark failed on this file"), "\(text)")
      #expect(text.contains("c.json  1 of 1 answers verified"), "\(text)")
      let report = try String(contentsOf: output.appending(path: "b.json"), encoding: .utf8)
      #expect(report.contains("\"code\":\"fault\""))
    }
  }

  /// Runs a command; as soon as a file is there, its workers are killed whenever there are any.
  private func killingWorkers(
    of arguments: [String], once file: URL
  ) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    while process.isRunning, !FileManager.default.fileExists(atPath: file.path) {
      Thread.sleep(forTimeInterval: 0.05)
    }
    // A homework is at fault once a process fell that had judged no other: the second at the latest.
    let killer = Thread {
      for _ in 0..<2 where process.isRunning {
        Thread.sleep(forTimeInterval: 2)
        self.killChildren(of: process.processIdentifier)
      }
    }
    killer.start()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }

  private func killChildren(of process: pid_t) {
    let threads = "/proc/\(process)/task"
    for thread in (try? FileManager.default.contentsOfDirectory(atPath: threads)) ?? [] {
      let children = try? String(contentsOfFile: "\(threads)/\(thread)/children", encoding: .utf8)
      for child in (children ?? "").split(separator: " ") {
        if let child = pid_t(child) { kill(child, SIGKILL) }
      }
    }
  }
}
