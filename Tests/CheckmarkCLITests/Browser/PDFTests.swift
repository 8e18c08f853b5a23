import Foundation
import TestSupport
import Testing

/// Reports on paper.
@Suite("PDF")
struct PDFTests {
  /// The exit code, what was said, and the PDF, of a homework built in a folder of its own.
  private func build(
    template: String? = nil, environment: [String: String]? = nil
  ) throws -> (code: Int32, output: String, pdf: Data?) {
    let files = template.map { ["templates/page.mustache": Data($0.utf8)] } ?? [:]
    return try withTemporaryFolder(files) { folder in
      let homework =
        "---\ntitle: On paper\n---\n\n## First part\n\n$x + 1$ and\n\n```check\n1 = 1\n```\n"
      let (code, output) = try Program.run(
        ["build", "-", "--format", "pdf"], input: homework, in: folder, environment: environment)
      return (code, output, try? Data(contentsOf: folder.appending(path: "output/stdin.pdf")))
    }
  }

  @Test("A report is printed, and twice the same bytes")
  func print() throws {
    let (code, output, pdf) = try build()
    #expect(code == 0, "\(output)")
    let text = try #require(pdf)
    #expect(text.starts(with: Data("%PDF".utf8)))
    #expect(text.firstRange(of: Data("/Title (On paper)".utf8)) != nil)
    #expect(text.firstRange(of: Data("/StructTreeRoot".utf8)) != nil)
    #expect(try build().pdf == text)
  }

  @Test("A missing browser is told with the line that installs it")
  func missingBrowser() throws {
    let (code, output, pdf) = try build(environment: ["PATH": "/nowhere"])
    #expect(code == 74)
    #expect(output.contains("apt-get install chromium"))
    #expect(pdf == nil)
  }

  @Test(
    "A page that is not whole is not printed",
    arguments: [
      "<!doctype html><link rel=stylesheet href=missing.css>{{{body}}}",
      "<!doctype html><img src=missing.png>{{{body}}}",
      "<!doctype html><script>throw new Error('no')</script>{{{body}}}",
    ])
  func failedPage(_ template: String) throws {
    let (code, output, pdf) = try build(template: template)
    #expect(code == 74)
    #expect(output.contains("Chromium refused the page"), "\(output)")
    #expect(pdf == nil)
  }
}
