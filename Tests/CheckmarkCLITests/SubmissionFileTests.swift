import Foundation
import TestSupport
import Testing

/// What students hand in, whatever it was written with.
@Suite("Files of submissions")
struct SubmissionFileTests {
  private static let assignment = Repository.root.appending(
    path: "homework/assignments/fall-2024.md")

  /// What `verify` says of one file, with programs of our own in the place of others.
  private func verify(
    _ name: String, _ bytes: Data, programs: [String: String] = [:], format: String = "text"
  ) throws -> (code: Int32, output: String) {
    try withTemporaryFolder([name: bytes]) { folder in
      let bin = folder.appending(path: "bin")
      try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
      for (program, script) in programs {
        let path = bin.appending(path: program)
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.path)
      }
      var environment = ProcessInfo.processInfo.environment
      environment["PATH"] = "\(bin.path):/usr/bin:/bin"
      return try Program.run(
        [
          "verify", folder.appending(path: name).path, "--assignment", Self.assignment.path,
          "--format", format,
        ], in: Repository.root, environment: environment)
    }
  }

  private static let answer = "## 1.1\n\n(a) Die Ausgabe für diese Größe ist $8 \\times 4$.\n"
  private static let notebook = """
    {"cells": [{"cell_type": "markdown", "source": "## 1.1\\n\\n(a) $8 \\\\times 4$"}], "nbformat": 4}
    """
  private static let latex = #"""
    \begin{document}
    \section{1.1}
    \begin{enumerate}[label=(\alph*)] \item The output is $8 \times 4$. \end{enumerate}
    \end{document}
    """#

  @Test(
    "Each format is read",
    arguments: [
      ("a.md", Data(answer.utf8), ""), ("a.txt", Data("1.1\n\n(a) 8 x 4\n".utf8), ""),
      ("a.qmd", Data(answer.utf8), ""), ("a.Rmd", Data(answer.utf8), ""),
      ("a.md", answer.data(using: .isoLatin1)!, "the file is Latin-1"),
      ("a.md", answer.data(using: .utf16)!, "the file is UTF-16"),
      ("a.ipynb", Data(notebook.utf8), ""), ("a.tex", Data(latex.utf8), ""),
    ])
  func formats(_ name: String, _ bytes: Data, _ said: String) throws {
    let (code, output) = try verify(name, bytes)
    #expect(code == 0)
    #expect(output.contains("1.1.a  verified"), "\(output)")
    #expect(output.contains(said) || said.isEmpty, "\(output)")
  }

  @Test("Word is read by pandoc")
  func word() throws {
    let script = #"cat > /dev/null; printf '# 1.1\n\n(a) The output is $8 \\times 4$.\n'"#
    let (code, output) = try verify(
      "a.docx", Data([0x50, 0x4B, 3, 4]), programs: ["pandoc": script])
    #expect(code == 0 && output.contains("1.1.a  verified"), "\(output)")
    let failed = try verify("a.docx", Data([0x50]), programs: ["pandoc": "exit 1"])
    #expect(failed.code == 2 && failed.output.contains("pandoc could not read this"))
  }

  @Test("A PDF is read for labels and plain answers, and it is said; a scan is for a person")
  func pdf() throws {
    let script = #"printf '  1.1\n  (a) The output is\n  8 x 4\n'"#
    let (code, output) = try verify("a.pdf", Data("%PDF".utf8), programs: ["pdftotext": script])
    #expect(code == 0 && output.contains("formulas of a PDF cannot be read"), "\(output)")
    #expect(output.contains("1.1.a  verified"), "\(output)")
    let denied = #"printf '1.1\n(a) The output is not\n8 x 4\n'"#
    let other = try verify("a.pdf", Data("%PDF".utf8), programs: ["pdftotext": denied])
    #expect(!other.output.contains("verified ("), "\(other.output)")
    let scan = try verify("a.pdf", Data("%PDF".utf8), programs: ["pdftotext": "exit 0"])
    #expect(scan.code == 2 && scan.output.contains("for a person to read"))
  }

  @Test(
    "What cannot be read has one record, and one message",
    arguments: [
      ("a.png", Data([0x89, 0x50])), ("a.md", Data((0...255).map(UInt8.init))),
      ("a.ipynb", Data("{".utf8)), ("a.ipynb", Data("[]".utf8)), ("a.md", Data(count: 5 << 20)),
    ])
  func unread(_ name: String, _ bytes: Data) throws {
    let (code, output) = try verify(name, bytes, format: "jsonl")
    #expect(code == 2 || code == 74)
    let lines = output.split(separator: "\n").filter { $0.hasPrefix("{") }
    let line = try #require(lines.first)
    let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    #expect(lines.count == 1 && (record?["diagnostics"] as? [Any])?.count == 1, "\(output)")
  }
}
