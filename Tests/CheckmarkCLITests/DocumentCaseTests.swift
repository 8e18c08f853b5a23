import Foundation
import TestSupport
import Testing

/// Small documents of everyday: nothing in them is dropped in silence.
@Suite("Documents of everyday")
struct DocumentCaseTests {
  private static let folder = Repository.root.appending(path: "Tests/Fixtures/cases/documents")

  /// What `build` says of a document, and its page.
  private func build(_ name: String, _ file: String = "hw") throws -> (
    code: Int32, output: String, page: String
  ) {
    try withTemporaryFolder([:]) { output in
      let folder = Self.folder.appending(path: name)
      let assignment = folder.appending(path: "assignment.md")
      let isSubmission = FileManager.default.fileExists(atPath: assignment.path)
      let (code, text) = try Program.run(
        [
          "build", folder.appending(path: "\(file).md").path, "--output", output.path, "--format",
          "html",
        ]
          + (isSubmission ? ["--assignment", assignment.path] : []), in: Repository.root)
      let page = try String(contentsOf: output.appending(path: "\(file).html"), encoding: .utf8)
      return (code, text, page)
    }
  }

  @Test(
    "Each is read, or told",
    arguments: [
      ("authors", 0, "", ["Ada Example, Bob Example"]), ("bibliography", 0, "", ["3–4"]),
      ("currency", 0, "", ["then $100, and 30$"]),
      ("data-address", 0, "stays in its notebook", ["src=\"data:image/png;base64,"]),
      ("formula-in-title", 0, "", ["class=\"katex\""]),
      ("latin1-csv", 0, "is Latin-1 at line 1, and was read as such", ["<svg"]),
      ("no-break-space", 0, "", ["Heading with a no-break space</h"]),
      ("percent-name", 0, "", ["<img src=\"data:image/png"]),
      ("plot-labels", 0, "", ["<svg"]), ("sparse-log", 0, "", ["<svg"]),
      ("table-block", 0, "", ["<table"]),
      ("table-cells", 0, "this row has 4 cells, and the header 3", ["<table"]),
      ("tex-delimiters", 0, "", ["class=\"equation\" id=\"eq:sample\""]),
      ("text-with-dollars", 0, "", ["class=\"katex\""]),
      ("title-with-colon", 2, "write title: \"Assignment 1: Some Title\"", ["Hello"]),
      ("unicode-minus", 0, "", ["<svg"]), ("unicode-names", 0, "", ["<img src=\"data:image/png"]),
      ("submission-headings", 1, "", ["refuted"]),
    ] as [(String, Int32, String, [String])])
  func told(_ name: String, _ wanted: Int32, _ message: String, _ shown: [String]) throws {
    let (code, output, page) = try build(name)
    #expect(code == wanted, "\(output)")
    if message.isEmpty {
      #expect(!output.contains("error:") && !output.contains("warning:"), "\(output)")
    } else {
      #expect(output.contains(message), "\(output)")
    }
    for text in shown { #expect(page.contains(text), "\(text)") }
  }

  @Test("The tables of loggers are read, but for what is no number, which is told with its cause")
  func loggers() throws {
    let (code, output, page) = try build("loggers")
    #expect(code == 2)
    let errors = output.split(separator: "\n").filter { $0.contains("error:") }
    #expect(errors.count == 3, "\(errors)")
    for cause in ["is a date or time", "two columns are called 'loss'", "'1_000' in column 'loss'"]
    {
      #expect(output.contains(cause))
    }
    for name in ["UTF-16", "Latin-1"] { #expect(output.contains("is \(name) at line 1")) }
    // All but those three are drawn.
    #expect(page.ranges(of: "<svg").count >= 16)
  }

  @Test("An answer without a formula is found")
  func plain() throws {
    let (code, _, page) = try build("submission-headings", "unanswered")
    #expect(code == 1)
    #expect(page.ranges(of: "refuted").count > 1)
  }
}
