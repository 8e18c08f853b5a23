import Foundation
import TestSupport
import Testing

/// A homework to begin with.
@Suite("New")
struct NewTests {
  @Test(
    "What it makes is verified, builds, and has no problem",
    arguments: [
      ("first", "first.md", "First"),
      ("hw/week-2_part 1.md", "hw/week-2_part 1.md", "Week 2 part 1"),
    ])
  func makes(_ name: String, _ file: String, _ title: String) throws {
    try withTemporaryFolder { folder in
      let new = try Program.run(["new", name], in: folder)
      #expect(new.code == 0)
      #expect(new.output.contains("checkmark preview") && new.output.contains(file))
      let verify = try Program.run(["verify", file, "--format", "jsonl"], in: folder)
      #expect(verify.code == 0, "\(verify.output)")
      let result = try #require(
        try JSONSerialization.jsonObject(with: Data(verify.output.utf8)) as? [String: Any])
      let diagnostics = try #require(result["diagnostics"] as? [Any])
      #expect(result["title"] as? String == title && diagnostics.isEmpty)
      let claims = try #require(result["claims"] as? [[String: Any]])
      #expect(claims.count >= 4)
      let verdicts = claims.compactMap { $0["verdict"] as? String }
      #expect(verdicts == claims.map { _ in "verified" }, "\(verify.output)")
      let build = try Program.run(["build", file], in: folder)
      #expect(build.code == 0 && !build.output.contains("error"), "\(build.output)")
    }
  }

  @Test("Nothing is overwritten", arguments: ["one.md", "one.csv"])
  func overwritesNothing(_ file: String) throws {
    try withTemporaryFolder { folder in
      try Data("mine".utf8).write(to: folder.appending(path: file))
      let new = try Program.run(["new", "one"], in: folder)
      #expect(new.code == 74)
      #expect(new.output.contains("\(file): is there already"))
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(text == "mine" && files == [file])
    }
  }

  @Test(
    "Names that lead elsewhere, or are none",
    arguments: [
      "../one", "a/../../one", "/tmp/one", "", ".md", ".hidden", "_one", "a//b", "a/", "one\n",
      "one\"", "one ", "a\\b", "{{x}}",
    ])
  func names(_ name: String) throws {
    try withTemporaryFolder { folder in
      let code = try Program.run(["new", "--", name], in: folder).code
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(code == 64 && files.isEmpty)
    }
  }

  @Test("A link out of the folder is not followed")
  func links() throws {
    try withTemporaryFolder { folder in
      let outside = folder.appending(path: "outside")
      let inside = folder.appending(path: "inside")
      for one in [outside, inside] {
        try FileManager.default.createDirectory(at: one, withIntermediateDirectories: true)
      }
      try FileManager.default.createSymbolicLink(
        at: inside.appending(path: "link"), withDestinationURL: outside)
      let code = try Program.run(["new", "link/one"], in: inside).code
      let files = try FileManager.default.contentsOfDirectory(atPath: outside.path)
      #expect(code == 74 && files.isEmpty)
    }
  }
}
