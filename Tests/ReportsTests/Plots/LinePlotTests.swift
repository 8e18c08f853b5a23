import Foundation
import Homework
import Notation
import Testing

@testable import Reports

@Suite("Line plots")
struct LinePlotTests {
  @Test("A spike of one sample among a million is drawn")
  func spike() throws {
    var points = (0..<1_000_000).map { (x: Double($0), y: 1.0) }
    points[654_321].y = 9
    points[123_456].y = 0.25
    let svg = LinePlot(series: [.init(label: "loss", points: points)]).svg
    #expect(svg.utf8.count < 200_000)
    let path = try #require(svg.split(separator: "<path d=\"").last?.split(separator: "\"").first)
    let heights = path.split(separator: "L").compactMap { place in
      place.split(separator: " ").last.flatMap { Double($0) }
    }
    let usual = heights.sorted()[heights.count / 2]
    #expect(heights.contains { $0 < usual - 150 })
    #expect(heights.contains { $0 > usual + 10 })
  }

  @Test("Eight noisy lines stay within what a page can carry")
  func bound() {
    let line = (0..<20_000).map { (x: Double($0), y: Double($0 &* 7_919 % 1_009)) }
    let series = (1...8).map { LinePlot.Series(label: "run \($0)", points: line) }
    #expect(LinePlot(series: series).svg.utf8.count < 200_000)
  }

  @Test(
    "No numbers break the picture",
    arguments: [
      [], [.nan], [.infinity, 1], [1e308, -1e308], [0, .leastNonzeroMagnitude],
      [.leastNonzeroMagnitude], [1e300, -1e300], [0, -1],
    ] as [[Double]], [true, false])
  func extremes(_ values: [Double], _ isLogarithmic: Bool) {
    var plot = LinePlot(series: [.init(label: "y", points: values.map { (x: $0, y: $0) })])
    plot.yIsLogarithmic = isLogarithmic
    plot.xIsLogarithmic = isLogarithmic
    #expect(plot.svg.hasSuffix("</svg>") && !plot.svg.contains("nan"))
  }

  @Test(
    "The text alternative says what the line does",
    arguments: [
      (
        [(0, 1), (1, 2), (2, .nan), (3, 4), (4, .nan), (5, 1), (6, 2)],
        "a&lt;b: rises from 1 at 0 to 2 at 6; lowest 1 at 0, highest 4 at 3; 5 points."
      ),
      (
        [(1, 2), (2, 1)],
        "a&lt;b: falls from 2 at 1 to 1 at 2; lowest 1 at 2, highest 2 at 1; 2 points."
      ),
      ([(3, 2)], "a&lt;b: 2 at 3; 1 point."), ([(.nan, 2)], "a&lt;b: no points."),
    ] as [([(Double, Double)], String)])
  func words(_ points: [(Double, Double)], _ text: String) {
    let line = LinePlot.Series(label: "a<b", points: points.map { (x: $0.0, y: $0.1) })
    #expect(LinePlot(series: [line]).svg.contains("<desc>\(text)</desc>"))
  }

  // MARK: - From descriptions

  private func plot(_ description: String, _ table: String) -> (LinePlot?, [Diagnostic]) {
    let text = "```plot\ndata: a.csv\n\(description)\n```\n"
    let homework = check(SourceFile(name: "a.md", text: text))
    guard let description = homework.plots.values.first else { return (nil, homework.diagnostics) }
    let table = CSV(parsing: SourceFile(name: "a.csv", text: table))
    return LinePlot.from(description, tables: ["a.csv": table])
  }

  @Test(
    "What is wrong with one line leaves the others",
    arguments: [
      ("x: a\ny: [b, c]", "a,b,c\n1,2,3\n2,,4\n", 2, ["missing-values"]),
      ("x: a\ny: [b, c]", "a,b,c\n1,2,3\n,3,4\n", 2, ["missing-values"]),
      ("x: a\ny: [b, c]\ny-axis: log", "a,b,c\n1,2,3\n2,0,4\n", 2, ["not-positive"]),
      ("x: a\ny: [b, c]", "a,b,c\n1,1e307,3\n2,0,4\n", 2, ["too-large"]),
      ("x: a\ny: [b, c]", "a,b,c\n1,x,3\n", 1, ["no-number"]),
      ("x: a\ny: [b, d]", "a,b,c\n1,2,3\n", 1, ["no-column"]),
      ("x: a\ny: b", "a;b\n1;2\n", 0, []),
    ])
  func problems(_ description: String, _ table: String, _ lines: Int, _ codes: [String]) {
    let (plot, problems) = plot(description, table)
    #expect(plot?.series.count ?? 0 == lines)
    #expect(problems.map(\.message.code) == codes)
  }

  // MARK: - Golden pictures

  private static let fixtures = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/plots")

  /// Draws each description from the table beside it, and compares with the picture beside it.
  ///
  /// `CHECKMARK_RECORD=1 swift test` writes these files anew.
  @Test("Pictures are drawn as before", arguments: ["loss", "runs"])
  func golden(_ name: String) throws {
    let (plot, problems) = plot(
      try String(contentsOf: Self.fixtures.appending(path: "\(name).yml"), encoding: .utf8),
      try String(contentsOf: Self.fixtures.appending(path: "\(name).csv"), encoding: .utf8))
    #expect(problems.isEmpty)
    let svg = try #require(plot).svg + "\n"
    let golden = Self.fixtures.appending(path: "\(name).expected.svg")
    if ProcessInfo.processInfo.environment["CHECKMARK_RECORD"] != nil {
      try svg.write(to: golden, atomically: true, encoding: .utf8)
    }
    #expect(svg == (try String(contentsOf: golden, encoding: .utf8)))
  }
}
