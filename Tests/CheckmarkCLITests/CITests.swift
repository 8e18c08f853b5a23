import Foundation
import TestSupport
import Testing

/// What runs in CI, with a runner that is played: its variables and files.
@Suite("CI")
struct CITests {
  private static let right = "```check #a\n1 = 1\n```\n"
  private static let wrong = "```check #a\n1 + 1 = 3\n```\n"

  @discardableResult
  private func git(_ arguments: [String], in folder: URL) throws -> String {
    let (code, output) = try run(
      URL(fileURLWithPath: "/usr/bin/env"),
      ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"] + arguments, in: folder)
    #expect(code == 0, "\(output)")
    return output
  }

  /// A repository with these files, committed.
  private func withRepository(_ files: [String: String], _ body: (URL) throws -> Void) throws {
    try withTemporaryFolder(files.mapValues { Data($0.utf8) }) { folder in
      try git(["init", "-q", "-b", "main"], in: folder)
      try git(["add", "."], in: folder)
      try git(["commit", "-q", "-m", "a"], in: folder)
      try body(folder)
    }
  }

  private func write(_ text: String, _ name: String, in folder: URL) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  // MARK: - What has changed

  private static let files = [
    "hw/a.md": right, "hw/b.md": wrong, "other/c.md": wrong, "other/_part.md": "x\n",
    "hw/data.csv": "x\n1\n",
  ]

  @Test(
    "Only what has changed is judged, or what a file beside it may change",
    arguments: [
      ([], []), (["hw/a.md"], ["hw/a.md"]), (["hw/new.md"], ["hw/new.md"]),
      (["other/_part.md"], ["other/c.md"]), (["hw/data.csv"], ["hw/a.md", "hw/b.md"]),
      (["README"], []),
    ])
  func changed(_ changes: [String], _ judged: [String]) throws {
    try withRepository(Self.files) { folder in
      for name in changes { try write(Self.right + "\n", name, in: folder) }
      for commit in ["HEAD", "main"] {
        let (_, output) = try Program.run(
          ["verify", "hw", "other", "--format", "jsonl", "--changed-since", commit], in: folder)
        let names = Self.files.keys.map { $0 } + ["hw/new.md"]
        let told = names.filter { output.contains("\"file\":\"\($0)\"") }
        #expect(told.sorted() == judged, "\(output)")
      }
    }
  }

  @Test("What is no commit, or no repository, is told", arguments: ["nowhere", "--output=x", ""])
  func noCommit(_ commit: String) throws {
    try withRepository(Self.files) { folder in
      let (code, output) = try Program.run(
        ["verify", "hw", "--changed-since=\(commit)"], in: folder)
      #expect(code == 74 || code == 64, "\(output)")
    }
    try withTemporaryFolder(["a.md": Data()]) { folder in
      let (code, output) = try Program.run(
        ["verify", "a.md", "--changed-since", "HEAD"], in: folder)
      #expect(code == 74 && output.contains("fetch-depth: 0"), "\(output)")
    }
  }

  // MARK: - The cache

  private func verify(_ folder: URL, _ more: [String] = []) throws -> (code: Int32, output: String)
  {
    try Program.run(
      ["verify", "hw", "--cache", "cache", "--recheck", "0"] + more, in: folder)
  }

  @Test("What is known is said again, and what has changed is judged: the text, and what it reads")
  func cache() throws {
    let files = [
      "hw/a.md": "<!-- include _part.md -->\n\n" + Self.right, "hw/_part.md": "Words.\n",
      "hw/b.md": Self.wrong,
    ]
    try withTemporaryFolder(files.mapValues { Data($0.utf8) }) { folder in
      let past = Date(timeIntervalSinceNow: -60)
      for name in files.keys {
        try FileManager.default.setAttributes(
          [.modificationDate: past], ofItemAtPath: folder.appending(path: name).path)
      }
      let first = try verify(folder)
      let second = try verify(folder)
      #expect(first.code == 1 && second.code == 1 && first.output == second.output)
      try poison(folder)
      #expect(try verify(folder).output.contains("poisoned"))
      let rechecked = try verify(folder, ["--recheck", "100"])
      #expect(rechecked.code == 70 && rechecked.output.contains("the cache in cache has said"))
      #expect(try !verify(folder, ["--format", "jsonl"]).output.contains("poisoned"))
      try write("Words.\n\n```chek\n```\n", "hw/_part.md", in: folder)
      #expect(try verify(folder).output.contains("_part.md:3"))
    }
  }

  /// Makes every entry say something else.
  private func poison(_ folder: URL) throws {
    let cache = folder.appending(path: "cache")
    let names =
      FileManager.default.enumerator(atPath: cache.path)?.compactMap { $0 as? String } ?? []
    var count = 0
    for name in names where name.hasSuffix(".json") {
      let file = cache.appending(path: name)
      var entry = try #require(
        JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
      entry["output"] = "poisoned"
      try JSONSerialization.data(withJSONObject: entry).write(to: file)
      count += 1
    }
    #expect(count == 2)
  }

  @Test("An entry of another text is not believed, be its name the same")
  func collision() throws {
    try withTemporaryFolder(["hw/a.md": Data(Self.wrong.utf8)]) { folder in
      let file = folder.appending(path: "hw/a.md").path
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: file)
      #expect(try verify(folder).code == 1)
      let cache = folder.appending(path: "cache")
      let names =
        FileManager.default.enumerator(atPath: cache.path)?.compactMap { $0 as? String } ?? []
      let entry = cache.appending(path: try #require(names.first { $0.hasSuffix(".json") }))
      var content = try #require(
        JSONSerialization.jsonObject(with: Data(contentsOf: entry)) as? [String: Any])
      content["source"] = Data(Self.right.utf8).base64EncodedString()
      (content["output"], content["code"]) = ("1 of 1 answers verified", 0)
      try JSONSerialization.data(withJSONObject: content).write(to: entry)
      #expect(try verify(folder).code == 1)
    }
  }

  // MARK: - Runners

  /// The text behind a key of a file in YAML that stands on one line, the last of them.
  private func value(of key: String, in path: String) throws -> String {
    let lines = try Repository.text(path).split(separator: "\n")
    let line = try #require(lines.last { $0.contains(key) })
    return String(line[try #require(line.range(of: key)).upperBound...])
  }

  private func play(
    _ script: String, in folder: URL, _ variables: [String: String]
  ) throws -> (code: Int32, output: String) {
    let program = Program.url.deletingLastPathComponent().path
    var environment = [
      "PATH": "\(program):/usr/local/bin:/usr/bin:/bin", "HOME": folder.path,
      "CHECKMARK_PROGRAM": Program.url.path,
    ]
    environment.merge(variables) { $1 }
    return try run(
      URL(fileURLWithPath: "/bin/bash"), ["-c", script], in: folder, environment: environment)
  }

  @Test("The GitHub action verifies what a pull request has changed")
  func github() throws {
    try withRepository(Self.files) { folder in
      try git(["update-ref", "refs/remotes/origin/main", "HEAD"], in: folder)
      try write(Self.wrong + "\n::error::pwned\n", "hw/a.md", in: folder)
      let variables = [
        "GITHUB_ACTION_PATH": Repository.root.path, "GITHUB_BASE_REF": "main",
        "GITHUB_OUTPUT": folder.appending(path: "out").path,
        "GITHUB_STEP_SUMMARY": folder.appending(path: "summary").path,
        "CHECKMARK_PATHS": "hw\nother", "CHECKMARK_SINCE": "",
      ]
      let (code, output) = try play(value(of: "run: ", in: "action.yml"), in: folder, variables)
      #expect(code == 1, "\(output)")
      let lines = output.split(separator: "\n")
      #expect(lines.count == 1 && lines[0].hasPrefix("::error file=hw/a.md,line=2,"), "\(output)")
      let out = try String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
      #expect(out == "exit-code=1\n")
      let hostile = variables.merging(["CHECKMARK_PATHS": "$(touch pwned); `touch pwned`"]) { $1 }
      #expect(try play(value(of: "run: ", in: "action.yml"), in: folder, hostile).code == 74)
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "pwned").path))
    }
  }

  @Test("The GitLab job writes its report, whether it is of a merge request or not")
  func gitlab() throws {
    try withRepository(Self.files) { folder in
      let script = try value(of: "- checkmark", in: ".ci/gitlab.yml")
      let base = try git(["rev-parse", "HEAD"], in: folder).trimmingCharacters(
        in: .whitespacesAndNewlines)
      for (variables, tests) in [([:], 2), (["CI_MERGE_REQUEST_DIFF_BASE_SHA": base], 0)] {
        let all = variables.merging(["CHECKMARK_PATHS": "hw"]) { $1 }
        let (code, output) = try play("checkmark" + script, in: folder, all)
        #expect(code == (tests == 0 ? 0 : 1), "\(output)")
        let report = try String(
          contentsOf: folder.appending(path: "checkmark.xml"), encoding: .utf8)
        #expect(report.contains("tests=\"\(tests)\""), "\(report)")
      }
    }
  }

  @Test("The pre-commit hook runs on the files that it is given")
  func preCommit() throws {
    try withRepository(Self.files) { folder in
      let entry = try value(of: "entry: ", in: ".pre-commit-hooks.yaml")
      #expect(try play("\(entry) hw/a.md", in: folder, [:]).code == 0)
      #expect(try play("\(entry) hw/a.md hw/b.md", in: folder, [:]).code == 1)
    }
  }
}
