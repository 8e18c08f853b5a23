import Foundation
import TestSupport
import Testing

@testable import Reports

@Suite("Golden diagrams")
struct GoldenDiagramTests {
  private static let fixtures = Repository.root
    .appending(path: "Tests/ReportsTests/Fixtures/diagrams")

  private func text(_ name: String) throws -> String {
    try String(contentsOf: Self.fixtures.appending(path: name), encoding: .utf8)
  }

  /// Draws each diagram with the layout beside it, which Graphviz made once, and compares with the
  /// picture, the question to Graphviz and the words beside it.
  ///
  /// `CHECKMARK_RECORD=1 swift test` writes these files anew.
  @Test("Pictures are drawn as before", arguments: ["cell", "unrolled"])
  func golden(_ name: String) throws {
    let diagram = try diagram(in: text("\(name).md"))
    let drawing = DiagramDrawing.drawings([diagram], answer: try text("\(name).plain"))[0]
    let results = [
      "\(name).expected.svg": (drawing.svg ?? "") + "\n",
      "\(name).expected.dot": DiagramDrawing.questions([diagram]),
      "\(name).expected.md": drawing.markdown.joined(separator: "\n") + "\n",
    ]
    for (file, result) in results {
      if ProcessInfo.processInfo.environment["CHECKMARK_RECORD"] != nil {
        let place = Self.fixtures.appending(path: file)
        try result.write(to: place, atomically: true, encoding: .utf8)
      }
      #expect(result == (try text(file)))
    }
  }
}
