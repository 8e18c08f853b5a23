import Foundation
import TestSupport
import Testing

@testable import Reports

@Suite("Golden plots")
struct GoldenPlotTests {
  private static let fixtures = Repository.root
    .appending(path: "Tests/ReportsTests/Fixtures/plots")

  private static let names =
    (try? FileManager.default.contentsOfDirectory(atPath: fixtures.path))?
    .filter { $0.hasSuffix(".yml") }.map { String($0.dropLast(4)) }.sorted() ?? []

  private func text(_ name: String) throws -> String {
    try String(contentsOf: Self.fixtures.appending(path: name), encoding: .utf8)
  }

  /// Draws each description from the table beside it, and compares with the picture beside it and
  /// its words in Markdown. Tables called `log-…` are read as logs of experiments.
  ///
  /// `CHECKMARK_RECORD=1 swift test` writes these files anew.
  @Test("Pictures are drawn as before", arguments: names)
  func golden(_ name: String) throws {
    let (drawn, problems) = draw(
      try text("\(name).yml"), try text("\(name).csv"), isLog: name.hasPrefix("log-"))
    #expect(problems.isEmpty, "\(problems)")
    let plot = try #require(drawn)
    let results = [
      "\(name).expected.svg": plot.svg + "\n",
      "\(name).expected.md": plot.markdown.joined(separator: "\n") + "\n",
    ]
    for (file, result) in results {
      if ProcessInfo.processInfo.environment["CHECKMARK_RECORD"] != nil {
        let place = Self.fixtures.appending(path: file)
        try result.write(to: place, atomically: true, encoding: .utf8)
      }
      #expect(result == (try text(file)))
    }
  }

  @Test("Each kind has a picture")
  func kinds() throws {
    for kind in PlotKind.all.dropFirst() {
      #expect(try Self.names.contains { try text("\($0).yml").contains("kind: \(kind.name)") })
    }
    #expect(Self.names.count >= PlotKind.all.count)
  }
}
