import Foundation
import TestSupport
import Testing

/// Files that a homework names, read from a real folder.
@Suite("Files beside a homework")
struct IncludeTests {
  /// A folder `hw` of files, inside another one.
  private func withFolder(_ files: [String: Data], _ body: (URL) throws -> Void) throws {
    let inner = files.map { ("hw/\($0.key)", $0.value) }
    try withTemporaryFolder(Dictionary(uniqueKeysWithValues: inner)) { outer in
      try body(outer.appending(path: "hw"))
    }
  }

  @Test("Includes are read from the folder, and 'fix' edits them where they stand")
  func fix() throws {
    let top = "<!-- include part/_a.md -->\n\n```check\nx = 3\n```\n"
    let part = "\u{FEFF}text\r\n\r\n```define\r\nx = 2\r\n```\r\n\r\n```check\r\n1 + 1 = 3\r\n```"
    try withFolder(["a.md": Data(top.utf8), "part/_a.md": Data(part.utf8)]) { folder in
      let verified = try Program.run(["verify", folder.path])
      #expect(verified.code == 1)
      #expect(verified.output.contains("hw/part/_a.md:8  ✗"))
      #expect(verified.output.contains("hw/a.md:4  ✗"))
      let json = try Program.run(["verify", "--format", "json", folder.path]).output
      #expect(json.contains("part/_a.md\",\"line\":8"))
      let patch = try Program.run(["fix", "--dry-run", folder.path]).output
      #expect(patch.contains("+++ \(folder.path)/part/_a.md\n@@ -8 +8 @@\n-1 + 1 = 3\n"))
      #expect(try Program.run(["fix", folder.path]).code == 0)
      let fixed = try Data(contentsOf: folder.appending(path: "part/_a.md"))
      #expect(fixed == Data(part.replacing("= 3", with: "= 2").utf8))
    }
  }

  @Test(
    "What lies elsewhere is not read",
    arguments: [
      "link.md", "folder/secret.md", "../secret.md", "pipe.md", "latin.md", "part.md", "gone.md",
    ])
  func confinement(_ path: String) throws {
    let files = [
      "a.md": Data("<!-- include \(path) -->\n".utf8), "latin.md": Data([0x61, 0xFF]),
      "part.md/x": Data(),
    ]
    try withFolder(files) { folder in
      let outside = folder.deletingLastPathComponent()
      try Data("```check\n1 = 2\n```\n".utf8).write(to: outside.appending(path: "secret.md"))
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "link.md").path, withDestinationPath: "../secret.md")
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "folder").path, withDestinationPath: "..")
      #expect(mkfifo(folder.appending(path: "pipe.md").path, 0o600) == 0)
      let result = try Program.run(["verify", folder.appending(path: "a.md").path])
      #expect(result.code == 2)
      #expect(result.output.contains("a.md:1:1: error: "))
      #expect(!result.output.contains("1 = 2"))
    }
  }

  @Test("Links within the folder are followed")
  func link() throws {
    try withFolder([
      "a.md": Data("<!-- include l.md -->".utf8), "b.md": Data("```check\n1 = 1\n```".utf8),
    ]) {
      folder in
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "l.md").path, withDestinationPath: "b.md")
      let result = try Program.run(["verify", folder.appending(path: "a.md").path])
      #expect(result.code == 0)
      #expect(result.output.contains("1 of 1 answers verified"))
    }
  }

  @Test(
    "Pictures from elsewhere are told, and neither read nor copied",
    arguments: ["../dot.svg", "/dot.svg", "x/../../dot.svg", "x/../in.svg", "link.svg", "gone.svg"])
  func pictures(_ path: String) throws {
    let picture = Data("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8)
    try withFolder(["a.md": Data("![a](\(path))\n".utf8), "in.svg": picture]) { folder in
      let outer = folder.deletingLastPathComponent()
      try picture.write(to: outer.appending(path: "dot.svg"))
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "link.svg").path, withDestinationPath: "../dot.svg")
      let output = outer.appending(path: "x/out").path
      let result = try Program.run(["build", folder.path, "--output", output])
      #expect(result.code == 0)
      #expect(
        result.output.contains("a.md:1:1: warning: the picture '\(path)' cannot be shown"))
      let files = FileManager.default.enumerator(atPath: outer.path)?.compactMap { $0 as? String }
      let pictures = Set(files ?? []).filter { $0.hasSuffix(".svg") }
      #expect(pictures == ["dot.svg", "hw/in.svg", "hw/link.svg"])
      #expect(
        try !String(contentsOfFile: "\(output)/a.html", encoding: .utf8).contains("data:image"))
    }
  }

  @Test("Standard input stands in no folder")
  func standardInput() throws {
    let result = try Program.run(["verify", "-"], input: "<!-- include README.md -->\n")
    #expect(result.code == 2)
    #expect(result.output.contains("stands in no folder"))
  }
}
