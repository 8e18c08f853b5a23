import Foundation
import TestSupport
import Testing

/// The program as a process, as CI runs it.
@Suite("Commands")
struct CommandTests {
  @Test(
    "Exit codes say what came out",
    arguments: [
      ("```check\n1 = 1\n```\n", 0), ("```check\n1 = 2\n```\n", 1), ("```check\n1 = q\n```\n", 2),
      ("```check expect=refuted\n1 = 2\n```\n", 0), ("```check expect=refuted\n1 = 1\n```\n", 1),
      ("```chek\n1 = 1\n```\n", 2), ("", 0),
    ])
  func exitCodes(_ text: String, _ code: Int) throws {
    #expect(try Int(Program.run(["verify", "-"], input: text).code) == code)
  }

  @Test(
    "Wrong usage and missing files",
    arguments: [
      (["verify", "/nowhere.md"], 74), (["nonsense"], 64), (["verify", "--format", "xml"], 64),
      (["build", "--format", "docx"], 64), (["fix", "-"], 64), (["fix"], 64),
      (["fix", "/nowhere.md"], 74),
    ])
  func usage(_ arguments: [String], _ code: Int) throws {
    #expect(try Int(Program.run(arguments).code) == code)
  }

  private func withFile(_ text: String, _ body: (URL) throws -> Void) throws {
    try withTemporaryFolder(["a.md": Data(text.utf8)]) { try body($0.appending(path: "a.md")) }
  }

  @Test("fix changes what is wrong, and nothing else")
  func fix() throws {
    let wrong = "\u{FEFF}Is $2 + 2 = 5$?\r\n\r\n```check #a\r\n1 + 1 = 3\r\n```\r\n"
    let kept = "\r\n```check expect=refuted\r\n1 + 1 = 3\r\n```\r\n"
    try withFile(wrong + kept) { file in
      #expect(try Program.run(["verify", file.path]).code == 1)
      let preview = try Program.run(["fix", "--dry-run", file.path])
      #expect(preview.code == 1)
      #expect(preview.output.contains("@@ -4 +4 @@\n-1 + 1 = 3\n+1 + 1 = 2\n"))
      #expect(try Data(contentsOf: file) == Data((wrong + kept).utf8))
      let (code, output) = try Program.run(["fix", file.path])
      #expect(code == 0)
      #expect(output.contains("\(file.lastPathComponent):4  a  "))
      let right = wrong.replacing("= 5", with: "= 4").replacing("= 3", with: "= 2")
      #expect(try Data(contentsOf: file) == Data((right + kept).utf8))
      #expect(try Program.run(["fix", file.path]).output.isEmpty)
    }
  }

  @Test("fix keeps a link and who may read the file")
  func fixInPlace() throws {
    try withFile("```check\n1 + 1 = 3\n```\n") { file in
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
      let link = file.deletingPathExtension().appendingPathExtension("link.md")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
      defer { try? FileManager.default.removeItem(at: link) }
      #expect(try Program.run(["fix", link.path]).code == 0)
      #expect(try String(contentsOf: file, encoding: .utf8).contains("= 2"))
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      #expect(attributes[.posixPermissions] as? Int == 0o640)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
    }
  }

  @Test(
    "One text gives one answer, in whatever order a set comes",
    arguments: [
      "```math words\n\\text{output} = a + b + c + d + e\n```\n",
      "```math given\nv, w, x, y, z \\in \\R\n```\n```math check\nv w x y z = v + w + p + q + r\n```\n",
    ])
  func deterministic(_ text: String) throws {
    let outputs = try (0..<8).map { _ in try Program.run(["verify", "-"], input: text).output }
    #expect(Set(outputs).count == 1)
  }

  @Test("JSON lines are one object a document")
  func lines() throws {
    let output = try Program.run(
      ["verify", "-", "--format", "jsonl"], input: "```check\n1 = 1\n```\n"
    )
    .output
    let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    #expect(object?["file"] as? String == "<stdin>")
    #expect(output.split(separator: "\n").count == 1)
  }

  @Test(
    "A submission is compared with its assignment",
    arguments: [("# 1.1 (a)\n\n$4 \\times 5$", 0), ("# 1.1 (a)\n\n$5 \\times 5$", 1), ("", 2)])
  func assignment(_ text: String, _ code: Int) throws {
    let question =
      "# 1.1\n## (a)\n```asked\nconv2d_shape(input: 10 × 11, kernel: 3 × 3, stride: 2)\n```\n"
    try withFile(question) { file in
      let result = try Program.run(["verify", "-", "--assignment", file.path], input: text)
      #expect(Int(result.code) == code, "\(result.output)")
    }
    #expect(
      try Program.run(["verify", "-", "--assignment", "/nowhere.md"], input: text).code == 74)
  }
}
