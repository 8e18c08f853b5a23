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
    let heights = path.split(separator: "L").compactMap {
      $0.split(separator: " ").last.flatMap { Double($0) }
    }
    let usual = heights.sorted()[heights.count / 2]
    #expect(heights.contains { $0 < usual - 150 })
    #expect(heights.contains { $0 > usual + 10 })
  }

  @Test(
    "Ticks are round, in order, and inside the axis",
    arguments: [(0.0, 1.0), (-3.2, 7.9), (0.00012, 0.00091), (1234, 98765), (5, 5), (-0.1, 0.3)])
  func ticks(_ low: Double, _ high: Double) {
    let scale = Scale([low, high], isLogarithmic: false, paper: (0, 100))
    let ticks = scale.ticks
    #expect((3...12).contains(ticks.count), "\(ticks.map(\.label))")
    #expect(scale.range.contains(low) && scale.range.contains(high))
    #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.value < $1.value })
    #expect(ticks.allSatisfy { $0.label.count <= 8 && $0.label != "-0" })
  }

  @Test("A logarithmic axis has its decades")
  func decades() {
    let scale = Scale([0.001, 100], isLogarithmic: true, paper: (0, 100))
    #expect(scale.ticks.map(\.label) == ["0.001", "0.01", "0.1", "1", "10", "100"])
  }

  @Test("Gaps break the line, and a lone point is a dot")
  func gaps() {
    let points = [(x: 0.0, y: 1.0), (1, 2), (2, .nan), (3, 4), (4, .nan), (5, 1), (6, 2)]
    let svg = LinePlot(series: [.init(label: "a<b", points: points)]).svg
    #expect(svg.components(of: "M").count >= 2)
    #expect(svg.contains("<circle"))
    #expect(
      svg.contains("a&lt;b: rises from 1 at 0 to 2 at 6; lowest 1 at 0, highest 4 at 3; 5 points."))
  }
}

extension String {
  fileprivate func components(of sign: Character) -> [Substring] { split(separator: sign) }
}
