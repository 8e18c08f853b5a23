import Foundation
import TestSupport
import Testing

/// The students' version of an assignment.
@Suite("Releasing an assignment")
struct AssignTests {
  /// - Parameter more: what stands in the question besides.
  private static func assignment(_ more: String = "", front: String = "") -> String {
    """
    ---
    title: Homework 1
    \(front)---

    # 1.1 Sizes of $x \\in \\R^{1024}$

    ## (a)

    How large is the output?

    \(more)

    ```math given
    x \\in \\R^{1024}, \\quad w \\in \\R^{3}
    ```

    ```math asked points=2
    \\operatorname{conv2d\\_shape}(\\text{input}=10 \\times 11, \\text{kernel}=3 \\times 3, \\text{stride}=2)
    ```

    <!-- wrong: $5 \\times 5$ -->
    <!-- graders: be kind -->
    <!-- solution -->

    It is $4 \\times 5$.

    That is since the kernel fits four times from top to bottom, of 1024 and 271828 in all.

    ![the whole solution](solution.png)

    ```math define
    y[i] = \\sum_{k=0}^{2} w[k]\\, x[2i + k]
    ```

    <!-- /solution -->

    ## (b)

    Why?

    <!-- graded by hand: 5 points, rubric: locality 3, count 2 -->

    """
  }

  private func assign(
    _ text: String, _ more: [String] = [], files: [String: String] = [:],
    _ body: (URL, Int32, String) throws -> Void
  ) throws {
    var all = files.mapValues { Data($0.utf8) }
    all["hw.md"] = Data(text.utf8)
    all["solution.png"] = try Data(
      contentsOf: Repository.root.appending(path: "Tests/Fixtures/everywhere/square.png"))
    all["question.png"] = all["solution.png"]
    try withTemporaryFolder(all) { folder in
      let (code, output) = try Program.run(["assign", "hw.md"] + more, in: folder)
      try body(folder, code, output)
    }
  }

  private func names(_ folder: URL) -> [String] {
    let path = folder.appending(path: "release").path
    return (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? [])
      .sorted()
  }

  @Test("It has the question, its points and its files, and nothing of solution, key or comments")
  func release() throws {
    let more = "![a kernel](question.png)\n\n```plot\nkind: lines\ndata: a.csv\nx: x\ny: y\n```"
    try assign(Self.assignment(more), files: ["a.csv": "x,y\n1,2\n2,3\n"]) { folder, code, output in
      #expect(code == 0, "\(output)")
      #expect(names(folder) == ["a.csv", "hw.html", "hw.md", "question.png"])
      let text = try String(contentsOf: folder.appending(path: "release/hw.md"), encoding: .utf8)
      for part in ["title: Homework 1", "## (a)", "*2 points*", "*5 points*", "x \\in \\R^{1024}"] {
        #expect(text.contains(part), "\(part)")
      }
      for part in ["solution", "asked", "<!--", "locality", "kind -->", "271828", "4 \\times 5"] {
        #expect(!text.contains(part), "\(part)")
      }
      let again = try Program.run(["verify", "release/hw.md"], in: folder)
      #expect(again.code == 0, "\(again.output)")
    }
  }

  @Test(
    "What leaks is told with its file, and nothing is written",
    arguments: [
      ("| a |\n| --- |\n| 1 |\n\n: The sum is 271828. {#tbl-a}", "", "number '271828'"),
      ("![it has $4 \\times 5$ entries](question.png)", "", "formula '4 \\times 5'"),
      ("", "course: That is since the kernel fits four times from top to bottom\n", "sentence"),
      ("[here](https://example.org/271828)", "", "number '271828'"),
      ("See solution.png.", "", "file 'solution.png'"),
      ("<div>y[i] = \\sum_{k=0}^{2} w[k] x[2i+k]</div>", "", "formula"),
    ])
  func leaks(_ more: String, _ front: String, _ words: String) throws {
    try assign(Self.assignment(more, front: front)) { folder, code, output in
      #expect(code == 1 && output.contains("hw.md: error: the \(words)"), "\(output)")
      #expect(names(folder).isEmpty)
    }
  }

  @Test("Files that are handed out are looked through as well")
  func files() throws {
    let more = "```plot\nkind: lines\ndata: a.csv\nx: x\ny: y\n```"
    try assign(Self.assignment(more), files: ["a.csv": "x,y\n1,2\n2,271828\n"]) {
      folder, code, output in
      #expect(code == 1 && output.contains("a.csv: error: the number '271828'"), "\(output)")
      #expect(names(folder).isEmpty)
    }
    let png = Self.assignment("![a](leak.png)")
    try assign(png, files: ["leak.png": "\u{1}tEXt y[i]=\\sum_{k=0}^{2}w[k]x[2i+k] \u{2}"]) {
      folder, code, output in
      #expect(code == 1 && output.contains("leak.png: error: the formula"), "\(output)")
      #expect(names(folder).isEmpty)
    }
  }

  @Test("Our own assignments leak nothing", arguments: ["spring-2021", "fall-2022", "fall-2024"])
  func own(_ name: String) throws {
    try withTemporaryFolder { folder in
      let (code, output) = try Program.run(
        ["assign", "homework/assignments/\(name).md", "--output", folder.path],
        in: Repository.root)
      #expect(code == 0, "\(output)")
    }
  }

  // MARK: - Checks

  @Test("Its own solution gets full marks, a blank answer none, and a wrong one less")
  func check() throws {
    try assign(Self.assignment(), ["--check"]) { folder, code, output in
      #expect(code == 0, "\(output)")
      #expect(output.contains("1 solutions get full marks; 1 wrong answers were tried"))
      #expect(names(folder).isEmpty)
    }
    let wrong = Self.assignment().replacing("It is $4", with: "It is $6")
    try assign(wrong, ["--check"]) { _, code, output in
      #expect(code == 1 && output.contains("the solution of 1.1.a gets 0.0 and not 2.0 points"))
    }
    let right = Self.assignment().replacing("wrong: $5", with: "wrong: $4")
    try assign(right, ["--check"]) { _, code, output in
      #expect(code == 1 && output.contains("this wrong answer gets all points of 1.1.a"))
    }
    let outside = Self.assignment() + "\n# Notes\n\n<!-- wrong: $5 \\times 5$ -->\n"
    try assign(outside, ["--check"]) { _, code, output in
      #expect(code == 1 && output.contains("belongs to no question"), "\(output)")
    }
  }

  @Test(
    "A solution without an end is an error",
    arguments: [
      ("<!-- /solution -->", ""), ("<!-- solution -->", ""),
      ("<!-- solution -->", "<!-- solution -->\n\n<!-- solution -->"),
    ])
  func marks(_ old: String, _ new: String) throws {
    try assign(Self.assignment().replacing(old, with: new)) { folder, code, output in
      #expect(
        code == 2 && output.contains("unclosed-solution") || output.contains("<!-- /solution"))
      #expect(names(folder).isEmpty)
    }
  }
}
